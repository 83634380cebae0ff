package content_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
)

// Who rewrites what was approved once is its author from then on, also where a draft of theirs is
// taken off once more.
func TestAnApprovalOfOnceClearsAuthorsOnce(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{})
	one.State, one.Author, one.Approval = content.TakenOff, "an", content.Approval{By: "binh", At: noon}
	write := func(by, head string) {
		doc := one.Document()
		doc.Words.Head = head
		one = content.WritingTakeover(one, nil).Save(doc, by, noon.Add(time.Hour)).Takeover()
	}
	write("em", "Khác hẳn")
	if one.Author != "em" || len(one.Editors) > 0 || one.Approval.By != "" {
		t.Errorf("written again by em: %+v", one)
	}
	one.State = content.TakenOff
	write("phuc", "Khác hẳn.")
	if by := content.WritingTakeover(one, nil).By; !slices.Equal(by, []string{"em", "phuc"}) {
		t.Errorf("its authors are %q", by)
	}
}

// Who put words of their own on is an author of every change of them until somebody approves, and
// approves none themselves.
func TestTheAuthorOfFreeWordsIsOneOfTheirDraft(t *testing.T) {
	one, err := content.PutOnFree(content.Takeover{ID: "a", Title: "Cháy", Words: content.Words{Head: "Cháy"}}, "an", noon, time.Minute, false)
	if err != nil {
		t.Fatal(err)
	}
	d := content.WritingTakeover(one, nil)
	if d.Begun() {
		t.Error("a change is there before anybody has written one")
	}
	doc := one.Document()
	doc.Words.Head = "Cháy."
	d = d.Save(doc, "binh", noon)
	for name, d := range map[string]content.TakeoverDraft{
		"saved": d, "kept of before": content.WritingTakeover(one, &content.DraftOf[content.Takeover]{ID: "a", Doc: doc, Base: one.Document(), By: []string{"binh"}, At: noon}),
		"kept": content.WritingTakeover(one, &d.DraftOf),
	} {
		if !slices.Equal(d.By, []string{"an", "binh"}) || !d.Begun() {
			t.Errorf("%s: its authors are %q", name, d.By)
		}
		for by, want := range map[string]content.Code{"an": content.Denied, "binh": content.Denied, "chi": ""} {
			if _, err := d.Approve(content.Approval{By: by, At: noon}, d.Sight(nil), d.Sight(nil), false, below); content.CodeOf(err) != want {
				t.Errorf("%s, approved by %s: %v", name, by, err)
			}
		}
	}
}

// A takeover that is on in a part of its areas ends where an approval takes that part away; where
// some of it stays, it goes on there.
func TestAChangeOfAreasEndsWhatItLeaves(t *testing.T) {
	at := noon.Add(10 * time.Minute)
	for _, c := range []struct {
		in, to string
		on     bool
	}{
		{"2024-11/00076", "2024-11/005", false},
		{"2024-11/00076", "2024-11/00076", true},
		{"2024-11/00076", "2024-11/01", true},
		{"2024-11/002", "2024-11/00076", true},
		{content.Everywhere, "2024-11/005", true},
		{"2024-11/00076", "", true},
	} {
		one := takeover("a", content.Danger, noon, "2024-11/002")
		one.In = c.in
		doc := one.Document()
		if doc.Targets = nil; c.to != "" {
			doc.Targets = []content.Target{{Area: c.to}}
		}
		d := content.WritingTakeover(one, nil).Save(doc, "an", noon)
		now, err := d.Approve(content.Approval{By: "binh", At: at}, d.Sight(nil), d.Sight(nil), false, below)
		if err != nil || now.On(at) != c.on || now.In != c.in || d.Leaves(at, below) == c.on {
			t.Errorf("on in %q, changed to %q: on is %v, in %q, %v", c.in, c.to, now.On(at), now.In, err)
		}
	}
}

// Of two presses the one that a change leaves ends; the other goes on, and begins again.
func TestAChangeOfAreasEndsThePressThatItLeaves(t *testing.T) {
	at := noon.Add(10 * time.Minute)
	one := pressed(t, takeover("a", content.Danger, time.Time{}), "2024-11/002", noon, time.Hour, false)
	one = pressed(t, one, "2024-11/005", noon.Add(time.Minute), time.Hour, false)
	doc := one.Document()
	doc.Targets = []content.Target{{Area: "2024-11/002"}}
	d := content.WritingTakeover(one, nil).Save(doc, "an", noon)
	now, err := d.Approve(content.Approval{By: "binh", At: at}, d.Sight(nil), d.Sight(nil), false, below)
	if err != nil || !d.Leaves(at, below) {
		t.Fatal(err)
	}
	if stays, _ := now.PressOf(""); !stays.On(at) || stays.Begun != at {
		t.Errorf("what stays: %+v", stays)
	}
	if gone, _ := now.PressOf("2"); gone.On(at) || one.Ended != (time.Time{}) {
		t.Errorf("what was left: %+v", gone)
	}
}

package content

import (
	"slices"
	"testing"
)

func TestApprovingADraft(t *testing.T) {
	d := DraftOf[string]{ID: SettingHotline}.Saved("1", "0", "an", noonOf).Saved("2", "0", "binh", noonOf).Saved("3", "0", "an", noonOf)
	if !slices.Equal(d.By, []string{"binh", "an"}) {
		t.Errorf("changed by %v", d.By)
	}
	for what, c := range map[string]struct {
		live, seen, by string
		alone          bool
		code           Code
	}{
		"another person":             {"0", "3", "chi", false, ""},
		"one who changed it before":  {"0", "3", "binh", false, Denied},
		"the last author":            {"0", "3", "an", false, Denied},
		"the only account":           {"0", "3", "an", true, ""},
		"a value that was not seen":  {"0", "2", "chi", false, Conflict},
		"over another value":         {"9", "3", "chi", false, Conflict},
		"the only account, not seen": {"0", "2", "an", true, Conflict},
	} {
		if err := d.Approve(c.live, SightOf(d.Doc), SightOf(c.seen), c.by, c.alone); CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWordsThatHaveAValueTypedIn(t *testing.T) {
	w := Words{Head: "Cài iHanoi", Lines: []string{"Gọi 1022,\u00a0nhánh\u00a08"}, Foot: "UBND thành phố HÀ NỘI"}
	for text, want := range map[string]bool{"1022": true, "ihanoi": true, "1022, nhánh 8": true, "Hà Nội": true, "1900": false, "": false, "10": false} {
		if w.Has(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// What became live in the meantime is kept where the draft says nothing of it.
func TestADraftIsOfferedAgain(t *testing.T) {
	base := Campaign{ID: "c", Name: "Cũ", Weight: 1, Targets: []Target{{Area: "2024-11/006"}}, Sequence: []string{"a", "b"}}
	want, live := base, base
	want.Name, want.Targets, want.Valid.Until = "Mới", nil, noonOf
	live.Weight, live.Name, live.Sequence = 9, "Tên khác", []string{"b", "a"}
	live.Valid.From = noonOf.AddDate(0, -1, 0)
	d := DraftOf[Campaign]{ID: "c"}.Saved(want, base, "an", noonOf)
	if got := d.Again(base); SightOf(got) != SightOf(want) {
		t.Errorf("nothing moved: %+v", got)
	}
	want.Weight, want.Sequence, want.Valid.From = 9, live.Sequence, live.Valid.From
	if got := d.Again(live); SightOf(got) != SightOf(want) {
		t.Errorf("offered is %+v, want %+v", got, want)
	}
	if _, err := d.Submit(live, "an"); CodeOf(err) != Conflict {
		t.Errorf("sent over what moved: %v", err)
	}
	for live, want := range map[string]string{"0": "2", "5": "2", "2": "2"} {
		if got := (DraftOf[string]{Doc: "2", Base: "0"}).Again(live); got != want {
			t.Errorf("over %s: %s", live, got)
		}
	}
}

// What was returned waits for nobody, and keeps what its authors wrote.
func TestADraftThatWasReturned(t *testing.T) {
	d := DraftOf[string]{ID: SettingHotline}.Saved("1", "0", "an", noonOf)
	back, err := d.Back("Sai số")
	if err != nil || back.Doc != "1" || back.Returned != "Sai số" {
		t.Fatalf("%+v, %v", back, err)
	}
	if err := back.Approve("0", SightOf("1"), SightOf("1"), "chi", false); CodeOf(err) != Conflict {
		t.Errorf("approved: %v", err)
	}
	if _, err := back.Back(""); CodeOf(err) != Conflict {
		t.Errorf("returned twice: %v", err)
	}
	again, err := back.Submit("0", "binh")
	if err != nil || again.Kept || again.Returned != "" || !slices.Equal(again.By, []string{"binh", "an"}) {
		t.Errorf("%+v, %v", again, err)
	}
}

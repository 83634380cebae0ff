package content

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestWritingBesideWhatIsOnAir(t *testing.T) {
	live := Slide{ID: "a", Title: "Một", State: Approved, Author: "an", Source: "studio", Approval: Approval{By: "binh", At: noonOf}}
	d := Writing(live, nil)
	if d.Begun() || !d.Beside {
		t.Fatalf("nobody has written anything: %+v", d)
	}
	if _, err := d.Submit("an"); CodeOf(err) != Conflict {
		t.Errorf("nothing was submitted: %v", err)
	}
	doc := d.Doc
	doc.Title = "Hai"
	d = d.Save(doc, "chi", noonOf)
	d, err := d.Submit("dung")
	if err != nil || !slices.Equal(d.By, []string{"dung", "chi"}) || d.Live.Title != "Một" {
		t.Fatalf("submitted as %+v, %v", d, err)
	}
	seen := d.Sight(nil)
	approve := func(d SlideDraft, by string, seen Digest) (Slide, error) {
		return d.Approve(Approval{By: by, At: noonOf}, d.Sight(nil), seen, false)
	}
	moved := d
	moved.Live.Title = "Khác"
	edited := d.Save(doc, "an", noonOf.Add(time.Second))
	edited, _ = edited.Submit("an")
	renewed := d
	renewed.Live.Approval.Document = "2/GP"
	for what, c := range map[string]struct {
		d    SlideDraft
		by   string
		seen Digest
		code Code
	}{
		"another person":                 {d, "binh", seen, ""},
		"who wrote what is on air":       {d, "an", seen, ""},
		"who wrote it":                   {d, "chi", seen, Denied},
		"who submitted it":               {d, "dung", seen, Denied},
		"it was changed since":           {edited, "binh", seen, Conflict},
		"the live version is another":    {moved, "binh", moved.Sight(nil), Conflict},
		"the live approval is another":   {renewed, "binh", seen, Conflict},
		"it was looked at after that":    {renewed, "binh", renewed.Sight(nil), ""},
		"a setting has another value":    {d, "binh", d.Sight([]string{"1022"}), Conflict},
		"nothing was seen":               {d, "binh", "", Conflict},
		"written by them before, though": {edited, "chi", edited.Sight(nil), Denied},
	} {
		s, err := approve(c.d, c.by, c.seen)
		if CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil && (s.Title != "Hai" || s.State != Approved || s.Author != "chi" || !slices.Equal(s.Editors, []string{"dung"}) || s.Source != "studio") {
			t.Errorf("%s: on air is %+v", what, s)
		}
	}
	if _, err := moved.Save(doc, "an", noonOf).Submit("an"); err != nil {
		t.Errorf("what was saved once more begins from what is live: %v", err)
	}
	moved.Doc.State = Draft
	if _, err := moved.Submit("an"); CodeOf(err) != Conflict {
		t.Errorf("a draft of another version was submitted: %v", err)
	}
	back, err := d.Return("Thiếu nguồn")
	if err != nil || back.Doc.State != Draft || back.Doc.Returned != "Thiếu nguồn" {
		t.Errorf("returned as %+v, %v", back, err)
	}
	if back, err = back.Submit("chi"); err != nil || back.Doc.Returned != "" {
		t.Errorf("submitted again as %+v, %v", back, err)
	}
}

func TestWhatWasOnAirIsWrittenAnew(t *testing.T) {
	off := FileGone(Slide{ID: "a", Title: "Một", State: Approved, Author: "an", Approval: Approval{By: "binh", At: noonOf}})
	d := Writing(off, nil)
	if d.Beside {
		t.Fatal("what is off is changed as it is")
	}
	again, err := d.Submit("an")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Approve(Approval{By: "an", At: noonOf}, again.Sight(nil), again.Sight(nil), false); CodeOf(err) != Denied {
		t.Errorf("its author may put it on again: %v", err)
	}
	if d = d.Save(d.Doc, "chi", noonOf); !slices.Equal(d.By, []string{"chi"}) {
		t.Errorf("what was approved has the authors %v", d.By)
	}
}

// What would be over as it is approved is not approved.
func TestAPastEndIsNotApproved(t *testing.T) {
	for until, code := range map[time.Time]Code{{}: "", noonOf.Add(time.Minute): "", noonOf: Invalid, noonOf.AddDate(0, 0, -1): Invalid} {
		for what, put := range map[string]func(*Slide, *Approval){
			"of the slide":    func(s *Slide, _ *Approval) { s.Valid.Until = until },
			"of the approval": func(_ *Slide, a *Approval) { a.Valid.Until = until },
		} {
			s, a := Slide{ID: "a", Title: "Một", State: Submitted, Author: "an"}, Approval{By: "binh", At: noonOf}
			put(&s, &a)
			d := Writing(s, nil)
			if _, err := d.Approve(a, d.Sight(nil), d.Sight(nil), false); CodeOf(err) != code {
				t.Errorf("the end %s, %s: %v", what, until, err)
			}
		}
	}
}

// Over a live version that moved, the draft keeps what its authors changed and takes the rest.
func TestASlideIsOfferedAgain(t *testing.T) {
	live := Slide{ID: "a", Title: "Một", State: Approved, Words: Words{Head: "Cũ", Lines: []string{"a"}}, Approval: Approval{By: "binh", At: noonOf}, Source: "inbox:a.png"}
	d := Writing(live, nil)
	doc := d.Doc
	doc.Words.Head, doc.Sober = "Mới", true
	d = d.Save(doc, "an", noonOf)
	if got := d.Offered(); SightOf(got) != SightOf(d.Doc) {
		t.Errorf("nothing moved: %+v", got)
	}
	live.Words.Head, live.Words.Foot, live.Medium = "Khác", "Nguồn", "m"
	d.Live = live
	got := d.Offered()
	if got.Words.Head != "Mới" || got.Words.Foot != "Nguồn" || got.Medium != "m" || !got.Sober || got.Title != "Một" || got.State != Draft || got.Source != live.Source {
		t.Errorf("offered is %+v", got)
	}
	if d = d.Save(got, "an", noonOf); d.Moved() {
		t.Error("saved over what is live, it is behind it")
	}
}

// Whatever people do in whatever order, what is live changes only by the approval of somebody who
// had no part in it, exactly as they saw it; taking off changes where it stands and nothing else.
func TestLiveNeverChangesWithoutAnApproval(t *testing.T) {
	people, approvals := []string{"an", "binh", "chi", "dung", "giang", "hoa"}, 0
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 15))
		row, kept := Slide{ID: "a", Title: "0", State: Draft, Author: "an"}, (*DraftOf[Slide])(nil)
		open := map[string]Digest{} // the approvers' open pages
		wrote := map[string]bool{"an": true}
		for step := range 60 {
			who, at := people[random.IntN(len(people))], noonOf.Add(time.Duration(step)*time.Second)
			d, before := Writing(row, kept), row
			put := func(d SlideDraft) {
				if d.Beside {
					kept = &d.DraftOf
				} else {
					row = d.Slide()
				}
			}
			switch random.IntN(12) {
			case 0, 1:
				if !d.Begun() || row.State == TakenOff && !d.Beside && row.Approval.By != "" {
					clear(wrote)
				}
				doc := d.Doc
				doc.Title = fmt.Sprint(seed, " ", step)
				wrote[who] = true
				put(d.Save(doc, who, at))
			case 2, 3:
				if sent, err := d.Submit(who); err == nil {
					wrote[who] = true
					put(sent)
				}
			case 4:
				if back, err := d.Return("vì"); err == nil {
					put(back)
				}
			case 5, 8, 9:
				for _, one := range people { // all look at it
					open[one] = d.Sight(nil)
				}
			case 6, 10, 11:
				s, err := d.Approve(Approval{By: who, At: at}, d.Sight(nil), open[who], false)
				if err != nil {
					break
				}
				if wrote[who] || open[who] != d.Sight(nil) || s.Title != d.Doc.Title {
					t.Fatalf("seed %d step %d: %s approved %+v", seed, step, who, d)
				}
				approvals++
				row, kept = s, nil
				continue
			case 7:
				if row.State == Approved {
					row = FileGone(row)
				}
			}
			if before.State == Approved && row.State == Approved && SightOf(before) != SightOf(row) {
				t.Fatalf("seed %d step %d: live became %+v", seed, step, row)
			}
			if before.State != Approved && row.State == Approved {
				t.Fatalf("seed %d step %d: on air without an approval: %+v", seed, step, row)
			}
		}
	}
	if approvals < 100 {
		t.Errorf("only %d approvals were tried", approvals)
	}
}

func TestWhatASlidePrints(t *testing.T) {
	for kind, want := range map[Kind][]string{
		Picture: {"b"}, Notice: {SettingApp, "b", SettingHotline, SettingPublic}, Board: {SettingApp, "b", SettingMaxAge, SettingHotline, SettingPublic, SettingRanks},
	} {
		if got := (Slide{Kind: kind, Needs: []string{"b"}}).Prints(); !slices.Equal(got, want) {
			t.Errorf("%s prints %v", kind, got)
		}
	}
}

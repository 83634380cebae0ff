package content

import (
	"slices"
	"time"
)

// TakeoverDraft is what is being written of a prepared takeover. Beside one that is approved it is
// a version of its own; of any other it is the takeover itself.
type TakeoverDraft struct {
	DraftOf[Takeover]
	Live   Takeover // the takeover as it is stored
	Beside bool     // it is kept beside the takeover, which it leaves as it is
}

// WritingTakeover is what is written of a takeover as it is stored, with the draft that is kept
// beside it: nil for none. Who wrote words that nobody approved is an author of what is made of
// them.
func WritingTakeover(live Takeover, kept *DraftOf[Takeover]) TakeoverDraft {
	doc := live.Document()
	d := TakeoverDraft{DraftOf: DraftOf[Takeover]{ID: live.ID, Doc: doc, Base: doc, Kept: live.State != Submitted, Returned: live.Returned}, Live: live}
	d.Beside = kept != nil || live.State == Approved
	var by []string
	if live.Author != "" && (!d.Beside || live.Free) {
		by = append(slices.Clone(live.Editors), live.Author)
	}
	if kept != nil {
		d.DraftOf = *kept
		by = slices.DeleteFunc(by, func(id string) bool { return slices.Contains(kept.By, id) })
	}
	d.By = append(by, d.By...)
	return d
}

// Begun says whether anybody has written anything: of an approved one there is nothing until then.
func (d TakeoverDraft) Begun() bool { return !d.Beside || !d.At.IsZero() }

// Moved says whether the takeover has become another one since the draft was begun.
func (d TakeoverDraft) Moved() bool { return d.DraftOf.Moved(d.Live.Document()) }

// Offered is what its form is filled with: the draft, on top of what is live by now.
func (d TakeoverDraft) Offered() Takeover { return d.Again(d.Live.Document()) }

// Sight is the digest of what an approver sees: the draft, what it takes the place of, and the
// values of the settings that it prints, in the order of [Slide.Prints].
func (d TakeoverDraft) Sight(printed []string) Digest {
	return SightOf(d.DraftOf, d.Live.Document(), printed)
}

// Save is the draft with what somebody makes of it. A change of an approved takeover waits for an
// approver at once; any other is to be submitted again, whatever it was. Who wrote what was
// approved once does not count as an author of what is made of it.
func (d TakeoverDraft) Save(doc Takeover, by string, at time.Time) TakeoverDraft {
	if live := d.Live; !d.Beside && live.State == TakenOff && live.Approval.By != "" && !live.Free {
		d.By = nil
	}
	d.DraftOf = d.Saved(doc.Document(), d.Live.Document(), by, at)
	d.Kept = !d.Beside
	return d
}

// Submit brings it to the approver's desk. Whoever does that may not approve it.
func (d TakeoverDraft) Submit(by string) (TakeoverDraft, error) {
	if !d.Begun() {
		return d, &Error{
			Code: Conflict,
			Vi:   "Thông báo khẩn “" + d.Live.Title + "” không có bản sửa nào để gửi duyệt.",
			En:   "Nothing of “" + d.Live.Title + "” was changed that could be submitted.",
		}
	}
	var err error
	d.DraftOf, err = d.DraftOf.Submit(d.Live.Document(), by)
	return d, err
}

// Return takes it from the approver's desk and back to its authors.
func (d TakeoverDraft) Return(why string) (TakeoverDraft, error) {
	var err error
	d.DraftOf, err = d.Back(why)
	return d, err
}

// Approve is the takeover that is ready to be put on: the draft, exactly as it was seen. Where it
// is on, for other areas from now on, each press begins again there, and what it began before ends;
// one in an area that the draft leaves ends. within is as for [Takeover.Aim].
func (d TakeoverDraft) Approve(a Approval, now, seen Digest, alone bool, within func(inner, outer string) bool) (Takeover, error) {
	t := d.Live
	if err := d.DraftOf.Approve(t.Document(), now, seen, a.By, alone); err != nil {
		return t, err
	}
	a.Alone = slices.Contains(d.By, a.By)
	t = d.Takeover()
	t.Free, t.Reviewed, t.Warned, t.State, t.Approval = false, Signed{}, nil, Approved, a
	if !d.Live.On(a.At) {
		return t, nil
	}
	all := t.presses()
	for i, p := range all {
		switch {
		case !p.On(a.At):
		case d.leaves(p, within):
			all[i].Ended = a.At
		case !slices.Equal(d.Live.Targets, t.Targets):
			all[i].Begun = a.At
		}
	}
	return t.put(all), nil
}

// Leaves says whether the takeover is on in an area of which the draft has no part: approved, it
// ends there, and begins nowhere else.
func (d TakeoverDraft) Leaves(at time.Time, within func(inner, outer string) bool) bool {
	return d.Live.On(at) && slices.ContainsFunc(d.Live.presses(), func(p Press) bool { return p.On(at) && d.leaves(p, within) })
}

func (d TakeoverDraft) leaves(p Press, within func(inner, outer string) bool) bool {
	meets := func(one Target) bool { return one.Area == "" || within(p.In, one.Area) || within(one.Area, p.In) }
	return p.In != Everywhere && len(d.Doc.Targets) > 0 && !slices.ContainsFunc(d.Doc.Targets, meets)
}

// Takeover is the draft as a takeover, with its authors and where it stands. What was approved of
// it once is behind it.
func (d TakeoverDraft) Takeover() Takeover {
	t := d.Live
	t.Title, t.Gravity, t.Words, t.Targets, t.Returned = d.Doc.Title, d.Doc.Gravity, d.Doc.Words, d.Doc.Targets, d.Returned
	if n := len(d.By); n > 0 {
		t.Author, t.Editors = d.By[n-1], slices.Clone(d.By[:n-1])
	}
	t.Approval = Approval{}
	if t.State = Draft; !d.Kept {
		t.State = Submitted
	}
	return t
}

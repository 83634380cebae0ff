package content

import (
	"slices"
	"time"
)

// SlideDraft is what is being written of a slide. Beside a slide that is on air it is a version of
// its own; of any other slide it is the slide itself.
type SlideDraft struct {
	DraftOf[Slide]
	Live   Slide // the slide as it is stored
	Beside bool  // it is kept beside the slide, which it leaves as it is
}

// Writing is what is written of a slide as it is stored, with the draft that is kept beside it: nil
// for none.
func Writing(live Slide, kept *DraftOf[Slide]) SlideDraft {
	switch {
	case kept != nil:
		return SlideDraft{DraftOf: *kept, Live: live, Beside: true}
	case live.State == Approved:
		doc := live.Document()
		doc.State, doc.Source = Draft, live.Source
		return SlideDraft{DraftOf: DraftOf[Slide]{ID: live.ID, Doc: doc, Base: live.Document()}, Live: live, Beside: true}
	}
	return SlideDraft{DraftOf: DraftOf[Slide]{ID: live.ID, Doc: live, Base: live.Document(), By: live.Authors()}, Live: live}
}

// Begun says whether anybody has written anything: of what is on air there is nothing until then.
func (d SlideDraft) Begun() bool { return !d.Beside || len(d.By) > 0 }

// Moved says whether the slide has become another one since the draft was begun.
func (d SlideDraft) Moved() bool { return d.DraftOf.Moved(d.Live.Document()) }

// Offered is what its form is filled with: the draft, on top of what is live by now.
func (d SlideDraft) Offered() Slide { return d.Again(d.Live.Document()) }

// Sight is the digest of what an approver sees: the draft, the slide that it takes the place of,
// and the values of the settings that it prints, in the order of [Slide.Prints].
func (d SlideDraft) Sight(printed []string) Digest { return SightOf(d.DraftOf, d.Live, printed) }

// Save is the draft with what somebody makes of it. It is to be submitted again, whatever it was.
// Who wrote what was approved once does not count as an author of what is made of it.
func (d SlideDraft) Save(doc Slide, by string, at time.Time) SlideDraft {
	if !d.Beside && d.Live.State == TakenOff && d.Live.Approval.By != "" {
		d.By = nil
	}
	doc.ID, doc.Source, doc.Returned = d.ID, d.Live.Source, d.Doc.Returned
	doc.State, doc.Despite, doc.Approval, doc.AtOnce = Draft, "", Approval{}, time.Time{}
	d.DraftOf = d.Saved(doc, d.Live.Document(), by, at)
	return d
}

// Submit brings it to the approver's desk. Whoever does that may not approve it.
func (d SlideDraft) Submit(by string) (SlideDraft, error) {
	if !d.Begun() {
		return d, &Error{
			Code: Conflict,
			Vi:   "Tấm “" + d.Live.Title + "” không có bản sửa nào để gửi duyệt.",
			En:   "Nothing of “" + d.Live.Title + "” was changed that could be submitted.",
		}
	}
	if d.Moved() {
		return d, &Error{
			Code: Conflict,
			Vi:   "Bản đang chiếu của tấm “" + d.Live.Title + "” đã đổi từ khi bắt đầu bản sửa. Hãy xem chỗ khác nhau, lưu bản sửa lần nữa, rồi gửi duyệt.",
			En:   "The live version of “" + d.Live.Title + "” has changed since this one was begun. Look at what differs, save once more, then submit.",
		}
	}
	var err error
	if d.Doc, err = Submit(d.Doc); err == nil {
		d.DraftOf = d.Sent(by)
	}
	return d, err
}

// Return takes it from the approver's desk and back to its authors: with the reason, or with none
// where they take it back themselves.
func (d SlideDraft) Return(why string) (SlideDraft, error) {
	if d.Doc.State != Submitted {
		return d, notSubmitted(d.Doc)
	}
	if err := CheckWhy(why); err != nil {
		return d, err
	}
	d.Doc.State, d.Doc.Returned = Draft, why
	return d, nil
}

// Approve is the slide that goes on air: the draft, exactly as it was seen. now is its
// [SlideDraft.Sight] in this moment, seen what the approver's page had. alone says that there is
// nobody else who could approve.
func (d SlideDraft) Approve(a Approval, now, seen Digest, alone bool) (Slide, error) {
	s, err := Approve(d.Slide(), a, alone)
	if err != nil {
		return s, err
	}
	if err := s.ends(a.At); err != nil {
		return s, err
	}
	return s, d.DraftOf.Approve(d.Live.Document(), now, seen, a.By, alone)
}

// ends refuses what would be over as it is approved.
func (s Slide) ends(at time.Time) error {
	switch over := func(until time.Time) bool { return !until.IsZero() && !until.After(at) }; {
	case over(s.Approval.Valid.Until):
		return &Error{
			Code: Invalid,
			Vi:   "Ngày hết hiệu lực của phê duyệt đã qua. Hãy chọn ngày còn ở phía trước.",
			En:   "The approval would have ended already. Choose an end that is still to come.",
		}
	case over(s.Valid.Until):
		return &Error{
			Code: Invalid,
			Vi:   "Tấm “" + s.Title + "” đã qua ngày thôi chiếu. Hãy trả lại để người soạn chọn ngày khác.",
			En:   "The end of “" + s.Title + "” has passed. Return it, so that its authors choose another one.",
		}
	}
	return nil
}

// Slide is the draft as a slide, with its authors.
func (d SlideDraft) Slide() Slide {
	s := d.Doc
	if n := len(d.By); n > 0 {
		s.Author, s.Editors = d.By[n-1], slices.Clone(d.By[:n-1])
	}
	if len(s.Editors) == 0 {
		s.Editors = nil
	}
	return s
}

// Document is what a slide is, without how it came to be, who answers for it, and where it stands.
func (s Slide) Document() Slide {
	s.State, s.Author, s.Editors, s.Returned, s.Despite, s.Source = "", "", nil, "", "", ""
	s.Approval, s.AtOnce = Approval{}, time.Time{}
	return s
}

// Authors are the staff IDs of all who changed it, the last one last.
func (s Slide) Authors() []string {
	if s.Author == "" {
		return nil
	}
	return append(slices.Clone(s.Editors), s.Author)
}

// Prints are the settings whose values are printed on it, or lead from it.
func (s Slide) Prints() []string {
	out := slices.Clone(s.Needs)
	if s.Kind.LaidOut() || s.Kind == Guide {
		out = append(out, SettingApp, SettingHotline, SettingPublic)
	}
	if s.Kind == Board {
		out = append(out, SettingRanks, SettingMaxAge)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package content

import (
	"slices"
	"time"

	"ngatu/content/hours"
)

// Approval records who let a slide on air. Author and approver differ, except where nobody else
// ever could approve, or the operator let people be alone for a time; the record then says so in
// Alone.
type Approval struct {
	By       string     `json:"by,omitempty"` // staff ID
	At       time.Time  `json:"at,omitzero"`
	Document string     `json:"document,omitempty"` // number of the paper licence or decision
	Valid    hours.Span `json:"valid,omitzero"`     // outside of it the slide is not on air
	Standing string     `json:"standing,omitempty"` // the standing approval of an inbox folder that it rests on
	Form     string     `json:"form,omitempty"`     // the form that it was filled in, within its bounds
	Alone    bool       `json:"alone,omitempty"`    // author and approver are one person
}

// MaxDocument is how many letters the number of a document may have.
const MaxDocument = 120

// OfItself says whether the approval is of this one thing: the number of its document is not that
// of a folder's standing approval or of a form.
func (a Approval) OfItself() bool { return a.Standing == "" && a.Form == "" }

// Numbered is a live slide with the number of the document that its approval rests on, which came
// later or was mistyped: by whoever approved it, or an admin. Nothing else of it changes.
func Numbered(s Slide, number, by string, admin bool) (Slide, error) {
	switch {
	case s.State != Approved:
		return s, &Error{
			Code: Conflict,
			Vi:   "Tấm “" + s.Title + "” không còn phê duyệt nào để ghi số văn bản.",
			En:   "“" + s.Title + "” has no approval any more to which a number could be added.",
		}
	case !s.Approval.OfItself():
		return s, &Error{
			Code: Conflict,
			Vi:   "Số văn bản của tấm “" + s.Title + "” là của phê duyệt thường trực hoặc biểu mẫu. Hãy ghi ở đó.",
			En:   "The number of “" + s.Title + "” is that of its standing approval or form. Give it there.",
		}
	}
	if err := NumberedBy(s.Title, number, by, s.Approval.By, admin); err != nil {
		return s, err
	}
	s.Approval.Document = number
	return s, nil
}

// NumberedBy says whether somebody may add the number of its document to an approval, or correct it:
// whoever approved, or an admin. name is that of what was approved.
func NumberedBy(name, number, by, approver string, admin bool) error {
	switch n := len([]rune(number)); {
	case by != approver && !admin:
		return &Error{
			Code: Denied,
			Vi:   "Chỉ người đã duyệt “" + name + "” hoặc quản trị được ghi số văn bản.",
			En:   "Only whoever approved “" + name + "”, or an admin, may add the number of its document.",
		}
	case n == 0, n > MaxDocument:
		return &Error{Code: Invalid, Vi: "Hãy ghi số văn bản, không quá 120 ký tự.", En: "Enter the number of the document, of at most 120 letters."}
	}
	return nil
}

// Submit moves a draft to the approver's desk. A slide that was taken off may be submitted again.
func Submit(s Slide) (Slide, error) {
	if s.State != Draft && s.State != TakenOff {
		return s, &Error{
			Code: Conflict,
			Vi:   "Tấm “" + s.Title + "” không còn là bản nháp, không gửi duyệt được.",
			En:   "“" + s.Title + "” is no draft any more and cannot be submitted.",
		}
	}
	s.State, s.Approval, s.Returned = Submitted, Approval{}, ""
	return s, nil
}

// Approve lets a submitted slide on air. alone says that nobody else could approve:
// only then may one of its authors approve.
func Approve(s Slide, a Approval, alone bool) (Slide, error) {
	if s.State != Submitted {
		return s, notSubmitted(s)
	}
	if a.By == "" || a.At.IsZero() {
		return s, &Error{Code: Invalid, Vi: "Phê duyệt phải có người duyệt và thời điểm.", En: "An approval needs a person and a time."}
	}
	a.Alone = a.Standing == "" && slices.Contains(s.Authors(), a.By)
	if a.Alone && !alone {
		return s, &Error{
			Code: Denied,
			Vi:   "Người soạn không được tự duyệt tấm “" + s.Title + "”. Hãy nhờ một người khác có quyền duyệt.",
			En:   "The author may not approve “" + s.Title + "”. Ask another person who may approve.",
		}
	}
	s.State, s.Approval = Approved, a
	return s, nil
}

func notSubmitted(s Slide) error {
	return &Error{
		Code: Conflict,
		Vi:   "Tấm “" + s.Title + "” chưa được gửi duyệt.",
		En:   "“" + s.Title + "” has not been submitted for approval.",
	}
}

// FileGone ends a slide whose file, or whose page of a file, is gone from the inbox. Nobody can lift
// that as they lift a [Hold]: its file comes back, or it passes the gate again, for every size: the
// cards of a page go with it.
func FileGone(s Slide) Slide {
	s.State, s.Sizes.Not = TakenOff, nil
	return s
}

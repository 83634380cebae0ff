package content

import (
	"fmt"
	"slices"
	"time"
)

// Begin is a campaign as it becomes live at an instant: an end that has passed cannot be approved,
// and a beginning that is new and has passed is that instant. What its authors asked of the approval
// is over.
func (c Campaign) Begin(live Campaign, at time.Time) (Campaign, error) {
	if until := c.Valid.Until; !until.IsZero() && !until.After(at) {
		return c, &Error{
			Code: Invalid,
			Vi:   "Ngày kết thúc của chiến dịch đã qua. Hãy chọn ngày còn ở phía trước.",
			En:   "The end of the campaign has passed. Choose one that is still to come.",
		}
	}
	c.Stage, c.AtOnce = Running, false
	if from := c.Valid.From; !from.IsZero() && from.Before(at) && !from.Equal(live.Valid.From) {
		c.Valid.From = at
	}
	return c, nil
}

// EndsBefore reports whether a live slide goes off before the end of its campaign, because its
// approval ends earlier. A campaign without an end is longer than any approval with one.
func (s Slide) EndsBefore(c Campaign) bool {
	until := s.Approval.Valid.Until
	return s.State == Approved && !until.IsZero() && (c.Valid.Until.IsZero() || until.Before(c.Valid.Until))
}

// Renew prolongs the approval of a live slide to the end of its campaign, under a new document. Its
// authors cannot, but where there is nobody else.
func Renew(s Slide, c Campaign, by string, at time.Time, document string, alone bool) (Slide, error) {
	own := slices.Contains(s.Authors(), by)
	if own && !alone {
		return s, &Error{
			Code: Denied,
			Vi:   fmt.Sprintf("Người soạn không được tự gia hạn tấm “%s”. Hãy nhờ một người khác có quyền duyệt.", s.Title),
			En:   fmt.Sprintf("The author may not renew “%s”. Ask another person who may approve.", s.Title),
		}
	}
	a := Approval{By: by, At: at, Document: document, Valid: s.Approval.Valid, Alone: own}
	a.Valid.Until = c.Valid.Until
	s.Approval = a
	return s, nil
}

package content

import (
	"encoding/json"
	"slices"
	"time"
)

// DraftOf is a new version of something that waits for another person beside the live one, which
// stays in force meanwhile.
type DraftOf[T any] struct {
	ID   string    `json:"id"`
	Doc  T         `json:"doc"`
	Base T         `json:"base"` // the live version that it started from
	By   []string  `json:"by"`   // staff IDs of all who changed it, the last one last
	At   time.Time `json:"at"`   // of the last change
}

// Saved is the draft with what one more person makes of it, who began from the live version.
func (d DraftOf[T]) Saved(doc, live T, by string, at time.Time) DraftOf[T] {
	authors := slices.DeleteFunc(slices.Clone(d.By), func(id string) bool { return id == by })
	return DraftOf[T]{ID: d.ID, Doc: doc, Base: live, By: append(authors, by), At: at}
}

// Sent is the draft as somebody brings it to the approver's desk: whoever does that may not approve
// it.
func (d DraftOf[T]) Sent(by string) DraftOf[T] {
	if !slices.Contains(d.By, by) {
		d.By = append([]string{by}, d.By...)
	}
	return d
}

// Author is who changed it last.
func (d DraftOf[T]) Author() string { return d.By[len(d.By)-1] }

// Approve says whether the draft may take the place of the live version. seen is the digest of what
// the approver saw, now that of what they would see. alone says that there is nobody else who could
// approve.
func (d DraftOf[T]) Approve(live T, now, seen Digest, by string, alone bool) error {
	switch {
	case slices.Contains(d.By, by) && !alone:
		return &Error{
			Code: Denied,
			Vi:   "Người đề nghị không tự duyệt. Hãy nhờ một người khác có quyền duyệt.",
			En:   "Whoever proposed it may not approve it. Ask another person who may approve.",
		}
	case now != seen:
		return &Error{
			Code: Conflict,
			Vi:   "Nội dung chờ duyệt vừa được sửa. Hãy xem lại rồi duyệt.",
			En:   "What waits was changed a moment ago. Look at it once more, then approve.",
		}
	case SightOf(d.Base) != SightOf(live):
		return &Error{
			Code: Conflict,
			Vi:   "Bản đang dùng đã khác lúc đề nghị. Hãy trả lại và đề nghị lại.",
			En:   "The version in use is not the one that this started from. Return it, and propose it once more.",
		}
	}
	return nil
}

// SightOf is the digest of what an approver sees.
func SightOf(of ...any) Digest {
	b, err := json.Marshal(of)
	if err != nil { // text, numbers and times that came from JSON
		panic("content: what an approval covers cannot be written: " + err.Error())
	}
	return DigestOf(b)
}

package content

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// DraftOf is a new version of something beside the live one, which stays in force meanwhile. It
// waits for another person, or for its authors where that person returned it.
type DraftOf[T any] struct {
	ID   string    `json:"id"`
	Doc  T         `json:"doc"`
	Base T         `json:"base"` // the live version that it started from
	By   []string  `json:"by"`   // staff IDs of all who changed it, the last one last
	At   time.Time `json:"at"`   // of the last change

	Kept     bool   `json:"kept,omitempty"`     // it waits for nobody: it was returned, or taken back
	Returned string `json:"returned,omitempty"` // why it was returned
}

// Saved is the draft with what one more person makes of it, who began from the live version.
func (d DraftOf[T]) Saved(doc, live T, by string, at time.Time) DraftOf[T] {
	authors := slices.DeleteFunc(slices.Clone(d.By), func(id string) bool { return id == by })
	return DraftOf[T]{ID: d.ID, Doc: doc, Base: live, By: append(authors, by), At: at}
}

// Sent is the draft as somebody brings it to the approver's desk: whoever does that may not approve
// it.
func (d DraftOf[T]) Sent(by string) DraftOf[T] {
	d.Kept, d.Returned = false, ""
	if !slices.Contains(d.By, by) {
		d.By = append([]string{by}, d.By...)
	}
	return d
}

// Submit brings a draft to the approver's desk that was given back. Where the live version became
// another one, its authors look at each change and save it first.
func (d DraftOf[T]) Submit(live T, by string) (DraftOf[T], error) {
	if d.Moved(live) {
		return d, moved()
	}
	return d.Sent(by), nil
}

// Back is the draft as it goes back to its authors, who find in it what they wrote: with the
// reason, or with none where they take it back themselves.
func (d DraftOf[T]) Back(why string) (DraftOf[T], error) {
	if d.Kept {
		return d, notWaiting()
	}
	if err := CheckWhy(why); err != nil {
		return d, err
	}
	d.Kept, d.Returned = true, why
	return d, nil
}

// Moved says whether the live version has become another one since the draft was begun.
func (d DraftOf[T]) Moved(live T) bool { return SightOf(d.Base) != SightOf(live) }

// Again is what the draft wants, offered once more on top of a live version that has changed:
// each field that the draft changed is as its author wrote it, every other as it is live by now.
func (d DraftOf[T]) Again(live T) T {
	if !d.Moved(live) {
		return d.Doc
	}
	var out T
	if err := json.Unmarshal(again(written(d.Base), written(d.Doc), written(live)), &out); err != nil {
		panic("content: a draft cannot be offered again: " + err.Error())
	}
	return out
}

// again goes by the fields of documents, and by the fields of those.
func again(base, doc, live json.RawMessage) json.RawMessage {
	if string(doc) == string(base) {
		return live
	}
	var of [3]map[string]json.RawMessage
	for i, one := range []json.RawMessage{base, doc, live} {
		if one != nil && (json.Unmarshal(one, &of[i]) != nil || of[i] == nil) {
			return doc // a text, a number, a list: one of them as a whole
		}
	}
	out := map[string]json.RawMessage{}
	for _, fields := range of {
		for name := range fields {
			out[name] = again(of[0][name], of[1][name], of[2][name])
		}
	}
	maps.DeleteFunc(out, func(_ string, is json.RawMessage) bool { return is == nil })
	return written(out)
}

func moved() error {
	return &Error{
		Code: Conflict,
		Vi:   "Bản đang dùng đã đổi từ khi bắt đầu bản sửa. Người soạn cần mở bản sửa, xem lại từng chỗ rồi gửi duyệt lần nữa.",
		En:   "The version in use has changed since this was begun. Its authors have to open it, look at each change, then submit it once more.",
	}
}

func notWaiting() error {
	return &Error{
		Code: Conflict,
		Vi:   "Bản này không còn chờ duyệt: vừa được trả lại, rút lại hoặc duyệt. Hãy xem lại.",
		En:   "This does not await approval any more: it was returned, taken back or approved. Look at it again.",
	}
}

// Author is who changed it last.
func (d DraftOf[T]) Author() string { return d.By[len(d.By)-1] }

// Approve says whether the draft may take the place of the live version. seen is the digest of what
// the approver saw, now that of what they would see. alone says that there is nobody else who could
// approve.
func (d DraftOf[T]) Approve(live T, now, seen Digest, by string, alone bool) error {
	switch {
	case d.Kept:
		return notWaiting()
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
	case d.Moved(live):
		return moved()
	}
	return nil
}

// SightOf is the digest of what an approver sees.
func SightOf(of ...any) Digest { return DigestOf(written(of)) }

func written(of any) json.RawMessage {
	b, err := json.Marshal(of)
	if err != nil { // text, numbers and times that came from JSON
		panic("content: what an approval covers cannot be written: " + err.Error())
	}
	return b
}

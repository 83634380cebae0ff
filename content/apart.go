package content

import (
	"fmt"
	"slices"
	"time"
)

// Apart is how a press came in that was made while the database was away: at one server, for the
// screens that were connected there. It entered once the database was back. The zero Apart is that
// of a press that was stored as it was made.
type Apart struct {
	Entered time.Time `json:"entered,omitzero"`   // when it entered
	Node    string    `json:"node,omitempty"`     // the name of the server among several; "": it is alone
	EndedBy string    `json:"ended_by,omitempty"` // staff ID of who ended it there
}

// Sight is the digest of what an approver of a takeover saw: a press that is made apart names it.
func (t Takeover) Sight() Digest { return SightOf(t.Document()) }

// PutOnApart is an approved takeover as it is put on in an area by a press that is made while the
// database is away, by the rules of [Takeover.Aim] and [PutOn]. key tells the press apart from all
// others, also from those of other servers at that time: it is made at random. What passed no gate
// of ours is refused.
func PutOnApart(t Takeover, area, key, by string, at time.Time, lasts time.Duration, drill bool, within func(inner, outer string) bool) (Takeover, error) {
	if t.Free || t.Warned != nil {
		return t, &Error{
			Code: Conflict,
			Vi:   "“" + t.Title + "” không phải thông báo soạn và duyệt sẵn. Khi mất cơ sở dữ liệu chỉ phát được thông báo đã duyệt sẵn.",
			En:   "“" + t.Title + "” was not prepared and approved beforehand. Only such takeovers can be put on while the database is away.",
		}
	}
	t.Press, t.Others = Press{}, nil
	t, err := t.Aim(area, at, within)
	if err != nil {
		return t, err
	}
	if t, err = PutOn(t, by, at, lasts, drill); err != nil {
		return t, err
	}
	t.Key = key
	return t, nil
}

// Enter is a takeover with a press that was made apart, once the database is back. sight is what its
// approver had seen. One that has entered already changes nothing. It is refused (Conflict) where
// the takeover is not approved as it was, or on in too many areas.
func Enter(t Takeover, p Press, sight Digest, at time.Time) (Takeover, error) {
	all := slices.DeleteFunc(t.presses(), func(one Press) bool { return one.Begun.IsZero() })
	if slices.ContainsFunc(all, func(one Press) bool { return one.Key == p.Key }) {
		return t, nil
	}
	switch {
	case t.State != Approved || !t.Approval.Valid.Contains(p.Begun):
		return t, &Error{
			Code: Conflict,
			Vi:   "Phê duyệt của “" + t.Title + "” đã được gỡ hoặc hết hạn.",
			En:   "The approval of “" + t.Title + "” was taken back, or is over.",
		}
	case t.Sight() != sight:
		return t, &Error{
			Code: Conflict,
			Vi:   "“" + t.Title + "” đã được sửa và duyệt lại: bản vừa phát không còn là bản được duyệt.",
			En:   "“" + t.Title + "” has changed and was approved again since: what was put on is not what is approved now.",
		}
	}
	if on := len(slices.DeleteFunc(slices.Clone(all), func(one Press) bool { return !one.On(at) })); on >= MostPresses && p.On(at) {
		return t, &Error{
			Code: Conflict,
			Vi:   fmt.Sprintf("“%s” đang phát ở %d khu vực, không thêm được nữa.", t.Title, on),
			En:   fmt.Sprintf("“%s” is on in %d areas, and in no more at a time.", t.Title, on),
		}
	}
	p.Entered = at
	if len(all) == 0 || p.Begun.After(all[0].Begun) {
		return t.put(append([]Press{p}, kept(all, p.In, at)...)), nil
	}
	return t.put(append(all, p)), nil
}

// EndApart ends the press of a key as somebody did while the database was away. One that has entered
// with its end gets the name of who ended it. What has ended by now stays as it is.
func EndApart(t Takeover, key, by string, at time.Time) Takeover {
	all := t.presses()
	for i, p := range all {
		if p.Key != key || p.Begun.IsZero() || p.EndedBy != "" {
			continue
		}
		if p.On(at) {
			all[i].Ended = at
		} else if !p.Ended.Equal(at) {
			continue
		}
		all[i].EndedBy = by
	}
	return t.put(all)
}

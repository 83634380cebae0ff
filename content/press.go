package content

import (
	"slices"
	"time"
)

// Everywhere, as the area of a press, is all that a takeover was approved for.
const Everywhere = ""

// Aim is the takeover with the area for which the next press puts it on: [Everywhere], or an area
// that lies within one that it was approved for, as within says of two keys. While it is on in
// another area a press moves it, where the person has seen that it is on (moves): it begins again
// there, and what it began before ends.
func (t Takeover) Aim(area string, moves bool, at time.Time, within func(inner, outer string) bool) (Takeover, error) {
	inside := func(one Target) bool { return within(area, one.Area) }
	if area != Everywhere && len(t.Targets) > 0 && !slices.ContainsFunc(t.Targets, inside) {
		return t, &Error{
			Code: Denied,
			Vi:   "“" + t.Title + "” không được duyệt cho khu vực này. Hãy chọn khu vực nằm trong phạm vi đã duyệt.",
			En:   "“" + t.Title + "” is not approved for this area. Choose one that lies within what it was approved for.",
		}
	}
	on := t.On(at)
	if on && area != t.In && !moves {
		return t, &Error{
			Code: Conflict,
			Vi:   "“" + t.Title + "” vừa được phát ở khu vực khác. Hãy xem đang phát ở đâu rồi mới đổi khu vực.",
			En:   "“" + t.Title + "” has just been put on in another area. See where it is on before you move it.",
		}
	}
	if on && area != t.In {
		t.Begun = at
	}
	t.In = area
	return t, nil
}

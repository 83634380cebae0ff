package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Everywhere, as the area of a press, is all that a takeover was approved for.
const Everywhere = ""

// MostPresses is in how many areas a takeover is on at a time. Players keep as many takeovers.
const MostPresses = 12

// mostKept is how many presses of a takeover are kept beside the last one: those that are on, and
// the newest of those that have ended since it was put on anywhere.
const mostKept = 2 * MostPresses

// Press is one act of putting a takeover on.
type Press struct {
	Key       string        `json:"key,omitempty"`      // tells the presses of a takeover apart; "": the first
	Begun     time.Time     `json:"begun,omitzero"`     // when it was put on
	Confirmed time.Time     `json:"confirmed,omitzero"` // when it was last said that it still holds
	By        string        `json:"by,omitempty"`       // staff ID of who said so
	Lasts     time.Duration `json:"lasts,omitempty"`    // from Confirmed
	In        string        `json:"in,omitempty"`       // area, within the targets; [Everywhere]: all of them
	Drill     bool          `json:"drill,omitempty"`    // an exercise: marked as one, and a dark screen stays dark
	Ended     time.Time     `json:"ended,omitzero"`     // when it was ended before its time
	Apart                   // of one that was made while the database was away
}

// Until is when it ends, as far as is known now; the zero time where it never began.
func (p Press) Until() time.Time {
	if p.Begun.IsZero() {
		return time.Time{}
	}
	until := p.Confirmed.Add(min(p.Lasts, MaxTakeover))
	if !p.Ended.IsZero() && p.Ended.Before(until) {
		return p.Ended
	}
	return until
}

// On reports whether it is on at an instant.
func (p Press) On(at time.Time) bool {
	return !p.Begun.IsZero() && !at.Before(p.Begun) && at.Before(p.Until())
}

// Presses is each press of a takeover as a takeover of its own, which differs from the others in
// the press alone: the last one first. One that was never put on has none.
func (t Takeover) Presses() (out []Takeover) {
	for _, p := range t.presses() {
		if !p.Begun.IsZero() {
			one := t
			one.Press, one.Others = p, nil
			out = append(out, one)
		}
	}
	return out
}

// presses are the last press and the others, in a list that may be changed.
func (t Takeover) presses() []Press { return append([]Press{t.Press}, t.Others...) }

// put is the takeover with other presses, the first of them as the last one.
func (t Takeover) put(all []Press) Takeover {
	t.Press, t.Others = all[0], nil
	if len(all) > 1 {
		t.Others = all[1:]
	}
	return t
}

// PressOf is the press of a key as a takeover of its own; see [Takeover.Presses].
func (t Takeover) PressOf(key string) (Takeover, error) {
	for _, one := range t.Presses() {
		if one.Key == key {
			return one, nil
		}
	}
	return t, t.putOnAgain(NotFound)
}

// PressBegun is the press of a key that was put on at an instant, to the millisecond: keys begin
// again once nothing is on, so a key alone may name a later press in another area.
func (t Takeover) PressBegun(key string, begun time.Time) (Takeover, error) {
	one, err := t.PressOf(key)
	if err == nil && one.Begun.UnixMilli() != begun.UnixMilli() {
		return t, t.putOnAgain(Conflict)
	}
	return one, err
}

// putOnAgain says that a page speaks of a press that is not known, or not any more.
func (t Takeover) putOnAgain(code Code) error {
	return &Error{
		Code: code,
		Vi:   "“" + t.Title + "” không có lần phát này, hoặc đã được phát lần khác. Hãy xem lại trang.",
		En:   "“" + t.Title + "” was not put on like that, or again since. Look at its page again.",
	}
}

// PressID names the last press among those of all takeovers: players get it in place of an ID.
// The first press has the takeover's own, as all had when there was one at a time.
func (t Takeover) PressID() string {
	if t.Key == "" {
		return t.ID
	}
	return t.ID + pressMark + t.Key
}

// pressMark is in no ID of a takeover.
const pressMark = "."

// TakeoverOf is the ID of the takeover of which a [Takeover.PressID] names a press.
func TakeoverOf(press string) string {
	id, _, _ := strings.Cut(press, pressMark)
	return id
}

// Aim is the takeover with what the next press of it acts on as its last one: where it is on in an
// area, that press, which still holds then; else a new one, beside those that are on in others. The
// area is [Everywhere], or lies within one that it was approved for, as within says of two keys.
func (t Takeover) Aim(area string, at time.Time, within func(inner, outer string) bool) (Takeover, error) {
	inside := func(one Target) bool { return within(area, one.Area) }
	if area != Everywhere && len(t.Targets) > 0 && !slices.ContainsFunc(t.Targets, inside) {
		return t, &Error{
			Code: Denied,
			Vi:   "“" + t.Title + "” không được duyệt cho khu vực này. Hãy chọn khu vực nằm trong phạm vi đã duyệt.",
			En:   "“" + t.Title + "” is not approved for this area. Choose one that lies within what it was approved for.",
		}
	}
	if !t.On(at) { // what ended is behind it
		t.Key, t.In, t.Others = "", area, nil
		return t, nil
	}
	all := t.presses()
	if i := slices.IndexFunc(all, func(p Press) bool { return p.In == area && p.On(at) }); i >= 0 {
		return t.put(slices.Concat(all[i:i+1], all[:i], all[i+1:])), nil
	}
	if on := len(slices.DeleteFunc(slices.Clone(all), func(p Press) bool { return !p.On(at) })); on >= MostPresses {
		return t, &Error{
			Code: Conflict,
			Vi:   fmt.Sprintf("“%s” đang phát ở %d khu vực, không thêm được nữa. Hãy dừng bớt, hoặc phát ở khu vực chứa các khu vực đó.", t.Title, on),
			En:   fmt.Sprintf("“%s” is on in %d areas, and in no more at a time. End some, or put it on in an area that holds them.", t.Title, on),
		}
	}
	return t.put(append([]Press{{Key: freeKey(all), In: area}}, kept(all, area, at)...)), nil
}

// kept are the presses that stay beside a new one in an area: not what ended there, nor the oldest
// of too many that have ended.
func kept(all []Press, area string, at time.Time) []Press {
	all = slices.DeleteFunc(all, func(p Press) bool { return p.In == area && !p.On(at) })
	for len(all) > mostKept {
		oldest := -1
		for i, p := range all {
			if !p.On(at) && (oldest < 0 || p.Begun.Before(all[oldest].Begun)) {
				oldest = i
			}
		}
		all = slices.Delete(all, oldest, oldest+1)
	}
	return all
}

// freeKey is the first key that no press has.
func freeKey(all []Press) string {
	for n := 2; ; n++ {
		if key := strconv.Itoa(n); !slices.ContainsFunc(all, func(p Press) bool { return p.Key == key }) {
			return key
		}
	}
}

// End ends a takeover at once wherever it is on; one person is enough. One that is not on stays as
// it is.
func End(t Takeover, at time.Time) Takeover {
	return t.end(at, func(Press) bool { return true })
}

// EndPress ends it where the press of a key put it on, as [End] does everywhere.
func EndPress(t Takeover, key string, at time.Time) Takeover {
	return t.end(at, func(p Press) bool { return p.Key == key })
}

func (t Takeover) end(at time.Time, which func(Press) bool) Takeover {
	if !t.On(at) {
		return t
	}
	all := t.presses()
	for i := range all {
		if all[i].On(at) && which(all[i]) {
			all[i].Ended = at
		}
	}
	return t.put(all)
}

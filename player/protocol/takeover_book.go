package protocol

import (
	"cmp"
	"maps"
)

// MaxTakeovers is how many takeovers a player keeps. More at a time would fill its hello.
const MaxTakeovers = 12

var rollThing = Frame{Type: TypeTakeover, For: RollName}.Thing()

// laid is what a player remembers of a takeover that is on.
type laid struct {
	id           string
	begun, until int64
	reach        *Reach // nil: this screen alone
}

// lay takes a takeover's frame, or the roll. Frames may come in any order: one of an area in which
// the screen does not stand is kept too, because the frame that moves it there may come later.
func (b *Book) lay(f Frame, now int64) (changed bool, err error) {
	var t Takeover
	if err := f.Open(&t); err != nil {
		return false, err
	}
	if (f.For == RollName) != (t.Roll != nil) || f.For != RollName && f.For != b.screen && t.Reach == nil {
		return false, ErrNotMine
	}
	thing := f.Thing()
	old, known := b.things[thing]
	if known && b.compare(old, f) < 0 {
		return false, ErrOlder
	}
	one := laid{id: t.ID, until: f.Until, reach: t.Reach}
	if t.Programme != nil {
		one.begun = t.Programme.From
	}
	next := held{f.Key, f.Number, f.From, f.Until, f.Hash}
	switch {
	case t.Roll != nil:
		b.roll = *t.Roll
	case b.ended(one, next):
		return false, ErrExpired
	case !known && t.Reach != nil && !b.room(*t.Reach, now):
		return false, ErrNotMine
	default:
		b.takeovers[thing] = one
	}
	b.things[thing] = next
	b.sweep(now)
	return !known || old.hash != f.Hash, nil
}

// ended says whether the roll, or a frame that says all there is of takeovers on this screen, ends
// one with this frame.
func (b *Book) ended(one laid, h held) bool {
	if roll, some := b.things[rollThing]; some && one.begun > 0 {
		number := h.number
		if b.place(roll.key) > b.place(h.key) {
			number = 0 // of a key that has handed over: whatever it says, it is earlier
		}
		if b.place(roll.key) >= b.place(h.key) && b.roll.Ends(one.id, one.begun, number) {
			return true
		}
	}
	alone, some := b.things[Frame{Type: TypeTakeover, For: b.screen}.Thing()]
	return some && one.reach != nil && cmp.Or(cmp.Compare(b.place(alone.key), b.place(h.key)), cmp.Compare(alone.number, h.number)) > 0
}

// sweep forgets takeovers that have ended. An old frame of one is refused by the roll.
func (b *Book) sweep(now int64) {
	maps.DeleteFunc(b.takeovers, func(thing string, one laid) bool {
		gone := one.reach != nil && now > 0 && one.until > 0 && now >= one.until || b.ended(one, b.things[thing])
		if gone {
			delete(b.things, thing)
		}
		return gone
	})
}

// room makes room for one more takeover: those that have ended go, and then one of elsewhere.
func (b *Book) room(r Reach, now int64) bool {
	b.sweep(now)
	if len(b.takeovers) < MaxTakeovers {
		return true
	}
	for thing, one := range b.takeovers {
		if r.Concerns(b.own) && one.reach != nil && !one.reach.Concerns(b.own) {
			delete(b.takeovers, thing)
			delete(b.things, thing)
			return true
		}
	}
	return false
}

// Keeps says whether the frame of a thing still counts: a takeover that has ended does not.
func (b *Book) Keeps(thing string) bool {
	_, keeps := b.things[thing]
	return keeps
}

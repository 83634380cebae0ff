package content

import (
	"slices"
	"time"

	"ngatu/content/hours"
)

// Scope says which slides a hold keeps off air. The words are stored, so they never change.
type Scope string

// The scopes.
const (
	HoldSlide    Scope = "slide"     // one slide: taking it off, a page with its cards
	HoldNotSober Scope = "not_sober" // quốc tang: every slide and guide that is not marked sober
	HoldInstalls Scope = "install"   // every install slide, while the app cannot be installed
)

// Hold keeps something off air in an area for a time. Approvals stand: when the hold ends, what was
// held is back without anybody doing anything.
type Hold struct {
	ID    string
	Scope Scope
	Slide string     // ID of the slide; only for HoldSlide
	Area  string     // "period/code": the screens there and below; "": everywhere
	Span  hours.Span // no From: from At on; no Until: until it is lifted
	Why   string     // for staff: the reason, the number of a decision

	By    string // staff ID of who set it
	At    time.Time
	Asked Signed // who asks to lift it before its time; the zero Signed: nobody
	Ended Signed // who confirmed that; the zero Signed: it was not lifted
}

// Signed is who said yes to something, and when.
type Signed struct {
	By string // staff ID
	At time.Time
}

// IsZero reports whether nobody has.
func (s Signed) IsZero() bool { return s == Signed{} }

// SetHold is a hold as one person sets it at an instant. A beginning that has passed is now: such a
// hold has no From, so that what is taken off leaves programmes altogether.
func SetHold(h Hold, by string, at time.Time) (Hold, error) {
	h.By, h.At, h.Asked, h.Ended = by, at, Signed{}, Signed{}
	if !h.Span.From.After(at) {
		h.Span.From = time.Time{}
	}
	if err := h.check(); err != nil {
		return h, err
	}
	return h, nil
}

func (h Hold) check() error {
	switch until := h.Span.Until; {
	case h.Scope != HoldSlide && h.Scope != HoldNotSober && h.Scope != HoldInstalls, (h.Scope == HoldSlide) != (h.Slide != ""):
		return &Error{Code: Invalid, Vi: "Hãy chọn tạm ngừng những gì.", En: "Choose what is to be held."}
	case h.Scope == HoldNotSober && until.IsZero():
		return &Error{
			Code: Invalid,
			Vi:   "Quốc tang phải có ngày giờ kết thúc: đến lúc đó các tấm tự trở lại.",
			En:   "National mourning needs an end: everything comes back by itself then.",
		}
	case !until.IsZero() && !until.After(h.Begins()):
		return &Error{
			Code: Invalid,
			Vi:   "Lúc kết thúc phải sau lúc bắt đầu và chưa qua.",
			En:   "The end must come after the beginning, and must not have passed.",
		}
	}
	return CheckWhy(h.Why)
}

// Begins is when the hold begins to keep things off air.
func (h Hold) Begins() time.Time {
	if h.Span.From.IsZero() {
		return h.At
	}
	return h.Span.From
}

// Over reports whether the hold keeps nothing off any more, at an instant: it was lifted, or its
// end has passed.
func (h Hold) Over(at time.Time) bool {
	return !h.Ended.IsZero() || !h.Span.Until.IsZero() && !at.Before(h.Span.Until)
}

// On reports whether the hold keeps things off air at an instant.
func (h Hold) On(at time.Time) bool { return !h.Over(at) && !at.Before(h.Begins()) }

// HoldsBear is how long a hold whose time is over still bears on programmes: they reach back to
// Monday, and an audience may change its week some hours late.
const HoldsBear = 8 * 24 * time.Hour

// Bears reports whether programmes of an instant have to know the hold. One that was lifted is
// forgotten at once.
func (h Hold) Bears(at time.Time) bool { return h.Ended.IsZero() && !h.Over(at.Add(-HoldsBear)) }

// Keeps reports whether the hold keeps a slide or guide off, where and while it is on. That of a page
// is also for its cards.
func (h Hold) Keeps(s Slide) bool {
	switch h.Scope {
	case HoldSlide:
		return s.ID == h.Slide || s.CardOf() == h.Slide
	case HoldNotSober:
		return !s.Sober
	}
	return s.Kind == Install
}

// Targets are the screens that the hold is for, as those of a slide; none: every screen.
func (h Hold) Targets() []Target {
	if h.Area == "" {
		return nil
	}
	return []Target{{Area: h.Area}}
}

// For reports whether the hold is for the screens of an audience, whose targets in use know the
// areas of holds.
func (h Hold) For(a Audience) bool { return a.Wants(h.Targets()) }

// Reaches reports whether the hold is for a screen at p.
func (h Hold) Reaches(p Place) bool { return h.Area == "" || slices.Contains(p.Areas, h.Area) }

// keeping are the holds that keep a slide off somewhere.
func keeping(holds []Hold, s *Slide) (out []Hold) {
	for _, h := range holds {
		if h.Ended.IsZero() && h.Keeps(*s) {
			out = append(out, h)
		}
	}
	return out
}

// heldFor lists when holds keep a slide off the screens of an audience: in order, and merged where
// they meet, so that holds which say the same make the same plan.
func heldFor(holds []Hold, s *Slide, a Audience) []hours.Span {
	var out []hours.Span
	for _, h := range holds {
		if h.Ended.IsZero() && h.Keeps(*s) && h.For(a) {
			out = append(out, h.Span)
		}
	}
	return merged(out)
}

// Under is the plan of an audience with one more hold, which is for all of it; keeps says of slides
// by ID whether the hold keeps them off.
func (p Plan) Under(h Hold, keeps func(id string) bool) Plan {
	p.Slides = slices.Clone(p.Slides)
	for i := range p.Slides {
		if s := &p.Slides[i]; keeps(s.ID) {
			s.Held = merged(append(slices.Clone(s.Held), h.Span))
		}
	}
	return p
}

// merged puts spans in order and makes one of those that meet.
func merged(out []hours.Span) []hours.Span {
	slices.SortFunc(out, func(x, y hours.Span) int { return x.From.Compare(y.From) })
	all := out[:0]
	for _, one := range out {
		if n := len(all); n > 0 && meet(all[n-1], one) {
			if last := &all[n-1]; one.Until.IsZero() || !last.Until.IsZero() && one.Until.After(last.Until) {
				last.Until = one.Until
			}
			continue
		}
		all = append(all, one)
	}
	return all
}

// HeldUntil reports whether a hold keeps a slide off the screens of an audience at an instant, and
// until when; the zero time is until it is lifted.
func (l Library) HeldUntil(s Slide, a Audience, at time.Time) (until time.Time, held bool) {
	for _, one := range heldFor(l.Holds, &s, a) {
		if one.Contains(at) {
			return one.Until, true
		}
	}
	return time.Time{}, false
}

// meet reports whether a span goes on where one that does not begin later is not over yet.
func meet(first, next hours.Span) bool {
	return first.Until.IsZero() || next.From.IsZero() || !next.From.After(first.Until)
}

// always reports whether spans, as heldFor gives them, leave no instant out.
func always(held []hours.Span) bool { return len(held) == 1 && held[0] == hours.Span{} }

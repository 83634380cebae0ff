package mirror

import (
	"errors"
	"slices"

	"ngatu/content"
)

// Need is a medium and the instant, in Unix milliseconds, from which the screen can show it.
type Need struct {
	content.Ref
	At int64
}

// errProgramme says that a programme is not consistent: an index names nothing, or a slot has no
// length.
var errProgramme = errors.New("mirror: the programme does not hold together")

// evergreenSoon is when evergreen slides are needed, in milliseconds from now. They stand in for
// whatever is missing, so they come right after what is on the glass.
const evergreenSoon = 60_000

// Needs lists the media of a programme in the sequence in which they are needed: first all stills,
// which stand in for their slides and are small, then every medium by the instant at which it is
// first on, by [content.Programme.At]. now is in Unix milliseconds; 0 means that the clock is
// unknown. Media that a visitor may open at any moment, such as the guides of a kiosk, come between
// the two.
func Needs(p content.Programme, now int64, anytime ...content.Ref) ([]Need, error) {
	if !sound(p) {
		return nil, errProgramme
	}
	first := firstShown(p, max(now, p.From), now)
	var stills, media []Need
	for i, s := range p.Slides {
		at, shown := first[i]
		if !shown {
			continue
		}
		if s.Still != nil {
			stills = append(stills, Need{*s.Still, at})
		}
		media = append(media, Need{s.Medium, at})
	}
	byTime := func(a, b Need) int { return int(min(max(a.At-b.At, -1), 1)) }
	slices.SortStableFunc(stills, byTime)
	slices.SortStableFunc(media, byTime)
	for _, ref := range anytime {
		stills = append(stills, Need{ref, now})
	}
	return once(append(stills, media...)), nil
}

// firstShown is when each slide is first on at t or later. Slides that are never on again are left
// out.
func firstShown(p content.Programme, t, now int64) map[int]int64 {
	first := map[int]int64{}
	if p.Evergreen >= 0 {
		for _, i := range p.Loops[p.Evergreen] {
			first[i] = now + evergreenSoon
			if now == 0 {
				first[i] = 0 // without a clock there is nothing else to show
			}
		}
	}
	walked := map[int]bool{}
	start := p.From
	for _, s := range p.Spans {
		end := start + s.Length
		// Every span enters the loop at its own place, but one round names all slides.
		if end > t && s.Loop >= 0 && !walked[s.Loop] {
			walked[s.Loop] = walk(&p, max(start, t), end, len(p.Loops[s.Loop]), first)
		}
		start = end
	}
	return first
}

// walk notes what is on from t until end, for one round of the loop at most, and says whether the
// round was complete.
func walk(p *content.Programme, t, end int64, slots int, first map[int]int64) bool {
	for range slots + 1 {
		s := p.At(t)
		if old, ok := first[s.Slide]; s.Slide >= 0 && (!ok || t < old) {
			first[s.Slide] = t
		}
		if s.End <= t || s.End >= end {
			return false
		}
		t = s.End
	}
	return true
}

// once leaves out media that were named before: several slides may use the same picture.
func once(needs []Need) []Need {
	seen := map[content.Digest]bool{}
	return slices.DeleteFunc(needs, func(n Need) bool {
		dup := seen[n.Digest] || !n.Digest.Valid()
		seen[n.Digest] = true
		return dup
	})
}

// sound says whether all indexes of the programme are within its tables.
func sound(p content.Programme) bool {
	loops := func(i int) bool { return i >= -1 && i < len(p.Loops) && (i < 0 || len(p.Loops[i]) > 0) }
	if !loops(p.Evergreen) {
		return false
	}
	for _, s := range p.Spans {
		if !loops(s.Loop) || s.Length <= 0 || s.Offset < 0 {
			return false
		}
	}
	for _, loop := range p.Loops {
		for _, i := range loop {
			if i < 0 || i >= len(p.Slides) || p.Slides[i].Dwell <= 0 {
				return false
			}
		}
	}
	return true
}

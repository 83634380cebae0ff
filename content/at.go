package content

// Slot is what is on the glass at an instant. Times are Unix milliseconds.
type Slot struct {
	Slide int   // index into the programme's Slides; -1: the safe card
	Start int64 // when it comes on
	End   int64 // when the next one comes on
	Begin int64 // when it begins by the loop: after Start while a video holds its first picture
	Nth   int64 // how many slots its slide had since Epoch, were the loop laid end to end: it says which page of many is next
}

// NotEntered says that a player was in the programme before the span began, as one that has just
// loaded is taken to be.
const NotEntered int64 = -1 << 63

// At is what every screen in step shows at t.
func (p *Programme) At(t int64) Slot { return p.AtEntered(t, NotEntered) }

// AtEntered is what a player shows at t that took this programme up at entered: the span then
// counts as beginning there, so the slot that is cut at the start is left out and the next one has
// its time.
func (p *Programme) AtEntered(t, entered int64) Slot {
	if t < p.From || t >= p.Until {
		return p.anyDay(t)
	}
	start := p.From
	for _, s := range p.Spans {
		end := start + s.Length
		if t >= end {
			start = end
			continue
		}
		if s.Loop < 0 {
			return Slot{Slide: -1, Start: start, End: end, Begin: start}
		}
		l := p.loop(s.Loop)
		offset := s.Offset
		if start < entered && entered <= t {
			offset, start = mod(offset+entered-start, l.length()), entered
		}
		return l.at(t, start, end, offset)
	}
	return p.anyDay(t)
}

// Exclusive reports whether what is on at t cuts in: the slot on the glass is not finished first.
func (p *Programme) Exclusive(t int64) bool {
	end := p.From
	for _, s := range p.Spans {
		if end += s.Length; t < end {
			return t >= p.From && s.Exclusive
		}
	}
	return false
}

// anyDay is what is on outside of the window, where only what is true on any day may be shown.
func (p *Programme) anyDay(t int64) Slot {
	if p.Evergreen < 0 {
		return Slot{Slide: -1, Start: t, End: p.outsideUntil(t), Begin: t}
	}
	l := p.loop(p.Evergreen)
	k, within := l.find(0, mod(t-Epoch, l.length()))
	return Slot{Slide: l.slide(k), Start: t - within, End: t - within + l.dwell(k), Begin: t - within, Nth: l.nth(k, t-within)}
}

// outsideUntil is when a safe card outside of the window has to be looked at again.
func (p *Programme) outsideUntil(t int64) int64 {
	if t < p.From {
		return p.From
	}
	return t + 60_000
}

// loop is one round of slots, with the lengths of the slides that it names.
type loop struct {
	slots  []int
	slides []Shown
}

func (p *Programme) loop(i int) loop { return loop{p.Loops[i], p.Slides} }

func (l loop) slide(k int) int   { return l.slots[k%len(l.slots)] }
func (l loop) dwell(k int) int64 { return l.slides[l.slide(k)].Dwell }

func (l loop) length() int64 {
	var sum int64
	for k := range l.slots {
		sum += l.dwell(k)
	}
	return sum
}

// find is the slot at a position of the loop, counted from the beginning of slot k, and how far
// into that slot it is.
func (l loop) find(k int, position int64) (j int, within int64) {
	for position >= l.dwell(k) {
		position -= l.dwell(k)
		k++
	}
	return k, position
}

// at is what is on at t in a span from start to end that begins at offset of the loop. Only whole
// slots are shown: what is left of a slot at the start goes to the slot after it, and one that
// would be cut by the end is not begun.
func (l loop) at(t, start, end, offset int64) Slot {
	k, within := l.find(0, offset)
	head := int64(0)
	if within > 0 {
		head = l.dwell(k) - within
		k++
	}
	first := start + head // where the first whole slot begins
	if first+l.dwell(k) > end {
		return l.longestPiece(k, start, end, first, within)
	}
	q, j := int64(0), k
	if t > first {
		var in int64
		j, in = l.find(k, mod(t-first, l.length()))
		q = t - first - in
	}
	s := Slot{Slide: l.slide(j), Start: first + q, End: first + q + l.dwell(j), Begin: first + q}
	if s.End > end { // would be cut: the one before it holds
		j += len(l.slots) - 1
		s = Slot{Slide: l.slide(j), Start: s.Begin - l.dwell(j), End: end, Begin: s.Begin - l.dwell(j)}
	} else if s.End+l.dwell(j+1) > end {
		s.End = end
	}
	if s.Begin == first {
		s.Start = start
	}
	s.Nth = l.nth(j, s.Begin)
	return s
}

// longestPiece fills a span in which no slot fits whole: with what is left of the slot that began
// before it, or with the beginning of slot k after that, whichever is longer.
func (l loop) longestPiece(k int, start, end, first, within int64) Slot {
	if head := min(first, end) - start; head > 0 && head >= end-first {
		k += len(l.slots) - 1
		return Slot{Slide: l.slide(k), Start: start, End: end, Begin: start - within, Nth: l.nth(k, start-within)}
	}
	return Slot{Slide: l.slide(k), Start: start, End: end, Begin: first, Nth: l.nth(k, first)}
}

// nth counts the slots of slot k's slide before one that begins at an instant: those of whole
// rounds since Epoch, and those before it in its own.
func (l loop) nth(k int, begin int64) int64 {
	k %= len(l.slots)
	var all, before int64
	for i, s := range l.slots {
		if i < k {
			begin -= l.slides[s].Dwell
		}
		if s == l.slots[k] {
			all++
			if i < k {
				before++
			}
		}
	}
	return floor(begin-Epoch, l.length())*all + before
}

// mod is the remainder that is never negative.
func mod(a, b int64) int64 { return ((a % b) + b) % b }

package content

// Stretch is a part of a programme in which the same slides take turns. Times are Unix
// milliseconds.
type Stretch struct {
	From, Until int64
	Exclusive   bool   // cuts in: the slot on the glass is not finished first
	Parts       []Part // in the order of their turns; none: the safe card
}

// Part is how much of a loop's time a slide has: Time of every Round, in milliseconds.
type Part struct {
	Shown
	Time, Round int64
}

// Stretches are the programme from one instant to another, cut where other slides take turns.
// Outside of the programme's window only what is true on any day does.
func (p *Programme) Stretches(from, until int64) (out []Stretch) {
	add := func(begin, end int64, loop int, exclusive bool) {
		if begin, end = max(begin, from), min(end, until); begin < end {
			out = append(out, Stretch{begin, end, exclusive, p.parts(loop)})
		}
	}
	add(from, p.From, p.Evergreen, false)
	at := p.From
	for _, s := range p.Spans {
		add(at, at+s.Length, s.Loop, s.Exclusive)
		at += s.Length
	}
	add(max(at, p.From), until, p.Evergreen, false)
	return out
}

// Turns are the IDs of the slides that take turns at t, each once; none where the safe card is
// shown.
func (p *Programme) Turns(t int64) (ids []string) {
	seen := make([]bool, len(p.Slides))
	for _, i := range p.Slots(t) {
		if !seen[i] {
			seen[i] = true
			ids = append(ids, p.Slides[i].ID)
		}
	}
	return ids
}

// Slots are the slots of the loop that is on at t, as indices of Slides; none where the safe card is
// shown.
func (p *Programme) Slots(t int64) []int {
	if loop := p.loopAt(t); loop >= 0 {
		return p.Loops[loop]
	}
	return nil
}

// loopAt is the index of the loop that is on at t; -1 is the safe card.
func (p *Programme) loopAt(t int64) int {
	end := p.From
	for _, s := range p.Spans {
		if end += s.Length; t < end && t >= p.From {
			return s.Loop
		}
	}
	return p.Evergreen
}

// parts are the slides of a loop, each once; none of -1.
func (p *Programme) parts(loop int) (out []Part) {
	if loop < 0 {
		return nil
	}
	place := make([]int, len(p.Slides)) // in out, counted from one
	round := p.loop(loop).length()
	for _, i := range p.Loops[loop] {
		if place[i] == 0 {
			out = append(out, Part{Shown: p.Slides[i], Round: round})
			place[i] = len(out)
		}
		out[place[i]-1].Time += p.Slides[i].Dwell
	}
	return out
}

package content

// Played is how often and how long a slide was shown.
type Played struct {
	Times int
	Time  int64 // milliseconds
}

// Tally derives plays from a run: what a screen showed that followed this programme from one
// instant to another (Unix milliseconds) after taking it up at entered. except names, by the start
// of the slot, what was shown in a slot's place; "" is the safe card, which is counted under ""
// too. A slot counts as a play where it started within the run.
func (p *Programme) Tally(from, until, entered int64, except map[int64]string) map[string]Played {
	out := map[string]Played{}
	for t := from; t < until; {
		s := p.AtEntered(t, entered)
		end := min(s.End, until)
		if end <= t { // a programme that is not well formed must not hold up a report
			break
		}
		id := ""
		if s.Slide >= 0 {
			id = p.Slides[s.Slide].ID
		}
		if instead, ok := except[s.Start]; ok {
			id = instead
		}
		played := out[id]
		played.Time += end - t
		if s.Start >= from {
			played.Times++
		}
		out[id] = played
		t = end
	}
	return out
}

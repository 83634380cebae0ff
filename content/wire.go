package content

import (
	"bytes"
	"encoding/json"
	"errors"
)

// A programme on the wire says in few bytes what can be computed again: a loop in which slides come
// more than once as the turns that its campaigns take, and where a span is in its loop by the rule
// that [Resolve] followed. Both were two fifths of the bytes. Whatever follows no such rule stands
// there in full, so every programme can be written.

// wireProgramme is a programme as it is written.
type wireProgramme struct {
	Zone      string     `json:"zone"`
	Street    bool       `json:"street,omitempty"`
	Canvas    Canvas     `json:"canvas"`
	From      int64      `json:"from"`
	Until     int64      `json:"until"`
	Slides    []Shown    `json:"slides"`
	Loops     []wireLoop `json:"loops"`
	Spans     []wireSpan `json:"spans"`
	Evergreen int        `json:"evergreen"`
}

// wireLoop is either a list of slots, or {"of": the slides of each campaign, "turns": which of
// these lists gives the next of its slides}; a list begins again where it ends.
type wireLoop struct {
	slots []int
	of    [][]int
	turns []int
}

// wireTurns is the second form of a wireLoop.
type wireTurns struct {
	Of    [][]int `json:"of"`
	Turns []int   `json:"turns"`
}

// wireSpan is a span whose offset is "o"; or, where "d" is there, Length for each day since Epoch,
// since every day goes on where the last one stopped; or, where there is neither, what the loop has
// come to since Epoch.
type wireSpan struct {
	Length    int64  `json:"ms"`
	Loop      int    `json:"l"`
	Offset    *int64 `json:"o,omitempty"`
	Days      *int64 `json:"d,omitempty"` // how many local days there are beside the days of 24 hours since Epoch: -1 to 1
	Exclusive bool   `json:"x,omitempty"`
}

var errWire = errors.New("content: the programme does not hold together")

// wire packs the programme. [Programme.AppendJSON] writes it.
func (p Programme) wire() wireProgramme {
	w := wireProgramme{
		Zone: p.Zone, Street: p.Street, Canvas: p.Canvas, From: p.From, Until: p.Until,
		Slides: p.Slides, Evergreen: p.Evergreen,
	}
	if p.Loops != nil {
		w.Loops = make([]wireLoop, len(p.Loops))
	}
	for i := range p.Loops {
		w.Loops[i] = p.packLoop(p.Loops[i])
	}
	if p.Spans != nil {
		w.Spans = make([]wireSpan, len(p.Spans))
	}
	lengths, start := p.lengths(), p.From
	for i, s := range p.Spans {
		w.Spans[i] = packSpan(s, start, lengths)
		start += s.Length
	}
	return w
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Programme) UnmarshalJSON(b []byte) error {
	var w wireProgramme
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*p = Programme{
		Zone: w.Zone, Street: w.Street, Canvas: w.Canvas, From: w.From, Until: w.Until,
		Slides: w.Slides, Evergreen: w.Evergreen,
	}
	if w.Loops != nil {
		p.Loops = make([][]int, len(w.Loops))
	}
	for i := range w.Loops {
		p.Loops[i] = w.Loops[i].slots
	}
	if w.Spans != nil {
		p.Spans = make([]Span, len(w.Spans))
	}
	lengths, start := p.lengths(), p.From
	for i, s := range w.Spans {
		p.Spans[i] = Span{Length: s.Length, Loop: s.Loop, Offset: s.offset(start, lengths), Exclusive: s.Exclusive}
		start += s.Length
	}
	return nil
}

// lengths is how long each loop is, in milliseconds; 0 for one that names what is not there.
func (p *Programme) lengths() []int64 {
	out := make([]int64, len(p.Loops))
	for i, slots := range p.Loops {
		for _, s := range slots {
			if s < 0 || s >= len(p.Slides) {
				out[i] = 0
				break
			}
			out[i] += p.Slides[s].Dwell
		}
	}
	return out
}

// packLoop finds the turns that a loop's campaigns take; where they do not give exactly these
// slots, or every slide comes only once, the slots are written.
func (p *Programme) packLoop(slots []int) wireLoop {
	plain := wireLoop{slots: slots}
	listOf, seen := map[string]int{}, map[int]bool{}
	var of [][]int
	turns := make([]int, 0, len(slots))
	for _, s := range slots {
		if s < 0 || s >= len(p.Slides) {
			return plain
		}
		c, known := listOf[p.Slides[s].Campaign]
		if !known {
			c = len(of)
			listOf[p.Slides[s].Campaign], of = c, append(of, nil)
		}
		if !seen[s] {
			seen[s], of[c] = true, append(of[c], s)
		}
		turns = append(turns, c)
	}
	if len(seen) == len(slots) {
		return plain
	}
	w := wireLoop{of: of, turns: turns}
	got, err := w.deal()
	if err != nil {
		return plain
	}
	for i := range got {
		if got[i] != slots[i] {
			return plain
		}
	}
	return w
}

// deal lays out the slots of turns.
func (w wireLoop) deal() ([]int, error) {
	next := make([]int, len(w.of))
	out := make([]int, 0, len(w.turns))
	for _, c := range w.turns {
		if c < 0 || c >= len(w.of) || len(w.of[c]) == 0 {
			return nil, errWire
		}
		out = append(out, w.of[c][next[c]])
		if next[c]++; next[c] == len(w.of[c]) {
			next[c] = 0
		}
	}
	return out, nil
}

func (w *wireLoop) UnmarshalJSON(b []byte) (err error) {
	if b = bytes.TrimSpace(b); len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, &w.slots)
	}
	var t wireTurns
	if err := json.Unmarshal(b, &t); err != nil {
		return err
	}
	w.slots, err = wireLoop{of: t.Of, turns: t.Turns}.deal()
	return err
}

// packSpan leaves out an offset that follows a rule.
func packSpan(s Span, start int64, lengths []int64) wireSpan {
	w := wireSpan{Length: s.Length, Loop: s.Loop, Exclusive: s.Exclusive}
	if w.offset(start, lengths) == s.Offset {
		return w
	}
	for _, days := range []int64{0, -1, 1} {
		w.Days = &days
		if w.offset(start, lengths) == s.Offset {
			return w
		}
	}
	w.Days, w.Offset = nil, &s.Offset
	return w
}

// offset is where the span that begins at start is in its loop.
func (w wireSpan) offset(start int64, lengths []int64) int64 {
	switch {
	case w.Offset != nil:
		return *w.Offset
	case w.Loop < 0 || w.Loop >= len(lengths) || lengths[w.Loop] <= 0:
		return 0
	case w.Days != nil:
		return mod((floor(start-Epoch, day)+*w.Days)*w.Length, lengths[w.Loop])
	}
	return mod(start-Epoch, lengths[w.Loop])
}

// floor is the quotient rounded down.
func floor(a, b int64) int64 { return (a - mod(a, b)) / b }

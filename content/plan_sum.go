package content

import (
	"encoding/binary"
	"encoding/json"
	"hash/maphash"
	"math"
	"sync"
	"time"

	"ngatu/content/hours"
)

// PlanSum says which plans are equal. It means nothing in another process.
type PlanSum [2]uint64

// seeds are new in every process: whoever writes slides cannot look for two plans with one sum.
var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// Sum is of the plan and of the instant from which it is resolved: equal plans have equal ones, and
// others do not, but once in 2^128. At a change the server asks it for thousands of audiences,
// whether their plans are those of before and which of them are equal; SHA-256 took a tenth of the
// time of such a change.
func (p Plan) Sum(from time.Time) PlanSum {
	room := sums.Get().(*summed)
	defer sums.Put(room)
	b := (*room)[:0]
	b.instant(from)
	b.text(p.Zone)
	b.yes(p.Street)
	b.canvas(p.Canvas)
	b.number(int64(len(p.Pools)))
	for _, pool := range p.Pools {
		b.text(pool.ID)
		b.number(int64(pool.Percent))
	}
	b.number(int64(len(p.Campaigns)))
	for _, c := range p.Campaigns {
		b.text(c.ID)
		b.text(c.Pool)
		b.number(int64(c.Percent))
		b.number(int64(c.Weight))
		b.span(c.Valid)
		b.hours(c.Hours)
	}
	b.number(int64(len(p.Slides)))
	for i := range p.Slides {
		b.slide(&p.Slides[i])
	}
	*room = b
	return PlanSum{maphash.Bytes(seeds[0], b), maphash.Bytes(seeds[1], b)}
}

// sums are texts to write in: one change of a city makes thousands of plans.
var sums = sync.Pool{New: func() any { return new(summed) }}

// summed is what a digest is made of: every text behind its length and every list behind its own,
// so that no two plans give the same bytes.
type summed []byte

func (b *summed) number(n int64)      { *b = binary.LittleEndian.AppendUint64(*b, uint64(n)) }
func (b *summed) fraction(f float64)  { *b = binary.LittleEndian.AppendUint64(*b, math.Float64bits(f)) }
func (b *summed) text(s string)       { b.number(int64(len(s))); *b = append(*b, s...) }
func (b *summed) instant(t time.Time) { b.number(t.Unix()); b.number(int64(t.Nanosecond())) }
func (b *summed) span(s hours.Span)   { b.instant(s.From); b.instant(s.Until) }

func (b *summed) yes(is bool) {
	if is {
		*b = append(*b, 1)
	} else {
		*b = append(*b, 0)
	}
}

func (b *summed) canvas(c Canvas) {
	b.number(int64(c.Width))
	b.number(int64(c.Height))
	b.fraction(c.PitchMM)
	b.fraction(c.DistanceM)
}

// hours are few, and mostly there are none.
func (b *summed) hours(s hours.Set) {
	if len(s.Parts) == 0 && len(s.Except) == 0 {
		b.text("")
		return
	}
	text, _ := json.Marshal(s) // dates and clock times: there are none that it cannot write
	b.text(string(text))
}

func (b *summed) slide(s *PlanSlide) {
	b.text(s.ID)
	b.text(s.Campaign)
	b.text(string(s.Kind))
	b.number(s.Dwell)
	b.ref(&s.Medium)
	b.yes(s.Still != nil)
	if s.Still != nil {
		b.ref(s.Still)
	}
	b.text(s.Board)
	b.span(s.Valid)
	b.yes(s.Exclusive)
	b.number(s.AtOnce)
	b.yes(s.Evergreen)
	b.number(int64(len(s.Held)))
	for _, held := range s.Held {
		b.span(held)
	}
}

func (b *summed) ref(r *Ref) {
	b.text(string(r.Digest))
	b.text(r.Type)
	b.number(r.Size)
}

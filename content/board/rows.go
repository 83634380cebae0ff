package board

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/layout"
)

// Rows is what the look of a board depends on beside its values and what the look of every slide
// depends on: the names of its rows, and the words beside the figures. Values count by their digits
// alone, so a new release seldom changes the look.
type Rows struct {
	Views []content.View    // that there are figures for
	Gone  time.Time         // from when on the figures are on no board; zero: never
	Sum   [sha256.Size]byte // of all that the look depends on

	sample  bool // the newest figures are made up
	real    bool // they are not; without figures neither
	total   bool // there is a total to show
	count   int
	longest map[string]string // nil: this is no board
}

// manyRows is how many rows fill every canvas: more make no other layout.
const manyRows = 24

// nameWeight is the weight at which texts are compared: the heaviest that layouts set them in.
const nameWeight = 800

// RowsOf are the rows of the board of a name, made from releases as [Of] does. Without a release it
// has room for all parts of its area, so that it can be looked at beforehand. Figures that are gone
// at an instant have no views.
func RowsOf(areas *area.Set, faces layout.Faces, name string, releases []figure.Release, rules Rules, at time.Time) Rows {
	r := Rows{longest: map[string]string{}, total: true}
	parsed, err := ParseName(name)
	if err == nil {
		var names []string
		for _, short := range shortNames(areas, parsed.units(areas)) {
			names = append(names, short)
		}
		slices.Sort(names)
		if whole, known := areas.Area(parsed.Parent); known && parsed.What == content.OwnArea {
			r.longest["own.name"] = faces.Widest(nameWeight, append(names, whole.Short)...)
		}
		r.count = len(names)
		r.longest["row.name"] = faces.Widest(nameWeight, names...)
		if b, ok := Of(areas, releases, parsed, rules); ok {
			r.sample, r.real, r.Gone = b.Sample, !b.Sample, b.Gone()
			r.fill(faces, b, figure.RollUp(areas, releases[0]))
			if !r.Gone.IsZero() && !at.Before(r.Gone) {
				r.Views = nil
			}
		}
	}
	text, err := json.Marshal([]any{r.Views, r.sample, r.real, r.total, r.count, r.longest})
	if err != nil { // text and whole numbers
		panic("board: what a look depends on cannot be written: " + err.Error())
	}
	r.Sum = sha256.Sum256(text)
	return r
}

func (r *Rows) fill(faces layout.Faces, b Board, newest figure.Release) {
	r.widen(faces, newest)
	if b.Corrected {
		r.longest["asof"], r.longest["asof.brief"], r.longest["corrected"] = longestAsOf+corrected, longestDay+corrected, correctedMark
	}
	if n := len(b.Shown); n > 0 && n < manyRows {
		r.count = n
	}
	if b.name.everyone() {
		if len(b.Lines) < len(b.Shown) {
			r.longest["row.note"] = noFigure
		}
		r.Views = b.Views()
		return
	}
	if n := b.Lacking(); n > 0 {
		r.longest["missing"] = missingText(widest(len(strconv.Itoa(n))), len(b.Older) > 0)
	}
	if b.name.What == content.OwnArea {
		if most := b.bare(); most > 0 {
			r.longest["own.percent"] = figure.FormatCount(widest(max(6, len(strconv.FormatInt(most, 10)))))
		}
		r.Views, r.count = b.Views(), 0
		return
	}
	_, r.total = b.Total()
	_, of := b.Coverage()
	most := widest(len(strconv.Itoa(of)))
	if long, short, tiny := b.cover(func(int) int64 { return most }); r.total && long != "" {
		r.longest["cover"], r.longest["cover.short"], r.longest["cover.tiny"] = long, short, tiny
	}
	r.Views = b.Views()
}

// The widest as-of time, in full and for small canvases.
const (
	longestAsOf = "Tính đến 24:44 24/04/2044"
	longestDay  = "Đến 24/04"
)

// usualDigits is how many digits of a number layouts have room for by themselves.
const usualDigits = 7

// widen notes what a release needs more room for than layouts give by themselves.
func (r *Rows) widen(faces layout.Faces, newest figure.Release) {
	digits, of := usualDigits, ""
	for _, one := range newest.Figures {
		for _, n := range []int64{one.Value, one.Target, one.Denominator} {
			digits = max(digits, len(strconv.FormatInt(n, 10)))
		}
		of = faces.Widest(nameWeight, of, one.DenominatorName)
	}
	if digits > usualDigits {
		count := figure.FormatCount(widest(digits))
		r.longest["gauge.value"], r.longest["gauge.target"] = count, targetText(count)
		r.longest["pace.need"], r.longest["pace.short"], r.longest["pace.now"] = needText(count), shortNeedText(count), paceText(count)
	}
	if newest.Source != "" {
		r.longest["source"] = sourceText(newest.Source)
		if first, rest := inTwo(sourceText(newest.Source)); rest != "" {
			r.longest["source.first"], r.longest["source.rest"] = first, rest
		}
	}
	if of != "" {
		r.longest["gauge.of"] = of
	}
}

// widest is the widest number of so many digits: 4 is the widest of them.
func widest(digits int) int64 { return int64(4 * (math.Pow10(digits) - 1) / 9) }

// Marked is the slide of a board, marked as its figures are, whatever the slide says: as sample
// where they are made up, and never where they are real. Another mark stays. Until there are
// figures the slide's own mark holds.
func (r Rows) Marked(s content.Slide) content.Slide {
	if !r.sample && !r.real {
		return s
	}
	s.Sample = r.sample
	if layout.IsSampleMark(s.Words.Mark) {
		s.Words.Mark = ""
	}
	return s
}

// In adds the rows to the facts of an audience; for no board they stay as they are.
func (r Rows) In(f layout.Facts) layout.Facts {
	if r.longest == nil {
		return f
	}
	longest := make(map[string]string, len(f.Longest)+len(r.longest))
	maps.Copy(longest, f.Longest)
	maps.Copy(longest, r.longest)
	f.Rows, f.Longest, f.NoTotal = r.count, longest, !r.total
	return f
}

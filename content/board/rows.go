package board

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math"
	"strconv"

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
	Sum   [sha256.Size]byte // of all that the look depends on

	sample  bool // the newest figures are made up
	count   int
	longest map[string]string // nil: this is no board
}

// manyRows is how many rows fill every canvas: more make no other layout.
const manyRows = 24

// nameWeight is the weight at which texts are compared: the heaviest that layouts set them in.
const nameWeight = 800

// RowsOf are the rows of the board of a name, made from releases as [Of] does. Without a release it
// has room for all parts of its area, so that it can be looked at beforehand.
func RowsOf(areas *area.Set, faces layout.Faces, name string, releases []figure.Release, ranks bool) Rows {
	r := Rows{longest: map[string]string{}}
	_, parent, err := ParseName(name)
	if err == nil {
		var names []string
		for _, child := range areas.Children(parent) {
			names = append(names, child.Short)
		}
		r.count = len(names)
		r.longest["row.name"] = faces.Widest(nameWeight, names...)
		if b, ok := Of(areas, releases, parent, ranks); ok {
			r.sample = b.Sample
			r.fill(faces, b, figure.RollUp(areas, releases[0]))
		}
	}
	text, err := json.Marshal([]any{r.Views, r.sample, r.count, r.longest})
	if err != nil { // text and whole numbers
		panic("board: what a look depends on cannot be written: " + err.Error())
	}
	r.Sum = sha256.Sum256(text)
	return r
}

func (r *Rows) fill(faces layout.Faces, b Board, newest figure.Release) {
	r.widen(faces, newest)
	if n := len(b.Shown); n > 0 && n < manyRows {
		r.count = n
	}
	if n := b.Lacking(); n > 0 {
		r.longest["missing"] = missingText(widest(len(strconv.Itoa(n))))
	}
	r.Views = b.Views()
}

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
	}
	if newest.Source != "" {
		r.longest["source"] = sourceText(newest.Source)
	}
	if of != "" {
		r.longest["gauge.of"] = of
	}
}

// widest is the widest number of so many digits: 4 is the widest of them.
func widest(digits int) int64 { return int64(4 * (math.Pow10(digits) - 1) / 9) }

// Marked is the slide of a board, marked as sample where its figures are made up, whatever the slide
// says.
func (r Rows) Marked(s content.Slide) content.Slide {
	s.Sample = s.Sample || r.sample
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
	f.Rows, f.Longest = r.count, longest
	return f
}

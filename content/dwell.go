package content

import (
	"strings"
	"time"
)

// Reading times, from domain knowledge of road signs: the longer of two seconds for each piece of
// information and one second for each word; at a junction at least eight seconds.
const (
	perPiece    = 2 * time.Second
	perWord     = time.Second
	streetDwell = 8 * time.Second
	shortest    = 6 * time.Second // long enough to look up
)

// Amount is how much there is to read.
type Amount struct {
	Pieces int // of information
	Words  int
}

// Amount is how much there is to read where all the words are printed.
func (w Words) Amount() Amount {
	var a Amount
	for _, s := range append([]string{w.Kicker, w.Head, w.Number, w.Foot}, w.Lines...) {
		if n := len(strings.Fields(s)); n > 0 {
			a.Pieces, a.Words = a.Pieces+1, a.Words+n
		}
	}
	return a
}

// within is what is left of a where no more than printed stands on a canvas; a printed of nothing
// is not known.
func (a Amount) within(printed Amount) Amount {
	if printed == (Amount{}) {
		return a
	}
	return Amount{min(a.Pieces, printed.Pieces), min(a.Words, printed.Words)}
}

// ReadingTime is how long words have to stay to be read by somebody who looks up at them: at least
// 6 seconds, at least 8 in the street.
func (a Amount) ReadingTime(street bool) time.Duration {
	least := shortest
	if street {
		least = streetDwell
	}
	return max(least, time.Duration(a.Pieces)*perPiece, time.Duration(a.Words)*perWord)
}

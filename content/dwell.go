package content

import (
	"strings"
	"time"
)

// Reading times, from domain knowledge of road signs: the longer of two seconds for each piece of information and one
// second for each word; at a junction at least eight seconds.
const (
	perPiece    = 2 * time.Second
	perWord     = time.Second
	streetDwell = 8 * time.Second
	shortest    = 6 * time.Second // long enough to look up
)

// ReadingTime is how long words have to stay to be read by somebody who looks up at them: at least 6 seconds, at least 8
// in the street.
func ReadingTime(w Words, street bool) time.Duration {
	pieces, words := 0, 0
	for _, s := range append([]string{w.Kicker, w.Head, w.Number, w.Foot}, w.Lines...) {
		if n := len(strings.Fields(s)); n > 0 {
			pieces, words = pieces+1, words+n
		}
	}
	least := shortest
	if street {
		least = streetDwell
	}
	return max(least, time.Duration(pieces)*perPiece, time.Duration(words)*perWord)
}

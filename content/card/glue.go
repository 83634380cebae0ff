package card

import "ngatu/content/layout"

// A date, a number to call and a number with its unit stay on one card: whoever reads half of one
// reads another. What they are is layout's to say.

// mostGlued is how many words stay together at most: a list of numbers is no date.
const mostGlued = 8

// apart is before which of the words a text may be cut: at is moved back to where no number is cut,
// or else behind it.
func apart(words []string, at int) int {
	for i := at; i > 0; i-- {
		if i == len(words) || !layout.Bound(words, i) {
			return i
		}
	}
	for i := at + 1; i < min(len(words), mostGlued); i++ {
		if !layout.Bound(words, i) {
			return i
		}
	}
	return min(max(at, mostGlued), len(words))
}

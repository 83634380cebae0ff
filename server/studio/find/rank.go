package find

import (
	"cmp"
	"slices"
	"strings"

	"ngatu/content/area"
)

// Bounds of what somebody types.
const (
	mostLetters = 120
	mostWords   = 8
)

// wordsOf are the words of a text without tone marks.
func wordsOf(text string) []string {
	if r := []rune(text); len(r) > mostLetters {
		text = string(r[:mostLetters])
	}
	words := strings.Fields(area.Fold(text))
	return words[:min(len(words), mostWords*mostWords)]
}

// ranked are the things that have every word that is wanted, or one that begins with it: those
// whose weightiest texts have them first, then in the order in which they came.
func ranked(all []thing, want []string) []thing {
	type hit struct {
		thing
		weight int
	}
	var hits []hit
	want = want[:min(len(want), mostWords)]
	for _, one := range all {
		if weight, found := one.weigh(want); found {
			hits = append(hits, hit{one, weight})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.weight, b.weight) })
	out := make([]thing, len(hits))
	for i, h := range hits {
		out[i] = h.thing
	}
	return out
}

// weigh is how far back the wanted words stand in a thing; false where one of them is missing.
func (t thing) weigh(want []string) (weight int, found bool) {
	for _, w := range want {
		at, has := t.has(w)
		if !has {
			return 0, false
		}
		weight += at
	}
	return weight, true
}

// has is where a word stands: twice the number of its text, one more where it only begins a word
// there.
func (t thing) has(want string) (at int, found bool) {
	for i, words := range t.folds {
		if slices.Contains(words, want) {
			return 2 * i, true
		}
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, want) }) {
			return 2*i + 1, true
		}
	}
	return 0, false
}

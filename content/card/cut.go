package card

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ngatu/content/layout"
)

// mostLetters is how many letters a field of a card has: what the studio's own form takes.
const mostLetters = 400

// pieces cuts a text into pieces of at most so many words and mostLetters each, as even as its
// pauses let them be.
func pieces(text string, most int) (out []string) {
	words := split(strings.Fields(text))
	for len(words) > 0 {
		at := next(words, most)
		out = append(out, strings.Join(words[:at], " "))
		words = words[at:]
	}
	return out
}

// next is how many of the first words make the next piece: at most so many, but for a number that
// nobody cuts.
func next(words []string, most int) int {
	at := room(words, most)
	if at < len(words) {
		at = apart(words, cut(words, at))
	}
	return at
}

// split cuts what is longer than a field and has no space into words that are not.
func split(words []string) (out []string) {
	for _, w := range words {
		for letters(w) > mostLetters {
			head := string([]rune(w[:min(len(w), mostLetters*utf8.UTFMax)])[:mostLetters])
			out, w = append(out, head), w[len(head):]
		}
		out = append(out, w)
	}
	return out
}

// room is how many of the first words a piece of at most so many has room for, at least one.
func room(words []string, most int) int {
	n := letters(words[0])
	for i := 1; i < min(len(words), most); i++ {
		if n += 1 + letters(words[i]); n > mostLetters {
			return i
		}
	}
	return min(len(words), most)
}

// How good a place to cut is behind a word.
const (
	between  = 1  // two words
	clause   = 4  // behind a comma
	sentence = 10 // behind a full stop
)

// cut is before which word a text of more than most words is cut: at the best pause, the nearest to
// an even share.
func cut(words []string, most int) int {
	share := (len(words) + most - 1) / most // pieces
	even := (len(words) + share - 1) / share
	best, at := -1<<30, min(even, most)
	for i := 2; i <= most && i < len(words)-1; i++ {
		if layout.Bound(words, i) {
			continue
		}
		worth := 10*pause(words[i-1], words[i]) - 3*distance(i, even)
		if worth > best {
			best, at = worth, i
		}
	}
	return at
}

// pause is how good it is to cut between two words; 0 where nobody should: a date, a number and its
// unit, "nhánh 8".
func pause(before, after string) int {
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case strings.ContainsRune(".!?…", last):
		if first, _ := utf8.DecodeRuneInString(after); unicode.IsUpper(first) || unicode.IsPunct(first) {
			return sentence
		}
		return between
	case strings.ContainsRune(";:,)", last):
		return clause
	case numeral(before) || numeral(after) || after == "-" || after == "–":
		return -sentence
	case before == "-" || before == "–":
		return clause
	}
	return between - max(0, layout.Parting(before, after)-20)/10
}

func numeral(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

func letters(text string) int { return utf8.RuneCountInString(text) }

func distance(a, b int) int { return max(a-b, b-a) }

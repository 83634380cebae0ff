package hours

import "fmt"

// Error says what is wrong with hours that somebody wrote, in Vietnamese with English beside it. It
// is the fault of the input always, so a caller above answers it as invalid input.
type Error struct {
	Vi string // the sentence in Vietnamese
	En string // the same in English
}

// Error is the Vietnamese sentence followed by the English one.
func (e *Error) Error() string { return e.Vi + " · " + e.En }

// shown is text of unknown origin, quoted and short enough to stand in a sentence.
func shown(text string) string {
	const longest = 40
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

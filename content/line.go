package content

import "strings"

// Line is a line of text on a page that was drawn as a picture, in pixels of that picture.
type Line struct {
	T   string  `json:"t"`
	X   int     `json:"x"`
	Y   int     `json:"y"`
	W   int     `json:"w"`
	H   int     `json:"h"`
	Cap float64 `json:"cap"` // height of its capitals
}

// LinesOf are the lines of a text of which nobody knows where they stand.
func LinesOf(text string) (out []Line) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, Line{T: line})
		}
	}
	return out
}

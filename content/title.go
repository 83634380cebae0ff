package content

import "strings"

// Title names a slide by its words, cut between two of them; empty if there are none.
func (w Words) Title() string {
	title := ""
	for _, word := range strings.Fields(w.Number + " " + w.Head) {
		if len(title)+len(word) > 80 {
			return title + " …"
		}
		title = strings.TrimSpace(title + " " + word)
	}
	return title
}

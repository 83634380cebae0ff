package content

import (
	"slices"
	"strings"
)

// Domains are the names of a list of allowed domains, in small letters.
func Domains(list string) []string { return strings.Fields(strings.ToLower(list)) }

// Lines are those of a list, without blank ones.
func Lines(list string) (out []string) {
	for line := range strings.SplitSeq(list, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// leastCopied is the least number of letters of a value that is looked for in texts: shorter ones
// stand in other words too.
const leastCopied = 3

// Has reports whether the words hold a text, as [Copied] does.
func (w Words) Has(text string) bool { return Copied(w.Texts(), text) }

// Copied reports whether some texts hold one, whatever its case and the width of its spaces.
func Copied(texts []string, text string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	text = plain(text)
	if len([]rune(text)) < leastCopied {
		return false
	}
	return slices.ContainsFunc(texts, func(s string) bool {
		return strings.Contains(plain(s), text)
	})
}

package area

import "strings"

// splitName cuts "a, b (c)" into its parts: the unit, then those above it.
func splitName(text string) []string {
	var parts []string
	cut := func(r rune) bool { return strings.ContainsRune(",;()[]，", r) }
	for _, p := range strings.FieldsFunc(text, cut) {
		if p = strings.TrimSpace(p); Fold(p) != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// dashes lists the ways to cut text in two at a dash.
func dashes(text string) [][2]string {
	var cuts [][2]string
	for i, r := range text {
		if strings.ContainsRune("-‐‑‒–—−/", r) {
			cuts = append(cuts, [2]string{text[:i], text[i+len(string(r)):]})
		}
	}
	if len(cuts) > 4 {
		return nil
	}
	return cuts
}

// distance counts the letters to add, drop or change to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

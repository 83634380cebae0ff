package intake

import (
	"slices"

	"ngatu/content"
)

// know notes slides that showed the bytes of a file before it came; those that it has just made are
// none.
func (m *Made) know(before []content.Slide) {
	for _, o := range before {
		is := func(s content.Slide) bool { return s.ID == o.ID }
		if !slices.ContainsFunc(m.fresh, is) && !slices.ContainsFunc(m.Known, is) {
			m.Known = append(m.Known, o)
		}
	}
}

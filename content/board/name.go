package board

import (
	"strings"

	"ngatu/content/area"
)

// ParseName reads the name of a board, as [ngatu/content.Slide.BoardName] writes it: which measure
// it shows, of the parts of which area.
func ParseName(name string) (measure string, parent area.Key, err error) {
	measure, key, _ := strings.Cut(name, "@")
	parent, err = area.ParseKey(key)
	return measure, parent, err
}

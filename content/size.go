package content

import (
	"fmt"
	"slices"
	"strings"
)

// Size is the shape of a canvas in pixels, as addresses have it: "432x216".
type Size string

// Size is that of the canvas.
func (c Canvas) Size() Size { return Size(fmt.Sprintf("%dx%d", c.Width, c.Height)) }

// String is the size as staff write it: 432×216.
func (s Size) String() string { return strings.Replace(string(s), "x", "×", 1) }

// Sizes says on canvases of which sizes a slide is shown. The zero value is every size.
type Sizes struct {
	Only []Size `json:"only,omitempty"` // none: every size
	Not  []Size `json:"not,omitempty"`  // but these
}

// Has reports whether a canvas is of them.
func (s Sizes) Has(c Canvas) bool {
	if len(s.Only) == 0 && len(s.Not) == 0 { // nearly always, and for each slide of each audience
		return true
	}
	return (len(s.Only) == 0 || slices.Contains(s.Only, c.Size())) && !slices.Contains(s.Not, c.Size())
}

// Without is s with a size left out, or taken back.
func (s Sizes) Without(size Size, out bool) Sizes {
	not := slices.DeleteFunc(slices.Clone(s.Not), func(o Size) bool { return o == size })
	if out {
		not = append(not, size)
		slices.Sort(not)
	}
	if s.Not = not; len(not) == 0 {
		s.Not = nil
	}
	return s
}

// For reports whether a slide is meant for an audience: by its targets and sizes. Its campaign has
// targets of its own.
func (s *Slide) For(a Audience) bool { return a.Wants(s.Targets) && s.Sizes.Has(a.Canvas) }

// Package layout says how a slide looks on a canvas: boxes, lines of text, sizes and code squares
// in whole pixels.
//
// It owns the look of everything that Ngatu sets itself, and the rules of legibility that decide
// sizes. The page and internal/paint paint a [Layout] as it stands and fit nothing. It must not
// know a browser, a file or a clock.
package layout

import (
	"strings"

	"ngatu/content"
)

// Align says which point of a line of text its X is.
type Align string

// The alignments. The zero value is Start.
const (
	Start  Align = ""
	Middle Align = "middle"
	End    Align = "end"
)

// Op is what an element draws.
type Op string

// The things drawn, each at whole pixels, in the order of Elements.
const (
	Fill Op = "fill" // rectangle X,Y,W,H with corner radius R in C, or from C to C2 along Angle
	Text Op = "text" // one line on the baseline Y, anchored at X by Align, at most W wide
	// a QR code, centred in the square X,Y,W,W; Module pixels per module; the quiet zone of 4
	// modules is light
	Code Op = "code"
	// a bar in X,Y,W,H with radius R: ground C2, and C over the bound fraction of W; nothing while
	// its value is not there
	Bar Op = "bar"
	// rectangle X,Y,W,H with radius R in the colour of Scale that the bound level names; C while
	// unbound
	Tile Op = "tile"
	// a line through the points "Bind.0", "Bind.1" … in X,Y,W,H, R thick, in C, with a dot on each:
	// their levels count ten-thousandths from the left, their fractions from the foot
	Line Op = "line"
	// a shape of absolute M, L, Q, C and Z commands with numbers in pixels of the canvas, filled
	// with C
	Path Op = "path"
)

// Layout is a slide on a canvas. It travels as a medium of its own, named by the digest of its
// JSON.
type Layout struct {
	Width    int       `json:"w"`     // pixels
	Height   int       `json:"h"`     // pixels
	Ground   string    `json:"bg"`    // colour of the whole canvas, #rrggbb
	Words    string    `json:"words"` // all that it says, for a screen reader
	Elements []Element `json:"el"`
	Pages    *Paging   `json:"pages,omitempty"` // its rows come page by page; nil: all are on one
}

// Amount counts what a layout says, a line of text for a piece at most.
func (l Layout) Amount() content.Amount {
	a := content.Amount{Words: len(strings.Fields(l.Words))}
	for _, e := range l.Elements {
		if e.Op == Text {
			a.Pieces++
		}
	}
	return a
}

// Element is one thing drawn. Colours are #rrggbb; lengths are whole pixels of the canvas.
//
// Bind names a value that the screen fills in: of the screen's fills ("screen.area", "screen.hall",
// "screen.code"), or of the board's figures ("gauge.value", "row.0.name", "tile.2024-11/001"). A
// text bound to a value that is not there shows its own T.
type Element struct {
	Op     Op       `json:"op"`
	X      int      `json:"x"`
	Y      int      `json:"y"`
	W      int      `json:"w,omitempty"`
	H      int      `json:"h,omitempty"`
	R      int      `json:"r,omitempty"`
	C      string   `json:"c,omitempty"`
	C2     string   `json:"c2,omitempty"`
	Angle  int      `json:"a,omitempty"`  // of a gradient: 0 is left to right, 90 is top to bottom, others between
	Size   int      `json:"s,omitempty"`  // font size, pixels
	Weight int      `json:"wt,omitempty"` // 400, 600, 700 or 800
	Align  Align    `json:"al,omitempty"`
	T      string   `json:"t,omitempty"`
	Old    string   `json:"o,omitempty"` // what a text says in place of T and Bind once the board's figures are old
	Bind   string   `json:"b,omitempty"`
	Steps  []Step   `json:"st,omitempty"` // the text changes with time: the first step whose Until is later than now
	Module int      `json:"m,omitempty"`  // pixels per module of a code
	Scale  []string `json:"sc,omitempty"` // colours of a tile, level 0 first
	D      string   `json:"d,omitempty"`  // commands of a path
}

// Step is a text that holds until an instant, in Unix milliseconds.
type Step struct {
	Until int64  `json:"u"`
	T     string `json:"t"`
}

package layout

import (
	"maps"
	"strings"
	"time"

	"ngatu/content"
)

// Facts are what a layout depends on beside the slide and the canvas. The zero value of all but
// Faces is usable: what is not known is not shown.
type Facts struct {
	Faces Faces // weights 400, 600 and 800

	App     string // the app's name, such as "iHanoi"; leads where a code cannot be scanned, and is set off in the text
	Hotline string // as it is printed, such as "1022 nhánh 8"

	// modules a side of the longest install code among the targets, without quiet zone; 0: unknown
	Modules int
	Domain  string // domain of the install links, printed in clear below the code; "": unknown

	// Longest holds the longest text that a bind may take among the targets, by bind
	// ("screen.area", "row.name" for all rows, "gauge.value"); [Faces.Widest] finds it. Binds that
	// are not named are laid out at defaults: numbers to 4.444.444 and 444,4 %, names as long as
	// Hai Bà Trưng.
	//
	// The binds of boards: title, asof, asof.short (tiny canvases: "Đến 27/11"), asof.brief and
	// corrected (that the figures correct others, where Longest names these), source, source.first and
	// source.rest (its two lines, likewise), mark
	// (empty, or what must be seen, such as SỐ LIỆU CŨ; a slide of sample figures has its own
	// mark), gauge.value, gauge.target ("/ 6.100.957"), gauge.of (what the target counts),
	// gauge.percent, gauge.bar, row.N.name, row.N.value, row.N.bar, row.N.delta, tile.period/code.
	// A grid also shows gauge.percent. A league says in "missing" how many areas have no figure,
	// where Longest names it and there is room. Gauge and grid say in "cover" and "cover.short" of
	// how many areas their total is, where Longest names these.
	Longest map[string]string
	NoTotal bool       // too few areas have figures for a total: a grid says so in its place
	Rows    int        // how many "row.N" a league has figures for; 0: unknown, taken as 30
	Tiles   []GridTile // the tile grid of a board

	Zone *time.Location // zone in which a countdown's days begin; nil: UTC
}

// GridTile is one area of the tile grid.
type GridTile struct {
	Key  string // "period/code"
	Abbr string // two or three letters
	Row  int    // 0 is north
	Col  int    // 0 is west
}

// For is what the layout of a kind of slide depends on; [Lay] sees nothing else. So a slide need
// not be laid out again because of facts that its kind does not look at, such as the names of the
// screens' areas for a notice.
func (f Facts) For(kind content.Kind) Facts {
	only := Facts{Faces: f.Faces, App: f.App, Hotline: f.Hotline}
	switch kind {
	case content.Install:
		only.Modules, only.Domain = f.Modules, f.Domain
	case content.Board:
		only.Zone = f.Zone
		only.Rows, only.Tiles, only.NoTotal = f.Rows, f.Tiles, f.NoTotal
		only.Longest = maps.Clone(f.Longest)
		maps.DeleteFunc(only.Longest, func(bind, _ string) bool { return strings.HasPrefix(bind, "screen.") })
	case content.Countdown:
		only.Zone = f.Zone
	}
	return only
}

func (f Facts) zone() *time.Location {
	if f.Zone == nil {
		return time.UTC
	}
	return f.Zone
}

// longest is the longest text that bind may take.
func (f Facts) longest(bind, otherwise string) string {
	if s := f.Longest[bind]; s != "" {
		return s
	}
	return otherwise
}

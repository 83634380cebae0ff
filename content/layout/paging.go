package layout

import (
	"strconv"
	"strings"

	"ngatu/content"
)

// Paging says that a layout shows rows page by page: its "row.N" binds are those of the first page,
// and on the page after it N counts on. Pages turn with time alone, so that all screens of a
// programme turn them together.
type Paging struct {
	Rows  int   `json:"n"`  // on a page
	Of    int   `json:"of"` // in all
	Every int64 `json:"ms"` // milliseconds that a page is to be read for at least
}

// Pages is how many pages there are.
func (g *Paging) Pages() int {
	if g == nil || g.Rows < 1 {
		return 1
	}
	return max(1, ceilDiv(g.Of, g.Rows))
}

// Page is the page, from 0, that is shown at an instant of a slot: as many pages as have time to be
// read share the slot equally, and the next slot of the slide goes on where this one ends. dwell is
// that of the slide, in milliseconds.
func (g *Paging) Page(slot content.Slot, dwell, at int64) int {
	if g.Pages() == 1 || dwell <= 0 {
		return 0
	}
	perSlot := max(1, dwell/max(1, g.Every))
	page := slot.Nth*perSlot + max(0, at-slot.Begin)/(dwell/perSlot)
	n := int64(g.Pages())
	return int((page%n + n) % n)
}

// Row is the bind of a row on a page, and whether there is such a row; other binds are the same on
// every page.
func (g *Paging) Row(bind string, page int) (string, bool) {
	rest, isRow := strings.CutPrefix(bind, "row.")
	if g == nil || !isRow {
		return bind, true
	}
	at, part, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(at)
	if err != nil {
		return bind, true
	}
	n += page * g.Rows
	return "row." + strconv.Itoa(n) + "." + part, n < g.Of
}

// Says is what the bind "page" says on a page: "2/5"; nothing where all rows are on one.
func (g *Paging) Says(page int) string {
	if g.Pages() == 1 {
		return ""
	}
	return strconv.Itoa(page+1) + "/" + strconv.Itoa(g.Pages())
}

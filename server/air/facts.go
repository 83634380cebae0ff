package air

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/layout"
)

// facts gathers what the layouts of an audience depend on beside slide and canvas. What differs among its screens is laid
// out at its longest.
func (a *Air) facts(g *gathered, members []stand) layout.Facts {
	s := g.library.Settings
	f := layout.Facts{
		Faces: a.faces, App: s[content.SettingApp], Hotline: s[content.SettingHotline],
		Domain: domainOf(s[content.SettingPublic]), Longest: map[string]string{}, Tiles: a.tiles,
		Zone: zoneOf(members[0].audience.Zone),
	}
	areas, halls, codes := []string{}, []string{}, []string{}
	for _, m := range members {
		if len(m.place.Names) > 0 {
			areas = append(areas, m.place.Names[0])
		}
		halls, codes = append(halls, m.place.Hall), append(codes, m.screen.Code)
		if code, ok := a.code(g, m.screen.Code); ok {
			f.Modules = max(f.Modules, code.Size)
		}
	}
	for bind, texts := range map[string][]string{"screen.area": areas, "screen.hall": halls, "screen.code": codes} {
		if widest := a.faces.Widest(bindWeight, texts...); widest != "" {
			f.Longest[bind] = widest
		}
	}
	return f
}

// factsOf are the facts of an audience, reckoned once until its screens or the settings change.
func (a *Air) factsOf(c *crowd) layout.Facts {
	if c.facts == nil {
		f := a.facts(a.gathered, a.fleet.members(c))
		c.facts = &f
	}
	return *c.facts
}

// bindWeight is the weight at which texts are compared: the heaviest that layouts set them in.
const bindWeight = 800

// rows is what the look of a board depends on beside its values and what every slide's does: the names of its rows, and
// the words that stand beside the figures.
type rows struct {
	count   int
	longest map[string]string
	views   []content.View    // that there are figures for
	sum     [sha256.Size]byte // of all this
}

// manyRows is how many rows fill every canvas: more make no other layout.
const manyRows = 24

// knowRows reckons the rows of all boards beforehand, since plans are gathered by many at once, and tells the library which
// boards have figures.
func (a *Air) knowRows() {
	boards := map[string][]content.View{}
	for _, s := range a.gathered.library.Slides {
		if id := boardID(s); id != "" {
			boards[id] = a.rowsOf(id).views
		}
	}
	a.gathered.library.Boards = boards
}

// rowsOf are those of a board on air, reckoned once a release.
func (a *Air) rowsOf(board string) rows {
	r, ok := a.rows[board]
	if !ok {
		r = a.rowsFor(board, a.gathered)
		a.rows[board] = r
	}
	return r
}

// rowsFor reckons them from the releases. Values count by their digits alone, so that a new release does not change the
// layout.
func (a *Air) rowsFor(board string, g *gathered) rows {
	r := rows{longest: map[string]string{}}
	if _, parent, err := boardOf(board); err == nil {
		var names []string
		for _, child := range a.areas.Children(parent) {
			names = append(names, child.Short)
		}
		r.count = len(names)
		r.longest["row.name"] = a.faces.Widest(bindWeight, names...)
	}
	if b, lines, ok := a.reckon(board, g); ok {
		a.widen(r.longest, g.of(board)[0])
		if n := len(lines); n > 0 && n < manyRows {
			r.count = n
		}
		if n := missing(b, lines); n > 0 {
			r.longest["missing"] = missingText(widest(len(strconv.Itoa(n))))
		}
		r.views = viewsOf(cells(b, lines))
	}
	b, err := json.Marshal([]any{r.views, r.count, r.longest})
	if err != nil { // text and whole numbers
		panic("air: what a board depends on cannot be written: " + err.Error())
	}
	r.sum = sha256.Sum256(b)
	return r
}

// widen notes what a release needs more room for than layouts reckon with by themselves.
func (a *Air) widen(longest map[string]string, newest figure.Release) {
	digits := 7 // what layouts reckon with by themselves
	of := ""
	for _, one := range newest.Figures {
		for _, n := range []int64{one.Value, one.Target, one.Denominator} {
			digits = max(digits, len(strconv.FormatInt(n, 10)))
		}
		of = a.faces.Widest(bindWeight, of, one.DenominatorName)
	}
	if digits > 7 {
		count := figure.FormatCount(widest(digits))
		longest["gauge.value"], longest["gauge.target"] = count, targetText(count)
	}
	if newest.Source != "" {
		longest["source"] = sourceText(newest.Source)
	}
	if of != "" {
		longest["gauge.of"] = of
	}
}

// widest is the widest number of so many digits: 4 is the widest of them.
func widest(digits int) int64 { return int64(4 * (math.Pow10(digits) - 1) / 9) }

// with is the facts of an audience for one board.
func (r rows) with(f layout.Facts) layout.Facts {
	if r.longest == nil {
		return f // no board
	}
	f.Rows, f.Longest = r.count, maps.Clone(f.Longest)
	maps.Copy(f.Longest, r.longest)
	return f
}

// tilesOf is the grid of the 30 districts of the campaign's months; for later periods there is none.
func tilesOf(areas *area.Set) []layout.GridTile {
	var out []layout.GridTile
	for _, d := range areas.At(area.Nov2024, area.DistrictLevel) {
		if t, ok := areas.Tile(d.Key()); ok {
			out = append(out, layout.GridTile{Key: d.Key().String(), Abbr: strings.TrimSpace(t.Abbr), Row: t.Row, Col: t.Col})
		}
	}
	return out
}

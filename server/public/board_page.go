package public

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/content/layout"
)

//go:embed page/board.html
var boardHTML string

//go:embed page/board.css
var boardCSS []byte

var boardPage = template.Must(template.New("board").Parse(boardHTML))

// boardView is the page of a board. Its texts are those of the screens.
type boardView struct {
	Gone          bool   // no screen shows it: the rest is empty
	Theme         string // light or dark; "": as the reader's machine has it
	Title, Kicker string
	Marks         []string
	Link          string // of the page, absolute; "": no public address is set
	Picture       string // of the picture, absolute

	Whole        *barView
	Target, Of   string
	Rows         []barView
	Gains        bool   // rows say what was gained
	Movers       string // the rows are those that gained most since then; "": they are not
	Tiles        []tileView
	Wide, High   int // of the tiles
	Levels       []string
	AsOf, Source string
	Missing      string
}

// barView is a value with its bar.
type barView struct {
	Name, Value, Gain string
	Count             string
	Fraction          int // of the bar, in ten-thousandths
	Bar               bool
}

// tileView is an area of the map of tiles.
type tileView struct {
	X, Y        int
	Name, Abbr  string
	Value, Fill string
}

func style(c *fiber.Ctx) error { return send(c, "text/css; charset=utf-8", boardCSS) }

// page is the board as a page that portals embed. It loads its own style and nothing else, and sets
// no cookie.
func (b *Boards) page(c *fiber.Ctx) error {
	now := time.Now()
	l, err := b.find(c, now)
	gone := content.CodeOf(err) == content.NotFound
	if err != nil && !gone {
		return err
	}
	portals, err := b.portals(c.UserContext())
	if err != nil {
		return err
	}
	v := boardView{Gone: gone}
	if !gone {
		if v, err = b.viewOf(c, l, now); err != nil {
			return err
		}
	}
	if theme := c.Query("theme"); theme == "light" || theme == "dark" {
		v.Theme = theme
	}
	var out bytes.Buffer
	if err := boardPage.Execute(&out, v); err != nil {
		return err
	}
	c.Response().Header.Del(fiber.HeaderXFrameOptions) // it knows no list of sites
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "+portals)
	if gone {
		c.Status(fiber.StatusNotFound).Set(fiber.HeaderCacheControl, "no-store")
		return c.Type("html", "utf-8").Send(out.Bytes())
	}
	return send(c, "text/html; charset=utf-8", out.Bytes())
}

func (b *Boards) viewOf(c *fiber.Ctx, l *laid, now time.Time) (v boardView, err error) {
	shown, cells := l.board.Printed, l.board.Printed.Cells()
	v = boardView{
		Title: titleOf(l.board.Slide), Kicker: l.board.Words.Kicker, Marks: l.marks(now),
		AsOf: cells["asof"].Text, Source: cells["source"].Text, Of: shown.Of(),
	}
	public, err := b.Store.Setting(c.UserContext(), content.SettingPublic)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return v, err
	}
	if link := safeLink(public.Value); link != "" {
		v.Link = link + "/board/" + l.board.ID
		v.Picture = v.Link + ".png"
	}
	form := formOf(l.board.Slide)
	if listed(form) {
		v.rows(l, cells)
		return v, nil
	}
	if _, ok := shown.Total(); ok {
		v.Whole = &barView{
			Count: cells["gauge.value"].Text, Value: cells["gauge.percent"].Text,
			Fraction: cells["gauge.bar"].Fraction, Bar: cells["gauge.percent"].Text != "",
		}
	}
	v.Target, v.Missing = cells["gauge.target"].Text, cells["cover"].Text
	if v.Whole == nil {
		have, of := shown.Coverage()
		v.Missing = fmt.Sprintf("Mới có số liệu của %d/%d đơn vị, chưa đủ để hiện tổng", have, of)
	}
	if form == content.Grid {
		b.tiles(&v, shown, cells)
	}
	return v, nil
}

// rows are the lines of a league.
func (v *boardView) rows(l *laid, cells map[string]board.Cell) {
	shown := l.board.Printed
	v.Missing = cells["missing"].Text
	if l.board.View == content.League && !l.board.Ranked && len(shown.Movers(1)) > 0 {
		v.Movers = figure.FormatAsOf(shown.Previous)
	}
	for i, line := range shown.Shown[:l.rows()] {
		row := fmt.Sprintf("row.%d.", i)
		one := barView{Name: line.Name, Value: cmp.Or(cells[row+"value"].Text, cells[row+"note"].Text), Gain: cells[row+"delta"].Text, Fraction: cells[row+"bar"].Fraction, Bar: line.Of > 0}
		v.Gains = v.Gains || one.Gain != ""
		v.Rows = append(v.Rows, one)
	}
}

// side is that of a tile, and step how far the next one begins, in the map's own units.
const side, step = 44, 48

// tiles is the map of tiles.
func (b *Boards) tiles(v *boardView, shown board.Board, cells map[string]board.Cell) {
	v.Levels = layout.Levels
	for _, a := range b.Areas.Children(shown.Parent) {
		t, ok := b.Areas.Tile(a.Key())
		if !ok {
			continue
		}
		one := tileView{X: t.Col * step, Y: t.Row * step, Name: a.Name, Abbr: t.Abbr, Value: "chưa có số liệu", Fill: layout.NoData}
		if cell, there := cells["tile."+a.Key().String()]; there {
			one.Value, one.Fill = cell.Text, layout.Levels[cell.Level]
		}
		v.Wide, v.High = max(v.Wide, one.X+side), max(v.High, one.Y+side)
		v.Tiles = append(v.Tiles, one)
	}
}

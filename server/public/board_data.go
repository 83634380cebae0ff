package public

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/sheet"
)

// boardData is a board for programs: what the picture prints, as numbers.
type boardData struct {
	Board     string       `json:"board"`
	Title     string       `json:"title"`
	View      content.View `json:"view"`
	Measure   measureData  `json:"measure"`
	AsOf      time.Time    `json:"as_of"` // in the city's time
	Since     time.Time    `json:"since,omitzero"`
	Source    string       `json:"source"`
	Sample    bool         `json:"sample"`             // made up for show
	Old       bool         `json:"old"`                // too old to be shown as new
	Corrected bool         `json:"corrected"`          // the figures take the place of ones that were wrong
	Of        string       `json:"of"`                 // what percentages are of
	Whole     *lineData    `json:"whole,omitempty"`    // left out where too few areas have figures
	ShareOf   int          `json:"share_of,omitempty"` // areas that the percentage of the whole is of, where some have nothing to be a part of
	Units     int          `json:"units"`              // areas with a figure of this time
	OfUnits   int          `json:"of_units"`           // areas that there are
	Areas     []lineData   `json:"areas,omitempty"`
	Missing   int          `json:"missing,omitempty"` // areas without a figure

	cover string // of how many areas the total is, where some are missing
}

type measureData struct {
	ID     string `json:"id"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
	UnitVi string `json:"unit_vi"`
	UnitEn string `json:"unit_en"`
}

// lineData is the figure of an area.
type lineData struct {
	Area     string   `json:"area"` // "period/code"
	Name     string   `json:"name"`
	Rank     int      `json:"rank,omitempty"` // only where ranks are public
	Value    int64    `json:"value"`
	Of       int64    `json:"of,omitempty"`
	Percent  *float64 `json:"percent,omitempty"`
	Increase *int64   `json:"increase,omitempty"` // since the release before
}

func (b *Boards) json(c *fiber.Ctx) error {
	d, err := b.data(c)
	if err != nil {
		return err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderAccessControlAllowOrigin, "*") // it is for everybody, and no cookie says who asks
	return send(c, "application/json; charset=utf-8", body)
}

func (b *Boards) data(c *fiber.Ctx) (boardData, error) {
	now := time.Now()
	l, err := b.find(c, now)
	if err != nil {
		return boardData{}, err
	}
	m, err := b.measure(c.UserContext(), l.board.Measure)
	if err != nil {
		return boardData{}, err
	}
	shown := l.board.Printed
	d := boardData{
		Board: l.board.ID, Title: titleOf(l.board.Slide), View: formOf(l.board.Slide), Measure: m,
		AsOf: shown.AsOf.In(area.Local), Source: shown.Source, Sample: l.board.Sample, Old: l.isOld(now), Corrected: shown.Corrected,
		Of: shown.Of(),
	}
	d.Units, d.OfUnits = shown.Coverage()
	if !shown.Previous.IsZero() {
		d.Since = shown.Previous.In(area.Local)
	}
	if listed(d.View) {
		d.Missing = shown.Lacking()
		for _, line := range shown.Shown[:l.rows()] {
			if board.HasFigure(line) {
				d.Areas = append(d.Areas, lineOf(line, l.board.Ranked))
			}
		}
		return d, nil
	}
	if total, ok := shown.Total(); ok {
		whole := lineOf(total, false)
		whole.Area = shown.Parent.String()
		whole.Name = shown.Place
		if d.ShareOf = shown.PartialShare(); d.ShareOf > 0 {
			part, _, _ := shown.Share()
			whole.Percent = percentOf(part)
		}
		d.Whole, d.cover = &whole, shown.Cells()["cover"].Text
	}
	if d.View == content.Grid {
		for _, a := range b.Areas.Children(shown.Parent) { // by code: a map ranks nobody
			if line, ok := shown.Line(a.Key()); ok && line.Of > 0 {
				d.Areas = append(d.Areas, lineOf(line, false))
			}
		}
	}
	return d, nil
}

// measure is what the figures count. One that is gone from the studio is named by its ID.
func (b *Boards) measure(ctx context.Context, id string) (measureData, error) {
	m, err := b.Store.Measure(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return measureData{ID: id, Vi: id, En: id}, nil
	}
	return measureData{id, m.Vi, m.En, m.UnitVi, m.UnitEn}, err
}

func lineOf(l figure.Line, ranked bool) lineData {
	d := lineData{Area: l.Area.String(), Name: l.Name, Value: l.Value, Of: l.Of}
	if ranked {
		d.Rank = l.Rank
	}
	if l.Of > 0 {
		d.Percent = percentOf(l)
	}
	if l.Compared && l.Increase >= 0 { // as screens say it
		d.Increase = &l.Increase
	}
	return d
}

func percentOf(l figure.Line) *float64 {
	percent := float64(figure.Percent(l.Value, l.Of)) / 10
	return &percent
}

func titleOf(s content.Slide) string {
	if s.Words.Head != "" {
		return s.Words.Head
	}
	return s.Title
}

// formOf is how the board shows its figures: as content/layout sets one that names no view.
func formOf(s content.Slide) content.View {
	if s.View == "" {
		return content.Gauge
	}
	return s.View
}

// listed says whether a view has a line for each area.
func listed(v content.View) bool { return v == content.League || v.Paged() }

// columns of the table. Each line has its as-of time and source, so that it keeps them when it is
// copied.
var columns = []string{"Chỉ số", "Mã đơn vị", "Đơn vị", "Giá trị", "Trên tổng số", "Tổng số là", "Phần trăm", "Tăng thêm", "Tính đến", "Nguồn số liệu", "Lưu ý"}

func (b *Boards) csv(c *fiber.Ctx) error {
	d, err := b.data(c)
	if err != nil {
		return err
	}
	lines := d.Areas
	if d.Whole != nil {
		lines = append([]lineData{*d.Whole}, lines...)
	}
	var notes []string
	if d.Sample {
		notes = append(notes, "SỐ LIỆU MẪU")
	}
	if d.Whole != nil && d.cover != "" {
		notes = append(notes, d.cover)
	}
	if d.Corrected {
		notes = append(notes, "đã đính chính")
	}
	if d.Old {
		notes = append(notes, "SỐ LIỆU CŨ")
	}
	var rows [][]string
	for _, l := range lines {
		of, percent, increase := "", "", ""
		if l.Of > 0 {
			of = strconv.FormatInt(l.Of, 10)
		}
		if l.Percent != nil {
			percent = strconv.FormatFloat(*l.Percent, 'f', 1, 64)
		}
		if l.Increase != nil {
			increase = strconv.FormatInt(*l.Increase, 10)
		}
		rows = append(rows, []string{
			d.Measure.Vi, l.Area, l.Name, strconv.FormatInt(l.Value, 10), of, d.Of, percent, increase,
			figure.FormatAsOf(d.AsOf), d.Source, strings.Join(notes, ", "),
		})
	}
	body, err := sheet.CSV(columns, rows)
	if err != nil {
		return err
	}
	return send(c, "text/csv; charset=utf-8", body)
}

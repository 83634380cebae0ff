package studio

import (
	"errors"
	"io"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

var titleFigures = text{"Số liệu", "Figures"}

// figuresView is the page: the form, and what a sheet was read as.
type figuresView struct {
	Releases []store.Release
	Pasted   string
	Reading  *readingView
}

// readingView is what a sheet was read as, before anything is taken.
type readingView struct {
	Name     string
	Release  store.Release
	Figures  []figureRow
	Problems []figure.Problem
	Notices  []store.Notice
	Fault    *content.Error
	Sum      int64
}

type figureRow struct {
	Name string
	figure.Figure
}

func (s *Studio) figureShow(c *fiber.Ctx) error {
	v, err := s.figuresView(c)
	if err != nil {
		return err
	}
	return s.show(c, "figures", titleFigures, v)
}

func (s *Studio) figuresView(c *fiber.Ctx) (v figuresView, err error) {
	v.Releases, err = s.Store.Releases(c.UserContext(), "", 0, 12)
	return v, err
}

// sent is the sheet of a form: a file, or what was pasted out of a spreadsheet.
func sent(c *fiber.Ctx) (name string, data io.ReadCloser, err error) {
	if form, err := c.MultipartForm(); err == nil && len(form.File["file"]) > 0 && form.File["file"][0].Size > 0 {
		h := form.File["file"][0]
		f, err := h.Open()
		return strings.Clone(strings.ToValidUTF8(h.Filename, "")), f, err
	}
	pasted := raw(c, "pasted")
	if strings.TrimSpace(pasted) == "" {
		return "", nil, invalid("Hãy chọn tệp CSV, XLSX hoặc dán bảng vào ô.", "Choose a CSV or XLSX file, or paste the table into the box.")
	}
	return "bảng dán vào", io.NopCloser(strings.NewReader(pasted)), nil
}

// figureLook says what would be taken of a sheet, and stores nothing.
func (s *Studio) figureLook(c *fiber.Ctx) error {
	r, err := s.readFigures(c, true)
	if err != nil {
		return err
	}
	if c.Get("HX-Request") != "" {
		return s.part(c, "figures", r)
	}
	v, err := s.figuresView(c)
	if err != nil {
		return err
	}
	v.Reading, v.Pasted = &r, raw(c, "pasted")
	return s.show(c, "figures", titleFigures, v)
}

// figureTake releases a sheet, whole or not at all.
func (s *Studio) figureTake(c *fiber.Ctx) error {
	r, err := s.readFigures(c, false)
	if err != nil {
		v, failed := s.figuresView(c)
		if failed != nil {
			return failed
		}
		return s.refuse(c, err, "figures", titleFigures, v)
	}
	if r.Fault == nil {
		return done(c, "/studio/figures", "figures")
	}
	v, err := s.figuresView(c)
	if err != nil {
		return err
	}
	v.Reading, v.Pasted = &r, raw(c, "pasted")
	return s.refuse(c, r.Fault, "figures", titleFigures, v)
}

// readFigures hands a sheet to intake. A sheet that was refused is a reading with its problems, no error.
func (s *Studio) readFigures(c *fiber.Ctx, dry bool) (readingView, error) {
	name, data, err := sent(c)
	if err != nil {
		return readingView{}, err
	}
	defer data.Close()
	r, err := s.Intake.Figures(c.UserContext(), signin.From(c).ID, name, data, intake.FigureOptions{DryRun: dry})
	v := readingView{Name: name, Release: r.Release, Problems: r.Problems, Notices: r.Notices}
	if err != nil && !errors.As(err, &v.Fault) {
		return v, err
	}
	for _, f := range r.Figures {
		row := figureRow{Name: f.Area.String(), Figure: f}
		if a, ok := s.Areas.Area(f.Area); ok {
			row.Name = a.Name
		}
		if f.Area.Code != area.CityCode {
			v.Sum += f.Value
		}
		v.Figures = append(v.Figures, row)
	}
	return v, nil
}

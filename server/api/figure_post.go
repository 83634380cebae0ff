package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// released is the answer to figures that were taken, or with ?dry_run=1 would be.
type released struct {
	ID      string         `json:"id,omitempty"`
	Taken   bool           `json:"taken"`
	Measure string         `json:"measure"`
	Period  area.Period    `json:"period"`
	AsOf    time.Time      `json:"as_of"`
	Source  string         `json:"source"`
	Units   int            `json:"units"`
	Notices []store.Notice `json:"notices,omitempty"`
}

// figurePost takes a CSV or XLSX file as the body, or {"rows": [figure.Row …]} as JSON, as one release, whole or not at all.
// Query: measure, period, dry_run.
func (a *API) figurePost(c *fiber.Ctx) error {
	t := tokenOf(c)
	o := intake.FigureOptions{
		Measure: strings.Clone(c.Query("measure")), Period: area.Period(strings.Clone(c.Query("period"))), By: t.Name,
		DryRun: c.QueryBool("dry_run"),
	}
	if o.Period != "" && !o.Period.Known() {
		return invalid("Không có kỳ đơn vị hành chính này: hãy dùng 2024-11, 2025-01 hoặc 2025-07.", "There is no such period: use 2024-11, 2025-01 or 2025-07.")
	}
	r, err := a.readFigures(c, t, o)
	if err != nil {
		return problems{err, r.Problems}
	}
	out := released{
		Taken: !o.DryRun, Measure: r.Release.Measure, Period: r.Release.Period, AsOf: r.Release.AsOf,
		Source: r.Release.Source, Units: len(r.Figures), Notices: r.Notices,
	}
	if out.Taken {
		out.ID = r.Release.ID
		c.Status(fiber.StatusCreated)
	}
	return c.JSON(out)
}

func (a *API) readFigures(c *fiber.Ctx, t store.Token, o intake.FigureOptions) (intake.Reading, error) {
	ctx, body := c.UserContext(), bytes.Clone(c.Body())
	kind, _, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if kind != fiber.MIMEApplicationJSON {
		return a.Intake.Figures(ctx, who(t), "figures", bytes.NewReader(body), o)
	}
	rows, err := readRows(body)
	if err != nil {
		return intake.Reading{}, err
	}
	return a.Intake.FigureRows(ctx, who(t), "JSON", rows, o)
}

// maxRows is the most rows of a request: a list of all units of the city has 579.
const maxRows = 20_000

// readRows reads {"rows": […]}. Keys that are not known are refused: a misspelt "value" must not pass as an empty one.
func readRows(body []byte) ([]figure.Row, error) {
	var in struct {
		Rows []figure.Row `json:"rows"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil || d.More() {
		return nil, invalid(
			`JSON không đúng. Cần dạng {"rows": [{"name": "Quận Ba Đình", "value": 1234, "as_of": "21/11/2024 17:00", "source": "…"}]}.`,
			`The JSON is not right. Its form is {"rows": [{"name": "Quận Ba Đình", "value": 1234, "as_of": "21/11/2024 17:00", "source": "…"}]}.`)
	}
	if len(in.Rows) > maxRows {
		return nil, invalid("Quá nhiều dòng.", "Too many rows.")
	}
	for i := range in.Rows {
		if in.Rows[i].Line == 0 {
			in.Rows[i].Line = i + 1
		}
	}
	return in.Rows, nil
}

package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/edge"
	"ngatu/server/figures"
)

// outcomes are the statuses of an answer to figures.
var outcomes = map[figures.Outcome]int{
	figures.Released: fiber.StatusCreated,
	figures.Held:     fiber.StatusAccepted, // a person has to release them
	figures.Asked:    fiber.StatusAccepted, // a person has to answer
	figures.Same:     fiber.StatusOK,
}

// figurePost takes a CSV, XLSX or ODS file as the body, or {"rows": [figure.Row …]} as JSON, as one
// release, whole or not at all. Nothing is guessed: what is not certain waits for a person. Query:
// see [parameters]. 201 says that the figures were released, 202 that they wait for a person, 200
// that the release which holds says the same, 409 that another release holds than the one named as
// base, 422 that nothing could be read. Every answer says what was understood; a dry run stores
// nothing.
func (a *API) figurePost(c *fiber.Ctx) error {
	t := tokenOf(c)
	o, err := a.options(c, t)
	if err != nil {
		return err
	}
	r, err := a.readFigures(c, t, o)
	var fault *content.Error
	if err != nil && !errors.As(err, &fault) {
		return err
	}
	out := answerOf(r, fault)
	switch {
	case fault != nil && o.DryRun && len(out.Asks) > 0:
		return c.JSON(out)
	case fault != nil:
		return unread{problems{err, r.Problems, r.Asks}, out.Understood}
	case !o.DryRun:
		out.Taken, out.ID = r.Outcome == figures.Released || r.Outcome == figures.Same, r.Release.ID
		if r.Outcome == figures.Asked {
			out.ID = r.Sheet.ID
		}
		c.Status(outcomes[r.Outcome])
	}
	return c.JSON(out)
}

func (a *API) readFigures(c *fiber.Ctx, t store.Token, o figures.TakeOptions) (figures.Reading, error) {
	ctx, body := c.UserContext(), c.Context().RequestBodyStream()
	if body == nil { // it came with the headers
		body = bytes.NewReader(c.Request().Body())
	}
	kind, _, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if kind != fiber.MIMEApplicationJSON {
		file, size, err := a.Workers.Spool(body, sheet.MaxBytes+1)
		if err != nil {
			return figures.Reading{}, err
		}
		defer file.Close()
		edge.BodyRead(ctx)
		return a.Figures.Take(ctx, who(t), "figures", io.NewSectionReader(file, 0, size), o)
	}
	rows, err := a.rows(ctx, body)
	if err != nil {
		return figures.Reading{}, err
	}
	return a.Figures.TakeRows(ctx, who(t), "JSON", rows, o)
}

// options are those of a request, by its query. The tokens' maker stands for the figures.
func (a *API) options(c *fiber.Ctx, t store.Token) (o figures.TakeOptions, err error) {
	q, err := parametersOf(c)
	if err != nil {
		return o, err
	}
	o = figures.TakeOptions{
		Measure: q["measure"], Period: area.Period(q["period"]), By: t.Name, Person: t.By,
		Base: q["base"], Corrects: q["corrects"], Merge: isSet(q["merge"]), DryRun: isSet(q["dry_run"]),
	}
	if o.Period != "" && !o.Period.Known() {
		return o, invalid("Không có kỳ đơn vị hành chính này: hãy dùng 2024-11, 2025-01 hoặc 2025-07.", "There is no such period: use 2024-11, 2025-01 or 2025-07.")
	}
	if o.Measure != "" {
		if _, err := a.Store.Measure(c.UserContext(), o.Measure); content.CodeOf(err) == content.NotFound {
			return o, a.noMeasure(c, o.Measure)
		} else if err != nil {
			return o, err
		}
	}
	o.Answers, err = answersOf(c, q)
	return o, err
}

func (a *API) noMeasure(c *fiber.Ctx, id string) error {
	all, err := a.Store.Measures(c.UserContext())
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, m := range all {
		ids[i] = m.ID
	}
	known := strings.Join(ids, ", ")
	return invalid("Không có chỉ số “"+id+"”: hãy dùng "+known+".", "There is no measure “"+id+"”: use "+known+".")
}

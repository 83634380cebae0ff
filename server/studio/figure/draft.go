package figure

import (
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/figures"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// draftView is a draft beside what is on screens.
type draftView struct {
	ReadingView readingView
	Release     store.Release
	Before      store.Release
	Verdict     figure.Verdict
	Sent        shell.Text
	Units       int
	Of          int
	Earlier     []store.Release // what it may be a correction of
	Corrects    string          // ID of the one that it is looked at as a correction of; "": of none
	Reason      string
	Due         time.Time
	Released    bool            // it waits no more
	Boards      []content.Slide // that would change
	Canvases    []answer.Canvas // that stand somewhere
}

// Draft shows a draft: what would change on screens, and what the checks found.
func (s *Figures) Draft(c *fiber.Ctx) error {
	v, err := s.draftView(c)
	if err != nil {
		return err
	}
	return s.Page(c, draftPage, v)
}

func (s *Figures) draftView(c *fiber.Ctx) (v draftView, err error) {
	d, err := s.figures.Draft(c.UserContext(), shell.Param(c, "release"), corrects(c))
	if err != nil {
		return v, err
	}
	v.Corrects = d.Corrects
	v.ReadingView = readingView{Outcome: figures.Held, Release: d.Release, Before: d.Before, Name: s.NameOf(c.UserContext(), d.Release.Sender)}
	v.Release, v.Before = d.Release, d.Before
	units, err := s.figures.Units(c.UserContext(), d.Release.Measure)
	if err != nil {
		return v, err
	}
	compared(&v.ReadingView, figures.Reading{Figures: d.Figures, Changes: d.Changes}, units)
	v.Verdict, v.Sent, v.Due, v.Released = d.Verdict, s.NameOf(c.UserContext(), d.Release.Record.Sent), d.Release.Due, d.Release.State != store.Draft
	v.Units, v.Of = d.Release.Record.Units, d.Release.Record.Of
	all, err := s.Store.Releases(c.UserContext(), d.Release.Measure, 0, 12)
	for _, r := range all {
		if r.State == store.Released && r.Withdrawn.IsZero() && r.Period == d.Release.Period {
			v.Earlier = append(v.Earlier, r)
		}
	}
	if err != nil || v.Released {
		return v, err
	}
	on, err := s.air.Snapshot(c.UserContext())
	if err != nil {
		return v, err
	}
	v.Boards, v.Canvases = answer.BoardsIn(on).Changing(releaseOf(d)), on.Canvases()
	return v, nil
}

// corrects is the release that a draft is looked at, or let out, as a correction of: "" where the
// person chose none, nil where they did not choose yet.
func corrects(c *fiber.Ctx) *string {
	var id string
	switch f := shell.FormOf(c); {
	case c.Method() == fiber.MethodPost && f.Values.Has("corrects"):
		id = f.Field("corrects")
	case c.Method() != fiber.MethodPost && c.Context().QueryArgs().Has("corrects"):
		id = shell.Query(c, "corrects")
	default:
		return nil
	}
	return &id
}

// releaseOf is a draft as boards would have it.
func releaseOf(d figures.Draft) figure.Release {
	r := d.Release
	return figure.Release{Measure: r.Measure, AsOf: r.AsOf, Source: r.Source, ReleasedBy: r.By, Sample: r.Sample, Figures: d.Figures, Corrects: d.Corrects}
}

// Board is the picture of a board on a canvas as a draft would make it.
func (s *Figures) Board(c *fiber.Ctx) error {
	ctx := c.UserContext()
	d, err := s.figures.Draft(ctx, shell.Param(c, "release"), corrects(c))
	if err != nil {
		return err
	}
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, canvas := range on.Canvases() {
		if fmt.Sprintf("%dx%d", canvas.Width, canvas.Height) != c.Params("size") {
			continue
		}
		p, err := s.pictures.Released(ctx, shell.Param(c, "slide"), releaseOf(d), canvas.Canvas)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, p.Type)
		return c.Send(p.Bytes)
	}
	return fiber.ErrNotFound
}

// LetOut releases a draft, now or at a set time.
func (s *Figures) LetOut(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	l := figures.Letting{Base: f.Field("base"), Corrects: corrects(c)}
	if f.Field("checked") != "" {
		l.Reason = strings.TrimSpace(f.Field("reason"))
	}
	err := f.Again()
	if at := f.Field("due"); err == nil && at != "" {
		l.Due, err = time.ParseInLocation("2006-01-02T15:04", at, area.Local)
		if err != nil {
			err = shell.At("due", shell.Invalid("Giờ công bố không đúng.", "The time of the release is not right."))
		}
	}
	if err == nil {
		err = s.figures.Release(c.UserContext(), signin.From(c).ID, shell.Param(c, "release"), l)
	}
	if err != nil {
		v, failed := s.draftView(c)
		if failed != nil {
			return failed
		}
		v.Reason = f.Field("reason")
		return s.Refuse(c, err, draftPage, v)
	}
	if !l.Due.IsZero() && l.Due.After(time.Now()) {
		return shell.Done(c, "/studio/figures", "timed")
	}
	return shell.Done(c, "/studio/figures", "figures")
}

// Discard throws a draft away.
func (s *Figures) Discard(c *fiber.Ctx) error {
	if err := s.figures.Discard(c.UserContext(), signin.From(c).ID, shell.Param(c, "release")); err != nil {
		return err
	}
	return shell.Done(c, "/studio/figures", "discarded")
}

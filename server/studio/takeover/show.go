package takeover

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

type view struct {
	content.Takeover
	On         bool
	Name       shell.Text // of its gravity
	Where      shell.Text // that it is prepared for
	Reach      int        // screens there
	Each       []pressed  // its presses, those that are on first
	MayEndAll  bool       // it is on in several areas, and the person here may end it in all
	Form       form
	Press      choice
	MayPress   bool // the person here may put it on somewhere
	MayReview  bool
	Author     shell.Text
	ApprovedBy shell.Text
	ReviewedBy shell.Text
	OwnWork    bool               // the person here is one of its authors
	Alone      bool               // and may approve their own work
	Draft      *written           // what is written of it and not approved; nil: nothing
	Warning    *bulletin.Bulletin // that it was made of; nil: our own people wrote it
	Previews   []picture.Preview
	History    []shell.Act
	Refused    []refused // presses that did not enter when the database was back
	Mark       string
}

// pressed is a press of it.
type pressed struct {
	row
	By      shell.Text // who put it on, or said last that it still holds
	MayKeep bool       // the person here may say that it still holds
	MayEnd  bool
	Lengths []length
}

// About is the takeover as it is, and the change that waits.
func (v view) About() []mandate.Subject {
	out := []mandate.Subject{mandate.OfTakeover(v.Takeover)}
	if v.Draft != nil {
		out = append(out, mandate.OfTakeover(v.Draft.Doc))
	}
	return out
}

// Last is what was done to it last: pages that follow say so.
func (v view) Last() *shell.Act {
	if len(v.History) == 0 {
		return nil
	}
	return &v.History[0]
}

func (s *Takeovers) Show(c *fiber.Ctx) error {
	if signin.From(c).Reads != nil {
		return here{s}.show(c)
	}
	t, err := s.Store.Takeover(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	mark, err := s.markWith(c.UserContext(), t)
	if err != nil {
		return err
	}
	if c.Query("mark") == mark {
		return c.SendStatus(fiber.StatusNoContent) // the page asks whether it still is so
	}
	if turned(c, false) {
		return reopen(c, c.Path())
	}
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Page(c, pageTakeover.Titled(shell.Same(t.Title)), v)
}

func (s *Takeovers) refuse(c *fiber.Ctx, t content.Takeover, fault error) error {
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageTakeover.Titled(shell.Same(t.Title)), v)
}

func (s *Takeovers) view(c *fiber.Ctx, t content.Takeover) (v view, err error) {
	ctx := c.UserContext()
	d, err := s.Store.TakeoverDraft(ctx, t.ID)
	if err != nil {
		return v, err
	}
	p := signin.From(c)
	v = view{Form: s.form(c, d.Offered()), OwnWork: p.ID == t.Author || slices.Contains(t.Editors, p.ID)}
	if d.Begun() {
		w, err := s.written(ctx, d, p)
		if err != nil {
			return v, err
		}
		v.Draft = &w
	}
	if t.Warned != nil {
		b, err := s.Store.Bulletin(ctx, t.Warned.Bulletin)
		if err != nil && content.CodeOf(err) != content.NotFound { // it may be as old as that
			return v, err
		}
		v.Warning = &b
	}
	looked, err := s.fleet.Look(ctx)
	if err != nil {
		return v, err
	}
	v.Press = s.press(c, t, looked)
	v.Takeover, v.On, v.Name, v.Where, v.Reach = t, t.On(s.Now()), gravityName(t.Gravity), s.where(t), looked.Reach(prepared(t))
	v.MayReview, v.MayPress = p.May(signin.PutOn, mandate.OfTakeover(t)), p.Partly(signin.PutOn, mandate.OfTakeover(t))
	if err := addPresses(s, c, &v, looked); err != nil {
		return v, err
	}
	if v.Mark, err = s.markWith(ctx, t); err != nil {
		return v, err
	}
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	v.Author, v.ApprovedBy = s.NameOf(ctx, t.Author), s.NameOf(ctx, t.Approval.By)
	v.ReviewedBy = s.NameOf(ctx, t.Reviewed.By)
	if v.Previews, err = s.pictures.Takeover(ctx, leading(t, s.Now())); err != nil {
		return v, err
	}
	if v.Refused, err = refusals(ctx, s, t.ID); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounTakeover, t.ID)
	return v, err
}

// addPresses adds each press of the takeover to its page.
func addPresses(s *Takeovers, c *fiber.Ctx, v *view, looked *fleet.View) error {
	p, on := signin.From(c), 0
	v.MayEndAll = true
	for _, t := range v.Takeover.Presses() {
		row, err := s.row(c, t, looked)
		if err != nil {
			return err
		}
		row.Where = wherePut(s, t)
		of := mandate.OfPress(t)
		one := pressed{row, s.NameOf(c.UserContext(), t.By), p.May(signin.PutOn, of), p.May(signin.TakeOff, of), lengths}
		if v.Each = append(v.Each, one); row.On {
			on++
			v.MayEndAll = v.MayEndAll && one.MayEnd
		}
	}
	v.MayEndAll = v.MayEndAll && on > 1
	slices.SortStableFunc(v.Each, func(a, b pressed) int {
		if a.On == b.On {
			return 0
		}
		if a.On {
			return -1
		}
		return 1
	})
	return nil
}

// leading is a takeover by the press that its pictures are of: a real one that is on before an
// exercise.
func leading(t content.Takeover, now time.Time) content.Takeover {
	for _, one := range t.Presses() {
		if one.On(now) && !one.Drill {
			return one
		}
	}
	return t
}

// prepared is a takeover as if it had never been put on.
func prepared(t content.Takeover) content.Takeover {
	t.Press, t.Others = content.Press{}, nil
	return t
}

// markWith is the mark of a takeover with what has become of the warning that it was made of.
func (s *Takeovers) markWith(ctx context.Context, t content.Takeover) (string, error) {
	if t.Warned == nil {
		return s.mark(t), nil
	}
	b, err := s.Store.Bulletin(ctx, t.Warned.Bulletin)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return "", err
	}
	return string(content.SightOf(s.mark(t), b.State)), nil
}

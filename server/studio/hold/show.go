package hold

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

type view struct {
	row
	about   mandate.Subject
	AskedBy shell.Text
	EndedBy shell.Text
	OwnWish bool // the person here asked to lift it
	Alone   bool // may confirm their own wish: nobody else ever could
	Left    *left
	Waits   waits
	History []shell.Act
}

// About is what the hold is for.
func (v view) About() []mandate.Subject { return []mandate.Subject{v.about} }

// Show is the page of a hold.
func (s *Holds) Show(c *fiber.Ctx) error {
	h, err := s.Store.HoldByID(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.view(c, h)
	if err != nil {
		return err
	}
	return s.Page(c, pageHold.Titled(v.Name), v)
}

func (s *Holds) refuse(c *fiber.Ctx, h content.Hold, fault error) error {
	v, err := s.view(c, h)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageHold.Titled(v.Name), v)
}

func (s *Holds) view(c *fiber.Ctx, h content.Hold) (v view, err error) {
	ctx := c.UserContext()
	v = view{row: s.row(ctx, h), OwnWish: h.Asked.By == signin.From(c).ID}
	if v.about, err = signin.HoldSubject(ctx, s.Store.Reader, h); err != nil {
		return v, err
	}
	if !h.Asked.IsZero() {
		v.AskedBy = s.NameOf(ctx, h.Asked.By)
	}
	if !h.Ended.IsZero() {
		v.EndedBy = s.NameOf(ctx, h.Ended.By)
	}
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	if !v.Over {
		if v.Left, err = s.left(ctx, h); err != nil {
			return v, err
		}
	}
	if v.On {
		if v.Waits, err = s.waits(ctx, h); err != nil {
			return v, err
		}
	}
	v.History, err = s.History(ctx, store.NounHold, h.ID)
	return v, err
}

// Waits is the screens that have not confirmed alone, asked again and again while the hold is on.
func (s *Holds) Waits(c *fiber.Ctx) error {
	h, err := s.Store.HoldByID(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	if !h.On(s.Now()) {
		c.Set("HX-Refresh", "true") // it is over: what else the page says is not so any more
	}
	v, err := s.waits(c.UserContext(), h)
	if err != nil {
		return err
	}
	return s.Part(c, "waits", v)
}

// Ask asks to lift a hold before its time.
func (s *Holds) Ask(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "wished", func(_ context.Context, tx *store.Tx, h content.Hold) (content.Hold, error) {
		return content.AskLift(h, signin.From(c).ID, tx.Time())
	})
}

// Keep takes the wish to lift it back.
func (s *Holds) Keep(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "kept", func(_ context.Context, tx *store.Tx, h content.Hold) (content.Hold, error) {
		return content.KeepHold(h, tx.Time())
	})
}

// Lift confirms what another person has asked for.
func (s *Holds) Lift(c *fiber.Ctx) error {
	return s.do(c, signin.Approve, "lifted", func(ctx context.Context, tx *store.Tx, h content.Hold) (content.Hold, error) {
		alone, err := signin.Alone(ctx, tx.Reader, signin.From(c).ID)
		if err != nil {
			return h, err
		}
		return content.Lift(h, signin.From(c).ID, tx.Time(), alone)
	})
}

// Prolong moves the end to a later time.
func (s *Holds) Prolong(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "prolonged", func(_ context.Context, tx *store.Tx, h content.Hold) (content.Hold, error) {
		f := shell.FormOf(c)
		until, err := f.Instant("until", shell.Say("Lúc kết thúc", "The end"))
		var bad shell.Faults
		bad.Add(f.Again())
		bad.Add(err)
		if err := bad.Err(); err != nil {
			return h, err
		}
		if h, err = content.Prolong(h, until, tx.Time()); err != nil {
			return h, shell.At("until", err)
		}
		return h, nil
	})
}

// do changes a hold in one change, and shows its page.
func (s *Holds) do(c *fiber.Ctx, act signin.Act, what string, change func(context.Context, *store.Tx, content.Hold) (content.Hold, error)) error {
	ctx := c.UserContext()
	h, err := s.Store.HoldByID(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.HoldByID(ctx, h.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskHold(ctx, tx, who, act, now); err != nil {
			return err
		}
		if now, err = change(ctx, tx, now); err != nil {
			return err
		}
		return tx.PutHold(ctx, now)
	})
	if err != nil {
		return s.refuse(c, h, err)
	}
	return shell.Done(c, shell.HoldPath(h.ID), what)
}

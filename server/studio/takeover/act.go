package takeover

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Takeovers) New(c *fiber.Ctx) error {
	return s.Page(c, pageNew, s.form(c, content.Takeover{}))
}

// Make keeps a new draft.
func (s *Takeovers) Make(c *fiber.Ctx) error {
	ctx := c.UserContext()
	t, err := s.read(shell.FormOf(c), content.Takeover{State: content.Draft, Author: signin.From(c).ID})
	if err == nil {
		t.ID = "t-" + strings.ToLower(rand.Text()[:16])
		_, err = s.Store.Change(ctx, t.Author, func(tx *store.Tx) error {
			if err := s.SignIn.Ask(ctx, tx, t.Author, signin.Edit, mandate.OfTakeover(t)); err != nil {
				return err
			}
			return tx.PutTakeover(ctx, t)
		})
	}
	if err != nil {
		return s.Refuse(c, err, pageNew, s.form(c, content.Takeover{Title: t.Title, Gravity: t.Gravity, Words: t.Words, Targets: t.Targets}))
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, "drafted")
}

// Off takes the approval back, and ends it where it is on.
func (s *Takeovers) Off(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "off", mandate.OfTakeover, func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		if now.State != content.Approved {
			return now, &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” chưa được duyệt, hoặc vừa được gỡ duyệt, nên không có gì để gỡ. Hãy xem lại.",
				En:   "“" + now.Title + "” is not approved, or its approval was just taken back: there is nothing to take back. Look at it again.",
			}
		}
		now = content.End(now, tx.Time())
		now.State = content.TakenOff
		return now, nil
	})
}

func (s *Takeovers) Delete(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, signin.From(c).ID, signin.Edit, mandate.OfTakeover(now)); err != nil {
			return err
		}
		if now.Free && now.Reviewed.IsZero() {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” là lời tự soạn, chưa ai xem lại. Hãy để một người khác xem lại trước khi xóa.",
				En:   "The words of “" + now.Title + "” passed no gate, and nobody has reviewed them. Have another person look before deleting it.",
			}
		}
		if now.State == content.Approved {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” đang được duyệt. Hãy gỡ duyệt trước khi xóa.", En: "“" + now.Title + "” is approved. Take it off before deleting it.",
			}
		}
		return tx.DeleteTakeover(ctx, id)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathTakeovers, "deleted")
}

// do makes one takeover of another. Whether the person may is asked of what it is for (of), as it
// was and as it becomes.
func (s *Takeovers) do(c *fiber.Ctx, act signin.Act, what string, of func(content.Takeover) mandate.Subject, change func(context.Context, *store.Tx, content.Takeover) (content.Takeover, error)) error {
	who := signin.From(c).ID
	return s.alter(c, what, func(ctx context.Context, tx *store.Tx, was content.Takeover) error {
		if err := s.SignIn.Ask(ctx, tx, who, act, of(was)); err != nil {
			return err
		}
		now, err := change(ctx, tx, was)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, act, of(now)); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
}

// change does something with a takeover that the person may do to all that it is prepared for.
func (s *Takeovers) change(c *fiber.Ctx, act signin.Act, what string, change func(context.Context, *store.Tx, content.Takeover) error) error {
	return s.alter(c, what, func(ctx context.Context, tx *store.Tx, now content.Takeover) error {
		if err := s.SignIn.Ask(ctx, tx, signin.From(c).ID, act, mandate.OfTakeover(now)); err != nil {
			return err
		}
		return change(ctx, tx, now)
	})
}

// alter does something with a takeover in one change, and shows its page.
func (s *Takeovers) alter(c *fiber.Ctx, what string, change func(context.Context, *store.Tx, content.Takeover) error) error {
	ctx := c.UserContext()
	t, err := s.Store.Takeover(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, t.ID)
		if err != nil {
			return err
		}
		return change(ctx, tx, now)
	})
	if err != nil {
		return s.refuse(c, t, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, what)
}

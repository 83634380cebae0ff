package takeover

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Save changes one that is not approved: it becomes a draft again, and whoever saves one of its
// authors. The change of an approved one waits beside it for another person.
func (s *Takeovers) Save(c *fiber.Ctx) error {
	id, who, done := shell.Param(c, "id"), signin.From(c).ID, "saved"
	if now, err := s.Store.TakeoverDraft(c.UserContext(), id); err == nil && now.Beside {
		done = "takeover_proposed"
	}
	return s.change(c, signin.Edit, done, func(ctx context.Context, tx *store.Tx, live content.Takeover) error {
		d, err := tx.TakeoverDraft(ctx, live.ID)
		if err != nil {
			return err
		}
		changed, err := s.read(shell.FormOf(c), d.Offered())
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfTakeover(changed)); err != nil {
			return err
		}
		if d = d.Save(changed, who, tx.Time()); d.Beside {
			return tx.PutTakeoverDraft(ctx, "submit", d)
		}
		return tx.PutTakeoverDraft(ctx, "change", d)
	})
}

// Submit puts what is written on the approver's desk.
func (s *Takeovers) Submit(c *fiber.Ctx) error {
	return s.act(c, "submitted", Gate{s}.Submit(c.UserContext(), signin.From(c).ID, shell.Param(c, "id"), shell.FormOf(c)))
}

// Approve makes what was submitted ready to be put on, or lets it take the place of what is.
func (s *Takeovers) Approve(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	do := Gate{s}.Approve(c.UserContext(), signin.From(c).ID, shell.Param(c, "id"), f)
	if err := f.Again(); err != nil {
		do = func(context.Context, *store.Tx) error { return err }
	}
	return s.act(c, "prepared", do)
}

// Return sends it back to its authors, with the reason for it.
func (s *Takeovers) Return(c *fiber.Ctx) error {
	return s.act(c, "takeover_returned", Gate{s}.Return(signin.From(c).ID, shell.Param(c, "id"), shell.FormOf(c).Field("why")))
}

// Withdraw takes it back from the approver's desk; a change that is back already is thrown away
// where the form says so.
func (s *Takeovers) Withdraw(c *fiber.Ctx) error {
	discard := shell.FormOf(c).Has("discard")
	return s.act(c, "takeover_withdrawn", Gate{s}.do(signin.From(c).ID, shell.Param(c, "id"), signin.Edit, func(ctx context.Context, tx *store.Tx, d content.TakeoverDraft) error {
		if discard && d.Beside {
			return tx.EndDraft(ctx, "discard", store.NounTakeover, d.ID, "")
		}
		return giveBack(ctx, tx, "withdraw", d, "")
	}))
}

// act does one thing to what is written of a takeover, and shows its page.
func (s *Takeovers) act(c *fiber.Ctx, done string, do shell.Do) error {
	ctx := c.UserContext()
	t, err := s.Store.Takeover(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return do(ctx, tx) })
	if err != nil {
		return s.refuse(c, t, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, done)
}

package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Submit puts what is written on the approver's desk, where the checks find no error. Where they warn,
// the form says why it should be shown all the same.
func (s *Slides) Submit(c *fiber.Ctx) error {
	who, despite := signin.From(c).ID, shell.FormOf(c).Field("despite")
	seen, refusal := cleared(c, s, func(content.SlideDraft) string { return despite })
	return s.act(c, signin.Edit, "submitted", func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		if err := stillCleared(d, seen, refusal); err != nil {
			return err
		}
		d.Doc.Despite = despite
		d, err := d.Submit(who)
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, "submit", d)
	})
}

// Return sends it back to its authors, with the reason for it.
func (s *Slides) Return(c *fiber.Ctx) error {
	return s.back(c, signin.Approve, "return", "slide_returned", shell.FormOf(c).Field("why"))
}

// Withdraw takes it back from the approver's desk.
func (s *Slides) Withdraw(c *fiber.Ctx) error {
	return s.back(c, signin.Edit, "withdraw", "slide_withdrawn", "")
}

func (s *Slides) back(c *fiber.Ctx, act signin.Act, verb, done, why string) error {
	return s.act(c, act, done, func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		d, err := d.Return(why)
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, verb, d)
	})
}

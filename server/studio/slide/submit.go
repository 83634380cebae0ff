package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// change does something to a slide, or to what is written of it, in a change.
type change func(context.Context, *store.Tx, content.SlideDraft) error

// Submit puts what is written on the approver's desk.
func (s *Slides) Submit(c *fiber.Ctx) error {
	do := s.submitting(c.UserContext(), signin.From(c).ID, shell.Param(c, "id"), shell.FormOf(c))
	return s.act(c, signin.Edit, "submitted", do)
}

// submitting puts it there where the checks find no error. Where they warn, the form says why it
// should be shown all the same.
func (s *Slides) submitting(ctx context.Context, who, id string, f shell.Form) change {
	despite := f.Field("despite")
	seen, refusal := cleared(ctx, s, id, func(content.SlideDraft) string { return despite })
	return func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		if err := stillCleared(d, seen, refusal); err != nil {
			return err
		}
		d.Doc.Despite = despite
		d, err := d.Submit(who)
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, "submit", d)
	}
}

// Return sends it back to its authors, with the reason for it.
func (s *Slides) Return(c *fiber.Ctx) error {
	return s.act(c, signin.Approve, "slide_returned", back("return", shell.FormOf(c).Field("why")))
}

// Withdraw takes it back from the approver's desk.
func (s *Slides) Withdraw(c *fiber.Ctx) error {
	return s.act(c, signin.Edit, "slide_withdrawn", back("withdraw", ""))
}

func back(verb, why string) change {
	return func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		d, err := d.Return(why)
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, verb, d)
	}
}

package slide

import (
	"cmp"
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Approve lets what was submitted on air.
func (s *Slides) Approve(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if err := f.Again(); err != nil {
		return s.refuse(c, shell.Param(c, "id"), err)
	}
	done := "approved"
	if off, err := s.Store.HeldSince(c.UserContext(), shell.Param(c, "id")); err != nil {
		return err
	} else if !off.IsZero() {
		done = "approved_off"
	}
	return s.act(c, signin.Approve, done, s.approving(c.UserContext(), signin.From(c).ID, shell.Param(c, "id"), f))
}

// approving lets it on air exactly as it was seen: as a new slide, or in place of the live version.
// It takes the number of the paper that it rests on and the dates of that paper. "At once" is
// counted from the approval.
func (s *Slides) approving(ctx context.Context, who, id string, f shell.Form) change {
	valid, wrong := f.Span("valid_from", "valid_until")
	// what was submitted with a reason stays so, also where the checks find more by now
	checked, refusal := cleared(ctx, s, id, func(d content.SlideDraft) string { return cmp.Or(d.Doc.Despite, "-") })
	unmade := s.made(ctx, id)
	document, atOnce, seen := f.Field("document"), f.Has("at_once"), content.Digest(f.Field("seen"))
	return func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		if wrong != nil {
			return wrong
		}
		if err := stillCleared(d, checked, refusal); err != nil {
			return err
		}
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		if unmade != nil && d.Doc.State == content.Submitted && (alone || !slices.Contains(d.By, who)) {
			return unmade
		}
		if err := unseen(ctx, tx, d.Doc); err != nil {
			return err
		}
		now, err := sight(ctx, tx.Reader, d)
		if err != nil {
			return err
		}
		live, err := d.Approve(content.Approval{By: who, At: tx.Time(), Document: document, Valid: valid}, now, seen, alone)
		if err != nil {
			return err
		}
		if err := standsAlone(ctx, tx.Reader, live); err != nil {
			return err
		}
		if atOnce {
			live.AtOnce = tx.Time()
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Approve, live); err != nil {
			return err
		}
		return cmp.Or(tx.PutLive(ctx, live), tx.Unseen(ctx, live, f.AsOf(tx.Time())))
	}
}

// sight is the digest of what an approver sees of a slide.
func sight(ctx context.Context, r store.Reader, d content.SlideDraft) (content.Digest, error) {
	printed, err := r.SettingValues(ctx, d.Doc.Prints())
	return d.Sight(printed), err
}

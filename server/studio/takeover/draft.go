package takeover

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// wait is a change of an approved takeover that waits for another person.
type wait struct {
	content.DraftOf[content.Takeover]
	Author   shell.Text
	OwnWork  bool           // the person here had a part in it
	Seen     content.Digest // what an approval now would be of
	Lines    []difference
	Previews []picture.Preview
}

// difference is what a change makes another.
type difference struct{ Name, Was, Is shell.Text }

// waitOf is what waits beside a takeover; nil: nothing.
func (s *Takeovers) waitOf(c *fiber.Ctx, live content.Takeover) (*wait, error) {
	ctx := c.UserContext()
	d, err := s.Store.TakeoverDraft(ctx, live.ID)
	if content.CodeOf(err) == content.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	w := &wait{DraftOf: d, Author: s.NameOf(ctx, d.Author())}
	for _, by := range d.By {
		w.OwnWork = w.OwnWork || by == signin.From(c).ID
	}
	if w.Seen, err = sightOfDraft(ctx, s.Store.Reader, d, live); err != nil {
		return nil, err
	}
	for _, one := range []difference{
		{shell.Say("Tên", "Title"), shell.Same(live.Title), shell.Same(d.Doc.Title)},
		{shell.Say("Mức độ", "Gravity"), gravityName(live.Gravity), gravityName(d.Doc.Gravity)},
		{shell.Say("Nội dung", "Message"), shell.Same(live.Words.Head), shell.Same(d.Doc.Words.Head)},
		{shell.Say("Bản ngắn", "In brief"), shell.Same(live.Words.Brief), shell.Same(d.Doc.Words.Brief)},
		{shell.Say("Chân trang", "Foot"), shell.Same(live.Words.Foot), shell.Same(d.Doc.Words.Foot)},
		{shell.Say("Màn hình", "Screens"), s.where(live), s.where(d.Doc)},
	} {
		if one.Was != one.Is {
			w.Lines = append(w.Lines, one)
		}
	}
	w.Previews, err = s.pictures.Takeover(ctx, d.Doc)
	return w, err
}

// sightOfDraft is the digest of what an approver sees of a change: it, the version that is live,
// and the settings that it prints.
func sightOfDraft(ctx context.Context, r store.Reader, d content.DraftOf[content.Takeover], live content.Takeover) (content.Digest, error) {
	printed, err := r.SettingValues(ctx, d.Doc.Asks().Prints())
	return content.SightOf(d, live.Document(), printed), err
}

// propose has a change of an approved takeover wait for another person.
func (s *Takeovers) propose(ctx context.Context, tx *store.Tx, live content.Takeover, f shell.Form, who string) error {
	d, err := tx.TakeoverDraft(ctx, live.ID)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	changed, err := s.read(f, live)
	if err != nil {
		return err
	}
	if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfTakeover(changed)); err != nil {
		return err
	}
	d.ID = live.ID
	return tx.PutTakeoverDraft(ctx, d.Saved(changed.Document(), live.Document(), who, tx.Time()))
}

// ApproveDraft lets a change take the place of the live version, exactly as it was seen.
func (s *Takeovers) ApproveDraft(c *fiber.Ctx) error {
	return s.change(c, signin.Approve, "takeover_changed", func(ctx context.Context, tx *store.Tx, live content.Takeover) error {
		f, who := shell.FormOf(c), signin.From(c).ID
		valid, err := f.Span("valid_from", "valid_until")
		var bad shell.Faults
		bad.Add(f.Again())
		bad.Add(err)
		if err := bad.Err(); err != nil {
			return err
		}
		d, err := tx.TakeoverDraft(ctx, live.ID)
		if err != nil {
			return err
		}
		wanted := mandate.OfTakeover(d.Doc)
		wanted.By = d.By
		if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, wanted); err != nil {
			return err
		}
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		sight, err := sightOfDraft(ctx, tx.Reader, d, live)
		if err != nil {
			return err
		}
		a := content.Approval{By: who, At: tx.Time(), Document: f.Field("document"), Valid: valid}
		now, err := live.Change(d, a, sight, content.Digest(f.Field("seen")), alone)
		if err != nil {
			return err
		}
		if err := tx.EndDraft(ctx, "approve", store.NounTakeover, live.ID, ""); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
}

// ReturnDraft ends the wait of a change, as an approver does, with the reason for it.
func (s *Takeovers) ReturnDraft(c *fiber.Ctx) error { return s.endWait(c, signin.Approve, "return") }

// WithdrawDraft ends the wait of a change, as an editor does.
func (s *Takeovers) WithdrawDraft(c *fiber.Ctx) error { return s.endWait(c, signin.Edit, "withdraw") }

func (s *Takeovers) endWait(c *fiber.Ctx, act signin.Act, verb string) error {
	return s.change(c, act, "takeover_unchanged", func(ctx context.Context, tx *store.Tx, live content.Takeover) error {
		return tx.EndDraft(ctx, verb, store.NounTakeover, live.ID, shell.FormOf(c).Field("why"))
	})
}

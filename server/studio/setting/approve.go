package setting

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// waiting is a new value that waits or was given back, with what it would change.
type waiting struct {
	content.DraftOf[string]
	Kind    string // of its field
	Live    string // the value in use
	Name    shell.Text
	Seen    content.Digest
	Author  shell.Text
	OwnWork bool // the person here changed it
	Effect  effect
}

func (s *Settings) waiting(c *fiber.Ctx) (out []waiting, err error) {
	ctx := c.UserContext()
	drafts, err := s.Store.SettingDrafts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		f, known := fieldOf(d.ID)
		if !known {
			continue
		}
		f.Value = d.Doc
		live, err := liveValue(ctx, s.Store.Reader, f.Key)
		if err != nil {
			return nil, err
		}
		w := waiting{
			DraftOf: d, Name: f.Name, Kind: f.Kind, Live: live, Seen: content.SightOf(d.Doc), Author: s.NameOf(ctx, d.Author()),
			OwnWork: slices.Contains(d.By, signin.From(c).ID),
		}
		if w.Effect, err = s.effect(ctx, []field{f}); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// fieldOf is a setting that is asked for.
func fieldOf(key string) (field, bool) {
	i := slices.IndexFunc(asked, func(f field) bool { return f.Key == key })
	if i < 0 {
		return field{}, false
	}
	return asked[i], true
}

// Approve lets a value that waits take the place of the live one. The form names the value that was
// seen; layouts are looked at again, because slides may have changed since it was proposed.
func (s *Settings) Approve(c *fiber.Ctx) error {
	return s.decide(c, "settled", s.approving(c.UserContext(), signin.From(c).ID, shell.Param(c, "key"), shell.FormOf(c)))
}

func (s *Settings) approving(ctx context.Context, who, key string, f shell.Form) shell.Do {
	seen := content.Digest(f.Field("seen"))
	unfit := s.unfitDraft(ctx, key)
	return s.onDraft(key, func(ctx context.Context, tx *store.Tx, f field, d content.DraftOf[string]) error {
		if unfit != nil {
			return unfit
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.Subject{By: d.By}); err != nil {
			return err
		}
		live, err := liveValue(ctx, tx.Reader, f.Key)
		if err != nil {
			return err
		}
		domains, err := liveValue(ctx, tx.Reader, content.SettingDomains)
		if err != nil {
			return err
		}
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		if err := d.Approve(live, content.SightOf(d.Doc), seen, who, alone); err != nil {
			return err
		}
		if err := check(f, d.Doc, domains); err != nil {
			return err
		}
		if err := tx.EndDraft(ctx, "approve", store.NounSetting, f.Key, ""); err != nil {
			return err
		}
		return put(ctx, tx, f.Key, d.Doc)
	})
}

// Return gives a value back to its authors, with the reason for it; they take it back themselves
// so, too. It throws a value away where the form says so.
func (s *Settings) Return(c *fiber.Ctx) error {
	f, key, who := shell.FormOf(c), shell.Param(c, "key"), signin.From(c).ID
	if !f.Has("discard") {
		return s.decide(c, "returned", s.returning(who, key, f.Field("why")))
	}
	return s.decide(c, "setting_discarded", s.onDraft(key, func(ctx context.Context, tx *store.Tx, f field, _ content.DraftOf[string]) error {
		return tx.EndDraft(ctx, "discard", store.NounSetting, f.Key, "")
	}))
}

func (s *Settings) returning(who, key, why string) shell.Do {
	return s.onDraft(key, func(ctx context.Context, tx *store.Tx, _ field, d content.DraftOf[string]) error {
		verb := "return"
		if slices.Contains(d.By, who) {
			verb = "withdraw"
		}
		return giveBack(ctx, tx, verb, d, why)
	})
}

func giveBack(ctx context.Context, tx *store.Tx, verb string, d content.DraftOf[string], why string) error {
	d, err := d.Back(why)
	if err != nil {
		return err
	}
	return store.GiveBack(ctx, tx, verb, store.NounSetting, d)
}

// unfitDraft refuses a value that waits if a live slide would not fit on a screen any more.
func (s *Settings) unfitDraft(ctx context.Context, key string) error {
	d, err := s.Store.SettingDraft(ctx, key)
	if err != nil {
		return err
	}
	f, _ := fieldOf(key)
	f.Value = d.Doc
	return s.unfit(ctx, []field{f})
}

// onDraft does something with a value that waits.
func (s *Settings) onDraft(key string, do func(context.Context, *store.Tx, field, content.DraftOf[string]) error) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		d, err := tx.SettingDraft(ctx, key)
		if err != nil {
			return err
		}
		f, known := fieldOf(key)
		if !known {
			return &content.Error{Code: content.NotFound, Vi: "Không còn thiết lập này.", En: "There is no such setting any more."}
		}
		return do(ctx, tx, f, d)
	}
}

// decide does something with a value that waits, in one change.
func (s *Settings) decide(c *fiber.Ctx, done string, do shell.Do) error {
	ctx := c.UserContext()
	if _, err := s.Store.SettingDraft(ctx, shell.Param(c, "key")); err != nil {
		return err
	}
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return do(ctx, tx) })
	if err != nil {
		fields, other := s.fields(ctx)
		if other != nil {
			return other
		}
		return s.refuse(c, fields, err)
	}
	return shell.Done(c, shell.PathSettings, done)
}

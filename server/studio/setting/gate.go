package setting

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Gate is new values of settings as approvers meet them among other drafts.
type Gate struct{ *Settings }

// Writing lists the settings with a new value: it waits from the start, until it is given back.
func (g Gate) Writing(ctx context.Context) (keys []string, err error) {
	all, err := g.Store.SettingDrafts(ctx)
	for _, one := range all {
		keys = append(keys, one.ID)
	}
	return keys, err
}

// Head is what lists say of a new value.
func (g Gate) Head(ctx context.Context, key string) (shell.Head, error) {
	d, err := g.Store.SettingDraft(ctx, key)
	return shell.Head{
		Title: shell.SettingNames[key], Kind: shell.Say("Cài đặt", "Setting"), At: shell.PathSettings + "#" + key, By: d.By,
		Subject: mandate.Subject{By: d.By}, State: shell.StateOf(d.Kept), Returned: d.Returned,
	}, err
}

// Sight is the value in use beside the new one, and which live slides it changes.
func (g Gate) Sight(ctx context.Context, key, _, _ string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, key); err != nil {
		return out, err
	}
	d, err := g.Store.SettingDraft(ctx, key)
	if err != nil {
		return out, err
	}
	live, err := liveValue(ctx, g.Store.Reader, key)
	if err != nil {
		return out, err
	}
	f, _ := fieldOf(key)
	f.Value = d.Doc
	out.Seen, out.Beside, out.Part = content.SightOf(d.Doc), true, "setting_effect"
	out.Differences = []shell.Difference{{Name: f.Name, Was: shell.Same(live), Is: shell.Same(d.Doc)}}
	effect, err := g.effect(ctx, []field{f})
	for _, one := range slices.Concat(effect.Changed, effect.On, effect.Off, effect.Copies) {
		out.Touches = append(out.Touches, store.DraftKey{Noun: store.NounSlide, ID: one.ID})
	}
	out.Body = effect
	return out, err
}

// Submit has a value wait; whoever sends it with other drafts may not approve it.
func (g Gate) Submit(_ context.Context, who, key string, _ shell.Form) shell.Do {
	return g.onDraft(key, func(ctx context.Context, tx *store.Tx, f field, d content.DraftOf[string]) error {
		if err := g.SignIn.Ask(ctx, tx, who, signin.Settings, mandate.City); err != nil {
			return err
		}
		live, err := liveValue(ctx, tx.Reader, f.Key)
		if err != nil {
			return err
		}
		if d, err = d.Submit(live, who); err != nil {
			return err
		}
		return tx.PutSettingDraft(ctx, d)
	})
}

// Approve lets the value take the place of the live one.
func (g Gate) Approve(ctx context.Context, who, key string, f shell.Form) shell.Do {
	return g.approving(ctx, who, key, f)
}

// Return ends its wait.
func (g Gate) Return(who, key, why string) shell.Do {
	do := g.returning(who, key, why)
	return func(ctx context.Context, tx *store.Tx) error {
		if err := g.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.City); err != nil {
			return err
		}
		return do(ctx, tx)
	}
}

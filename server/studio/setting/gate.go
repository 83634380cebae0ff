package setting

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Gate is new values of settings as approvers meet them among other drafts.
type Gate struct{ *Settings }

// Writing lists the settings whose new value waits: it does from the start.
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
		Subject: mandate.Subject{By: d.By}, State: content.Submitted,
	}, err
}

// Sight is the value in use beside the new one, and which live slides it changes.
func (g Gate) Sight(ctx context.Context, key, _ string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, key); err != nil {
		return out, err
	}
	d, err := g.Store.SettingDraft(ctx, key)
	if err != nil {
		return out, err
	}
	f, _ := fieldOf(key)
	f.Value = d.Doc
	out.Seen, out.Beside, out.Part = content.SightOf(d.Doc), true, "setting_effect"
	out.Differences = []shell.Difference{{Name: f.Name, Was: shell.Same(d.Base), Is: shell.Same(d.Doc)}}
	out.Body, err = g.effect(ctx, []field{f})
	return out, err
}

// Submit makes whoever sends a value with other drafts one of those who may not approve it.
func (g Gate) Submit(_ context.Context, who, key string, _ shell.Form) shell.Do {
	return g.onDraft(key, func(ctx context.Context, tx *store.Tx, _ field, d content.DraftOf[string]) error {
		if err := g.SignIn.Ask(ctx, tx, who, signin.Settings, mandate.City); err != nil {
			return err
		}
		return tx.PutSettingDraft(ctx, d.Sent(who))
	})
}

// Approve lets the value take the place of the live one.
func (g Gate) Approve(ctx context.Context, who, key string, f shell.Form) shell.Do {
	return g.approving(ctx, who, key, f)
}

// Return ends its wait.
func (g Gate) Return(who, key, why string) shell.Do {
	do := g.returning(key, why)
	return func(ctx context.Context, tx *store.Tx) error {
		if err := g.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.City); err != nil {
			return err
		}
		return do(ctx, tx)
	}
}

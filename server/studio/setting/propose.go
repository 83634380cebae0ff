package setting

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/link"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// propose has new values wait for another person, and gives the key of the sentence for it. One
// that does not fit on a screen any more is refused with the slide's name.
func (s *Settings) propose(ctx context.Context, who string, changed []field) (done string, err error) {
	if err := s.unfit(ctx, changed); err != nil {
		return "", err
	}
	done = "saved"
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		alone, err := s.alone(ctx, tx, who)
		if err != nil {
			return err
		}
		for _, f := range changed {
			live, err := liveValue(ctx, tx.Reader, f.Key)
			if err != nil {
				return err
			}
			if away := takenAway(f, live); away != live || alone {
				if alone {
					away = f.Value
				}
				if err := put(ctx, tx, f.Key, away); err != nil {
					return err
				}
				live = away
			}
			if live == f.Value {
				continue
			}
			old, err := tx.SettingDraft(ctx, f.Key)
			if err != nil && content.CodeOf(err) != content.NotFound {
				return err
			}
			old.ID = f.Key
			if err := tx.PutSettingDraft(ctx, old.Saved(f.Value, live, who, tx.Time())); err != nil {
				return err
			}
			done = "proposed"
		}
		return nil
	})
	return done, err
}

// alone says whether what a person saves holds at once: they may approve settings, and nobody else
// ever could approve.
func (s *Settings) alone(ctx context.Context, tx *store.Tx, who string) (bool, error) {
	alone, err := signin.Alone(ctx, tx.Reader, who)
	if err != nil || !alone {
		return false, err
	}
	switch err := s.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.City); content.CodeOf(err) {
	case content.Denied:
		return false, nil
	default:
		return err == nil, err
	}
}

// unfit refuses values with which a live slide would not fit on a screen any more.
func (s *Settings) unfit(ctx context.Context, changed []field) error {
	effect, err := s.effect(ctx, changed)
	if err != nil || len(effect.Unfit) == 0 {
		return err
	}
	first := effect.Unfit[0]
	return shell.At(changed[0].Key, shell.Invalidf(
		"Với giá trị mới, tấm “%s” không còn vừa màn hình %s. Hãy rút ngắn giá trị, hoặc sửa tấm trước.",
		"With the new value “%s” does not fit the screen %s any more. Shorten the value, or change the slide first.",
		first.Slide.Title, first.Canvas))
}

// effect is what new values would change on screens, for the part "setting_effect".
type effect struct {
	answer.Effect
	Unread []content.Slide // whose files cannot be read now: they may have the old value typed in
}

func (s *Settings) effect(ctx context.Context, changed []field) (out effect, err error) {
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return out, err
	}
	values := map[string]string{}
	for _, f := range changed {
		values[f.Key] = f.Value
	}
	out.Effect = on.Settings(ctx, values)
	files, unread, err := s.filesWith(ctx, changed)
	out.Unread = unread
	out.Copies = append(out.Copies, files...)
	return out, err
}

// liveValue is the value of a setting in force; "" where it is unset.
func liveValue(ctx context.Context, r store.Reader, key string) (string, error) {
	live, err := r.Setting(ctx, key)
	if content.CodeOf(err) == content.NotFound {
		return "", nil
	}
	return live.Value, err
}

// takenAway is the live value without what a new one takes away from it: taking a link, a domain or a
// telephone number off screens needs one person, and holds at once.
func takenAway(f field, live string) string {
	switch {
	case f.Kind == "domains":
		return kept(live, f.Value)
	case f.Kind == "phones":
		return keptNumbers(live, f.Value)
	case f.Kind == "link" && f.Value == "":
		return ""
	}
	return live
}

// kept are the domains of a list that another one has too.
func kept(live, list string) string {
	there := content.Domains(list)
	return strings.Join(slices.DeleteFunc(content.Domains(live), func(d string) bool { return !slices.Contains(there, d) }), " ")
}

// keptNumbers are the lines of a list whose numbers another one has too: a label or a way of writing
// that was set right takes no number off screens.
func keptNumbers(live, list string) string {
	there, _ := preflight.ReadPhones(list) // it was checked; of one that cannot be read nothing stays
	return strings.Join(slices.DeleteFunc(content.Lines(live), func(line string) bool {
		was, err := preflight.ReadPhones(line)
		return err != nil || len(was) != 1 || !slices.ContainsFunc(there, func(p preflight.Listed) bool { return p.Lets(was[0]) })
	}), "\n")
}

// put sets or unsets a value. Links below a domain that goes go with it.
func put(ctx context.Context, tx *store.Tx, key, value string) error {
	before, err := liveValue(ctx, tx.Reader, key)
	if err != nil {
		return err
	}
	if value != "" {
		if err := tx.PutSetting(ctx, key, value); err != nil {
			return err
		}
	} else if err := tx.DeleteSetting(ctx, key); err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if key == content.SettingDomains {
		return dropLinks(ctx, tx, before, value)
	}
	return nil
}

// dropLinks unsets the links, live and waiting, that lead to a domain which was allowed before and
// is no more.
func dropLinks(ctx context.Context, tx *store.Tx, before, after string) error {
	lost := func(to string) bool { return link.Leads(hostOf(to), before) && !link.Leads(hostOf(to), after) }
	for _, f := range asked {
		if f.Kind != "link" {
			continue
		}
		live, err := liveValue(ctx, tx.Reader, f.Key)
		if err != nil {
			return err
		}
		if lost(live) {
			if err := tx.DeleteSetting(ctx, f.Key); err != nil {
				return err
			}
		}
		draft, err := tx.SettingDraft(ctx, f.Key)
		if err == nil && !draft.Kept && lost(draft.Doc) {
			err = giveBack(ctx, tx, "return", draft, "Tên miền của liên kết không còn được phép. · The domain of the link is not allowed any more.")
		}
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
	}
	return nil
}

func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

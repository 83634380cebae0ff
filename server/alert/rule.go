package alert

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
)

// rules are when people are written to, and what has waited too long, as of a look.
type rules struct {
	quiet    hours.Set
	patience time.Duration
}

// setRules reads the settings of the studio; what is unset there is as the server was started.
func (a *Alerts) setRules(ctx context.Context) error {
	set, err := a.Store.SettingValues(ctx, []string{content.SettingQuiet, content.SettingStep})
	if err != nil {
		return err
	}
	a.rules = rules{a.Quiet, a.Patience}
	if parts, err := hours.ParseQuiet(set[0]); err == nil && len(parts) > 0 {
		a.rules.quiet = hours.Set{Parts: parts}
	}
	if step, err := time.ParseDuration(set[1] + "h"); err == nil && step > 0 {
		a.rules.patience = step
	}
	return nil
}

// quietOf is when a person is not written to: by their own hours, else by everybody's.
func (a *Alerts) quietOf(own string) hours.Set {
	if own == store.NeverQuiet {
		return hours.Set{}
	}
	if parts, err := hours.ParseQuiet(own); err == nil && len(parts) > 0 {
		return hours.Set{Parts: parts}
	}
	return a.rules.quiet
}

// awake is the first instant from t on at which a person with these quiet hours is written to.
func (a *Alerts) awake(t time.Time, own string) time.Time {
	quiet := a.quietOf(own)
	if len(quiet.Parts) == 0 || !quiet.Contains(t, area.Local) {
		return t
	}
	if next, ends := quiet.Next(t, area.Local); ends {
		return next
	}
	return t
}

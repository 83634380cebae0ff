package home

import (
	"cmp"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

// troubles are the screens that are silent, those that are longest so first.
func (l look) troubles(v *view) error {
	all, err := l.Shell.Screens(l.ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		status := l.fleet.Of(one)
		if status.State != fleet.Silent || !v.Has(mandate.OfPlace(status.Place)) {
			continue
		}
		v.Silent++
		if len(v.Troubles) == mostLines {
			continue
		}
		v.Troubles = append(v.Troubles, line{
			Name: shell.Same(one.Code + " · " + one.Name), At: shell.ScreenPath(one.Code), Bad: true,
			About: when("Mất liên lạc từ %s", "Silent since %s", status.Since),
		})
	}
	return nil
}

// soonOld is how long before figures grow old the page says so.
const soonOld = 12 * time.Hour

// keeps is how long figures are new where no setting says otherwise.
const keeps = 48 * time.Hour

// old are the figures that have grown old, or soon will.
func (l look) old(v *view) error {
	measures, err := l.Store.Measures(l.ctx)
	if err != nil {
		return err
	}
	age := keeps
	settings, err := l.Store.Settings(l.ctx)
	if err != nil {
		return err
	}
	for _, s := range settings {
		if set, err := time.ParseDuration(s.Value + "h"); s.Key == content.SettingMaxAge && err == nil && set > 0 {
			age = set
		}
	}
	period, ok := area.PeriodAt(l.now)
	if !ok {
		return nil
	}
	for _, m := range measures {
		r, err := l.Store.LatestRelease(l.ctx, m.ID, cmp.Or(m.Period(), period))
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		one := line{Name: shell.Say(m.Vi, m.En), At: shell.PathFigures, About: when("Tính đến %s; sắp cũ", "As of %s; soon old", r.AsOf)}
		switch {
		case figure.Stale(r.AsOf, l.now, age):
			one.Bad, one.About = true, when("Đã cũ: tính đến %s", "Old: as of %s", r.AsOf)
		case !figure.Stale(r.AsOf, l.now.Add(soonOld), age):
			continue
		}
		v.Old = append(v.Old, one)
	}
	return nil
}

// when is a sentence with an instant, where %s stands.
func when(vi, en string, at time.Time) shell.Text {
	return shell.Textf(vi, en, shell.Say(shell.Vietnamese.When(at), shell.English.When(at)))
}

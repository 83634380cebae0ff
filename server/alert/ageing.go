package alert

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// oldFigures stands for released figures, on the page of figures.
const oldFigures store.Noun = "figures_old"

// ageingIn is how long before figures grow old people are told: what is looked at once a day has to
// be told a day ahead.
const ageingIn = 24 * time.Hour

// usualAge is how long figures are new where no setting says otherwise.
const usualAge = 48 * time.Hour

// ageing tells those who may release figures which of today's grow old within a day.
func (a *Alerts) ageing(ctx context.Context) (out []store.Alert, err error) {
	measures, err := a.Store.Measures(ctx)
	if err != nil {
		return nil, err
	}
	period, ok := area.PeriodAt(a.Now())
	if !ok {
		return nil, nil
	}
	set, err := a.Store.SettingValues(ctx, []string{content.SettingMaxAge})
	if err != nil {
		return nil, err
	}
	age := usualAge
	if d, err := time.ParseDuration(set[0] + "h"); err == nil && d > 0 {
		age = d
	}
	to, err := a.who(ctx, mandate.City, mandate.Release)
	if err != nil {
		return nil, err
	}
	for _, one := range measures {
		r, err := a.Store.LatestRelease(ctx, one.ID, period)
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		end := r.AsOf.Add(age)
		if !end.After(a.Now()) || end.After(a.Now().Add(ageingIn)) {
			continue
		}
		m := message{Event: lapses, Noun: oldFigures, ID: r.ID, Title: text{one.Vi, one.En}, At: end}
		some, err := a.alerts(ctx, m, fmt.Sprintf("%s %s/%s %d", lapses, m.Noun, r.ID, end.UnixMilli()), to)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// renewed says whether figures of which a message says that they grow old were replaced since.
func (a *Alerts) renewed(ctx context.Context, id string) (bool, error) {
	r, err := a.Store.Release(ctx, id)
	if err != nil {
		return true, unlessGone(err)
	}
	latest, err := a.Store.LatestRelease(ctx, r.Measure, r.Period)
	return err != nil || latest.ID != id, unlessGone(err)
}

// approvals tells of standing approvals and approvals of takeovers that end soon.
func (a *Alerts) approvals(ctx context.Context) (out []store.Alert, err error) {
	standings, err := a.Store.Standings(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range standings {
		if !content.EndsSoon(s.Until, a.Now()) {
			continue
		}
		some, err := a.lapse(ctx, message{Event: lapses, Noun: store.NounStanding, ID: s.ID, Title: folderOf(s), At: s.Until}, mandate.OfStanding(s))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	takeovers, err := a.Store.TakeoversReady(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range takeovers {
		if !content.EndsSoon(t.Approval.Valid.Until, a.Now()) {
			continue
		}
		some, err := a.lapse(ctx, message{Event: lapses, Noun: store.NounTakeover, ID: t.ID, Title: same(t.Title), At: t.Approval.Valid.Until}, mandate.OfTakeover(t))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// folderOf is what people call a standing approval.
func folderOf(s content.Standing) text {
	if s.Folder == "" {
		return text{"Hộp thả tệp", "The inbox itself"}
	}
	return same(s.Folder)
}

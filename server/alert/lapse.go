package alert

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// lapses looks once a day, and after each start, at what is about to end.
func (a *Alerts) lapses(ctx context.Context) error {
	now := a.Now()
	day := now.In(area.Local).Format(time.DateOnly)
	if a.days == day {
		return nil
	}
	campaigns, err := a.Store.Campaigns(ctx)
	if err != nil {
		return err
	}
	slides, err := a.Store.ApprovedSlides(ctx)
	if err != nil {
		return err
	}
	var out []store.Alert
	of := map[string]content.Campaign{}
	for _, c := range campaigns {
		of[c.ID] = c
		if !c.Runs() || !content.EndsSoon(c.Valid.Until, now) {
			continue
		}
		m := message{Event: lapses, Noun: store.NounCampaign, ID: c.ID, Title: same(c.Name), At: c.Valid.Until}
		if m.After, err = a.after(ctx, c); err != nil {
			return err
		}
		some, err := a.lapse(ctx, m, mandate.OfCampaign(c))
		if err != nil {
			return err
		}
		out = append(out, some...)
	}
	for _, one := range slides {
		c, known := of[one.Campaign]
		until := one.Valid.Until
		if end := one.Approval.Valid.Until; until.IsZero() || !end.IsZero() && end.Before(until) {
			until = end
		}
		if end := c.Valid.Until; !known || !content.EndsSoon(until, now) || !end.IsZero() && !end.After(until) {
			continue // it ends with its campaign, whose people were told
		}
		some, err := a.lapse(ctx, message{Event: lapses, Noun: store.NounSlide, ID: one.ID, Title: same(one.Title), At: until}, mandate.OfSlide(one, c))
		if err != nil {
			return err
		}
		out = append(out, some...)
	}
	for _, look := range []func(context.Context) ([]store.Alert, error){a.mandates, a.holds, a.approvals, a.ageing} {
		some, err := look(ctx)
		if err != nil {
			return err
		}
		out = append(out, some...)
	}
	mark, err := a.Store.AlertsRead(ctx)
	if err != nil {
		return err
	}
	if err := a.Store.PutAlerts(ctx, mark, nil, out...); err != nil {
		return err
	}
	a.days = day
	return nil
}

// lapse tells those who may change something, or approve the change, once of each end that it has.
func (a *Alerts) lapse(ctx context.Context, m message, about mandate.Subject) ([]store.Alert, error) {
	to, err := a.who(ctx, about, mandate.Edit, mandate.Approve)
	if err != nil {
		return nil, err
	}
	return a.alerts(ctx, m, fmt.Sprintf("%s %s/%s %d", lapses, m.Noun, m.ID, m.At.UnixMilli()), to)
}

// mostNamed is how many slides an e-mail names for each size of screen.
const mostNamed = 3

// after says for each size of screen what is on the day after the end of a campaign, at noon.
func (a *Alerts) after(ctx context.Context, c content.Campaign) (out []text, err error) {
	on, err := a.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	turning, err := answer.TurningOn(ctx, on, c.Targets, content.DayAfter(c.Valid.Until, area.Local))
	if err != nil {
		return nil, err
	}
	for _, one := range turning {
		var titles []string
		for _, id := range one.Slides[:min(len(one.Slides), mostNamed)] {
			if slide, err := a.Store.Slide(ctx, id); err == nil {
				titles = append(titles, slide.Title)
			}
		}
		more := len(one.Slides) - len(titles)
		said := text{
			fmt.Sprintf("%s (%d màn hình): %s", one.Canvas, one.Screens, strings.Join(titles, ", ")),
			fmt.Sprintf("%s (%d screens): %s", one.Canvas, one.Screens, strings.Join(titles, ", ")),
		}
		if more > 0 {
			said = text{said.Vi + fmt.Sprintf(" và %d tấm nữa", more), said.En + fmt.Sprintf(" and %d more", more)}
		}
		if one.Safe > 0 {
			said = text{said.Vi + fmt.Sprintf("; %d chỉ có thẻ an toàn", one.Safe), said.En + fmt.Sprintf("; %d with the safe card only", one.Safe)}
		}
		out = append(out, said)
	}
	return out, nil
}

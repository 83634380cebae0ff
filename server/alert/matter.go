package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// thing is what an alert is about, as it stands.
type thing struct {
	Noun  store.Noun
	ID    string
	Title text
	about mandate.Subject
	by    []string // staff IDs of those who had a part in what waits
	waits bool     // for an approver
}

// read makes alerts of what the log has beyond the mark.
func (a *Alerts) read(ctx context.Context) error {
	mark, err := a.Store.AlertsRead(ctx)
	if content.CodeOf(err) == content.NotFound {
		if mark, err = a.Store.LastChange(ctx); err == nil {
			err = a.Store.PutAlerts(ctx, mark, nil)
		}
	}
	if err != nil {
		return err
	}
	for {
		lines, err := a.Store.Changes(ctx, mark, 200)
		if err != nil || len(lines) == 0 {
			return err
		}
		var ended []string
		var made []store.Alert
		written := map[string]bool{}
		for _, line := range lines {
			matters, alerts, err := a.of(ctx, line, written)
			if err != nil {
				return err
			}
			left, err := cardsLeft(ctx, a, line, written)
			if err != nil {
				return err
			}
			ended, made, mark = append(ended, matters...), append(append(made, alerts...), left...), line.Number
		}
		if err := a.Store.PutAlerts(ctx, mark, ended, made...); err != nil {
			return err
		}
	}
}

// waiting is the matter of something that waits for an approver.
func waiting(noun store.Noun, id string) string { return fmt.Sprintf("submitted %s/%s", noun, id) }

// of is what a line of the log is worth: the matters that it ends, and who is told. Of submissions
// it notes in written the matters that have their messages: of what was sent together each line would
// read all of it again.
func (a *Alerts) of(ctx context.Context, line store.Change, written map[string]bool) (ended []string, out []store.Alert, err error) {
	if line.Noun == store.NounFigures || line.Noun == store.NounFigureSheet {
		return a.figures(ctx, line)
	}
	if line.Noun == store.NounSurface {
		out, err = covers(ctx, a, line)
		return nil, out, err
	}
	if line.Noun == store.NounBulletin {
		return a.bulletins(ctx, line)
	}
	if line.Verb == store.VerbRefused {
		out, err = refusedPress(ctx, a, line)
		return nil, out, err
	}
	if !slices.Contains([]string{"submit", "approve", "return", "withdraw", "discard", "delete", "take_off"}, line.Verb) {
		return nil, nil, nil
	}
	matter := waiting(line.Noun, line.ID)
	if line.Verb == "take_off" {
		out, err = a.cardEnded(ctx, line, written)
		return []string{matter}, out, err
	}
	if slices.Contains([]string{"withdraw", "discard", "delete"}, line.Verb) {
		return []string{matter}, nil, nil
	}
	one, known, err := a.thing(ctx, line.Noun, line.ID)
	if err != nil || !known {
		return nil, nil, err
	}
	switch line.Verb {
	case "submit":
		if !one.waits {
			return nil, nil, nil // it is over already
		}
		out, err = a.waits(ctx, line, one, written)
		return nil, out, err
	default:
		out, err = a.decided(ctx, line, one, written)
		return []string{matter}, out, err
	}
}

// waits tells those on whose desk something lies now, of what was sent together in one message.
func (a *Alerts) waits(ctx context.Context, line store.Change, one thing, written map[string]bool) ([]store.Alert, error) {
	m := message{Event: submitted, Noun: line.Noun, ID: line.ID, Title: one.Title, Who: line.Who, At: line.At}
	matter, all := waiting(line.Noun, line.ID), []thing{one}
	i, err := a.Store.Waiting(ctx, store.DraftKey{Noun: line.Noun, ID: line.ID})
	if unlessGone(err) != nil {
		return nil, err
	}
	asOne := waiting(store.NounSubmission, i.Submission)
	if written[asOne] {
		return nil, nil
	}
	sent, err := a.sentWith(ctx, i)
	if err != nil {
		return nil, err
	}
	if items := sent.Waits(); len(items) > 1 {
		if items, all, err = a.things(ctx, items); err != nil {
			return nil, err
		}
		m, matter, written[asOne] = together(m, sent.ID, items, all), asOne, true
	}
	d, err := a.desks(ctx)
	if err != nil {
		return nil, err
	}
	out, err := a.alerts(ctx, m, matter, onDesks(d, all, 0))
	if err != nil {
		return nil, err
	}
	dropped, err := a.dropped(ctx, line, one)
	return append(out, dropped...), err
}

// decided tells those who submitted something what became of it; what was decided in one act is one
// message.
func (a *Alerts) decided(ctx context.Context, line store.Change, one thing, written map[string]bool) (out []store.Alert, err error) {
	m := message{Event: approved, Noun: line.Noun, ID: line.ID, Title: one.Title, Who: line.Who, At: line.At}
	how := store.ItemApproved
	if line.Verb == "return" {
		m.Event, m.Why, how = returned, whyOf(line.Detail), store.ItemReturned
	}
	matter := func(noun store.Noun, id string) string {
		return fmt.Sprintf("%s %s/%s %d", m.Event, noun, id, line.Number)
	}
	of := store.DraftKey{Noun: line.Noun, ID: line.ID}
	i, err := a.Store.Decided(ctx, of)
	if unlessGone(err) != nil {
		return nil, err
	}
	inAct := func(i store.Item) bool { return i.Outcome == how && i.At.Equal(line.At) }
	asOne := matter(store.NounSubmission, i.Submission)
	if written[asOne] && inAct(i) {
		return nil, nil
	}
	sent, err := a.sentWith(ctx, i)
	if err != nil {
		return nil, err
	}
	items := slices.DeleteFunc(slices.Clone(sent.Items), func(i store.Item) bool { return !inAct(i) })
	if len(items) < 2 {
		to, err := a.submitters(ctx, line, of)
		if err != nil {
			return nil, err
		}
		return a.alerts(ctx, m, matter(of.Noun, of.ID), to)
	}
	items, all, err := a.things(ctx, items)
	if err != nil {
		return nil, err
	}
	var to []string
	for _, i := range items {
		some, err := a.submitters(ctx, line, i.DraftKey)
		if err != nil {
			return nil, err
		}
		to = append(to, some...)
	}
	slices.Sort(to)
	written[asOne] = true
	return a.alerts(ctx, together(m, sent.ID, items, all), asOne, slices.Compact(to))
}

// whyOf is the reason that a line of the log gives: of a draft that was ended, or of a slide.
func whyOf(detail json.RawMessage) string {
	var said struct {
		Why      string `json:"why"`
		Returned string `json:"returned"`
		Doc      struct {
			Returned string `json:"returned"`
		} `json:"doc"`
	}
	if json.Unmarshal(detail, &said) != nil {
		return ""
	}
	return said.Why + said.Returned + said.Doc.Returned
}

// thing is what a line of the log is about; false where alerts are not about such things, or it is
// gone.
func (a *Alerts) thing(ctx context.Context, noun store.Noun, id string) (t thing, known bool, err error) {
	t = thing{Noun: noun, ID: id, about: mandate.City}
	switch noun {
	case store.NounSlide:
		d, err := a.Store.SlideDraft(ctx, id)
		if err != nil {
			return t, false, unlessGone(err)
		}
		t.Title, t.by, t.waits = same(d.Doc.Title), d.By, d.Doc.State == content.Submitted
		t.about, err = signin.SlideSubject(ctx, a.Store.Reader, d.Doc)
		return t, err == nil, err
	case store.NounCampaign:
		live, err := a.Store.Campaign(ctx, id)
		if err != nil {
			return t, false, unlessGone(err)
		}
		t.Title, t.about = same(live.Name), mandate.OfCampaign(live)
		d, err := a.Store.CampaignDraft(ctx, id)
		if err == nil {
			t.by, t.waits, t.about = d.By, !d.Kept, mandate.OfCampaign(d.Doc)
		}
		return t, true, unlessGone(err)
	case store.NounTakeover:
		one, err := a.Store.TakeoverDraft(ctx, id)
		if err != nil {
			return t, false, unlessGone(err)
		}
		t.Title, t.by, t.waits, t.about = same(one.Doc.Title), one.By, !one.Kept, mandate.OfTakeover(one.Doc)
		return t, true, nil
	case store.NounSetting:
		t.Title = text{"Một cài đặt", "A setting"}
		d, err := a.Store.SettingDraft(ctx, id)
		if err == nil {
			t.by, t.waits = d.By, !d.Kept
		}
		return t, true, unlessGone(err)
	case store.NounForm:
		d, err := a.Store.FormDraft(ctx, id)
		t.by, t.waits = d.By, err == nil && !d.Kept
		if content.CodeOf(err) == content.NotFound { // it was approved
			d.Doc, err = a.Store.Form(ctx, id)
		}
		if err != nil {
			return t, false, unlessGone(err)
		}
		c, err := a.Store.Campaign(ctx, d.Doc.Slide.Campaign)
		t.Title, t.about = same(d.Doc.Name), mandate.OfForm(d.Doc, c)
		return t, true, unlessGone(err)
	case store.NounStanding:
		d, err := a.Store.StandingDraft(ctx, id)
		t.by, t.waits = d.By, err == nil && !d.Kept
		if content.CodeOf(err) == content.NotFound { // it was approved
			d.Doc, err = a.Store.Standing(ctx, id)
		}
		if err != nil {
			return t, false, unlessGone(err)
		}
		t.Title, t.about = folderOf(d.Doc), mandate.OfStanding(d.Doc)
		return t, true, nil
	}
	return t, false, nil
}

func unlessGone(err error) error {
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	return err
}

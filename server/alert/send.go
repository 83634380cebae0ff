package alert

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/hook"
	"ngatu/internal/post"
	"ngatu/internal/store"
)

// pauses are how long it is waited after each try that failed; after the last it is given up.
var pauses = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// atOnce is how many alerts are sent at a look.
const atOnce = 100

// send sends what is due. A receiver that failed is left alone for the rest of the look: one that
// is down must not hold up the others.
func (a *Alerts) send(ctx context.Context) error {
	due, err := a.Store.DueAlerts(ctx, a.Now(), atOnce)
	if err != nil {
		return err
	}
	down := map[string]bool{}
	for _, one := range due {
		receiver := one.Channel
		if one.Channel == byHook {
			receiver = one.Whom
		}
		if down[receiver] || ctx.Err() != nil {
			continue
		}
		err := a.try(ctx, one)
		if err == nil {
			err = a.Store.EndAlert(ctx, one.ID, true, a.Now())
		} else if ctx.Err() == nil {
			down[receiver] = true
			err = a.failed(ctx, one, err)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// failed puts an alert off, or gives it up. The log has no address of a person and no secret.
func (a *Alerts) failed(ctx context.Context, one store.Alert, why error) error {
	if one.Tries >= len(pauses) {
		a.Log.Error("a message to staff could not be sent and is given up", "channel", one.Channel, "matter", one.Matter, "tries", one.Tries+1, "error", why)
		return a.Store.EndAlert(ctx, one.ID, false, a.Now())
	}
	a.Log.Warn("a message to staff could not be sent and will be tried again", "channel", one.Channel, "matter", one.Matter, "tries", one.Tries+1, "error", why)
	due := a.Now().Add(pauses[one.Tries])
	if m, err := readMessage(one.Doc); one.Channel == byEmail && (err != nil || !m.Event.urgent()) {
		to, err := a.Store.Staff(ctx, one.Whom)
		if unlessGone(err) != nil {
			return err
		}
		due = a.awake(due, to.Quiet)
	}
	return a.Store.PutOffAlert(ctx, one.ID, one.Tries+1, due)
}

// try sends an alert; one that nobody can get any more counts as sent.
func (a *Alerts) try(ctx context.Context, one store.Alert) error {
	m, err := readMessage(one.Doc)
	if err != nil {
		return err
	}
	if over, err := a.over(ctx, m); err != nil || over {
		return err
	}
	if one.Channel == byHook {
		i := slices.IndexFunc(a.Hooks, func(h hook.Hook) bool { return h.Address == one.Whom })
		if i < 0 {
			return nil // the operator took it away
		}
		body, err := m.body(a.Address)
		if err != nil {
			return err
		}
		return a.Hooks[i].Send(ctx, one.ID, a.Now(), body)
	}
	to, err := a.Store.Staff(ctx, one.Whom)
	switch {
	case content.CodeOf(err) == content.NotFound, err == nil && (to.Disabled || to.Email == "" || slices.Contains(to.Muted, string(m.Event))), a.Post == nil:
		return nil
	case err != nil:
		return err
	}
	err = a.Post.Send(ctx, post.Email{
		ID: one.ID, To: to.Email, Subject: m.subject(to.Language), Text: m.email(to.Language, a.nameOf(ctx, m.Who), a.Address),
	})
	if err != nil {
		return fmt.Errorf("hand an e-mail to the mail server: %w", err)
	}
	return nil
}

// over says whether what a message says is no more so: a warning or all of a submission waits no
// more, cards follow their page, figures were renewed, an address answers.
func (a *Alerts) over(ctx context.Context, m message) (bool, error) {
	if m.Event == proposed {
		b, err := a.Store.Bulletin(ctx, m.ID)
		return err != nil || !b.Waits(a.Now()), unlessGone(err)
	}
	if m.Event == cardsApart {
		return follow(ctx, a.Store.Reader, m)
	}
	if m.Noun == pulledFigures && a.Pulls != nil {
		return a.pullWorks(ctx, m)
	}
	if m.Event == lapses && m.Noun == oldFigures {
		return a.renewed(ctx, m.ID)
	}
	if m.Noun != store.NounSubmission || m.Event != submitted && m.Event != waited {
		return false, nil
	}
	sent, err := a.Store.Submission(ctx, m.ID)
	return err != nil || len(sent.Waits()) == 0, unlessGone(err)
}

// nameOf is what people call whoever acted.
func (a *Alerts) nameOf(ctx context.Context, who string) string {
	if p, err := a.Store.Staff(ctx, who); err == nil {
		return p.Name
	}
	return who
}

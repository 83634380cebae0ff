package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// refusedPress tells whoever put a takeover on while the database was away, and all who may put it on
// there, that the press did not enter and has ended; in quiet hours too: screens do not show what
// somebody believes they do.
func refusedPress(ctx context.Context, a *Alerts, line store.Change) ([]store.Alert, error) {
	var r store.RefusedPress
	if err := json.Unmarshal(line.Detail, &r); err != nil {
		return nil, fmt.Errorf("change %d cannot be read: %w", line.Number, err)
	}
	t, err := a.Store.Takeover(ctx, line.ID)
	if unlessGone(err) != nil {
		return nil, err
	}
	m := message{
		Event: refused, Noun: line.Noun, ID: line.ID, Title: same(t.Title), Who: line.Who, At: r.Press.Begun, Why: r.Vi, Said: text{r.Vi, r.En},
	}
	if err != nil { // it is gone, and its page with it
		m.ID, m.Title = "", same(line.ID)
	}
	t.Press = r.Press
	to, err := a.who(ctx, mandate.OfPress(t), mandate.PutOn)
	if err != nil {
		return nil, err
	}
	if d, err := a.desks(ctx); err != nil {
		return nil, err
	} else if _, there := d.People[line.Who]; there && !slices.Contains(to, line.Who) {
		to = append(to, line.Who)
	}
	return a.alerts(ctx, m, fmt.Sprintf("%s %s %d", refused, line.ID, line.Number), to)
}

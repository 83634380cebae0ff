package player

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// undrawnLimit is how long the glass may get no frame, whatever the agent does with its browser,
// before the agent no longer counts as alive. Then the compositor and the session around it have to
// restart.
const undrawnLimit = 5 * time.Minute

// Alive says whether the agent works, for a watchdog: it serves its page, no part is stuck, and its
// browser, if it has one, has drawn lately.
func (p *Player) Alive(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	// The status page asks every part, so a part that is stuck shows here.
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+local(p.Addr())+"/", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("player: the page is not served: %w", err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("player: the status page answers %s", resp.Status)
	}
	if p.browser == nil || p.cfg.BrowserHang < 0 {
		return nil
	}
	return drawing(p.browser.LastBeat(), p.started)
}

// drawing says whether a browser has drawn within undrawnLimit. last is when it last drew, zero if
// it never did; started is when the agent started.
func drawing(last, started time.Time) error {
	if last.IsZero() {
		last = started
	}
	if silent := time.Since(last); silent > undrawnLimit {
		return fmt.Errorf("player: nothing was drawn for %v", silent.Round(time.Second))
	}
	return nil
}

package player

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// undrawn is how long the glass may get no frame, whatever the agent does with its browser, before the agent does not
// count as alive any more: then what lies around both, compositor and session, has to be started anew.
const undrawn = 5 * time.Minute

// Alive says whether the agent does its work, for a watchdog: its page is served, nothing inside it is stuck, and its
// browser, where it has one, has drawn of late.
func (p *Player) Alive(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	// The status page asks every part for what it knows, so one that is stuck shows here.
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
	return p.drawing(time.Now())
}

// drawing says whether the browser has drawn within undrawn.
func (p *Player) drawing(now time.Time) error {
	if p.browser == nil || p.cfg.BrowserHang < 0 {
		return nil
	}
	last := p.browser.LastBeat()
	if last.IsZero() {
		last = p.started
	}
	if silent := now.Sub(last); silent > undrawn {
		return fmt.Errorf("player: nothing was drawn for %v", silent.Round(time.Second))
	}
	return nil
}

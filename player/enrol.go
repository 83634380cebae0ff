package player

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// enrolment is a code under way.
type enrolment struct {
	Code    string `json:"code"`
	Poll    string `json:"poll"`
	Expires int64  `json:"expires"` // Unix milliseconds by the server's clock
}

// errOver says that a code has ended without staff having confirmed it.
var errOver = errors.New("the code has ended")

// enrol asks for codes until staff have said which screen this is.
func (p *Player) enrol(ctx context.Context) (identity, error) {
	back := protocol.Backoff{Base: time.Second, Max: 30 * time.Second}
	for {
		who, err := p.enrolOnce(ctx, &back)
		if err == nil {
			return who, nil
		}
		if ctx.Err() != nil {
			return identity{}, ctx.Err()
		}
		p.showCode(enrolment{})
		if !errors.Is(err, errOver) {
			p.trouble("enrolment: " + err.Error())
			p.log.Warn("not enrolled yet", "err", err)
		}
		if !pause(ctx, back.Next()) {
			return identity{}, ctx.Err()
		}
	}
}

func (p *Player) enrolOnce(ctx context.Context, back *protocol.Backoff) (identity, error) {
	ask := map[string]any{"w": 0, "h": 0, "build": p.cfg.Build, "key": p.key.Public()}
	var e enrolment
	status, err := p.post(ctx, protocol.PathEnrol, ask, &e)
	if err != nil {
		return identity{}, err
	}
	if status != http.StatusOK || e.Code == "" || e.Poll == "" {
		return identity{}, fmt.Errorf("the server answered %d to an enrolment", status)
	}
	back.Reset()
	p.showCode(e)
	return p.await(ctx, e)
}

// await looks again and again whether the code was confirmed. Only the server says that it has ended: this machine's
// clock may be wrong by years.
func (p *Player) await(ctx context.Context, e enrolment) (identity, error) {
	failures := 0
	for pause(ctx, p.cfg.Poll) {
		who := identity{Server: p.cfg.Server}
		status, err := p.post(ctx, protocol.PathEnrol+"/poll", map[string]string{"poll": e.Poll}, &who)
		switch {
		case err == nil && status == http.StatusOK:
			who.Server = p.cfg.Server
			if !who.sound() {
				return identity{}, errors.New("the server confirmed the code without a screen or its keys")
			}
			return who, nil
		case err == nil && (status == http.StatusGone || status == http.StatusNotFound):
			return identity{}, errOver
		case err == nil && status == http.StatusNoContent:
			failures = 0
		default:
			if failures++; failures > 20 {
				return identity{}, fmt.Errorf("no answer from the server (%d, %v)", status, err)
			}
		}
	}
	return identity{}, ctx.Err()
}

// post sends JSON and reads the answer into out where there is one.
func (p *Player) post(ctx context.Context, path string, body, out any) (int, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.cfg.Server+path, bytes.NewReader(b))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := p.cfg.HTTP.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	b, err = io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err == nil && resp.StatusCode == http.StatusOK {
		err = json.Unmarshal(b, out)
	}
	return resp.StatusCode, err
}

// showCode makes e the code that the page shows.
func (p *Player) showCode(e enrolment) {
	p.mu.Lock()
	p.code = e
	p.mu.Unlock()
	if e.Code != "" {
		p.log.Info("enrolment code", "code", e.Code)
		p.cfg.Code(e.Code, time.UnixMilli(e.Expires))
	}
}

// enrolment says who the screen is, for its page.
func (p *Player) enrolment() origin.Enrolment {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.who.Screen != "" {
		return origin.Enrolment{Screen: p.who.Screen}
	}
	return origin.Enrolment{Code: p.code.Code, Expires: time.UnixMilli(p.code.Expires)}
}

// pause waits, and says whether it waited to the end.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

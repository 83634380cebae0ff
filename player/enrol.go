package player

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// enrolment is a code that staff have not confirmed yet.
type enrolment struct {
	protocol.EnrolOffer
	protocol.EnrolSides
	shown string // the code
}

var (
	// errExpired says that a code has ended and staff have not confirmed it.
	errExpired = errors.New("the code has ended")
	// errMiddle says that the answer does not come from the server whose keys are in the code.
	errMiddle = errors.New("the answer is not signed by the server that the code was made with: somebody may stand between")
)

// codesApart is how many polls a code stands at least. The threat: somebody between screen and
// server ends codes until one suits him; this slows him down.
const codesApart = 10

// enrol shows codes until staff have confirmed one.
func (p *Player) enrol(ctx context.Context) (identity, error) {
	back := protocol.Backoff{Base: time.Second, Max: 30 * time.Second}
	for {
		began := time.Now()
		who, err := p.enrolOnce(ctx)
		if err == nil {
			return who, nil
		}
		if ctx.Err() != nil {
			return identity{}, ctx.Err()
		}
		wait := back.Next()
		if p.enrolment().Code != "" {
			back.Reset()
			wait = max(wait, codesApart*p.cfg.Poll-time.Since(began))
		}
		p.showCode(enrolment{})
		if !errors.Is(err, errExpired) {
			p.status.Trouble("enrolment: " + err.Error())
			p.log.Warn("not enrolled yet", "err", err)
		}
		if !pause(ctx, wait) {
			return identity{}, ctx.Err()
		}
	}
}

func (p *Player) enrolOnce(ctx context.Context) (identity, error) {
	e := enrolment{EnrolSides: protocol.EnrolSides{
		Kind: protocol.KindAgent, Key: p.key.Public().(ed25519.PublicKey), Device: make([]byte, protocol.NonceSize),
	}}
	if _, err := rand.Read(e.Device); err != nil {
		return identity{}, err
	}
	ask := protocol.EnrolAsk{Kind: e.Kind, Key: e.Key, Commit: protocol.EnrolCommit(e.Kind, e.Key, e.Device), Build: p.cfg.Build}
	status, err := post(ctx, p.cfg, protocol.PathEnrol, ask, &e.EnrolOffer)
	if err != nil {
		p.showLine(protocol.LineDown)
		return identity{}, err
	}
	p.showLine(protocol.LineUp)
	if status != http.StatusOK || e.Poll == "" || len(e.Nonce) != protocol.NonceSize || len(e.EnrolOffer.Trusted) > maxTrusted {
		return identity{}, fmt.Errorf("the server answered %d to an enrolment", status)
	}
	e.EnrolSides.Trusted, e.Server = e.EnrolOffer.Trusted, e.Nonce
	status, err = post(ctx, p.cfg, protocol.PathEnrolOpen, protocol.EnrolOpen{Poll: e.Poll, Nonce: e.Device}, nil)
	if err == nil && status != http.StatusNoContent {
		err = fmt.Errorf("the server answered %d to the nonce of an enrolment", status)
	}
	if err != nil {
		return identity{}, err
	}
	e.shown = e.Code()
	p.showCode(e)
	return p.await(ctx, e)
}

// await polls until the code is confirmed. Only the server says when it has ended: this machine's
// clock may be wrong by years.
func (p *Player) await(ctx context.Context, e enrolment) (identity, error) {
	failures := 0
	for pause(ctx, p.cfg.Poll) {
		var answer protocol.Enrolled
		status, err := post(ctx, p.cfg, protocol.PathEnrolPoll, map[string]string{"poll": e.Poll}, &answer)
		switch {
		case err == nil && status == http.StatusOK:
			return e.confirmed(p.cfg.Server, answer)
		case err == nil && (status == http.StatusGone || status == http.StatusNotFound):
			return identity{}, errExpired
		case err == nil && status == http.StatusNoContent:
			failures = 0
			p.showLine(protocol.LineUp)
		default:
			p.showLine(protocol.LineDown)
			if failures++; failures > 20 {
				return identity{}, fmt.Errorf("no answer from the server (%d, %v)", status, err)
			}
		}
	}
	return identity{}, ctx.Err()
}

// confirmed is which screen this is, if the server itself says so.
func (e enrolment) confirmed(server string, answer protocol.Enrolled) (identity, error) {
	if !e.Verify(answer) {
		return identity{}, errMiddle
	}
	who := identity{Server: server, Screen: answer.Screen, Since: answer.At, Chain: answer.Chain}
	for _, k := range e.EnrolSides.Trusted {
		who.Trusted = append(who.Trusted, k)
	}
	if !who.sound() {
		return identity{}, errors.New("the server confirmed the code without a screen or its keys")
	}
	return who, nil
}

// post sends JSON and decodes the answer into out, which may be nil.
func post(ctx context.Context, cfg Config, path string, body, out any) (int, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, cfg.Server+path, bytes.NewReader(b))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := cfg.HTTP.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	b, err = io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err == nil && resp.StatusCode == http.StatusOK && out != nil {
		err = json.Unmarshal(b, out)
	}
	return resp.StatusCode, err
}

// showCode makes e the code that the page shows.
func (p *Player) showCode(e enrolment) {
	p.mu.Lock()
	p.code = e
	p.mu.Unlock()
	if e.shown != "" {
		p.log.Info("enrolment code", "code", e.shown)
		p.cfg.Code(e.shown, time.UnixMilli(e.Expires))
	}
}

// enrolment says which screen this is, or how to enrol it, for the page.
func (p *Player) enrolment() origin.Enrolment {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.who.Screen != "" {
		return origin.Enrolment{Screen: p.who.Screen, Line: p.line}
	}
	return origin.Enrolment{Code: p.code.shown, Expires: time.UnixMilli(p.code.Expires), Line: p.line, Was: p.who.Was}
}

// pause waits; false: ctx ended first.
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

package players

import (
	"context"
	"crypto/sha256"
	"strings"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// admitted is a player that was let in, and its credential. A screen of the demo wall has none.
type admitted struct {
	screen string
	proved bool
	proof  proof
}

// accept lets in a player that proves which screen it is.
func (p *Players) accept(ctx context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
	in, err := p.prove(ctx, k)
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	if err := p.checkHead(ctx, in.screen, k.Hello.Head); err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	own := protocol.Frame{Type: protocol.TypeScreen, For: in.screen}.Thing()
	has := k.Hello.Has[own]
	topics, frames, err := p.Air.Join(ctx, in.screen, has)
	if content.CodeOf(err) == content.NotFound { // it may be placed any minute; the player tries again
		return hub.Player{}, protocol.Welcome{}, &content.Error{Code: content.Conflict, Err: err, Vi: "Màn hình chưa được đặt.", En: "The screen is not placed yet."}
	}
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	if len(frames) > 0 {
		has = frames[0].Hash
	}
	takeovers, err := p.Air.Takeovers(ctx, in.screen, k.Hello.Has, k.Hello.Ranks)
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	frames = append(frames, takeovers...)
	takeoversHeld := map[string]string{} // what it then has of takeovers
	for thing, hash := range k.Hello.Has {
		if strings.HasPrefix(thing, string(protocol.TypeTakeover)+"/") {
			takeoversHeld[thing] = hash
		}
	}
	for _, f := range takeovers {
		takeoversHeld[f.Thing()] = f.Hash
	}
	commands, last := p.waiting(ctx, in.screen)
	settle := func() {
		p.settle(ctx, in, topics, has, last)
		if err := p.Air.SettleTakeovers(ctx, in.screen, takeoversHeld, k.Hello.Ranks); err != nil {
			p.Log.Debug("a player was not told of a takeover", "screen", in.screen, "error", err)
		}
	}
	return hub.Player{Screen: in.screen, Ranks: k.Hello.Ranks, Proved: in.proved, Topics: topics, Frames: append(frames, commands...), Joined: settle},
		protocol.SignWelcome(protocol.Welcome{Now: p.Now(), Build: told(p), Chain: p.chain(k.Hello), Key: protocol.KeyName(p.Trusted[0])}, k.Hello, p.Key), nil
}

// prove checks a hello's token, or its proof with one of the screen's keys. Whom the roll does not
// have is looked up: its credential may be a moment old, or revoked.
func (p *Players) prove(ctx context.Context, k socket.Knock) (admitted, error) {
	if one, ok := p.roll.find(k); ok {
		return admitted{k.Hello.Screen, true, one}, nil
	}
	return p.lookUp(ctx, k)
}

// lookUp asks the database which screen a hello belongs to.
func (p *Players) lookUp(ctx context.Context, k socket.Knock) (in admitted, err error) {
	screen, err := p.screen(ctx, k.Hello.Screen)
	if err != nil {
		return in, p.denied(err)
	}
	in.screen = screen.Code
	if k.Hello.Token == "" && len(k.Hello.Proof) == 0 {
		if p.Open == nil || !p.Open(screen) {
			return in, p.denied(nil)
		}
		return in, nil
	}
	c, err := p.proven(ctx, screen.Code, k)
	if err != nil {
		return in, p.denied(err)
	}
	if !c.Revoked.IsZero() {
		return in, p.released(k.Hello, c)
	}
	in.proof, in.proved = proofOf(c.Kind, c.Value)
	return in, nil
}

// screen is a screen as stored; while the database is away, as it was when it was last heard from.
func (p *Players) screen(ctx context.Context, code string) (content.Screen, error) {
	one, err := p.Store.Screen(ctx, code)
	if store.Silent(err) {
		if known, ok := air.LastKnown(p.Air, code); ok {
			return known, nil
		}
	}
	return one, err
}

// proven is the credential that a hello proves. It may be revoked.
func (p *Players) proven(ctx context.Context, screen string, k socket.Knock) (store.Credential, error) {
	all, err := p.Store.Credentials(ctx, screen)
	if err != nil {
		return store.Credential{}, err
	}
	token, text := sha256.Sum256([]byte(k.Hello.Token)), protocol.HelloText(k.Challenge, screen)
	for _, c := range all {
		if one, ok := proofOf(c.Kind, c.Value); ok && one.proves(k, token, text) {
			return c, nil
		}
	}
	return store.Credential{}, p.denied(nil)
}

// released tells a player with a revoked credential that it may show a code again. The frame is
// signed, because nothing else may take a screen off the air for good, and names this device and
// this moment, so that nobody can replay it.
func (p *Players) released(h protocol.Hello, c store.Credential) error {
	body := protocol.Released{Screen: c.Screen, Device: protocol.KeyName(c.Value), Chain: p.chain(h)}
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeReleased, For: c.Screen, Number: p.Now()}, body, p.Key)
	if err != nil {
		return err
	}
	return &socket.Farewell{Frame: f, Err: p.denied(nil)}
}

// denied is the one answer to everybody who is not let in: it must not reveal which screens exist.
// Errors that are not the player's fault pass unchanged, so that the player tries again.
func (p *Players) denied(err error) error {
	if code := content.CodeOf(err); err != nil && code != content.NotFound && code != content.Invalid {
		return err
	}
	return &content.Error{
		Code: content.Denied, Err: err,
		Vi: "Màn hình này chưa được ghép hoặc đã bị thu hồi. Hãy ghép lại trong phòng biên tập.",
		En: "This screen is not enrolled, or its credential was revoked. Enrol it again in the studio.",
	}
}

// plays stores what a screen says it showed.
func (p *Players) plays(ctx context.Context, session *hub.Session, sent protocol.Plays) (protocol.Acked, error) {
	acked, err := p.Store.StoreRuns(ctx, session.Screen(), sent)
	return protocol.Acked{Journal: sent.Journal, Seq: acked}, err
}

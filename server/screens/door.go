package screens

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// admitted is who was let in and by what; a screen of a demonstration's wall has no credential.
type admitted struct {
	screen     string
	credential store.Credential
}

// accept lets in a player that proves which screen it is.
func (s *Screens) accept(ctx context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
	turn := s.live.now()
	in, err := s.prove(ctx, k, turn)
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	own := protocol.Frame{Type: protocol.TypeScreen, For: in.screen}.Thing()
	has := k.Hello.Has[own]
	topics, frames, err := s.Air.Join(ctx, in.screen, has)
	if content.CodeOf(err) == content.NotFound { // it may be placed any minute: the player comes back
		return hub.Player{}, protocol.Welcome{}, &content.Error{Code: content.Conflict, Err: err, Vi: "Màn hình chưa được đặt.", En: "The screen is not placed yet."}
	}
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	if len(frames) > 0 {
		has = frames[0].Hash
	}
	about := protocol.Frame{Type: protocol.TypeTakeover, For: in.screen}.Thing()
	over := k.Hello.Has[about]
	overs, err := s.Air.Over(ctx, in.screen, over)
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	if len(overs) > 0 {
		over = overs[0].Hash
	}
	frames = append(frames, overs...)
	orders, last := s.orders(ctx, in.screen)
	settle := func() { s.settle(ctx, in, turn, topics, has, over, last) }
	return hub.Player{Screen: in.screen, Topics: topics, Frames: append(frames, orders...), Joined: settle},
		protocol.Welcome{Build: s.Build(), Chain: s.chain(k.Hello)}, nil
}

// prove checks a hello's token, or its proof with one of the screen's keys. A token that was good is good until the log says
// that a credential or a screen has changed; turn is how far it had come before.
func (s *Screens) prove(ctx context.Context, k socket.Knock, turn int64) (*admitted, error) {
	if k.Hello.Token == "" {
		return s.lookUp(ctx, k)
	}
	sum := sha256.Sum256([]byte(k.Hello.Token))
	key := string(sum[:]) + k.Hello.Screen
	if in := s.live.known(key); in != nil {
		return in, nil
	}
	in, err := s.lookUp(ctx, k)
	if err == nil {
		s.live.keep(key, in, turn)
	}
	return in, err
}

// lookUp asks the database who knocks.
func (s *Screens) lookUp(ctx context.Context, k socket.Knock) (*admitted, error) {
	screen, err := s.Store.Screen(ctx, k.Hello.Screen)
	if err != nil {
		return nil, s.denied(err)
	}
	in := &admitted{screen: screen.Code}
	switch h := k.Hello; {
	case h.Token != "":
		sum := sha256.Sum256([]byte(h.Token))
		in.credential, err = s.Store.Credential(ctx, store.ByToken, sum[:])
		if err == nil && in.credential.Screen != screen.Code {
			err = s.denied(nil)
		}
	case len(h.Proof) > 0:
		in.credential, err = s.proven(ctx, screen.Code, protocol.HelloText(k.Challenge, screen.Code), h.Proof)
	case s.Open != nil && s.Open(screen):
		return in, nil
	default:
		err = s.denied(nil)
	}
	if err != nil {
		return nil, s.denied(err)
	}
	s.live.note(in.credential)
	return in, nil
}

// proven is the key of a screen that signed text.
func (s *Screens) proven(ctx context.Context, screen string, text, proof []byte) (store.Credential, error) {
	all, err := s.Store.Credentials(ctx, screen)
	if err != nil {
		return store.Credential{}, err
	}
	for _, c := range all {
		if c.Kind == store.ByKey && c.Revoked.IsZero() && len(c.Value) == ed25519.PublicKeySize && ed25519.Verify(c.Value, text, proof) {
			return c, nil
		}
	}
	return store.Credential{}, s.denied(nil)
}

// denied is one answer to every way of not being let in: it does not tell which screens there are. What is not the
// player's fault passes as it is, so that it comes back.
func (s *Screens) denied(err error) error {
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
func (s *Screens) plays(ctx context.Context, session *hub.Session, p protocol.Plays) (protocol.Acked, error) {
	acked, err := s.Store.StoreRuns(ctx, session.Screen(), p)
	return protocol.Acked{Journal: p.Journal, Seq: acked}, err
}

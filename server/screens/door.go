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

// accept lets in a player that proves which screen it is.
func (s *Screens) accept(ctx context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
	if err := s.prove(ctx, k); err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	own := protocol.Frame{Type: protocol.TypeScreen, For: k.Hello.Screen}.Thing()
	topics, frames, err := s.Air.Join(ctx, k.Hello.Screen, k.Hello.Has[own])
	if content.CodeOf(err) == content.NotFound { // it may be placed any minute: the player comes back
		return hub.Player{}, protocol.Welcome{}, &content.Error{Code: content.Conflict, Err: err, Vi: "Màn hình chưa được đặt.", En: "The screen is not placed yet."}
	}
	if err != nil {
		return hub.Player{}, protocol.Welcome{}, err
	}
	return hub.Player{Screen: k.Hello.Screen, Topics: topics, Frames: frames}, protocol.Welcome{Build: s.Build()}, nil
}

// prove checks a hello's token, or its proof with one of the screen's keys.
func (s *Screens) prove(ctx context.Context, k socket.Knock) error {
	screen, err := s.Store.Screen(ctx, k.Hello.Screen)
	if err != nil {
		return s.denied(ctx, err)
	}
	switch h := k.Hello; {
	case h.Token != "":
		sum := sha256.Sum256([]byte(h.Token))
		found, err := s.Store.Credential(ctx, store.ByToken, sum[:])
		if err != nil {
			return s.denied(ctx, err)
		}
		if found.Screen == screen.Code {
			return nil
		}
	case len(h.Proof) > 0:
		all, err := s.Store.Credentials(ctx, screen.Code)
		if err != nil {
			return err
		}
		text := protocol.HelloText(k.Challenge, screen.Code)
		for _, c := range all {
			if c.Kind == store.ByKey && c.Revoked.IsZero() && len(c.Value) == ed25519.PublicKeySize &&
				ed25519.Verify(c.Value, text, h.Proof) {
				return nil
			}
		}
	case s.Open != nil && s.Open(screen):
		return nil
	}
	return s.denied(ctx, nil)
}

// denied is one answer to every way of not being let in: it does not tell which screens there are. What is not the
// player's fault passes as it is, so that it comes back.
func (s *Screens) denied(ctx context.Context, err error) error {
	if err != nil && content.CodeOf(err) != content.NotFound {
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

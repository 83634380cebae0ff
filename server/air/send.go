package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"

	"ngatu/content"
	"ngatu/internal/spread"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
	"ngatu/server/hub"
)

// update is what a screen is to be sent.
type update struct {
	code   string
	topics []string
	place  *content.Place
	frame  protocol.Frame
	fresh  bool // the frame is another than before
	moved  bool // the topics are
	err    error
}

// sendScreens hands out the truths of screens where they differ, and has their players listen to
// what they need.
func (a *Air) sendScreens(ctx context.Context, r *round, codes []string) error {
	updates := make([]update, len(codes))
	spread.Over(len(codes), func(i int) { updates[i] = a.updateFor(r.crowds.Stands[codes[i]], r.State) })
	var posts []hub.Post
	var fresh []*update
	var errs []error
	for i := range updates {
		u := &updates[i]
		errs = append(errs, u.err)
		if u.fresh && r.Held != nil && !r.mustMove(u.code) {
			u.moved = true // prepared, and sent when a person continues
		} else if u.fresh {
			posts = append(posts, hub.Post{Screen: u.code, Frame: u.frame})
			fresh = append(fresh, u)
		}
	}
	if err := a.hand(ctx, posts, func(i int) { a.noteSent(fresh[i]) }); err != nil {
		return errors.Join(append(errs, err)...)
	}
	for i := range updates {
		if u := &updates[i]; u.moved {
			a.noteSent(u)
			a.hub.Retopic(u.code, u.topics)
		}
	}
	return errors.Join(errs...)
}

// updateFor works out what a screen is to be sent.
func (a *Air) updateFor(s crowd.Stand, g *gather.State) update {
	u := update{code: s.Screen.Code, place: s.In()}
	u.topics = []string{audienceTopic(s.Key)}
	for _, b := range a.boardsOf(s.Key) {
		u.topics = append(u.topics, boardTopic(b))
	}
	head := protocol.Frame{Type: protocol.TypeScreen, For: u.code, Number: g.Number, From: screenSince(g, s)}
	body, err := a.draw.Screen(s, g)
	if err != nil { // trying again does not help, a change does
		a.log.Error("no frame can be made of where a screen stands; it goes on with what it has", "screen", u.code, "error", err)
		return u
	}
	if u.frame, u.err = protocol.Seal(head, body, nil); u.err != nil { // unsigned: most changes do not touch most screens
		return u
	}
	last, known := a.screens[u.code]
	u.moved = !known || !slices.Equal(last.topics, u.topics)
	if u.fresh = !known || last.hash != u.frame.Hash; u.fresh {
		u.frame.Key, u.frame.Sig = a.keyName, ed25519.Sign(a.key, u.frame.SigningText())
	}
	return u
}

// noteSent notes what a screen is sent.
func (a *Air) noteSent(u *update) {
	a.seen.Lock()
	defer a.seen.Unlock()
	a.screens[u.code] = &sentScreen{hash: u.frame.Hash, topics: u.topics, place: u.place}
}

// sendBoards hands out the figures of boards where they differ.
func (a *Air) sendBoards(ctx context.Context, r *round, ids []string) error {
	var posts []hub.Post
	for _, id := range ids {
		figures, ok := a.draw.Figures(id, r.State)
		if !ok {
			continue
		}
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: id, Number: r.Number}, figures, nil)
		if err != nil {
			return err
		}
		if a.boards[id] == f.Hash {
			continue
		}
		if r.Held != nil {
			a.boards[id] = f.Hash
			continue
		}
		f.Key, f.Sig = a.keyName, ed25519.Sign(a.key, f.SigningText())
		posts = append(posts, hub.Post{Topic: boardTopic(id), Frame: f})
	}
	return a.hand(ctx, posts, func(i int) { a.boards[posts[i].Frame.For] = posts[i].Frame.Hash })
}

package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"sync"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func boardTopic(id string) string     { return "board/" + id }

// mostAtOnce bounds how many frames are held, kept and sent together: after a start there is one for every screen.
const mostAtOnce = 2048

// hand keeps frames for the record, some at a time in one transaction, and sends them: what was shown can always be read back.
// kept is called for each before it is sent, so whoever joins the hub from then on finds it said. A frame that names a key and has no
// signature is signed here. While the database writes, the other processors make bytes, sign what comes next and send what came
// before: with ten thousand frames each of these takes a tenth of a second.
func (a *Air) hand(ctx context.Context, posts []hub.Post, kept func(i int)) error {
	var sending sync.WaitGroup
	defer sending.Wait()
	a.sign(posts[:min(mostAtOnce, len(posts))])
	for from := 0; from < len(posts); from += mostAtOnce {
		some := posts[from:min(from+mostAtOnce, len(posts))]
		frames := make([]protocol.Frame, len(some))
		for i := range some {
			frames[i] = some[i].Frame
		}
		saved := make(chan error, 1)
		go func() { saved <- a.store.PutFrames(ctx, frames) }()
		batch, err := a.hub.Encode(some)
		rest := posts[from+len(some):]
		a.sign(rest[:min(mostAtOnce, len(rest))])
		if err := errors.Join(<-saved, err); err != nil {
			return err
		}
		a.stats.Writes++
		a.stats.Frames += int64(len(some))
		for i := range some {
			kept(from + i)
		}
		sending.Wait()
		sending.Go(batch.Send)
	}
	return nil
}

// sign signs what names a key and has no signature.
func (a *Air) sign(posts []hub.Post) {
	across(len(posts), func(i int) {
		if f := &posts[i].Frame; f.Key != "" && f.Sig == nil {
			f.Sig = ed25519.Sign(a.key, f.SigningText())
		}
	})
}

// word is what a screen is to be told.
type word struct {
	code   string
	topics []string
	frame  protocol.Frame
	fresh  bool // the frame is another than before
	moved  bool // the topics are
	err    error
}

// tellScreens hands out the truths of screens where they differ, and has their players listen to what they need.
func (a *Air) tellScreens(ctx context.Context, r *round, codes []string) error {
	words := make([]word, len(codes))
	across(len(codes), func(i int) { words[i] = a.wordFor(a.fleet.stands[codes[i]], r.gathered) })
	var posts []hub.Post
	var fresh []*word
	var errs []error
	for i := range words {
		w := &words[i]
		errs = append(errs, w.err)
		if w.fresh {
			posts = append(posts, hub.Post{Screen: w.code, Frame: w.frame})
			fresh = append(fresh, w)
		}
	}
	if err := a.hand(ctx, posts, func(i int) { a.hears(fresh[i]) }); err != nil {
		return errors.Join(append(errs, err)...)
	}
	for i := range words {
		if w := &words[i]; w.moved {
			a.hears(w)
			a.hub.Retopic(w.code, w.topics)
		}
	}
	return errors.Join(errs...)
}

// wordFor reckons what a screen is to be told.
func (a *Air) wordFor(s stand, g *gathered) word {
	w := word{code: s.screen.Code}
	w.topics = []string{audienceTopic(s.key)}
	for _, b := range a.boardsOf(s.key) {
		w.topics = append(w.topics, boardTopic(b))
	}
	head := protocol.Frame{Type: protocol.TypeScreen, For: w.code, Number: g.number}
	if w.frame, w.err = protocol.Seal(head, a.screenFrame(s, g), nil); w.err != nil { // unsigned: most changes do not touch most screens
		return w
	}
	last, known := a.screens[w.code]
	w.moved = !known || !slices.Equal(last.topics, w.topics)
	if w.fresh = !known || last.hash != w.frame.Hash; w.fresh {
		w.frame.Key, w.frame.Sig = a.keyName, ed25519.Sign(a.key, w.frame.SigningText())
	}
	return w
}

// hears notes what a screen is told.
func (a *Air) hears(w *word) {
	a.seen.Lock()
	defer a.seen.Unlock()
	a.screens[w.code] = &heard{hash: w.frame.Hash, topics: w.topics}
}

// tellBoards hands out the figures of boards where they differ.
func (a *Air) tellBoards(ctx context.Context, r *round, ids []string) error {
	var posts []hub.Post
	for _, id := range ids {
		figures, ok := a.figures(id, r.gathered)
		if !ok {
			continue
		}
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: id, Number: r.number}, figures, nil)
		if err != nil {
			return err
		}
		if a.boards[id] == f.Hash {
			continue
		}
		f.Key, f.Sig = a.keyName, ed25519.Sign(a.key, f.SigningText())
		posts = append(posts, hub.Post{Topic: boardTopic(id), Frame: f})
	}
	return a.hand(ctx, posts, func(i int) { a.boards[posts[i].Frame.For] = posts[i].Frame.Hash })
}

package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"

	"ngatu/internal/spread"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func boardTopic(id string) string     { return "board/" + id }

// mostAtOnce bounds how many frames are held, kept and sent together: after a start there is one
// for every screen.
const mostAtOnce = 2048

// hand keeps frames for the record and sends them; see [hands]. kept is called for each.
func (a *Air) hand(ctx context.Context, posts []hub.Post, kept func(i int)) error {
	h := newHands(ctx, a)
	for from := 0; from < len(posts); from += mostAtOnce {
		if err := h.pass(posts[from:min(from+mostAtOnce, len(posts))], func(i int) { kept(from + i) }); err != nil {
			return errors.Join(err, h.finish())
		}
	}
	return h.finish()
}

// hands keep frames for the record, a handful at a time in one transaction, and then send them: what
// was shown can always be read back. A handful's kept is called for each frame before it is sent, so
// whoever joins the hub from then on gets it. While the database writes one handful, the other
// processors make its bytes, work out the next and send the one before: with ten thousand frames each
// of these takes a tenth of a second. After an error nothing more is taken.
type hands struct {
	*Air
	ctx     context.Context
	saved   chan error // of the handful in hand; nil: there is none
	batch   *hub.Batch
	kept    func()
	sending sync.WaitGroup
	failed  error
}

func newHands(ctx context.Context, a *Air) *hands { return &hands{Air: a, ctx: ctx} }

// pass takes a handful. A frame that names a key and has no signature is signed here.
func (h *hands) pass(posts []hub.Post, kept func(i int)) error {
	sign(h.key, posts)
	if h.settle(); h.failed != nil || len(posts) == 0 {
		return h.failed
	}
	frames := make([]protocol.Frame, len(posts))
	for i := range posts {
		frames[i] = posts[i].Frame
	}
	h.saved = make(chan error, 1)
	go func() { h.saved <- h.store.PutFrames(h.ctx, frames) }()
	h.batch, h.failed = h.hub.Encode(posts)
	h.kept = func() {
		for i := range posts {
			kept(i)
		}
		h.stats.Writes++
		h.stats.Frames += int64(len(posts))
	}
	return nil
}

// settle waits until the handful in hand is written, and lets it go.
func (h *hands) settle() {
	if h.saved == nil {
		return
	}
	h.failed = errors.Join(h.failed, <-h.saved)
	h.saved = nil
	if h.failed != nil {
		return
	}
	h.kept()
	h.sending.Wait()
	h.sending.Go(h.batch.Send)
}

// finish lets the last handful go. It comes after the last pass, whatever that said.
func (h *hands) finish() error {
	h.settle()
	h.sending.Wait()
	return h.failed
}

// sign signs what names a key and has no signature.
func sign(key ed25519.PrivateKey, posts []hub.Post) {
	spread.Over(len(posts), func(i int) {
		if f := &posts[i].Frame; f.Key != "" && f.Sig == nil {
			f.Sig = ed25519.Sign(key, f.SigningText())
		}
	})
}

package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func boardTopic(id string) string     { return "board/" + id }

// mostAtOnce bounds how many frames are held, kept and sent together: after a start there is one
// for every screen.
const mostAtOnce = 2048

// hand keeps frames for the record, some at a time in one transaction, and sends them: what was
// shown can always be read back. kept is called for each before it is sent, so whoever joins the
// hub from then on gets it. A frame that names a key and has no signature is signed here. While the
// database writes, the other processors make bytes, sign what comes next and send what came before:
// with ten thousand frames each of these takes a tenth of a second.
func (a *Air) hand(ctx context.Context, posts []hub.Post, kept func(i int)) error {
	var sending sync.WaitGroup
	defer sending.Wait()
	sign(a.key, posts[:min(mostAtOnce, len(posts))])
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
		sign(a.key, rest[:min(mostAtOnce, len(rest))])
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
func sign(key ed25519.PrivateKey, posts []hub.Post) {
	across(len(posts), func(i int) {
		if f := &posts[i].Frame; f.Key != "" && f.Sig == nil {
			f.Sig = ed25519.Sign(key, f.SigningText())
		}
	})
}

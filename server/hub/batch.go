package hub

import (
	"bytes"
	"runtime"
	"sync"
	"sync/atomic"

	"ngatu/player/protocol"
)

// Post is a frame and its address: a topic, as in [Hub.Publish], one screen, as in [Hub.Tell], or
// several screens.
type Post struct {
	Topic   string
	Screen  string   // "": Topic is the address
	Screens []string // none: Screen or Topic is
	Frame   protocol.Frame
}

// Batch is encoded frames that are ready to send. Frames with the same body are compressed once.
type Batch struct {
	hub      *Hub
	posts    []Post
	messages []*message
}

// Encode makes the bytes of many frames, on all processors. It sends nothing. It fails if a frame
// is not JSON.
func (h *Hub) Encode(posts []Post) (*Batch, error) {
	b := &Batch{hub: h, posts: posts, messages: make([]*message, len(posts))}
	bodies := h.sharedBodies(posts)
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(posts)) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(posts)) && failed.Load() == nil; i = next.Add(1) - 1 {
				m, err := h.encode(posts[i].Frame, bodies[i])
				if err != nil {
					failed.Store(&err)
				}
				b.messages[i] = m
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return b, nil
}

// sharedBodies finds for each post the body that it shares with another; nil for none.
func (h *Hub) sharedBodies(posts []Post) []*packedBody {
	first, out := map[string]int{}, make([]*packedBody, len(posts))
	for i, p := range posts {
		if len(p.Frame.Body) < h.options.Packed || p.Frame.Hash == "" {
			continue
		}
		at, seen := first[p.Frame.Hash]
		if !seen {
			first[p.Frame.Hash] = i
			continue
		}
		if !bytes.Equal(posts[at].Frame.Body, p.Frame.Body) {
			continue // the caller says that equal hashes mean equal bodies
		}
		if out[at] == nil {
			out[at] = &packedBody{}
		}
		out[i] = out[at]
	}
	return out
}

// Send sends the frames in sequence, by the rules of [Hub.Publish] and [Hub.Tell]. It never waits
// for a player.
func (b *Batch) Send() {
	for i, p := range b.posts {
		m := b.messages[i]
		for _, screen := range p.Screens {
			b.hub.shardOf(screen).tell(screen, m)
		}
		if len(p.Screens) > 0 {
			continue
		}
		if p.Screen != "" {
			b.hub.shardOf(p.Screen).tell(p.Screen, m)
		} else if t := b.hub.findOrMake(p.Topic); t.take(m) {
			b.hub.walk(p.Topic, m, t)
		}
	}
}

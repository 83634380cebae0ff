package hub

import (
	"slices"
	"sync/atomic"

	"ngatu/internal/spread"
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

// Batch is encoded frames that are ready to send. What their bodies have in common is compressed
// once.
type Batch struct {
	hub      *Hub
	posts    []Post
	messages []*message
}

// Encode makes the bytes of many frames, on all processors. It sends nothing. It fails if a frame
// is not JSON.
func (h *Hub) Encode(posts []Post) (*Batch, error) {
	b := &Batch{hub: h, posts: posts, messages: make([]*message, len(posts))}
	cut := h.piecesOf(posts)
	var failed atomic.Pointer[error]
	spread.Over(len(posts), func(i int) {
		if failed.Load() != nil {
			return
		}
		m, err := h.encodeFrom(h.options.Packed, posts[i].Frame, func(to, text []byte, body int) []byte { return cut.pack(h, i, to, text, body) })
		if err != nil {
			failed.Store(&err)
		}
		b.messages[i] = m
	})
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return b, nil
}

// SendAll encodes frames and sends them, if there are screens to be told.
func (h *Hub) SendAll(posts []Post) error {
	posts = slices.DeleteFunc(posts, func(p Post) bool { return p.Topic == "" && p.Screen == "" && len(p.Screens) == 0 })
	if len(posts) == 0 {
		return nil
	}
	b, err := h.Encode(posts)
	if err == nil {
		b.Send()
	}
	return err
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

package link

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"ngatu/player/protocol"
)

// maxEarly is how many verified programmes are kept that came before the screen's own frame named their audience.
const maxEarly = 4

// Gate decides which frames may change the glass: signed by a pinned key, with a body that is what its hash says, newer
// than anything taken before, for this screen, and not expired. It holds what is on air; what it refuses changes
// nothing. Frames from the wire and frames read back from the disk pass the same gate. It may be used by many goroutines.
type Gate struct {
	trusted []ed25519.PublicKey

	mu    sync.Mutex
	book  *protocol.Book
	held  map[string]protocol.Frame // by thing
	early []protocol.Frame
}

// Taken is a frame that passed. Changed says that its thing was another before; if not, only its number has grown.
type Taken struct {
	protocol.Frame
	Changed bool
}

// NewGate is the gate of the screen with this code.
func NewGate(screen string, trusted []ed25519.PublicKey) *Gate {
	return &Gate{trusted: trusted, book: protocol.NewBook(screen), held: map[string]protocol.Frame{}}
}

// Take passes a frame and returns what is now to be kept and shown: nothing, the frame, or, after a screen's frame,
// also a programme that had come too early. now is in Unix milliseconds; 0: the clock is unknown and nothing expires. A
// refusal is one of the errors of protocol, with the thing in its text.
func (g *Gate) Take(f protocol.Frame, now int64) ([]Taken, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := f.Verify(g.trusted); err != nil {
		return nil, refusal(f, err)
	}
	changed, err := g.book.Accept(f, now)
	if errors.Is(err, protocol.ErrNotMine) && f.Type == protocol.TypeProgramme {
		g.keepEarly(f)
	}
	if err != nil {
		return nil, refusal(f, err)
	}
	out := []Taken{g.hold(f, changed)}
	if f.Type == protocol.TypeScreen {
		out = append(out, g.takeEarly(now)...)
	}
	return out, nil
}

func refusal(f protocol.Frame, err error) error {
	return fmt.Errorf("frame %.40s number %d refused: %w", f.Thing(), f.Number, err)
}

// hold keeps a frame that was accepted as what its thing now is. The programme of the audience that the screen
// belonged to before goes only now that the new one is here.
func (g *Gate) hold(f protocol.Frame, changed bool) Taken {
	if f.Type == protocol.TypeCommand {
		return Taken{f, changed}
	}
	if f.Type == protocol.TypeProgramme {
		maps.DeleteFunc(g.held, func(_ string, old protocol.Frame) bool {
			return old.Type == protocol.TypeProgramme && old.For != f.For
		})
	}
	g.held[f.Thing()] = f
	return Taken{f, changed}
}

func (g *Gate) keepEarly(f protocol.Frame) {
	g.early = slices.DeleteFunc(g.early, func(old protocol.Frame) bool { return old.For == f.For && old.Number <= f.Number })
	if len(g.early) < maxEarly {
		g.early = append(g.early, f)
	}
}

func (g *Gate) takeEarly(now int64) []Taken {
	var out []Taken
	waiting := g.early
	g.early = nil
	for _, f := range waiting {
		if f.For != g.book.Audience() {
			continue
		}
		if changed, err := g.book.Accept(f, now); err == nil {
			out = append(out, g.hold(f, changed))
		}
	}
	return out
}

// Held is what is on air, the screen's own frame first. Takeovers whose time is over are left out; now as in Take.
func (g *Gate) Held(now int64) []protocol.Frame {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := slices.Collect(maps.Values(g.held))
	out = slices.DeleteFunc(out, func(f protocol.Frame) bool {
		return f.Type == protocol.TypeTakeover && now > 0 && f.Until > 0 && now >= f.Until
	})
	slices.SortFunc(out, func(a, b protocol.Frame) int {
		if c := rank(a.Type) - rank(b.Type); c != 0 {
			return c
		}
		return strings.Compare(a.For, b.For)
	})
	return out
}

// rank is the order in which a page wants to hear: whose it is, what cannot wait, what is on, what it prints.
func rank(t protocol.Type) int {
	return slices.Index([]protocol.Type{protocol.TypeScreen, protocol.TypeTakeover, protocol.TypeProgramme, protocol.TypeFigures}, t)
}

// Has is what a hello says that this player holds.
func (g *Gate) Has() map[string]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.book.Has()
}

// Highest is the highest number taken, in Unix milliseconds: no earlier time can be right.
func (g *Gate) Highest() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.book.Highest()
}

package link

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"ngatu/player/protocol"
)

// maxLife is how long, in milliseconds, a command may last from the instant of its number. Staff do
// not want yesterday's command carried out today, and a shorter life leaves less to replay.
const maxLife = 24 * 3600_000

// maxEarly is how many verified programmes are kept that came before the screen's own frame named
// their audience.
const maxEarly = 4

// Gate decides which frames may change the glass: signed by a pinned key, with a body that matches
// its hash, newer than anything taken before, for this screen, and not expired. It holds what is on
// air. A refused frame changes nothing. Frames from the wire and frames from the disk pass the same
// gate. Many goroutines may use it.
type Gate struct {
	mu    sync.Mutex
	keys  protocol.Keys
	book  *protocol.Book
	held  map[string]protocol.Frame // by thing
	early []protocol.Frame
}

// Taken is a frame that passed. Changed says that it changes its thing; if not, only the number has
// grown.
type Taken struct {
	protocol.Frame
	Changed bool
}

// NewGate makes the gate of the screen with this code.
func NewGate(screen string, keys protocol.Keys) *Gate {
	g := &Gate{keys: keys, book: protocol.NewBook(screen), held: map[string]protocol.Frame{}}
	g.book.Place = func(key string) int { return g.keys.Place(key) }
	return g
}

// Follow takes a chain of hand-overs and returns the new links, to be kept. What is on air stays,
// but the next hello asks for all of it again, signed by the new key.
func (g *Gate) Follow(chain []protocol.Handover) ([]protocol.Handover, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	keys, links, err := g.keys.Follow(chain)
	if err != nil {
		return nil, err
	}
	g.keys, g.early = keys, nil
	return links, nil
}

// Keys are the keys that the hand-overs have led to.
func (g *Gate) Keys() protocol.Keys {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.keys
}

// Key is the name of the working key.
func (g *Gate) Key() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return protocol.KeyName(g.keys.Working)
}

// Take passes a frame and returns what to keep and show now: nothing, the frame, or, after a
// screen's frame, also a programme that had come too early. now is in Unix milliseconds; 0: the
// clock is unknown and nothing expires. A refusal is one of the errors of protocol, with the thing
// in its text.
func (g *Gate) Take(f protocol.Frame, now int64) ([]Taken, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.pass(f, now, g.keys.Verify(f))
}

// Restore passes a frame that Take passed once and that was read back from a disk.
func (g *Gate) Restore(f protocol.Frame, now int64) ([]Taken, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.pass(f, now, g.keys.VerifyKept(f))
}

// pass judges a frame whose signature was checked with this result. The caller holds mu.
func (g *Gate) pass(f protocol.Frame, now int64, err error) ([]Taken, error) {
	if err == nil && f.Type == protocol.TypeCommand {
		err = g.short(f, now)
	}
	if err != nil {
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

// short refuses commands that last too long or for ever, and those that have ended. Without a clock
// it judges by the numbers taken so far.
func (g *Gate) short(f protocol.Frame, now int64) error {
	if now == 0 {
		now = g.book.Highest(protocol.KeyName(g.keys.Working))
	}
	if f.Until <= f.Number || f.Until-f.Number > maxLife || f.Until <= now {
		return protocol.ErrExpired
	}
	return nil
}

func refusal(f protocol.Frame, err error) error {
	return fmt.Errorf("frame %.40s number %d refused: %w", f.Thing(), f.Number, err)
}

// hold keeps an accepted frame as the current one of its thing. The programme of the screen's old
// audience is dropped only now that the new one is here.
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
	if f.Type == protocol.TypeTakeover {
		maps.DeleteFunc(g.held, func(thing string, old protocol.Frame) bool {
			return old.Type == protocol.TypeTakeover && !g.book.Keeps(thing)
		})
	}
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

// Held is what is on air, the screen's own frame first, without takeovers that have ended; now as
// in Take.
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

// rank orders frames for a page: which screen it is, what cannot wait, what is on, what that
// prints.
func rank(t protocol.Type) int {
	return slices.Index([]protocol.Type{protocol.TypeScreen, protocol.TypeTakeover, protocol.TypeProgramme, protocol.TypeFigures}, t)
}

// Has is what a hello says that this player holds: everything but frames signed by a key that has
// handed over since.
func (g *Gate) Has() map[string]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	has := g.book.Has()
	for thing, f := range g.held {
		if !g.keys.Current(f) {
			delete(has, thing)
		}
	}
	return has
}

// Obeyed lists the commands that must not be obeyed again, for [Gate.Remember] after a restart.
func (g *Gate) Obeyed() map[string]int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.book.Obeyed()
}

// Remember takes what [Gate.Obeyed] gave before a restart.
func (g *Gate) Remember(obeyed map[string]int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.book.Remember(obeyed)
}

// Highest is the highest number taken under the working key, in Unix milliseconds. It bounds a
// clock that nothing has set.
func (g *Gate) Highest() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.book.Highest(protocol.KeyName(g.keys.Working))
}

// Head is the head of the newest frame under the working key; nil if there is none. In a hello it
// tells a server whose data were set back.
func (g *Gate) Head() *protocol.Head {
	g.mu.Lock()
	defer g.mu.Unlock()
	var newest *protocol.Head
	for _, f := range g.held {
		if g.keys.Current(f) && (newest == nil || f.Number > newest.Number || f.Number == newest.Number && f.Thing() < string(newest.Type)+"/"+newest.For) {
			newest = protocol.HeadOf(f)
		}
	}
	return newest
}

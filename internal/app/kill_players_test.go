package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"ngatu/player/link"
	"ngatu/player/protocol"
)

// watchers are how many players there are, one for each screen.
const watchers = 24

// balance sends each connection to the next node that takes it, as a balancer does that tries
// another where one is gone.
type balance struct {
	net.Listener
	mu   sync.Mutex
	at   map[string]string // by node
	next int
}

func newBalance(t *testing.T) *balance {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	b := &balance{Listener: l, at: map[string]string{}}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go b.serve(conn)
		}
	}()
	return b
}

// put says where a node is; "": nowhere any more.
func (b *balance) put(node, address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at[node] = address; address == "" {
		delete(b.at, node)
	}
}

// turn lists the nodes, beginning with the next.
func (b *balance) turn() (all []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, address := range b.at {
		all = append(all, address)
	}
	if slices.Sort(all); len(all) > 0 {
		b.next++
		k := b.next % len(all)
		all = append(all[k:], all[:k]...)
	}
	return all
}

func (b *balance) serve(conn net.Conn) {
	defer conn.Close()
	for _, address := range b.turn() {
		node, err := net.DialTimeout("tcp", address, time.Second)
		if err != nil {
			continue
		}
		defer node.Close()
		go func() { io.Copy(node, conn); node.Close() }()
		io.Copy(conn, node)
		return
	}
}

// audience is players of agents, by their own link, and what they were sent.
type audience struct {
	*testing.T
	links []*link.Link
	mu    sync.Mutex
	hash  map[string]map[int64]string // of each body that was sent, by thing and number
	down  map[string]time.Time        // since when those who have lost their node are without one
	waits []time.Duration             // until they had another
	since map[string]int64            // the highest number of a programme, by screen
}

// watch connects players through b until the test ends.
func watch(t *testing.T, b *balance) *audience {
	t.Helper()
	a := &audience{T: t, hash: map[string]map[int64]string{}, down: map[string]time.Time{}, since: map[string]int64{}}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	t.Cleanup(func() { stop(); running.Wait() })
	began := time.Now()
	for _, one := range screensOf(watchers) {
		l, err := link.New(link.Config{
			Server: "http://" + b.Addr().String(), Screen: one.Code, Key: keyOfScreen(one.Code), Log: slog.New(slog.DiscardHandler),
			Mono: func() int64 { return time.Since(began).Milliseconds() }, Has: func() map[string]string { return nil },
			Follow: func() string { return "" }, Head: func() *protocol.Head { return nil }, Newest: func() (int64, bool) { return 0, false },
			Up: func(protocol.Welcome) { a.up(one.Code) }, Down: func(error) { a.lost(one.Code) },
			Frame: func(f protocol.Frame) { a.took(one.Code, f) }, Acked: func(protocol.Acked) {}, Clock: func(protocol.Clock, int64) {},
			Released: func(protocol.Frame) error { return errors.New("nobody releases it") },
		})
		if err != nil {
			t.Fatal(err)
		}
		a.links = append(a.links, l)
		running.Go(func() { l.Run(ctx) })
	}
	a.whole()
	return a
}

func (a *audience) up(screen string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if since, ok := a.down[screen]; ok {
		delete(a.down, screen)
		a.waits = append(a.waits, time.Since(since))
	}
}

// lost notes that a player is without a node.
func (a *audience) lost(screen string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, already := a.down[screen]; !already {
		a.down[screen] = time.Now()
	}
}

// took holds a frame against what others were sent under its number.
func (a *audience) took(screen string, f protocol.Frame) {
	a.mu.Lock()
	defer a.mu.Unlock()
	thing := f.Thing()
	if a.hash[thing] == nil {
		a.hash[thing] = map[int64]string{}
	}
	if was, ok := a.hash[thing][f.Number]; ok && was != f.Hash {
		a.Errorf("%s has two bodies under number %d", thing, f.Number)
	}
	a.hash[thing][f.Number] = f.Hash
	if f.Type == protocol.TypeProgramme {
		a.since[screen] = max(a.since[screen], f.Number)
	}
}

// whole waits until every player has a node.
func (a *audience) whole() {
	a.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if !slices.ContainsFunc(a.links, func(l *link.Link) bool { return !l.Up() }) {
			return
		}
		if time.Since(began) > time.Minute {
			a.Fatal("players do not get to a node")
		}
	}
}

// newer waits until every player was sent a programme with a number above one.
func (a *audience) newer(than int64) {
	a.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		a.mu.Lock()
		n := 0
		for _, number := range a.since {
			if number > than {
				n++
			}
		}
		a.mu.Unlock()
		if n == watchers {
			return
		}
		if time.Since(began) > time.Minute {
			a.Fatalf("%d of %d players were sent something newer than %d", n, watchers, than)
		}
	}
}

// newest is the highest number of a programme that anybody was sent.
func (a *audience) newest() (number int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, n := range a.since {
		number = max(number, n)
	}
	return number
}

// back is how long those who lost their node were without one.
func (a *audience) back() []time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := slices.Clone(a.waits)
	slices.Sort(all)
	return all
}

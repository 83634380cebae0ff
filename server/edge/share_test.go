package edge

import (
	"sync/atomic"
	"testing"
	"time"
)

// Three servers give a third each; when the others are gone, the one that is left gives all.
func TestAnAddressHasItsShareAtEachServer(t *testing.T) {
	t.Parallel()
	var nodes atomic.Int64
	nodes.Store(3)
	e, now := &Edge{}, time.Now()
	e.Among(func() int { return int(nodes.Load()) })
	m := e.Meter(30, time.Minute)
	passed := func() (n int) {
		for m.Allow("a", 1, now) {
			n++
		}
		return n
	}
	if n := passed(); n != 10 {
		t.Errorf("one of three servers gave %d of 30", n)
	}
	now = now.Add(30 * time.Second)
	if n := passed(); n != 5 {
		t.Errorf("after half the time one of three servers gave %d more", n)
	}
	nodes.Store(1)
	passed() // it hears of it
	now = now.Add(time.Minute)
	if n := passed(); n != 30 {
		t.Errorf("the server that is left gave %d of 30", n)
	}
	nodes.Store(90)
	if n := e.Share(30); n != 1 {
		t.Errorf("one of 90 servers gives %d", n)
	}

	nodes.Store(3)
	c := newCrowdAt(t, e, 6, 100)
	for _, want := range []int{2, 6} {
		for range 7 {
			c.server(c.come("127.0.0.2"))
		}
		if held := c.held("127.0.0.2"); held != want {
			t.Errorf("with %d servers an address holds %d of 6 connections", nodes.Load(), held)
		}
		nodes.Store(1)
	}

	hall := newCrowdAt(t, e, 6, 100)
	for range 4 { // while no other server is here
		if !hall.Taken(hall.server(hall.come("127.0.0.2"))) {
			t.Fatal("a connection could not become a socket")
		}
	}
	nodes.Store(3)
	first := hall.come("127.0.0.2")
	hall.server(first)
	for range 2 {
		hall.server(hall.come("127.0.0.2"))
	}
	if held := hall.held("127.0.0.2"); held != 6 || lives(first) {
		t.Errorf("with 4 sockets and 3 servers an address holds %d of 6 connections; the oldest lives: %v", held, lives(first))
	}
}

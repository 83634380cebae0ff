package report

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ngatu/player/protocol"
)

// sender counts the statuses that were sent, and keeps the last.
type sender struct {
	up   atomic.Bool
	sent atomic.Int64
	last atomic.Pointer[protocol.Status]
}

func (s *sender) send(one protocol.Status) bool {
	if !s.up.Load() {
		return false
	}
	s.last.Store(&one)
	s.sent.Add(1)
	return true
}

func made(s *sender) *Report {
	return New(Config{
		Clock: func() (protocol.ClockState, int64) { return protocol.ClockSynced, 3 },
		Media: func() (int, string) { return 2, "no room for media" },
		Done:  func() []string { return []string{"b"} },
		Send:  s.send,
	})
}

// The server hears at once of what it cannot work out by itself, and not of what changes all the
// time.
func TestWhatIsSentAtOnce(t *testing.T) {
	r := made(&sender{})
	base := protocol.Status{Clock: "synced", Slide: "a", Offset: 3}
	for name, c := range map[string]struct {
		change func(*protocol.Status)
		sent   bool
	}{
		"the next slide":    {func(s *protocol.Status) { s.Slide = "b" }, false},
		"the offset":        {func(s *protocol.Status) { s.Offset = 9 }, false},
		"heat":              {func(s *protocol.Status) { s.Machine = &protocol.Machine{Celsius: 60} }, false},
		"an empty glass":    {func(s *protocol.Status) { s.Slide = "" }, true},
		"a takeover":        {func(s *protocol.Status) { s.Takeover, s.Painted = 7, 8 }, true},
		"another programme": {func(s *protocol.Status) { s.Programme = "x" }, true},
		"trouble":           {func(s *protocol.Status) { s.Trouble = "x" }, true},
		"a missing medium":  {func(s *protocol.Status) { s.Missing = 1 }, true},
	} {
		now := base
		c.change(&now)
		if sent := r.key(now) != r.key(base); sent != c.sent {
			t.Errorf("%s: sent at once: %v", name, sent)
		}
	}
}

// The status joins what the pages say with what the agent knows.
func TestStatusJoins(t *testing.T) {
	r := made(&sender{})
	r.Page(1, protocol.Status{Slide: "one", Done: []string{"a"}})
	r.Page(2, protocol.Status{Slide: "two", Trouble: "no voice", Done: []string{"b", "c"}})
	r.Refused(errors.New("a signature is wrong"))
	r.RoundTrip(70)
	r.Machine(protocol.Machine{Celsius: 61})
	s := r.Status()
	if s.Slide != "two" || s.Clock != "synced" || s.Offset != 3 || s.Missing != 2 || strings.Join(s.Done, "") != "abc" {
		t.Errorf("%+v", s)
	}
	if s.Trouble != "a signature is wrong; no room for media; no voice" {
		t.Errorf("trouble: %q", s.Trouble)
	}
	if m := s.Machine; m == nil || m.Celsius != 61 || m.Delay != 70 || m.Refused != 1 {
		t.Errorf("machine: %+v", m)
	}
	r.PageGone(2)
	if s := r.Status(); s.Slide != "one" {
		t.Errorf("after the page has gone, %q is on the glass", s.Slide)
	}
	r.Trouble(strings.Repeat("ạ", maxTrouble))
	if got := r.Status().Trouble; len(got) > maxTrouble || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("%d bytes of trouble", len(got))
	}
}

// A status is sent when something changes and every ten minutes, again on each connection, and what
// could not be sent is sent later. Trouble is forgotten after an hour.
func TestWhenAStatusIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s sender
		r := made(&s)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { r.Run(ctx); close(done) }()
		expect := func(what string, n int64) {
			t.Helper()
			time.Sleep(time.Second)
			if got := s.sent.Load(); got != n {
				t.Errorf("%s: %d statuses, want %d", what, got, n)
			}
		}
		r.Trouble("the disk is full")
		expect("without a connection", 0)
		s.up.Store(true)
		r.Connected()
		r.Changed()
		expect("connected", 1)
		for range 5 {
			r.Changed()
		}
		expect("nothing changed", 1)
		r.Page(1, protocol.Status{Slide: "a"})
		r.Page(1, protocol.Status{Slide: "a", Takeover: 7})
		expect("two changes together", 2)
		r.Disconnected()
		r.Connected()
		r.Changed()
		expect("another connection", 3)
		time.Sleep(every)
		expect("ten minutes later", 4)
		if got := s.last.Load().Trouble; !strings.Contains(got, "the disk is full") {
			t.Errorf("trouble: %q", got)
		}
		time.Sleep(troubleFor)
		if got := s.last.Load().Trouble; strings.Contains(got, "the disk is full") {
			t.Errorf("trouble of an hour ago: %q", got)
		}
		cancel()
		<-done
	})
}

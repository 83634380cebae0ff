package hub

import (
	"context"
	"math/rand/v2"
	"time"

	"ngatu/player/protocol"
)

const (
	sweepEvery = time.Second           // how often all players are looked at
	retryFew   = 5 * time.Millisecond  // how often full sockets are tried again while they are few
	retryMany  = 25 * time.Millisecond // and when they are many
	farewell   = 5 * time.Second       // how long a player may take to answer a close frame
)

// agentPing and agentSilent are how many times longer an agent may be silent than a page. It asks for the time every 170 s, and a
// SIM card that is paid by the megabyte stands behind it: as Options are by themselves, it is pinged after 210 s and dropped
// after 300 s.
const agentPing, agentSilent = 7, 4

var ping = wire(firstPing, nil)

// sweep is the hub's one clock: it pings, drops the silent, and tries the slow again. No player has a timer.
func (h *Hub) sweep() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	again := time.NewTimer(time.Hour)
	defer again.Stop()
	for {
		select {
		case <-h.done:
			return
		case <-tick.C:
			for i := range h.shards {
				h.sweepShard(&h.shards[i])
			}
		case <-h.parked.bell:
			again.Reset(retryFew)
		case <-again.C:
			switch left := h.retry(); {
			case left > 200:
				again.Reset(retryMany)
			case left > 0:
				again.Reset(retryFew)
			}
		}
	}
}

func (h *Hub) sweepShard(sh *shard) {
	now := h.clock()
	var lost []*Session
	sh.each(func(s *Session) {
		if s.look(now) {
			lost = append(lost, s)
		}
	})
	for _, s := range lost {
		s.Leave()
	}
}

// look pings or drops one player as its silence demands, and says whether it is gone for good.
func (s *Session) look(now int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &s.hub.options
	quiet, ask, silent := now-s.heard.Load(), o.Ping, o.Silent
	if s.relay {
		ask, silent = agentPing*ask, agentSilent*silent
	}
	switch {
	case s.state == gone:
		return true
	case s.state == closing:
		if now-s.asked > farewell.Milliseconds() {
			s.cut()
		}
	case quiet >= silent.Milliseconds():
		s.fail("silent")
	case s.back != nil && now-s.back.since > (o.Patience+farewell).Milliseconds():
		s.fail("slow")
	case quiet >= ask.Milliseconds() && now-s.asked >= o.Ping.Milliseconds():
		s.asked = now
		s.putLocked("ping", ping)
	}
	return s.state == gone
}

// Shutdown tells every player to come back after a time of its own, at random within spread, waits until they have gone
// or ctx ends, cuts off the rest, and ends the hub. Whoever joins meanwhile gets ErrClosing. It returns ctx's error where
// players had to be cut off.
func (h *Hub) Shutdown(ctx context.Context, spread time.Duration) error {
	if h.closing.Swap(true) {
		return ErrClosing
	}
	for i := range h.shards {
		h.shards[i].each(func(s *Session) {
			wait := time.Duration(rand.Int64N(max(spread.Milliseconds(), 0)+1)) * time.Millisecond
			s.Close(protocol.CloseRestart, protocol.RetryReason(wait))
		})
	}
	err := h.empty(ctx)
	for i := range h.shards {
		var rest []*Session
		h.shards[i].each(func(s *Session) { rest = append(rest, s) })
		for _, s := range rest {
			s.Leave()
		}
	}
	close(h.done)
	h.running.Wait()
	return err
}

// empty waits until nobody is here any more.
func (h *Hub) empty(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for h.count.players.Load() > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

package hub

import (
	"context"
	"math/rand/v2"
	"time"

	"ngatu/player/protocol"
)

const (
	sweepEvery = time.Second           // between two looks at all players
	retryFew   = 5 * time.Millisecond  // between two tries of full sockets, while they are few
	retryMany  = 25 * time.Millisecond // and while they are many
	farewell   = 5 * time.Second       // for a player to answer a close frame
)

// agentPing and agentSilent are how many times longer an agent may be silent than a page. It asks
// for the time every 170 s, and it may be on a SIM card that is paid by the megabyte. With the
// default Options it is pinged after 210 s and dropped after 300 s.
const agentPing, agentSilent = 7, 4

var ping = wire(firstPing, nil)

// sweep is the hub's only clock. It pings, drops silent players, and tries slow ones again. No
// player has a timer.
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

// look pings or drops one player depending on its silence, and says whether it is gone for good.
func (s *Session) look(now int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &s.hub.options
	quiet, ask, silent := now-s.heard.Load(), o.Ping, o.Silent
	if s.relay {
		ask, silent = agentPing*ask, agentSilent*silent
	}
	doubtful := s.doubt > 0 && now >= s.doubt
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
	case doubtful || quiet >= ask.Milliseconds() && now-s.asked >= o.Ping.Milliseconds():
		s.asked, s.doubt = now, 0
		s.putLocked("ping", ping)
	}
	return s.state == gone
}

// Shutdown tells every player to reconnect after a random time within spread, waits until they have
// gone or ctx ends, cuts the rest, and ends the hub. A player that joins meanwhile gets ErrClosing.
// Shutdown returns ctx's error if it had to cut players.
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

// empty waits until all players have gone.
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

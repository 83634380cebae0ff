//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"time"
)

// Back-off as players have it (player/protocol/backoff.go): a random time up to a bound that doubles.
const (
	firstWait = 500 * time.Millisecond
	mostWait  = 30 * time.Second
)

func backOff(p *player) time.Duration {
	bound := min(firstWait<<min(p.tries, 10), mostWait)
	p.tries++
	return time.Duration(rand.Int64N(int64(bound) + 1))
}

// herd kills a server and waits until its players are with the others, each after its back-off.
// Times are from the kill to a player's welcome.
func (s *screens) herd(o command, r *reply) error {
	s.dead, s.wait = o.Dead, backOff
	defer func() { s.wait = nil }()
	began := time.Now()
	if err := syscall.Kill(o.Kill, syscall.SIGKILL); err != nil {
		return err
	}
	back := func(p *player) bool { return p.nr%len(s.to) != o.Dead || p.stage == in && p.since.After(began) }
	for s.inside < len(s.all) || !all(s.all, back) {
		if time.Since(began) > time.Minute {
			return fmt.Errorf("%d of %d players were in a minute after the kill; last trouble: %v", s.inside, len(s.all), s.why)
		}
		if err := s.hear(5 * time.Millisecond); err != nil {
			return err
		}
	}
	var took []float64
	for _, p := range s.all {
		if p.nr%len(s.to) == o.Dead {
			took = append(took, ms(p.since.Sub(began)))
		}
	}
	slices.Sort(took)
	r.P50, r.P99, r.All, r.Want = took[len(took)/2], took[len(took)*99/100], took[len(took)-1], len(took)
	err := s.silent(rest, time.Minute)
	r.Last = ms(s.last.Sub(began))
	return err
}

func all(some []*player, is func(*player) bool) bool {
	return !slices.ContainsFunc(some, func(p *player) bool { return !is(p) })
}

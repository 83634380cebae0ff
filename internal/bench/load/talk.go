//go:build linux

package main

import (
	"fmt"
	"time"
)

// How often a page says something while nothing happens (player/page/files: status.js, link.js with
// an even line, plays.js).
const (
	statusEvery = time.Minute
	clockEvery  = 45 * time.Second // 30 to 60 s
	playsEvery  = 5 * time.Minute
)

// rest lets time pass while players say what pages say, evenly spread. Each says that another slide
// is on the glass than the last time.
func (s *screens) rest(d time.Duration) error {
	began, round := time.Now(), time.Now().Unix()
	kinds := []struct {
		every time.Duration
		words func(*player) []byte
		said  int
	}{
		{statusEvery, func(p *player) []byte { return status(p, round) }, 0},
		{clockEvery, func(*player) []byte {
			return fmt.Appendf(nil, `{"type":"clock","body":{"t0":%d}}`, time.Now().UnixMilli())
		}, 0},
		{playsEvery, plays, 0},
	}
	for time.Since(began) < d {
		for i := range kinds {
			k := &kinds[i]
			for due := int(float64(len(s.all)) * float64(time.Since(began)) / float64(k.every)); k.said < due; k.said++ {
				p := s.all[k.said%len(s.all)]
				if p.stage != in {
					continue
				}
				if err := p.send(opText, k.words(p)); err != nil {
					return fmt.Errorf("player %d does not get a word in: %w", p.nr, err)
				}
			}
		}
		if err := s.hear(5 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// follows is the hash of the programme that a player has.
func (p *player) follows() (hash, audience string) {
	for _, t := range p.has {
		if t.kind == "programme" {
			return t.hash, t.about
		}
	}
	return "", ""
}

func status(p *player, round int64) []byte {
	hash, _ := p.follows()
	return fmt.Appendf(nil, `{"type":"status","body":{"programme":"%s","slide":"picture-%04d","clock":"synced","offset":%d}}`, hash, round%10_000, p.nr%50)
}

// plays is one run of five minutes.
func plays(p *player) []byte {
	p.runs++
	hash, audience := p.follows()
	until := time.Now().UnixMilli()
	from := until - playsEvery.Milliseconds()
	return fmt.Appendf(nil, `{"type":"plays","body":{"journal":"bench%05d","runs":[{"seq":%d,"audience":"%s","programme":"%s","entered":%d,"from":%d,"until":%d,"clock":"synced"}]}}`,
		p.nr, p.runs, audience, hash, from, from, until)
}

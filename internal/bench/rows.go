package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"ngatu/content/area"
)

// audience is how many players a sheet of every commune is for.
const audience = 2000

// rows measures a sheet of all communes, from its file in the inbox to the board painted by every
// player. Players are light ones that take the frame; how long painting it takes is measured in a
// page, on the screen that shows it, and added to each.
func rows(ctx context.Context, b *bench) error {
	s, err := startWithToken(ctx, b, audience/20)
	if err != nil {
		return err
	}
	defer s.stop()
	codes, err := s.screens(ctx)
	if err != nil {
		return err
	}
	page, err := openPage(ctx, s.address+"/play?screen=SANH-01", 1920, 1080)
	if err != nil {
		return err
	}
	defer page.close()
	one := &board{server: s, page: page}
	if err := one.ready(); err != nil {
		return err
	}
	all, err := connect(ctx, s.address, codes, audience)
	if err != nil {
		return err
	}
	defer all.leave()
	var read, had, painted []float64
	for range b.runs(20, 3) {
		if err := page.boardOn(ctx); err != nil {
			return err
		}
		one.sent++
		sheet, total := figureSheet(one.all, area.CommuneLevel, one.sent)
		all.listen([]byte(total))
		began := time.Now()
		if err := one.drop(ctx, sheet); err != nil {
			return err
		}
		in, on, err := one.seen(total)
		if err != nil {
			return err
		}
		times, err := all.heard(ctx)
		if err != nil {
			return err
		}
		read = append(read, in-unixMS(began)-one.off)
		for _, at := range times {
			ms := unixMS(at) - unixMS(began)
			had, painted = append(had, ms), append(painted, ms+on-in)
		}
		time.Sleep(1100 * time.Millisecond) // the move is over
	}
	n := len(one.all.At(area.Nov2024, area.CommuneLevel))
	b.report.add(fmt.Sprintf("a file of %d rows in the inbox → painted by each of %d players", n, audience), "ms", painted, goal{p99: 1500})
	b.report.add("the same → each has the frame", "ms", had, goal{})
	b.report.add("the same → the frame is in the page", "ms", read, goal{})
	return nil
}

// listen begins to note when each player takes a frame that holds these bytes.
func (p *players) listen(mark []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark, p.times, p.all = mark, nil, make(chan struct{})
}

// hear notes a frame of a player.
func (p *players) hear(frame []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mark == nil || !bytes.Contains(frame, p.mark) {
		return
	}
	if p.times = append(p.times, time.Now()); len(p.times) == len(p.conns) {
		close(p.all)
		p.mark = nil
	}
}

// heard waits until every player has taken the frame, and tells when each did.
func (p *players) heard(ctx context.Context) ([]time.Time, error) {
	select {
	case <-p.all:
		return p.times, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(30 * time.Second):
		return nil, fmt.Errorf("%d of %d players have the figures after 30 s", len(p.times), len(p.conns))
	}
}

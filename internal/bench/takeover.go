package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// soon is the goal from the confirmation of a city-wide takeover to the last of ten thousand
// players, in milliseconds. The page's painting is measured by itself.
const soon = 300

// takeovers measures a takeover of the whole city, put on and ended in turn: committed in the store
// → in the last player; and, in a real browser, from there to the glass.
func takeovers(ctx context.Context, b *bench) error {
	if err := b.takenOver(ctx, b.many()); err != nil {
		b.report.failed("takeover, frames", err)
	}
	return b.seen(ctx, "./internal/e2e", "-run", "^TestTakeoverIsPaintedSoon$", "-takeovers", strconv.Itoa(b.runs(20, 3)))
}

func (b *bench) takenOver(ctx context.Context, size fleetSize) error {
	f, err := b.fleet(ctx, fmt.Sprintf("takeover-%d", size.audiences()), size)
	if err != nil {
		return err
	}
	defer f.stop()
	if _, err := f.connect(ctx); err != nil {
		return err
	}
	for _, kind := range []string{takeoverOn, takeoverEnd} { // the first fills caches
		if _, err := f.takeover(kind); err != nil {
			return err
		}
	}
	on := fmt.Sprintf("%d players, %d audiences", size.Screens, size.audiences())
	all := map[string][]answer{}
	for range b.runs(10, 3) {
		for _, kind := range []string{takeoverOn, takeoverEnd} {
			a, err := f.takeover(kind)
			if err != nil {
				return err
			}
			all[kind] = append(all[kind], a)
		}
	}
	b.reportTakeover("city-wide takeover put on, "+on, all[takeoverOn], goal{p99: soon})
	b.reportTakeover("city-wide takeover ended, "+on, all[takeoverEnd], goal{p99: soon})
	return nil
}

func (b *bench) reportTakeover(what string, all []answer, g goal) {
	of := func(value func(answer) float64) (out []float64) {
		for _, a := range all {
			out = append(out, value(a))
		}
		return out
	}
	b.report.add(what+": committed → the middle player has it", "ms", of(func(a answer) float64 { return a.P50 }), goal{})
	b.report.add(what+": committed → the last has it", "ms", of(func(a answer) float64 { return a.All }), g)
	b.report.add("the same: asked → committed", "ms", of(func(a answer) float64 { return a.Asked }), goal{})
	b.report.add("the same: CPU of the server", "s", of(func(a answer) float64 { return a.CPU }), goal{})
	b.report.add("the same: CPU of the load", "s", of(func(a answer) float64 { return a.Load }), goal{})
}

// takeover puts one on or ends it, and waits until every player has been told.
func (f *fleet) takeover(kind string) (answer, error) {
	if _, err := f.obey(command{Do: "quiet", For: int(beat.Milliseconds())}); err != nil {
		return answer{}, err
	}
	a, err := f.obey(command{Do: "change", Ask: "/change?kind=" + kind, Type: "takeover", Expect: f.all(), Door: f.door})
	if err != nil {
		return a, fmt.Errorf("%s: %w", kind, err)
	}
	return a, nil
}

// Kinds of change, as control knows them.
const (
	takeoverOn  = "takeover_on"
	takeoverEnd = "takeover_end"
)

// putOn puts a prepared takeover on everywhere.
func (c *city) putOn(ctx context.Context, tx *store.Tx) error {
	t, err := content.PutOn(content.Takeover{
		ID: "storm", Title: "Bão", Gravity: content.Danger, State: content.Approved,
		Words: content.Words{Head: "Bão đổ bộ tối nay. Ở trong nhà.", Brief: "Bão tối nay", Foot: "Ban Chỉ huy Phòng thủ dân sự · Gọi 112"},
	}, "bench", tx.Time(), time.Hour, false)
	if err != nil {
		return err
	}
	return tx.PutTakeover(ctx, t)
}

func (c *city) endIt(ctx context.Context, tx *store.Tx) error {
	t, err := tx.Takeover(ctx, "storm")
	if err != nil {
		return err
	}
	return tx.PutTakeover(ctx, content.End(t, tx.Time()))
}

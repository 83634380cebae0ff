package main

import (
	"context"
	"fmt"
)

// slack is what resolving, signing and encoding may add to sending a frame, in milliseconds.
const slack = 25

// anyChange is the goal for any change until the last of 10,000 players has it, in milliseconds.
const anyChange = 350

// changes measures from a change committed in the store until the last player has the frame, beside
// a frame of the same size sent by a hub alone.
func changes(ctx context.Context, b *bench) error {
	for i, size := range []fleetSize{b.few(), b.many()} {
		if err := b.changed(ctx, size, i == 0); err != nil {
			b.report.failed(fmt.Sprintf("change, %d audiences", size.audiences()), err)
		}
	}
	return nil
}

func (b *bench) changed(ctx context.Context, size fleetSize, bound bool) error {
	f, err := b.fleet(ctx, fmt.Sprintf("change-%d", size.audiences()), size)
	if err != nil {
		return err
	}
	defer f.stop()
	if _, err := f.connect(ctx); err != nil {
		return err
	}
	kinds := []struct{ kind, what string }{
		{"order", "a picture moved within its campaign"}, {"words", "other words on a notice"}, {"figures", "figures of the board"},
	}
	if size.Districts > 1 {
		kinds = append(kinds, struct{ kind, what string }{"district", "words for one district"})
	}
	on := fmt.Sprintf("%d players, %d audiences", size.Screens, size.audiences())
	weight := frameSize
	var order []float64
	for _, k := range kinds {
		if _, err := f.change(k.kind); err != nil { // the first fills caches
			return err
		}
		var last, p50, cpu, load []float64
		for range b.runs(10, 3) {
			a, err := f.change(k.kind)
			if err != nil {
				return err
			}
			last, p50, cpu, load = append(last, a.All), append(p50, a.P50), append(cpu, a.CPU), append(load, a.Load)
			if k.kind == "order" {
				weight = a.Bytes
			}
		}
		what := fmt.Sprintf("%s, %s: committed → ", k.what, on)
		b.report.add(what+"the middle player has it", "ms", p50, goal{})
		b.report.add(what+"the last has it", "ms", last, goal{p50: anyChange})
		b.report.add("the same: CPU of the server", "s", cpu, goal{})
		b.report.add("the same: CPU of the load", "s", load, goal{})
		if k.kind == "order" {
			order = last
		}
	}
	if !bound {
		return nil
	}
	return b.handedOut(ctx, weight, order)
}

// handedOut publishes a frame of the programme's size on a hub alone, and subtracts that.
func (b *bench) handedOut(ctx context.Context, weight int, whole []float64) error {
	args, err := b.hubOf("plain", weight)
	if err != nil {
		return err
	}
	one, err := b.underLoad(ctx, &rival{args: args, speak: "ngatu"}, "-large", "0")
	if err != nil {
		return err
	}
	b.report.add(fmt.Sprintf("a frame of %d bytes, as the programme's, by the hub alone: publish → the last player", weight), "ms", one.Last, goal{})
	var more []float64
	for _, v := range whole {
		more = append(more, v-median(one.Last))
	}
	b.report.add("a picture moved: what the whole way adds to that", "ms", more, goal{p50: slack})
	return nil
}

package main

import (
	"context"
	"fmt"
)

// few and many are the fleets of storm, change and soak.
func (b *bench) few() fleetSize {
	return fleetSize{Screens: b.players, Canvases: 3, Districts: 1, Mixes: 1, Slides: 40}
}

func (b *bench) many() fleetSize {
	return fleetSize{Screens: b.players, Canvases: 20, Districts: 100, Mixes: 1, Slides: 40}
}

// again is how many milliseconds after the first a second storm comes.
const again = 300

// storm disconnects all players of a whole server at once and lets them reconnect at once, one in
// ten without any frames. In turns with it, the same is done to the bare Go loop.
func storm(ctx context.Context, b *bench) error {
	bare, err := b.bare(ctx)
	if err != nil {
		return err
	}
	defer bare.stop()
	for i, size := range []fleetSize{b.few(), b.many()} {
		if err := b.storms(ctx, size, bare, i == 0); err != nil {
			b.report.failed(fmt.Sprintf("storm, %d audiences", size.audiences()), err)
		}
	}
	return nil
}

// bare is the Go loop under the load of a fleet, with everybody connected.
func (b *bench) bare(ctx context.Context) (*fleet, error) {
	program, err := b.anchor(ctx, "epoll")
	if err != nil {
		return nil, err
	}
	c, err := startChild(ctx, program, fmt.Sprint(frameSize))
	if err != nil {
		return nil, err
	}
	f := &fleet{child: c, size: b.few()}
	if err := f.players(ctx, b); err != nil {
		f.stop()
		return nil, err
	}
	if _, err := f.connect(ctx); err != nil {
		f.stop()
		return nil, err
	}
	return f, nil
}

func (b *bench) storms(ctx context.Context, size fleetSize, bare *fleet, bound bool) error {
	f, err := b.fleet(ctx, fmt.Sprintf("storm-%d", size.audiences()), size)
	if err != nil {
		return err
	}
	defer f.stop()
	first, err := f.connect(ctx)
	if err != nil {
		return err
	}
	on := fmt.Sprintf("%d players, %d audiences", size.Screens, size.audiences())
	b.report.add("all connect for the first time, "+on+": silent", "ms", []float64{first.Last}, goal{})
	b.report.note("all connect for the first time, %s: server %.1f s of processor, load %.1f s; frames %v; the largest %d bytes", on, first.CPU, first.Load, first.Frames, first.Bytes)
	var once, twice []answer
	var ratio, floor, spent, loaded []float64
	for range b.runs(9, 1) {
		one, err := bare.obey(command{Do: "storm", Fresh: 10})
		if err != nil {
			return err
		}
		a, err := f.obey(command{Do: "storm", Fresh: 10})
		if err != nil {
			return err
		}
		again, err := f.obey(command{Do: "storm", Fresh: 10, Again: again})
		if err != nil {
			return err
		}
		floor, ratio = append(floor, one.Last), append(ratio, a.Last/one.Last)
		spent, loaded = append(spent, one.CPU), append(loaded, one.Load)
		once, twice = append(once, a), append(twice, again)
	}
	b.reportStorm("storm, "+on, once)
	b.reportStorm("two storms, the second 300 ms into the first, "+on, twice)
	if bound {
		b.report.add("bare Go epoll, the same storm: all have their welcome", "ms", floor, goal{})
		b.report.add("the same: CPU of the server", "s", spent, goal{})
		b.report.add("the same: CPU of the load", "s", loaded, goal{})
		b.report.add("storm against bare Go epoll: until silent", "×", ratio, goal{p50: 1.3})
	}
	return nil
}

func (b *bench) reportStorm(what string, all []answer) {
	of := func(value func(answer) float64) (out []float64) {
		for _, a := range all {
			out = append(out, value(a))
		}
		return out
	}
	b.report.add(what+": all have their welcome", "ms", of(func(a answer) float64 { return a.All }), goal{})
	b.report.add(what+": all silent again", "ms", of(func(a answer) float64 { return a.Last }), goal{})
	b.report.add(what+": CPU of the server", "s", of(func(a answer) float64 { return a.CPU }), goal{})
	b.report.add(what+": CPU of the load", "s", of(func(a answer) float64 { return a.Load }), goal{})
	b.report.add(what+": memory at its peak", "MB", of(func(a answer) float64 { return a.Peak / 1000 }), goal{})
	b.report.add(what+": programmes sent, for each that was lacking", "×", of(func(a answer) float64 {
		return float64(a.Frames["programme"]) / float64(a.Want)
	}), goal{p50: 1, p99: 1})
	for _, a := range all {
		verdict := "as it should be"
		if a.Right > 0 || a.Served != a.Want {
			verdict = "**not as it should be**"
		}
		b.report.note("%s: %s: %d of %d that had nothing have everything, %d frames to those that had everything; frames %v; %d handshakes or connections failed",
			what, verdict, a.Served, a.Want, a.Right, a.Frames, a.Lost)
	}
}

package main

import (
	"context"
	"fmt"
	"slices"
)

// column is one of the comparison: what of a run is compared.
type column struct {
	head string
	of   func(loaded) float64
	set  bool // against the floor and the library as well
}

var columns = []column{
	{"kB an idle player", func(l loaded) float64 { return l.Idle }, false},
	{"CPU s, 1 M × 1 kB", func(l loaded) float64 { return l.CPU }, true},
	{"CPU s, 1 M × 20 kB", func(l loaded) float64 { return l.Large }, true},
	{"publish → last, ms", func(l loaded) float64 { return median(l.Last) }, true},
	{"p50, ms", func(l loaded) float64 { return median(l.P50) }, false},
	{"p99, ms", func(l loaded) float64 { return median(l.P99) }, false},
	{"connect + hello of all, s", func(l loaded) float64 { return l.Connect / 1000 }, false},
	{"its CPU, s", func(l loaded) float64 { return l.Shook }, false},
	{"the load's CPU s, 1 M × 1 kB", func(l loaded) float64 { return l.Load }, false},
}

// compare is the table of all rivals: medians of the rounds and, in brackets, their spread.
func (b *bench) compare(rivals []*rival) {
	t := table{Title: fmt.Sprintf("%d players on one channel, medians (and spread) of %d rounds", b.players, len(rivals[0].runs)), Head: []string{"server"}}
	for _, c := range columns {
		t.Head = append(t.Head, c.head)
		if c.set {
			t.Head = append(t.Head, "× C", "× centrifuge")
		}
	}
	for _, r := range rivals {
		cells := []string{r.name}
		for _, c := range columns {
			cells = append(cells, spread(each(r.runs, c.of)))
			if c.set {
				cells = append(cells, spread(against(r, named(rivals, floor), c.of)), spread(against(r, named(rivals, library), c.of)))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	b.report.Tables = append(b.report.Tables, t)
}

// ratios holds the hub to its goals, each round with the one beside it.
func (b *bench) ratios(rivals []*rival) {
	us, c, lib := named(rivals, ours), named(rivals, floor), named(rivals, library)
	idle := columns[0].of
	b.report.add(ours+": memory an idle player", "kB", each(us.runs, idle), goal{p50: 8})
	b.report.add("Ngatu against centrifuge: memory an idle player", "×", against(us, lib, idle), goal{p50: 0.25})
	for _, r := range []struct {
		what string
		to   *rival
		of   func(loaded) float64
		goal float64
	}{
		{"Ngatu against C: CPU of a delivery of 1 kB", c, columns[1].of, 1.15},
		{"Ngatu against centrifuge: CPU of a delivery of 1 kB", lib, columns[1].of, 0.65},
		{"Ngatu against C: CPU of a delivery of 20 kB", c, columns[2].of, 0},
		{"Ngatu against C: publish → the last player", c, columns[3].of, 1.1},
	} {
		if values := against(us, r.to, r.of); len(values) > 0 {
			b.report.add(r.what, "×", values, goal{p50: r.goal})
		}
	}
}

func named(rivals []*rival, name string) *rival {
	if i := slices.IndexFunc(rivals, func(r *rival) bool { return r.name == name }); i >= 0 {
		return rivals[i]
	}
	return nil
}

func each(runs []loaded, of func(loaded) float64) (out []float64) {
	for _, r := range runs {
		out = append(out, of(r))
	}
	return out
}

// against is a rival's rounds divided by those of another beside them; none if there is no other.
func against(r, other *rival, of func(loaded) float64) (out []float64) {
	if other == nil {
		return nil
	}
	for i := range min(len(r.runs), len(other.runs)) {
		if below := of(other.runs[i]); below > 0 {
			out = append(out, of(r.runs[i])/below)
		}
	}
	return out
}

// securely weighs an idle player behind TLS that ends in this program.
func (b *bench) securely(ctx context.Context) error {
	args, err := b.hub("tls")
	if err != nil {
		return err
	}
	var runs []loaded
	for range b.runs(2, 1) {
		one, err := b.underLoad(ctx, &rival{args: args, speak: "ngatu"}, "-tls")
		if err != nil {
			return fmt.Errorf("over TLS: %w", err)
		}
		runs = append(runs, one)
	}
	b.report.add(ours+", TLS: memory an idle player", "kB", each(runs, columns[0].of), goal{p50: 18})
	b.report.add("the same: CPU to connect and welcome one", "ms", each(runs, func(l loaded) float64 { return l.Shook * 1000 / float64(b.players) }), goal{})
	return nil
}

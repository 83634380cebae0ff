package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// axis is one size that grows while the others stay.
type axis struct {
	name  string
	kind  string // of change
	sizes []float64
	fleet func(n int) fleetSize
	cost  [][]float64 // processor seconds of the server, by size
	last  [][]float64 // committed → the last player, in milliseconds
}

// growthBase is the fleet of axes that do not say otherwise.
var growthBase = fleetSize{Screens: 2000, Canvases: 4, Districts: 1, Mixes: 5, Slides: 50}

// growth measures what a change costs against players, audiences, slides and areas, at four sizes
// each, and draws it. A change of everybody's is a picture moved within its campaign; one for a
// district is words on a notice there.
func growth(ctx context.Context, b *bench) error {
	with := func(change func(*fleetSize, int)) func(int) fleetSize {
		return func(n int) fleetSize { s := growthBase; change(&s, n); return s }
	}
	areas := with(func(s *fleetSize, n int) { s.Canvases, s.Mixes, s.Districts = 1, 1, n })
	axes := []*axis{
		{name: "players", kind: "order", sizes: []float64{1000, 2500, 5000, 10_000}, fleet: with(func(s *fleetSize, n int) { s.Screens = n })},
		{name: "audiences", kind: "order", sizes: []float64{20, 100, 500, 2000}, fleet: with(func(s *fleetSize, n int) { s.Mixes = n / s.Canvases })},
		{name: "slides", kind: "order", sizes: []float64{50, 150, 300, 500}, fleet: with(func(s *fleetSize, n int) { s.Slides = n })},
		{name: "areas with a slide of their own", kind: "order", sizes: []float64{30, 126, 300, 579}, fleet: areas},
		{name: "areas, a change for one of them", kind: "district", sizes: []float64{30, 126, 300, 579}, fleet: areas},
	}
	for _, a := range axes {
		for _, n := range a.sizes {
			if b.quick && n > a.sizes[1] {
				break
			}
			if err := a.at(ctx, b, a.fleet(int(n))); err != nil {
				return fmt.Errorf("%s, %v: %w", a.name, n, err)
			}
		}
		b.report.note("growth with %s: CPU ~ n^%.2f, until the last player ~ n^%.2f (1 is in proportion)", a.name, a.exponent(a.cost), a.exponent(a.last))
	}
	b.tabulate(axes)
	path := filepath.Join(filepath.Dir(b.json), "growth.svg")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	b.report.note("drawn in %s", path)
	return os.WriteFile(path, drawn(axes), 0o644)
}

// at measures one size.
func (a *axis) at(ctx context.Context, b *bench, size fleetSize) error {
	f, err := b.fleet(ctx, "growth", size)
	if err != nil {
		return err
	}
	defer f.stop()
	if _, err := f.connect(ctx); err != nil {
		return err
	}
	var last []float64
	if _, err := f.change(a.kind); err != nil {
		return err
	}
	var cost []float64
	for range b.runs(5, 2) {
		one, err := f.change(a.kind)
		if err != nil {
			return err
		}
		cost, last = append(cost, one.CPU), append(last, one.All)
	}
	sum := 0.0 // the system counts in hundredths of a second: a mean is finer than a median
	for _, v := range cost {
		sum += v
	}
	a.cost, a.last = append(a.cost, []float64{max(sum/float64(len(cost)), 0.001)}), append(a.last, last)
	return nil
}

// exponent is the slope of the logarithms: how a cost grows with the size.
func (a *axis) exponent(costs [][]float64) float64 {
	var n, x, y, xx, xy float64
	for i, c := range costs {
		lx, ly := math.Log(a.sizes[i]), math.Log(max(median(c), 0.001))
		n, x, y, xx, xy = n+1, x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

func (b *bench) tabulate(axes []*axis) {
	t := table{Title: "Cost of a change as something grows", Head: []string{"what grows", "to", "audiences", "CPU of the server, ms", "committed → last player, ms"}}
	for _, a := range axes {
		for i := range a.cost {
			t.Rows = append(t.Rows, []string{
				a.name, short(a.sizes[i]), fmt.Sprint(a.fleet(int(a.sizes[i])).audiences()), short(a.cost[i][0] * 1000), spread(a.last[i]),
			})
		}
		t.Rows = append(t.Rows, []string{a.name, "exponent", "", short(a.exponent(a.cost)), short(a.exponent(a.last))})
	}
	b.report.Tables = append(b.report.Tables, t)
}

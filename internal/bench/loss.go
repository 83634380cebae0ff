package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// loss kills the maker of three nodes, and measures its players' way to the other two; then a change
// there, which waits for the next maker.
func (c *cluster) loss(ctx context.Context, b *bench) error {
	left := c.nodes[1:]
	var peaks [2]float64
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		peaks = c.peaks(ctx)
	}()
	a, err := c.obey(command{Do: "herd", Kill: c.nodes[0].cmd.Process.Pid, Dead: 0})
	stop()
	<-done
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%d of %d players lose their node, which is the maker, to kill -9", a.Want, c.all())
	b.report.add(what+": the middle one is at another", "ms", []float64{a.P50}, goal{})
	b.report.add("the same: 99 of 100 are", "ms", []float64{a.P99}, goal{p50: 5000})
	b.report.add("the same: the last is", "ms", []float64{a.All}, goal{})
	b.report.add("the same: all silent again", "ms", []float64{a.Last}, goal{})
	b.report.add("the same: processor of a node that is left, in its busiest second", "s", peaks[:], goal{})
	c.door = left[0].control
	change, err := c.changeNow("order")
	if err != nil {
		return err
	}
	b.report.add("the same: a change committed at once at another node → the last has it, from the next maker", "ms", []float64{change.All}, goal{})
	change, err = c.change("order")
	if err != nil {
		return err
	}
	b.report.add("the same: the next change, on two nodes", "ms", []float64{change.All}, goal{})
	return nil
}

// peaks is the most processor time that each of the nodes that are left has used within a second,
// until ctx ends.
func (c *cluster) peaks(ctx context.Context) (most [2]float64) {
	const part, parts = 100 * time.Millisecond, 10
	var seen [2][]float64
	tick := time.NewTicker(part)
	defer tick.Stop()
	for {
		for i, n := range c.nodes[1:] {
			seen[i] = append(seen[i], spent(n.cmd.Process.Pid))
			if last := len(seen[i]) - 1; last > 0 {
				most[i] = max(most[i], seen[i][last]-seen[i][max(last-parts, 0)])
			}
		}
		select {
		case <-ctx.Done():
			slices.Sort(most[:])
			return most
		case <-tick.C:
		}
	}
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

const (
	mostNodes = 1.3 // × one node: a change committed → the last of all players, who are on three
	soonNodes = 500 // ms: the same for a takeover, p99
	mostRings = 20  // NOTIFYs a second of one node
	wider     = 3   // × as many screens in the store as players, to see what the store's size costs
)

// measured is a cluster, and what was measured of it.
type measured struct {
	*cluster
	costs *costs
}

// nodes measures what one, two and three nodes cost, each time on a PostgreSQL database and a bucket
// of their own: with nobody connected, at rest, a change and a takeover committed at the maker → in
// the last of as many players, spread over the nodes, and the loss of one of three. All stand side by
// side and take turns, so that what else runs on the machine meets all of them. From these, and from
// three nodes with three times as many screens in the store, follows what ten would cost.
func nodes(ctx context.Context, b *bench) error {
	n := b.players
	all, err := b.measured(ctx, []clusterSize{{0, n, n}, {1, n, n}, {2, n, n}, {3, n, n}}, func(all []measured) error {
		three := all[len(all)-1]
		if err := three.loss(ctx, b); err != nil {
			b.report.failed("the loss of a node", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	alone, one, two, three := all[0], all[1], all[2], all[3]
	for _, x := range []struct {
		what string
		of   *costs
		g    goal
	}{{"three nodes", three, goal{p50: mostNodes}}, {"two nodes", two, goal{p50: mostNodes}}, {"a server alone", alone, goal{}}} {
		var ratios []float64
		for i := range one.Last {
			ratios = append(ratios, x.of.Last[i]/one.Last[i])
		}
		b.report.add(x.what+" against one node, in turns: a change, until the last player has it", "×", ratios, x.g)
	}
	wide, err := b.measured(ctx, []clusterSize{{3, n, wider * n}}, func([]measured) error { return nil })
	if err != nil {
		b.report.failed("three times as many screens", err)
		wide = []*costs{nil}
	} else {
		all = append(all, wide[0])
	}
	b.tabulateNodes(all[1:])
	b.report.Tables = append(b.report.Tables, tenNodes(one, three, wide[0]))
	return nil
}

// measured starts clusters and measures them in turns; at the end it does something with them.
func (b *bench) measured(ctx context.Context, kinds []clusterSize, last func([]measured) error) (out []*costs, err error) {
	var all []measured
	for _, kind := range kinds {
		c, err := b.cluster(ctx, kind)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		defer c.end()
		all = append(all, measured{c, &costs{clusterSize: kind}})
	}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"at rest", func() error { return inTurns(all, 1, func(m measured) error { return m.atRest(ctx, b) }) }},
		{"changes", func() error { return inTurns(all, 1+b.runs(20, 3), measured.oneChange) }},
		{"changes in a hurry", func() error { return inTurns(all, 1, func(m measured) error { return m.hurry(ctx) }) }},
		{"takeovers", func() error { return inTurns(all, 1+b.runs(10, 3), measured.oneTakeover) }},
		{"while a takeover is on", func() error { return inTurns(all, 1, func(m measured) error { return m.alarm(ctx, b) }) }},
	} {
		b.report.note("%s: from %s on", step.name, time.Now().UTC().Format("15:04:05"))
		if err := step.do(); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	for _, m := range all {
		m.costs.report(b)
		out = append(out, m.costs)
	}
	return out, last(all)
}

// inTurns does something with one after the other, again and again.
func inTurns(all []measured, times int, do func(measured) error) error {
	for range times {
		for _, m := range all {
			if err := do(m); err != nil {
				return fmt.Errorf("%s: %w", m.kind, err)
			}
		}
	}
	return nil
}

// atRest measures the nodes with nobody connected, connects all, and measures them again while
// players say what they say in any case.
func (m measured) atRest(ctx context.Context, b *bench) (err error) {
	long, c := time.Duration(b.runs(10, 3))*time.Second, m.costs
	if c.Empty, err = m.during(ctx, func() error {
		select {
		case <-ctx.Done():
		case <-time.After(long):
		}
		return ctx.Err()
	}); err != nil {
		return err
	}
	c.Empty = c.Empty.per(c.Empty.Seconds)
	if c.Before, err = m.weighed(ctx); err != nil {
		return err
	}
	came, err := m.connect(ctx)
	if err != nil {
		return err
	}
	b.report.note("%s: all connect for the first time: %.1f s until silent", m.kind, came.Last/1000)
	if _, err := m.obey(command{Do: "rest", For: 6000}); err != nil { // who has come is told to the others first
		return err
	}
	if c.Rest, c.RestRead, err = m.resting(ctx, 3*long); err != nil {
		return err
	}
	c.After, err = m.weighed(ctx)
	return err
}

// resting is what is used in a second while nothing happens, and how many bytes go to the players.
func (m measured) resting(ctx context.Context, long time.Duration) (s spending, read float64, err error) {
	s, err = m.during(ctx, func() error {
		a, err := m.obey(command{Do: "rest", For: int(long.Milliseconds())})
		read = float64(a.Read) / long.Seconds()
		return err
	})
	return s.per(s.Seconds), read, err
}

// weighed is what each node has in RAM after a garbage collection, in MB.
func (m measured) weighed(ctx context.Context) (all []float64, err error) {
	for _, n := range m.nodes {
		if _, err := n.weigh(ctx); err != nil {
			return nil, err
		}
		all = append(all, resident(n.cmd.Process.Pid))
	}
	return all, nil
}

// oneChange measures a picture moved within its campaign. The first fills caches and does not count.
func (m measured) oneChange() error {
	if _, err := m.obey(command{Do: "quiet", For: int(beat.Milliseconds())}); err != nil {
		return err
	}
	before, err := m.spent(context.Background())
	if err != nil {
		return err
	}
	a, err := m.changeNow("order")
	if err != nil {
		return err
	}
	now, err := m.spent(context.Background())
	if err != nil {
		return err
	}
	if m.n > 1 {
		m.costs.change(a, now.since(before))
	}
	return nil
}

// hurry makes changes as fast as they go, and counts how often that rings.
func (m measured) hurry(ctx context.Context) error {
	made := 0.0
	used, err := m.during(ctx, func() error {
		for end := time.Now().Add(3 * time.Second); time.Now().Before(end); made++ {
			var one struct{ Error string }
			if err := m.ask(ctx, http.MethodGet, "/change?kind=words", &one); err != nil || one.Error != "" {
				return fmt.Errorf("%w %s", err, one.Error)
			}
			if _, err := m.obey(command{Do: "quiet", For: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.costs.Rings, m.costs.Hurry = used.Rings/used.Seconds, made/used.Seconds
	_, err = m.obey(command{Do: "quiet", For: 2500})
	return err
}

// oneTakeover puts one on and ends it. The first does not count.
func (m measured) oneTakeover() error {
	on, err := m.takeover(takeoverOn)
	if err != nil {
		return err
	}
	_, err = m.takeover(takeoverEnd)
	m.costs.Takeover = append(m.costs.Takeover, on.All)
	return err
}

// alarm leaves a takeover on for a while.
func (m measured) alarm(ctx context.Context, b *bench) error {
	m.costs.Takeover = m.costs.Takeover[1:]
	if _, err := m.takeover(takeoverOn); err != nil {
		return err
	}
	var err error
	if m.costs.Alarm, _, err = m.resting(ctx, time.Duration(b.runs(10, 3))*time.Second); err != nil {
		return err
	}
	_, err = m.takeover(takeoverEnd)
	return err
}

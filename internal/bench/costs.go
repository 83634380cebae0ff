package main

import "fmt"

// costs is what was measured of a cluster.
type costs struct {
	clusterSize
	Empty, Rest, Alarm spending     // a second: nobody is connected; players say what they say at rest; the same while a takeover is on
	changes            []spending   // one by one
	Change             spending     // a change, on average
	RestRead, Read     float64      // bytes to all players: a second at rest, a change
	Before, After      []float64    // MB in RAM by node, before players came and with them
	Rings, Hurry       float64      // NOTIFYs a second with changes as fast as they go, and these
	First              [2][]float64 // ms: a change is with the first player of the maker, and of a node beside it
	Middle, Beyond     []float64    // ms: with half of the players, and with 99 of 100
	Last, Asked        []float64    // ms: with the last; how long the commit took
	Takeover           []float64    // ms: a takeover is with the last player
}

// change takes in a change.
func (c *costs) change(a answer, used spending) {
	c.changes = append(c.changes, used)
	c.Last, c.Beyond, c.Middle, c.Asked = append(c.Last, a.All), append(c.Beyond, a.P99), append(c.Middle, a.P50), append(c.Asked, a.Asked)
	for i := range min(len(a.First), 2) {
		c.First[i] = append(c.First[i], a.First[i])
	}
	c.Change, c.Read = meanOf(c.changes), float64(a.Read)
}

// report notes what has goals, and what belongs to it.
func (c *costs) report(b *bench) {
	name := c.String()
	b.report.add(name+": a picture moved within its campaign: committed → half of the players have it", "ms", c.Middle, goal{})
	b.report.add("the same: → 99 of 100 have it", "ms", c.Beyond, goal{})
	b.report.add("the same: → the last has it", "ms", c.Last, goal{})
	b.report.add("the same: asked → committed", "ms", c.Asked, goal{})
	b.report.add(name+": city-wide takeover put on: committed → the last has it", "ms", c.Takeover, goal{p99: soonNodes})
	if c.Nodes > 0 {
		b.report.add(fmt.Sprintf("%s: NOTIFYs in a second with %.0f changes at the maker", name, c.Hurry), "", []float64{c.Rings}, goal{p50: mostRings})
	}
}

func (b *bench) tabulateNodes(all []*costs) {
	t := table{Title: fmt.Sprintf("Nodes, %d players", b.players), Head: []string{"what"}}
	for _, c := range all {
		t.Head = append(t.Head, c.String())
	}
	row := func(what string, of func(*costs) string) {
		r := []string{what}
		for _, c := range all {
			r = append(r, of(c))
		}
		t.Rows = append(t.Rows, r)
	}
	each := func(values []float64, by float64) string { // the maker, and the mean of the others
		if len(values) == 0 {
			return ""
		}
		if len(values) == 1 {
			return short(values[0] * by)
		}
		return short(values[0]*by) + " / " + short(mean(values[1:])*by)
	}
	second := func(name string, of func(*costs) spending) {
		row(name+": processor of maker / other node, ms a second", func(c *costs) string { return each(of(c).Nodes, 1000) })
		row("the same: of the database", func(c *costs) string { return short(of(c).Base * 1000) })
		row("the same: statements a second", func(c *costs) string { return short(of(c).Statements) })
		row("the same: rows a second", func(c *costs) string { return short(of(c).Rows) })
		row("the same: NOTIFYs a second", func(c *costs) string { return short(of(c).Rings) })
		row("the same: kB a second to the database, of maker / other node", func(c *costs) string { return each(of(c).Sent, 1e-3) })
		row("the same: kB a second from the database", func(c *costs) string { return each(of(c).Got, 1e-3) })
		row("the same: kB a second of the database's log", func(c *costs) string { return short(of(c).WAL / 1000) })
	}
	second("nobody connected", func(c *costs) spending { return c.Empty })
	second("at rest", func(c *costs) spending { return c.Rest })
	row("the same: kB a second to all players", func(c *costs) string { return short(c.RestRead / 1000) })
	second("while a takeover is on", func(c *costs) spending { return c.Alarm })
	row("memory before players come, MB", func(c *costs) string { return each(c.Before, 1) })
	row("memory with all players, MB", func(c *costs) string { return each(c.After, 1) })
	row("database connections of all nodes", func(c *costs) string { return short(c.Alarm.Connections) })
	row("a change: processor of maker / other node, ms", func(c *costs) string { return each(c.Change.Nodes, 1000) })
	row("the same: of the database, ms", func(c *costs) string { return short(c.Change.Base * 1000) })
	row("the same: of the players, ms", func(c *costs) string { return short(c.Change.Load * 1000) })
	row("the same: statements", func(c *costs) string { return short(c.Change.Statements) })
	row("the same: NOTIFYs", func(c *costs) string { return short(c.Change.Rings) })
	row("the same: kB to the database", func(c *costs) string { return each(c.Change.Sent, 1e-3) })
	row("the same: kB from the database", func(c *costs) string { return each(c.Change.Got, 1e-3) })
	row("the same: kB to all players", func(c *costs) string { return short(c.Read / 1000) })
	row("committed → the first player of maker / other node has it, ms", func(c *costs) string {
		if len(c.First[1]) == 0 {
			return spread(c.First[0])
		}
		return spread(c.First[0]) + " / " + spread(c.First[1])
	})
	row("committed → the last has it, ms", func(c *costs) string { return spread(c.Last) })
	row("a takeover: the same, ms", func(c *costs) string { return spread(c.Takeover) })
	b.report.Tables = append(b.report.Tables, t)
}

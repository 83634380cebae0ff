package main

import "fmt"

// ten is how many nodes are worked out from what was measured at one and three.
const ten = 10

// trial is what ten nodes are worked out from.
type trial struct {
	one   *costs // one node
	three *costs // three nodes with as many players in all
	wide  *costs // the same with more screens in the store
}

// tenNodes works out what ten nodes would cost, each with as many players as all had that were
// measured, and a machine of its own like this one. wide may be nil: then the size of the store
// counts as free. All grows in proportion: with the node's own players, with those of other nodes, of
// whom it hears, and in the database with what nodes write and what they read of each other. What
// noise makes negative counts as nothing.
func tenNodes(one, three, wide *costs) table {
	if wide == nil {
		wide = three
	}
	r := trial{one, three, wide}
	t := table{Title: fmt.Sprintf("%d nodes with %d players each, worked out", ten, one.Players), Head: []string{"what", "maker", "other node", "database"}}
	row := func(what string, maker, other, base float64) {
		cell := func(v float64) string {
			if v < 0 {
				return ""
			}
			return short(v)
		}
		t.Rows = append(t.Rows, []string{what, cell(maker), cell(other), cell(base)})
	}
	const none = -1
	for _, s := range []struct {
		what string
		of   func(*costs) spending
	}{
		{"at rest", func(c *costs) spending { return c.Rest }},
		{"while a takeover is on", func(c *costs) spending { return c.Alarm }},
	} {
		of := func(field func(spending) float64) func(*costs) float64 {
			return func(c *costs) float64 { return field(s.of(c)) }
		}
		node := func(field func(spending) []float64, by float64) (maker, other float64) {
			for i, v := range []*float64{&maker, &other} {
				at := func(c *costs, s spending) float64 { return by * which(field(s), i) }
				*v = r.node(func(c *costs) float64 { return at(c, c.Empty) }, func(c *costs) float64 { return at(c, s.of(c)) })
			}
			return maker, other
		}
		base := func(field func(spending) float64) float64 {
			return r.base(func(c *costs) float64 { return field(c.Empty) }, of(field))
		}
		maker, other := node(func(s spending) []float64 { return s.Nodes }, 1000)
		row(s.what+": processor, ms a second", maker, other, base(func(s spending) float64 { return s.Base })*1000)
		row(s.what+": statements a second", none, none, base(func(s spending) float64 { return s.Statements }))
		row(s.what+": rows a second", none, none, base(func(s spending) float64 { return s.Rows }))
		row(s.what+": NOTIFYs a second", none, none, base(func(s spending) float64 { return s.Rings }))
		maker, other = node(func(s spending) []float64 { return s.Sent }, 1e-3)
		row(s.what+": kB a second to the database", maker, other, none)
		maker, other = node(func(s spending) []float64 { return s.Got }, 1e-3)
		row(s.what+": kB a second from the database", maker, other, base(func(s spending) float64 { return sum(s.Got) })/1000)
		row(s.what+": kB a second of the database's log", none, none, base(func(s spending) float64 { return s.WAL })/1000)
	}
	before, after := func(c *costs) float64 { return which(c.Before, 1) }, func(c *costs) float64 { return which(c.After, 1) }
	heavy, light := r.node(func(c *costs) float64 { return which(c.Before, 0) }, func(c *costs) float64 { return which(c.After, 0) }), r.node(before, after)
	row("memory, MB", heavy, light, none)
	row("database connections", none, none, three.Alarm.Connections/float64(three.Nodes)*ten)
	own := max(which(one.Change.Nodes, 0)-which(three.Change.Nodes, 0), 0) // for the two thirds of the players that are elsewhere at three nodes
	spent := func(i int) float64 {
		return 1000 * (r.stored(func(c *costs) float64 { return which(c.Change.Nodes, i) }) + own)
	}
	row("a change: processor, ms", spent(0), spent(1), 1000*r.change(func(s spending) float64 { return s.Base }))
	row("a change: statements", none, none, r.change(func(s spending) float64 { return s.Statements }))
	row("a change: NOTIFYs", none, none, r.change(func(s spending) float64 { return s.Rings }))
	row("a change: kB to the node's players", one.Read/1000, one.Read/1000, none)
	later := max(median(wide.First[1])-median(wide.First[0]), 0)
	row("a change: committed → the last player has it, ms", median(one.Last), median(one.Last)+later, none)
	return t
}

// which is the maker's value, or the mean of the others' where there are any.
func which(values []float64, i int) float64 {
	switch {
	case len(values) == 0:
		return 0
	case i == 0 || len(values) == 1:
		return values[0]
	}
	return mean(values[1:])
}

// node is a quantity of one of ten nodes: empty is without players, with is with them.
func (r trial) node(empty, with func(*costs) float64) float64 {
	n := float64(r.one.Players)
	own := max(with(r.one)-empty(r.one), 0) / n
	other := max(with(r.three)-empty(r.three)-own*n/3, 0) / (2 * n / 3)
	return r.stored(empty) + own*n + other*(ten-1)*n
}

// stored is a quantity at three nodes with all screens of ten in the store, and no player.
func (r trial) stored(of func(*costs) float64) float64 {
	if r.wide.Screens == r.three.Screens {
		return of(r.three)
	}
	more := max(of(r.wide)-of(r.three), 0) / float64(r.wide.Screens-r.three.Screens)
	return of(r.three) + more*float64(ten*r.one.Players-r.three.Screens)
}

// base is a quantity of the database of ten nodes.
func (r trial) base(empty, with func(*costs) float64) float64 {
	n := float64(r.one.Players)
	written := max(with(r.one)-empty(r.one), 0) / n
	read := max(with(r.three)-empty(r.three)-written*n, 0) / (2 * n) // each player by two nodes
	return r.stored(empty)/3*ten + written*ten*n + read*(ten-1)*ten*n
}

// change is what a change costs in the database of ten nodes.
func (r trial) change(field func(spending) float64) float64 {
	more := max(field(r.three.Change)-field(r.one.Change), 0) / 2
	return r.stored(func(c *costs) float64 { return field(c.Change) }) + (ten-3)*more
}

package main

import "testing"

// Made-up nodes, each of whose costs is known exactly.
func TestTenNodesAreInProportion(t *testing.T) {
	const n = 9000.0
	cluster := func(nodes int, screens float64) *costs {
		own, others := n/float64(nodes), n-n/float64(nodes)
		c := &costs{clusterSize: clusterSize{Nodes: nodes, Players: n, Screens: int(screens)}, Last: []float64{80}, First: [2][]float64{{10}, {13}}}
		for range nodes {
			before := 100 + screens/1000
			c.Before, c.After = append(c.Before, before), append(c.After, before+own*0.01+others*0.001)
			c.Empty.Nodes = append(c.Empty.Nodes, 0.002)
			c.Rest.Nodes = append(c.Rest.Nodes, 0.002+own*1e-6+others*1e-7)
			c.Change.Nodes = append(c.Change.Nodes, 0.01+own*1e-5)
		}
		c.Empty.Statements, c.Rest.Statements = 7*float64(nodes), 7*float64(nodes)+n*0.02+float64(nodes-1)*n*0.01
		c.Change.Statements = 20 + 5*float64(nodes)
		return c
	}
	table := tenNodes(cluster(1, n), cluster(3, n), cluster(3, 3*n))
	want := map[string][]string{
		"at rest: processor, ms a second":                  {"19.1", "19.1", "0"}, // 2 + 9 + 8.1
		"at rest: statements a second":                     {"", "", "9970"},      // 70 + 1800 + 8100
		"memory, MB":                                       {"361", "361", ""},    // 190 + 90 + 81
		"a change: processor, ms":                          {"100", "100", "0"},   // 10 + 90
		"a change: statements":                             {"", "", "70"},        // 20 + 50
		"a change: committed → the last player has it, ms": {"80", "83", ""},
	}
	for _, row := range table.Rows {
		if cells, ok := want[row[0]]; ok {
			delete(want, row[0])
			for i := range cells {
				if row[1+i] != cells[i] {
					t.Errorf("%s: %v, not %v", row[0], row[1:], cells)
					break
				}
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("these are not worked out: %v", want)
	}
}

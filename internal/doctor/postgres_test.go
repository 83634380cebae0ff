package doctor

import (
	"strings"
	"testing"

	"ngatu/internal/store"
)

// What a PostgreSQL server and the nodes that share it are, a line each, in both languages.
func TestHowPostgresKeepsIt(t *testing.T) {
	sound := store.Server{Version: "15.14", Waits: true, Encrypted: true}
	standby := func(followers int) store.Server {
		s := sound
		s.Standby, s.Followers = true, followers
		return s
	}
	few := standby(1)
	few.Takes = 30
	a, b := store.Node{Name: "a", Maker: true}, store.Node{Name: "b"}
	for _, c := range []struct {
		name   string
		in     store.Inspection
		states string // of the findings, in order
		says   string
	}{
		{"SQLite", store.Inspection{}, "", ""},
		{"no standby", store.Inspection{Server: sound}, "postgres good, standby warn", "synchronous_standby_names"},
		{"a standby", store.Inspection{Server: standby(2)}, "postgres good, standby good", "synchronous: 2"},
		{"the standby is away", store.Inspection{Server: standby(0)}, "postgres good, standby bad", "nothing can be saved"},
		{"two nodes", store.Inspection{Server: standby(1), Nodes: []store.Node{a, b}}, "postgres good, standby good, nodes good", "2 (a, b), the maker is a"},
		{
			"two nodes of two versions",
			store.Inspection{Server: standby(1), Nodes: []store.Node{a, {Name: "c", Build: store.Build{Release: "1.3.0"}, Schema: 52}}},
			"postgres good, standby good, nodes warn", "(a, c 1.3.0), the maker is a. Upgrade the rest",
		},
		{"a node by itself", store.Inspection{Server: standby(1), Nodes: []store.Node{a}}, "postgres good, standby good, nodes warn", "Only node a"},
		{"too few connections", store.Inspection{Server: few, Nodes: []store.Node{a, b}}, "postgres warn, standby good, nodes good", "max_connections by 4"},
		{"no maker", store.Inspection{Server: standby(1), Nodes: []store.Node{b}}, "postgres good, standby good, nodes warn", "none is the maker"},
	} {
		l := &look{in: c.in}
		l.server()
		l.nodes()
		var states []string
		said := ""
		for _, f := range l.found {
			states = append(states, f.Check+" "+string(f.State))
			said += f.En + "\n"
			if f.Vi == "" || f.Vi == f.En && f.State != Good {
				t.Errorf("%s: no Vietnamese: %+v", c.name, f)
			}
		}
		if got := strings.Join(states, ", "); got != c.states || !strings.Contains(said, c.says) {
			t.Errorf("%s: %s: %s", c.name, got, said)
		}
	}
}

package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"ngatu/server/hub"
)

var (
	fleetScreens = prometheus.NewDesc("ngatu_screens_state",
		"Screens by state: on (a player of theirs is here), overridden (here, and a takeover rules them), closed (here, and dark by their hours), "+
			"silent (enrolled, and not here), joining (just enrolled), never_enrolled.", []string{"state"}, nil)
	fleetPlayers = prometheus.NewDesc("ngatu_players_state",
		"Players on this node to which something applies: agent, page, behind (its socket is full), polling (websockets do not get through), "+
			"clock_unknown, missing (media of its programme are not there), trouble (it reports some).", []string{"state"}, nil)
)

// fleetMetrics says how screens and players are.
type fleetMetrics struct{ app *App }

// Describe is part of [prometheus.Collector].
func (f fleetMetrics) Describe(out chan<- *prometheus.Desc) {
	out <- fleetScreens
	out <- fleetPlayers
}

// Collect is part of [prometheus.Collector].
func (f fleetMetrics) Collect(out chan<- prometheus.Metric) {
	for state, n := range playerStates(f.app.hub.Presence()) {
		out <- prometheus.MustNewConstMetric(fleetPlayers, prometheus.GaugeValue, float64(n), state)
	}
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	now, err := f.app.fleet.Look(ctx)
	if err != nil {
		return // how a database is that does not answer, /readyz says
	}
	for state, n := range now.Count() {
		out <- prometheus.MustNewConstMetric(fleetScreens, prometheus.GaugeValue, float64(n), string(state))
	}
}

func playerStates(here []hub.Presence) map[string]int {
	n := map[string]int{"agent": 0, "page": 0, "behind": 0, "polling": 0, "clock_unknown": 0, "missing": 0, "trouble": 0}
	add := func(state string, is bool) {
		if is {
			n[state]++
		}
	}
	for _, p := range here {
		add("agent", p.Relay)
		add("page", !p.Relay)
		add("behind", p.Behind > 0)
		if s := p.Status; s != nil {
			add("polling", s.Link == "poll")
			add("clock_unknown", s.Clock == "unknown")
			add("missing", s.Missing > 0)
			add("trouble", s.Trouble != "")
		}
	}
	return n
}

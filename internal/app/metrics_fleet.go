package app

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ngatu/content"
	"ngatu/server/hub"
)

var (
	fleetScreens = prometheus.NewDesc("ngatu_screens_state",
		"Screens by state: on (a player of theirs is here), dark (here, and closed by their hours), silent (not heard from on this node).", []string{"state"}, nil)
	fleetPlayers = prometheus.NewDesc("ngatu_players_state",
		"Players on this node to which something applies: agent, page, behind (its socket is full), polling (websockets do not get through), "+
			"clock_unknown, missing (media of its programme are not there), trouble (it reports some).", []string{"state"}, nil)
)

// fleet tells how screens and players are. Where screens stand is read at most every ten seconds.
type fleet struct {
	app *App

	mu      sync.Mutex
	screens []content.Screen
	read    time.Time
}

// Describe is part of [prometheus.Collector].
func (f *fleet) Describe(out chan<- *prometheus.Desc) {
	out <- fleetScreens
	out <- fleetPlayers
}

// Collect is part of [prometheus.Collector].
func (f *fleet) Collect(out chan<- prometheus.Metric) {
	here := f.app.hub.Presence()
	tell := func(d *prometheus.Desc, counts map[string]int) {
		for state, n := range counts {
			out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n), state)
		}
	}
	tell(fleetPlayers, playerStates(here))
	if screens, err := f.stand(); err == nil {
		tell(fleetScreens, screenStates(screens, here, f.app.time()))
	}
}

// stand is every screen, as it was within the last ten seconds.
func (f *fleet) stand() ([]content.Screen, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.read) < 10*time.Second {
		return f.screens, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	screens, err := f.app.store.AllScreens(ctx)
	if err == nil {
		f.screens, f.read = screens, time.Now()
	}
	return screens, err
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

func screenStates(screens []content.Screen, here []hub.Presence, now time.Time) map[string]int {
	n := map[string]int{"on": 0, "dark": 0, "silent": 0}
	connected := map[string]bool{}
	for _, p := range here {
		connected[p.Screen] = true
	}
	for _, s := range screens {
		place, stands := s.PlaceAt(now)
		switch {
		case !stands:
		case !connected[s.Code]:
			n["silent"]++
		case !place.Open.Always() && place.Closed(now, zone(place.Zone)):
			n["dark"]++
		default:
			n["on"]++
		}
	}
	return n
}

// zone is the time zone of a name; UTC where there is none.
func zone(name string) *time.Location {
	if z, err := time.LoadLocation(name); err == nil {
		return z
	}
	return time.UTC
}

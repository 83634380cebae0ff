package app

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// registry holds what an operator asks of this node. Counts are read when they are asked for.
func (a *App) registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string, f func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f))
	}
	count := func(name, help string, f func() float64) {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, f))
	}
	gauge("ngatu_players", "Sockets of players on this node.", func() float64 { return float64(a.hub.Stats().Players) })
	count("ngatu_frames_encoded_total", "Frames encoded, each once for all who hear it.", func() float64 { return float64(a.hub.Stats().Encoded) })
	count("ngatu_frames_delivered_total", "Frames handed whole to sockets.", func() float64 { return float64(a.hub.Stats().Delivered) })
	count("ngatu_frames_parked_total", "Frames that waited because a socket was full.", func() float64 { return float64(a.hub.Stats().Parked) })
	count("ngatu_players_dropped_total", "Players dropped: slow, silent or broken.", func() float64 { return float64(a.hub.Stats().Dropped) })
	gauge("ngatu_audiences", "Audiences that have a programme.", func() float64 { return float64(a.air.Stats().Audiences) })
	gauge("ngatu_screens", "Screens that stand somewhere.", func() float64 { return float64(a.air.Stats().Screens) })
	count("ngatu_programmes_resolved_total", "Programmes resolved.", func() float64 { return float64(a.air.Stats().Programmes) })
	gauge("ngatu_change_seconds", "From reading the last change to handing out its frames.", func() float64 { return a.air.Stats().Took.Seconds() })
	return r
}

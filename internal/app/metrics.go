package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"ngatu/server/air"
	"ngatu/server/hub"
)

// askFor is how long a metric may wait for the database.
const askFor = 2 * time.Second

// registry holds the metrics of this node. Counts are read at each request.
func (a *App) registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	life, stop := context.WithCancel(context.Background())
	a.onStop(func(context.Context) error { stop(); return nil })
	r.MustRegister(fleetMetrics{a}, &storage{data: a.cfg.Data, store: a.store, media: a.media, spare: a.spare, life: life})
	m := metrics{r}
	hubMetrics(m, a.hub)
	airMetrics(m, a.air)
	m.gauge("ngatu_inbox_waiting", "Events of the inbox that have not been taken in yet.", func() float64 {
		if w := a.inbox.Load(); w != nil {
			return float64(w.Waiting())
		}
		return 0
	})
	m.gauge("ngatu_media_rendering", "Media that renditions are being made of.", func() float64 { return float64(a.maker.Rendering()) })
	m.count("ngatu_media_removed_total", "Media that nothing referred to any more and that were removed.", func() float64 { return float64(a.unused.files.Load()) })
	m.count("ngatu_media_freed_bytes_total", "Bytes of removed media that left the disk; they do a day later.", func() float64 { return float64(a.unused.freed.Load()) })
	m.gauge("ngatu_change_number", "Number of the last change in the store; it is the time of that change in Unix milliseconds.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), askFor)
		defer cancel()
		n, _ := a.store.LastChange(ctx) // 0 tells that the store does not answer; /readyz says why
		return float64(n)
	})
	m.gauge("ngatu_held", "1 while the server is held, because its data are older than what was given out; 0 otherwise.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), askFor)
		defer cancel()
		if _, held, _ := a.store.Held(ctx); held {
			return 1
		}
		return 0
	})
	m.gauge("ngatu_maker", "1 where this server resolves, signs and stores what screens are sent; 0 on the other nodes.", func() float64 {
		if a.store.Nodes.Making() {
			return 1
		}
		return 0
	})
	m.gauge("ngatu_nodes", "Servers that share this one's database and are here, itself among them; 0: it has the database alone.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), askFor)
		defer cancel()
		nodes, _ := a.store.Nodes.Here(ctx)
		return float64(len(nodes))
	})
	m.gauge("ngatu_backup_last_good_timestamp_seconds", "When the last good backup was made, in Unix seconds; 0: never.", a.backups.lastGood)
	if a.cert != nil {
		m.gauge("ngatu_certificate_age_seconds", "For how long the TLS certificate in use has been valid.", func() float64 { age, _ := a.cert.life(); return age.Seconds() })
		m.gauge("ngatu_certificate_left_seconds", "For how long the TLS certificate in use still is valid.", func() float64 { _, left := a.cert.life(); return left.Seconds() })
	}
	return r
}

// metrics registers one figure after the other.
type metrics struct{ *prometheus.Registry }

func (m metrics) gauge(name, help string, f func() float64) {
	m.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f))
}

func (m metrics) count(name, help string, f func() float64) {
	m.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, f))
}

// hubMetrics are what goes out to players.
func hubMetrics(m metrics, of *hub.Hub) {
	m.gauge("ngatu_players", "Sockets of players on this node.", func() float64 { return float64(of.Stats().Players) })
	m.count("ngatu_frames_encoded_total", "Frames encoded, each once for all who hear it.", func() float64 { return float64(of.Stats().Encoded) })
	m.count("ngatu_frames_delivered_total", "Frames handed whole to sockets.", func() float64 { return float64(of.Stats().Delivered) })
	m.count("ngatu_frames_parked_total", "Frames that waited because a socket was full.", func() float64 { return float64(of.Stats().Parked) })
	m.count("ngatu_frames_replaced_total", "Frames that a newer one took the place of while they waited.", func() float64 { return float64(of.Stats().Replaced) })
	m.count("ngatu_players_dropped_total", "Players dropped: slow, silent or broken.", func() float64 { return float64(of.Stats().Dropped) })
}

// airMetrics are what a change costs.
func airMetrics(m metrics, of *air.Air) {
	m.gauge("ngatu_audiences", "Audiences that have a programme.", func() float64 { return float64(of.Stats().Audiences) })
	m.gauge("ngatu_screens", "Screens that stand somewhere.", func() float64 { return float64(of.Stats().Screens) })
	m.count("ngatu_programmes_resolved_total", "Programmes resolved.", func() float64 { return float64(of.Stats().Programmes) })
	m.count("ngatu_resolve_seconds_total", "Time spent resolving programmes.", func() float64 { return of.Stats().Resolving.Seconds() })
	m.count("ngatu_layouts_total", "Layouts set.", func() float64 { return float64(of.Stats().Layouts) })
	m.count("ngatu_frames_sealed_total", "Frames sealed and handed to the hub.", func() float64 { return float64(of.Stats().Frames) })
	m.count("ngatu_gathered_total", "How often everything was read again, because the log of changes did not tell.", func() float64 { return float64(of.Stats().Gathered) })
	m.gauge("ngatu_change_seconds", "The last change: from reading it to handing out its frames.", func() float64 { return of.Stats().Took.Seconds() })
}

package origin

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"ngatu/player/protocol"
)

// serveMetrics gives the figures in the text format of Prometheus, only to this computer: the
// hall's network must not see them.
func (o *Origin) serveMetrics(w http.ResponseWriter, r *http.Request) {
	if !fromHere(r.RemoteAddr) {
		http.Error(w, "from this computer only", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	writeMetrics(w, o.cfg.Report(), time.Now())
}

// fromHere says whether an address is of this computer.
func fromHere(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// metric is one figure.
type metric struct {
	name, kind, help string
	value            float64
}

func writeMetrics(w io.Writer, r Report, now time.Time) {
	for _, m := range metricsOf(r, now) {
		fmt.Fprintf(w, "# HELP ngatu_player_%s %s\n# TYPE ngatu_player_%s %s\nngatu_player_%s %g\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
	fmt.Fprintf(w, "# HELP ngatu_player_info Who this is.\n# TYPE ngatu_player_info gauge\nngatu_player_info{screen=\"%s\",build=\"%s\",clock=\"%s\"} 1\n",
		quoted(r.Screen), quoted(r.Build), quoted(string(r.Clock)))
}

func metricsOf(r Report, now time.Time) []metric {
	return []metric{
		{"enrolled", "gauge", "1 once the screen is enrolled.", flag(r.Screen != "")},
		{"linked", "gauge", "1 while the server is connected.", flag(r.Linked)},
		{"links_total", "counter", "Connections to the server since the start.", float64(r.Links)},
		{"link_delay_seconds", "gauge", "To the server and back, median of the last exchanges; 0: none yet.", float64(r.Delay) / 1000},
		{"link_least_delay_seconds", "gauge", "The least of them.", float64(r.LeastDelay) / 1000},
		{"link_losses", "gauge", "Connections to the server that ended in the last hour.", float64(r.Losses)},
		{"refused_total", "counter", "Frames and hand-overs refused since the start.", float64(r.Refused)},
		{"clock_known", "gauge", "1 while the time is known.", flag(r.Clock != protocol.ClockUnknown)},
		{"clock_offset_seconds", "gauge", "By how much the machine's clock is ahead of the server's.", float64(r.Offset) / 1000},
		{"pages", "gauge", "Pages connected.", float64(r.Pages)},
		{"shown", "gauge", "1 while a slide is on the glass.", flag(r.Slide != "")},
		{"media_missing", "gauge", "Media of the programme that are not here.", float64(r.Missing)},
		{"media_bytes", "gauge", "Bytes of media on the disk.", float64(r.Used)},
		{"media_fetched_today_bytes", "gauge", "Bytes of media fetched today.", float64(r.Fetched)},
		{"runs_waiting", "gauge", "Runs of plays that the server has not stored.", float64(r.Waiting)},
		{"uptime_seconds", "gauge", "Since the agent started.", seconds(r.Started, now)},
		{"memory_bytes", "gauge", "Memory that the agent takes.", float64(r.Machine.Own)},
		{"browser_starts_total", "counter", "Starts of the browser since the agent started.", float64(r.Browser.Starts)},
		{"browser_silence_seconds", "gauge", "Since its page last drew.", seconds(r.Browser.Beat, now)},
		{"browser_memory_bytes", "gauge", "Memory that the browser takes.", float64(r.Browser.Memory)},
		{"machine_celsius", "gauge", "The hottest thermometer; 0: none.", r.Machine.Celsius},
		{"machine_slowed", "gauge", "1 while heat or bad power slows the processor.", flag(r.Machine.Slowed)},
		{"machine_memory_bytes", "gauge", "Memory of the machine.", float64(r.Machine.Memory)},
		{"machine_memory_free_bytes", "gauge", "Memory that programs can still have.", float64(r.Machine.Free)},
		{"machine_disk_bytes", "gauge", "Size of the disk that the data lies on.", float64(r.Machine.Disk)},
		{"machine_disk_free_bytes", "gauge", "Room on that disk.", float64(r.Machine.Room)},
		{"machine_load", "gauge", "Processes that wanted to run, over the last minute.", r.Machine.Load},
	}
}

func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func seconds(since, now time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return now.Sub(since).Seconds()
}

// quoted is a text as that format has it between quotation marks.
func quoted(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) }

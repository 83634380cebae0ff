package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"ngatu/internal/worker"
)

// options are what can be set on the command line.
type options struct {
	quick   bool
	only    string // names of parts, separated by commas
	json    string // where the figures are written
	profile string // folder for processor profiles of the measured server; "": none
	players int    // of the load
	soak    time.Duration
}

// bench is one run: its options, its folder, and its results.
type bench struct {
	options
	dir    string // of its own, removed at the end
	report report

	generator string               // the built load; "": not yet
	prepared  map[fleetSize]string // folders with a fleet in them
}

// part is a group of measurements that can be asked for by name.
type part struct {
	name string
	run  func(context.Context, *bench) error
}

// parts are ordered from what needs a quiet machine to what heats it.
var parts = []part{
	{"resolve", resolve},
	{"on", on},
	{"campaign", campaignPage},
	{"wire", wire},
	{"page", pageWeight},
	{"start", demoStart},
	{"figures", figures},
	{"rows", rows},
	{"picture", picture},
	{"desk", fromDesk},
	{"load", crowd},
	{"storm", storm},
	{"change", changes},
	{"takeover", takeovers},
	{"nodes", nodes},
	{"media", files},
	{"growth", growth},
	{"soak", soak},
	{"agent", agent},
	{"cold", cold},
	{"blank", blank},
	{"step", step},
	{"film", film},
	{"age", age},
}

// longest is when a run ends, whatever happens.
const longest = 2 * time.Hour

func main() {
	worker.Divert()
	if serveAsChild() {
		return
	}
	var o options
	flag.BoolVar(&o.quick, "quick", false, "fewer runs, to try whether it works")
	flag.StringVar(&o.only, "only", "", "parts to measure, separated by commas: "+names())
	flag.StringVar(&o.json, "json", filepath.Join("bin", "bench.json"), "file for the figures")
	flag.StringVar(&o.profile, "profile", "", "folder for processor profiles of the measured server")
	flag.IntVar(&o.players, "players", 10_000, "players of the load")
	flag.DurationVar(&o.soak, "soak", 10*time.Minute, "how long the soak takes; 20 s with --quick unless set")
	flag.Parse()
	if err := measure(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func names() string {
	var all []string
	for _, p := range parts {
		all = append(all, p.name)
	}
	return strings.Join(all, ", ")
}

func measure(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	dir, err := os.MkdirTemp("", "ngatu-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{options: o, dir: dir, prepared: map[fleetSize]string{}}
	b.report.begin(o)
	for _, p := range parts {
		if o.only != "" && !strings.Contains(","+o.only+",", ","+p.name+",") {
			continue
		}
		fmt.Fprintln(os.Stderr, "…", p.name)
		began, waited := time.Now(), stall()
		if err := p.run(ctx, b); err != nil {
			b.report.failed(p.name, err)
		}
		b.report.note("%s: %.0f s; in %.0f %% of that time some program waited for a processor",
			p.name, time.Since(began).Seconds(), (stall()-waited)/float64(time.Since(began).Microseconds())*100)
		if ctx.Err() != nil {
			break
		}
	}
	b.report.end()
	fmt.Print(b.report.markdown())
	return errors.Join(b.report.write(o.json), ctx.Err())
}

// runs is n, or few where a quick look was asked for.
func (b *bench) runs(n, few int) int {
	if b.quick {
		return few
	}
	return n
}

// folder makes an empty folder of the run's own.
func (b *bench) folder(name string) (string, error) {
	return os.MkdirTemp(b.dir, name+"-")
}

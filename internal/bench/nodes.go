package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"ngatu/internal/config"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
)

const (
	mostNodes = 1.3 // × one node: a change committed → the last of all players, who are on three
	soonNodes = 500 // ms: the same for a takeover, p99
)

// nodes measures one node and three, each on a PostgreSQL database and a bucket of their own: a
// change and a takeover, committed at the maker → in the last of as many players, spread over the
// nodes. The database does not wait for its disk.
func nodes(ctx context.Context, b *bench) error {
	var last [2][]float64
	for i, n := range []int{1, 3} {
		all, err := b.onNodes(ctx, n)
		if err != nil {
			return fmt.Errorf("%d nodes: %w", n, err)
		}
		last[i] = all
	}
	b.report.add("a change on three nodes against one: the last player has it", "×", []float64{median(last[1]) / median(last[0])}, goal{p50: mostNodes})
	return nil
}

func (b *bench) onNodes(ctx context.Context, n int) (last []float64, err error) {
	size := b.few()
	f, end, err := b.nodes(ctx, n, size)
	if err != nil {
		return nil, err
	}
	defer end()
	if _, err := f.connect(ctx); err != nil {
		return nil, err
	}
	var asked, cpu []float64
	for i := range 1 + b.runs(10, 3) {
		a, err := f.change("order")
		if err != nil {
			return nil, err
		}
		if i > 0 { // the first fills caches
			last, asked, cpu = append(last, a.All), append(asked, a.Asked), append(cpu, a.CPU)
		}
	}
	on := fmt.Sprintf("%d node(s), %d players", n, size.Screens)
	b.report.add("a picture moved within its campaign, "+on+": committed → the last has it", "ms", last, goal{})
	b.report.add("the same: asked → committed", "ms", asked, goal{})
	b.report.add("the same: CPU of the maker", "s", cpu, goal{})
	all := map[string][]answer{}
	for range 1 + b.runs(10, 3) {
		for _, kind := range []string{takeoverOn, takeoverEnd} {
			a, err := f.takeover(kind)
			if err != nil {
				return nil, err
			}
			all[kind] = append(all[kind], a)
		}
	}
	b.reportTakeover("city-wide takeover put on, "+on, all[takeoverOn][1:], goal{p99: soonNodes})
	return last, nil
}

// nodes starts so many on a database and a bucket of their own; end ends all of it.
func (b *bench) nodes(ctx context.Context, n int, size fleetSize) (f *fleet, end func(), err error) {
	var ends []func()
	end = func() {
		for i := len(ends) - 1; i >= 0; i-- {
			ends[i]()
		}
	}
	defer func() {
		if err != nil {
			end()
		}
	}()
	pg, err := postgres.Begin()
	if err != nil {
		return nil, end, err
	}
	ends = append(ends, pg.End)
	base, err := b.folder("nodes")
	if err != nil {
		return nil, end, err
	}
	objects, notes := filepath.Join(base, "objects"), filepath.Join(base, "notes")
	key, err := s3server.KeyFile(base)
	if err := errors.Join(err, os.Mkdir(objects, 0o700), os.Mkdir(notes, 0o700)); err != nil {
		return nil, end, err
	}
	media, err := s3server.Begin(objects, notes)
	if err != nil {
		return nil, end, err
	}
	ends = append(ends, media.Stop)
	bucket, err := media.Make(ctx)
	if err != nil {
		return nil, end, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, end, err
	}
	child := func(name, do string) (args []string, err error) {
		set, err := json.Marshal(config.Config{
			Node: name, PerAddress: 100_000, Database: config.Database{Database: pg.Address()},
			Media: config.Media{Media: "s3://" + bucket, Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
		})
		return []string{asFleet, do, filepath.Join(base, name), size.text(), "", string(set)}, err
	}
	args, err := child("a", "fill")
	if err != nil {
		return nil, end, err
	}
	fill := exec.CommandContext(ctx, self, args...)
	fill.Stderr = os.Stderr
	if err := fill.Run(); err != nil {
		return nil, end, fmt.Errorf("fill the database: %w", err)
	}
	for i := range n {
		name := string(rune('a' + i))
		if i > 0 {
			to := filepath.Join(base, name, "keys")
			if err := errors.Join(os.CopyFS(to, os.DirFS(filepath.Join(base, "a", "keys"))), os.Remove(filepath.Join(to, "witness"))); err != nil {
				return nil, end, err
			}
		}
		if args, err = child(name, "serve"); err != nil {
			return nil, end, err
		}
		c, err := startChild(ctx, self, args...)
		if err != nil {
			return nil, end, err
		}
		one := &fleet{child: c, size: size}
		c.address, one.control, _ = strings.Cut(c.address, " ")
		if f == nil {
			f = one
			ends = append(ends, f.stop)
		} else {
			f.beside = append(f.beside, one)
		}
	}
	return f, end, f.players(ctx, b)
}

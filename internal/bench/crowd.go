package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// rival is a server that is put under load.
type rival struct {
	name  string
	args  []string // the program and its arguments
	speak string   // protocol
	runs  []loaded
}

// The names that others are set against.
const (
	floor   = "C, send() in one thread"
	library = "centrifuge, the library"
	ours    = "Ngatu, Fiber + socket + hub"
)

// loaded is what the load tells of one run.
type loaded struct {
	Connect, Shook, Shaking, Idle, CPU, Load, Large float64
	P50, P99, Last                                  []float64
}

// crowd compares the hub with lower bounds and other servers, in turns.
func crowd(ctx context.Context, b *bench) error {
	rivals, err := b.rivals(ctx)
	if err != nil {
		return err
	}
	for range b.runs(4, 1) {
		for _, r := range rivals {
			one, err := b.underLoad(ctx, r)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			r.runs = append(r.runs, one)
		}
	}
	b.compare(rivals)
	b.ratios(rivals)
	return b.securely(ctx)
}

// load builds the load once a run.
func (b *bench) load(ctx context.Context) (string, error) {
	if b.generator != "" {
		return b.generator, nil
	}
	path := filepath.Join(b.dir, "load")
	if err := built(ctx, ".", "go", "build", "-o", path, "./internal/bench/load"); err != nil {
		return "", err
	}
	b.generator = path
	return path, nil
}

// rivals builds what can be built here, in the order of the table.
func (b *bench) rivals(ctx context.Context) ([]*rival, error) {
	size, large := fmt.Sprint(frameSize), fmt.Sprint(largeSize)
	var all []*rival
	for _, r := range []struct{ name, folder, speak string }{
		{floor, "send", "ngatu"},
		{"Go, bare epoll", "epoll", "ngatu"},
		{library, "centrifuge", "centrifuge"},
		{"gofiber/contrib/websocket", "contrib", "ngatu"},
	} {
		program, err := b.anchor(ctx, r.folder)
		if err != nil {
			b.report.note("%s was left out: %v", r.name, err)
			continue
		}
		all = append(all, &rival{name: r.name, args: []string{program, size, large}, speak: r.speak})
	}
	b.report.note("Centrifugo itself is not measured; its engine, the library, stands for it")
	args, err := b.hub("plain")
	if err != nil {
		return nil, err
	}
	return append(all, &rival{name: ours, args: args, speak: "ngatu"}), nil
}

// anchor builds one of the programs in internal/bench/anchors.
func (b *bench) anchor(ctx context.Context, folder string) (string, error) {
	program, source := filepath.Join(b.dir, folder), filepath.Join("internal", "bench", "anchors", folder)
	if folder == "send" {
		return program, built(ctx, source, "cc", "-O2", "-o", program, "send.c")
	}
	return program, built(ctx, source, "go", "build", "-o", program, ".")
}

// hub is the command that starts a hub as a child.
func (b *bench) hub(wire string) ([]string, error) {
	return b.hubOf(wire, frameSize)
}

func (b *bench) hubOf(wire string, size int) ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	profile, err := b.profileOf("hub-" + wire)
	return []string{self, asHub, fmt.Sprint(size), fmt.Sprint(largeSize), wire, profile}, err
}

func built(ctx context.Context, folder, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w %s", name, err, out)
	}
	return nil
}

// underLoad starts a server, puts the load on it, and stops it.
func (b *bench) underLoad(ctx context.Context, r *rival, more ...string) (one loaded, err error) {
	s, err := startChild(ctx, r.args[0], r.args[1:]...)
	if err != nil {
		return one, err
	}
	defer s.stop()
	err = b.fan(ctx, &one, append([]string{
		"-address", s.host(), "-pid", fmt.Sprint(s.cmd.Process.Pid), "-players", fmt.Sprint(b.players), "-speak", r.speak,
		"-publishes", fmt.Sprint(b.runs(20, 5)), "-large", fmt.Sprint(b.runs(10, 2)),
	}, more...)...)
	return one, err
}

// fan runs the load as players of any server.
func (b *bench) fan(ctx context.Context, into any, args ...string) error {
	return b.generate(ctx, into, append([]string{"fan"}, args...)...)
}

// generate runs the load and reads its one line.
func (b *bench) generate(ctx context.Context, into any, args ...string) error {
	generator, err := b.load(ctx)
	if err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, generator, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("the load: %w %s", err, exit.Stderr)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(out, into)
}

// host is where a child listens, without the scheme.
func (c *child) host() string {
	_, host, _ := strings.Cut(c.address, "://")
	return host
}

func median(values []float64) float64 { return slices.Sorted(slices.Values(values))[len(values)/2] }

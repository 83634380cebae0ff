package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// frameSize is what a frame of the load weighs, in bytes of text.
const frameSize = 1024

// childHub is what the load measures: the sockets and the hub as the server uses them, with a screen, an audience and a
// board to listen to for every player, and nothing of store or media. GET /publish sends one frame to all.
func childHub() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h := hub.New(hub.Options{})
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	socket.Prepare(web)
	web.Get(protocol.PathSocket, socket.Handler(socket.Options{
		Hub: h, Now: func() int64 { return time.Now().UnixMilli() },
		Accept: func(_ context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
			topics := []string{"screen/" + k.Hello.Screen, "audience/0123456789abcdef", "board/accounts@2024-11/01"}
			return hub.Player{Screen: k.Hello.Screen, Topics: topics}, protocol.Welcome{}, nil
		},
	}))
	var number atomic.Int64
	web.Get("/publish", func(c *fiber.Ctx) error {
		f, err := loadFrame(number.Add(1))
		if err != nil {
			return err
		}
		return h.Publish("board/accounts@2024-11/01", f)
	})
	web.Get("/rest", func(*fiber.Ctx) error { debug.FreeOSMemory(); return nil })
	fmt.Println("http://" + l.Addr().String())
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0) // nothing here is worth closing
	}()
	return web.Listener(l)
}

// loadFrame is a frame of figures of frameSize bytes.
func loadFrame(n int64) (protocol.Frame, error) {
	make := func(pad int) (protocol.Frame, []byte, error) {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: "accounts@2024-11/01", Number: 1_700_000_000_000 + n},
			protocol.Figures{Board: strings.Repeat("x", pad), AsOf: n}, nil)
		if err != nil {
			return f, nil, err
		}
		b, err := f.Encode()
		return f, b, err
	}
	_, bare, err := make(0)
	if err != nil {
		return protocol.Frame{}, err
	}
	f, _, err := make(max(frameSize-len(bare), 0))
	return f, err
}

// floor names the anchor that the goals are ratios to.
const floor = "C, send() in one thread"

// rival is a server that the load is put on.
type rival struct {
	name string
	args []string // the program and its arguments
}

// loaded is what the load tells.
type loaded struct {
	Connect, Shook, Idle, CPU float64
	P50, P99, Last            []float64
}

// crowd compares the hub with two floors, taking turns.
func crowd(ctx context.Context, b *bench) error {
	generator := filepath.Join(b.dir, "load")
	if err := built(ctx, "go", "build", "-o", generator, "./internal/bench/load"); err != nil {
		return err
	}
	rivals, err := b.rivals(ctx)
	if err != nil {
		return err
	}
	found := make([][]loaded, len(rivals))
	for range b.runs(5, 1) {
		for i, r := range rivals {
			one, err := b.underLoad(ctx, generator, r)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			found[i] = append(found[i], one)
		}
	}
	for i, r := range rivals {
		b.reportLoad(r.name, found[i])
	}
	if rivals[0].name == floor {
		b.ratios(found[len(found)-1], found[0])
	}
	return nil
}

// ratios compares the hub with the C floor, each run with the run beside it.
func (b *bench) ratios(ours, floor []loaded) {
	var cpu, last []float64
	for i := range ours {
		cpu = append(cpu, ours[i].CPU/floor[i].CPU)
		last = append(last, median(ours[i].Last)/median(floor[i].Last))
	}
	b.report.add("Ngatu against C: CPU of a delivery", "×", cpu, goal{p50: 1.15})
	b.report.add("Ngatu against C: publish → the last player", "×", last, goal{p50: 1.1})
}

func median(values []float64) float64 { return slices.Sorted(slices.Values(values))[len(values)/2] }

// rivals builds what can be built here.
func (b *bench) rivals(ctx context.Context) ([]rival, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	size := fmt.Sprint(frameSize)
	send, epoll := filepath.Join(b.dir, "send"), filepath.Join(b.dir, "epoll")
	var all []rival
	if err := built(ctx, "cc", "-O2", "-o", send, "internal/bench/anchors/send/send.c"); err != nil {
		b.report.note("the C floor was left out: %v", err)
	} else {
		all = append(all, rival{floor, []string{send, size}})
	}
	if err := built(ctx, "go", "build", "-o", epoll, "./internal/bench/anchors/epoll"); err != nil {
		b.report.note("the Go floor was left out: %v", err)
	} else {
		all = append(all, rival{"Go, bare epoll", []string{epoll, size}})
	}
	return append(all, rival{"Ngatu, Fiber + socket + hub", []string{self, asHub}}), nil
}

func built(ctx context.Context, name string, args ...string) error {
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w %s", name, err, out)
	}
	return nil
}

// underLoad starts a server, puts the load on it, and stops it.
func (b *bench) underLoad(ctx context.Context, generator string, r rival) (one loaded, err error) {
	s, err := startChild(ctx, r.args[0], r.args[1:]...)
	if err != nil {
		return one, err
	}
	defer s.stop()
	out, err := exec.CommandContext(ctx, generator,
		"-address", strings.TrimPrefix(s.address, "http://"), "-pid", fmt.Sprint(s.cmd.Process.Pid),
		"-players", fmt.Sprint(b.players), "-publishes", fmt.Sprint(b.runs(20, 5))).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return one, fmt.Errorf("the load: %w %s", err, exit.Stderr)
	}
	if err != nil {
		return one, err
	}
	return one, json.Unmarshal(out, &one)
}

func (b *bench) reportLoad(name string, runs []loaded) {
	var connect, shook, idle, cpu, p50, p99, last []float64
	for _, r := range runs {
		connect, shook, idle, cpu = append(connect, r.Connect), append(shook, r.Shook), append(idle, r.Idle), append(cpu, r.CPU)
		p50, p99, last = append(p50, r.P50...), append(p99, r.P99...), append(last, r.Last...)
	}
	g := goal{}
	if strings.HasPrefix(name, "Ngatu") {
		g.p50 = 8
	}
	name = fmt.Sprintf("%s, %d players", name, b.players)
	b.report.add(name+": memory an idle player", "kB", idle, g)
	b.report.add(name+": CPU of 1 M deliveries of 1 kB", "s", cpu, goal{})
	b.report.add(name+": publish → the middle player", "ms", p50, goal{})
	b.report.add(name+": publish → the 99th in a hundred", "ms", p99, goal{})
	b.report.add(name+": publish → the last player", "ms", last, goal{})
	b.report.add(name+": all connected and welcomed", "ms", connect, goal{})
	b.report.add(name+": CPU for that", "s", shook, goal{})
}

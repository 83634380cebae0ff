package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
)

// What this program is when it is started as a child of itself, by its first argument.
const (
	asServer = "child-server" // a demonstration's server: folder, file for a profile or ""
	asHub    = "child-hub"    // a hub behind sockets and nothing else, for the load
	asFleet  = "child-fleet"  // a server with a fleet of its own size in its store
)

// serveAsChild runs the measured server, if this process was started for that, until its standard
// input ends: when the parent ends, however it ends.
func serveAsChild() bool {
	if len(os.Args) < 2 {
		return false
	}
	var err error
	switch os.Args[1] {
	case asServer:
		err = childServer(os.Args[2], os.Args[3], os.Args[4:])
	case asHub:
		err = childHub(os.Args[2:])
	case asFleet:
		err = childFleet(os.Args[2:])
	default:
		return false
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	return true
}

func childServer(data, profile string, how []string) error {
	if slices.Contains(how, bare) {
		_ = os.Setenv("PATH", "") // no name of it can be refused
	}
	stop, err := profiled(profile)
	if err != nil {
		return err
	}
	defer stop()
	ctx := context.Background()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	a, err := app.New(ctx, config.Config{Data: data, Listen: "127.0.0.1:0", Demo: true}, log, func(string) {})
	if err != nil {
		return err
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Stop(ctx))
	}
	fmt.Println(a.Address())
	_, _ = io.Copy(io.Discard, os.Stdin)
	return a.Stop(ctx)
}

// profiled writes a processor profile until stop is called; into "" none.
func profiled(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { pprof.StopCPUProfile(); f.Close() }, nil
}

// profileOf is where the profile of a child goes; "" where none was asked for. Children of one
// name are numbered.
func (b *bench) profileOf(name string) (string, error) {
	if b.profile == "" {
		return "", nil
	}
	if err := os.MkdirAll(b.profile, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(b.profile, name+".pprof")
	for n := 2; ; n++ {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return path, nil
		}
		path = filepath.Join(b.profile, fmt.Sprintf("%s-%d.pprof", name, n))
	}
}

// child is a process that is measured.
type child struct {
	cmd     *exec.Cmd
	stdin   io.Closer
	address string // what it printed first
}

// startChild starts a program and waits for its first line.
func startChild(ctx context.Context, name string, args ...string) (*child, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, stdin: stdin}
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if c.address = strings.TrimSpace(first); err != nil || c.address == "" {
		c.stop()
		return nil, fmt.Errorf("%s did not start: %w", filepath.Base(name), err)
	}
	go io.Copy(io.Discard, lines)
	return c, nil
}

// stop ends the child by closing its input, or by force if that does not work.
func (c *child) stop() {
	_ = c.stdin.Close()
	force := time.AfterFunc(15*time.Second, func() { _ = c.cmd.Process.Kill() })
	defer force.Stop()
	_ = c.cmd.Wait()
}

// server is a demonstration in a child process.
type server struct {
	*child
	data string
}

// bare starts a server that finds no program of others, as where none is installed.
const bare = "bare"

// startServer starts a demonstration in an empty folder; how is [bare] or nothing.
func startServer(ctx context.Context, b *bench, name string, how ...string) (*server, error) {
	data, err := b.folder(name)
	if err != nil {
		return nil, err
	}
	return startServerIn(ctx, b, name, data, how...)
}

func startServerIn(ctx context.Context, b *bench, name, data string, how ...string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	profile, err := b.profileOf(name)
	if err != nil {
		return nil, err
	}
	c, err := startChild(ctx, self, append([]string{asServer, data, profile}, how...)...)
	if err != nil {
		return nil, err
	}
	return &server{c, data}, nil
}

// inbox is where files are dropped.
func (s *server) inbox(name ...string) string {
	return filepath.Join(append([]string{s.data, "inbox"}, name...)...)
}

var playAddress = regexp.MustCompile(`/play\?screen=([\w-]+)`)

// screens are the codes of the screens on the wall.
func (s *server) screens(ctx context.Context) ([]string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+"/", nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, m := range playAddress.FindAllSubmatch(b, -1) {
		if code := string(m[1]); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return nil, errors.New("there is no screen on the wall")
	}
	return codes, nil
}

// drop writes a file into the inbox, as a program that copies does, and says when that began.
func (s *server) drop(name string, b []byte) (before time.Time, err error) {
	before = time.Now()
	return before, os.WriteFile(s.inbox(name), b, 0o644)
}

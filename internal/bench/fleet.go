package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// command is a line that the fleet of the load obeys.
type command struct {
	Do     string `json:"do"`
	Fresh  int    `json:"fresh,omitempty"`
	Again  int    `json:"again,omitempty"`
	Ask    string `json:"ask,omitempty"`
	Type   string `json:"type,omitempty"`
	Expect int    `json:"expect,omitempty"`
	For    int    `json:"for,omitempty"`
	Door   string `json:"door,omitempty"`
	Kill   int    `json:"kill,omitempty"`
	Dead   int    `json:"dead"`
}

// answer is the result: times in ms, processor times in s, memory in kB.
type answer struct {
	Error                                            string
	All, Last, P50, P99, Asked, CPU, Load, RSS, Peak float64
	Frames                                           map[string]int
	Bytes, Right, Want, Served, Lost, Read           int
	First, Each                                      []float64 // by server
}

// fleet starts a server with a fleet of this size and as many players. None is connected yet.
type fleet struct {
	*child
	size     fleetSize
	data     string
	control  string   // address of the child's other door
	beside   []*fleet // nodes that share its database; their players come from this one's load
	load     *exec.Cmd
	commands io.WriteCloser
	answers  *bufio.Reader
	playing  int    // players; 0: as many as screens
	door     string // where changes are asked for once this one is gone; "": its own
	n        int    // changes so far
}

// fleet starts a server with a fleet of this size and as many players; nobody is connected yet.
func (b *bench) fleet(ctx context.Context, name string, size fleetSize) (*fleet, error) {
	f, err := b.serve(ctx, name, size)
	if err != nil {
		return nil, err
	}
	if err := f.players(ctx, b); err != nil {
		f.stop()
		return nil, err
	}
	return f, nil
}

// serve starts a server with a fleet of this size, without players.
func (b *bench) serve(ctx context.Context, name string, size fleetSize) (*fleet, error) {
	data, err := b.filled(ctx, size)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	profile, err := b.profileOf(name)
	if err != nil {
		return nil, err
	}
	c, err := startChild(ctx, self, asFleet, "serve", data, size.text(), profile, "")
	if err != nil {
		return nil, err
	}
	f := &fleet{child: c, size: size, data: data}
	var ok bool
	if c.address, f.control, ok = strings.Cut(c.address, " "); !ok {
		c.stop()
		return nil, fmt.Errorf("the server said %q", c.address)
	}
	return f, nil
}

func (s fleetSize) text() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers alone
	}
	return string(b)
}

// filled is a folder with such a fleet in it, filled once a run.
func (b *bench) filled(ctx context.Context, size fleetSize) (string, error) {
	if data, ok := b.prepared[size]; ok {
		return data, nil
	}
	data, err := b.folder("fleet")
	if err != nil {
		return "", err
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, self, asFleet, "fill", data, size.text(), "", "")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("fill the store: %w", err)
	}
	var wrote, aired float64
	if _, err := fmt.Sscan(string(out), &wrote, &aired); err != nil {
		return "", fmt.Errorf("fill the store: %q: %w", out, err)
	}
	b.report.note("a store of %d screens in %d audiences with %d slides: written in %.1f s, on air for the first time %.1f s later",
		size.Screens, size.audiences(), size.Slides, wrote/1000, aired/1000)
	b.prepared[size] = data
	return data, nil
}

// players starts the load.
func (f *fleet) players(ctx context.Context, b *bench) error {
	generator, err := b.load(ctx)
	if err != nil {
		return err
	}
	hosts := []string{f.host()}
	for _, one := range f.beside {
		hosts = append(hosts, one.host())
	}
	f.load = exec.CommandContext(ctx, generator, "fleet", "-address", strings.Join(hosts, ","), "-control", f.control,
		"-pid", fmt.Sprint(f.cmd.Process.Pid), "-players", fmt.Sprint(f.all()))
	f.load.Stderr = os.Stderr
	if f.commands, err = f.load.StdinPipe(); err != nil {
		return err
	}
	out, err := f.load.StdoutPipe()
	if err != nil {
		return err
	}
	f.answers = bufio.NewReader(out)
	return f.load.Start()
}

// all is how many players there are.
func (f *fleet) all() int { return cmp.Or(f.playing, f.size.Screens) }

// stop ends the players, then the server.
func (f *fleet) stop() {
	if f.load != nil && f.load.Process != nil {
		_ = f.commands.Close()
		force := time.AfterFunc(10*time.Second, func() { _ = f.load.Process.Kill() })
		_ = f.load.Wait()
		force.Stop()
	}
	for _, one := range f.beside {
		one.child.stop()
	}
	f.child.stop()
}

// connect connects all players one after another, as fast as possible, and begins the server's
// profile if one was requested: the start and the first look at ten thousand unknown players are
// not part of it.
func (f *fleet) connect(ctx context.Context) (answer, error) {
	a, err := f.obey(command{Do: "connect"})
	if err != nil || f.control == "" {
		return a, err
	}
	return a, f.ask(ctx, http.MethodPost, "/profile", nil)
}

// ask asks at the child's other door, and reads the answer into a value; nil: there is none.
func (f *fleet) ask(ctx context.Context, method, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+f.control+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// obey sends a command to the players and gives the result.
func (f *fleet) obey(o command) (a answer, err error) {
	if err := json.NewEncoder(f.commands).Encode(o); err != nil {
		return a, err
	}
	line, err := f.answers.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("the load has ended: %w", err)
	}
	if err := json.Unmarshal(line, &a); err != nil {
		return a, err
	}
	if a.Error != "" {
		return a, errors.New(a.Error)
	}
	return a, nil
}

// beat is the time between two changes: a little over the second that an audience's
// programmes keep apart.
const beat = 1150 * time.Millisecond

// change makes one and waits until all players concerned have it. A beat passes first.
func (f *fleet) change(kind string) (answer, error) {
	if _, err := f.obey(command{Do: "quiet", For: int(beat.Milliseconds())}); err != nil {
		return answer{}, err
	}
	return f.changeNow(kind)
}

func (f *fleet) changeNow(kind string) (answer, error) {
	f.n++
	o := command{Do: "change", Ask: "/change?kind=" + kind, Type: "programme", Expect: f.all(), Door: f.door}
	switch kind {
	case "figures":
		o.Type = "figures"
	case "district":
		o.Expect = f.size.inFirst()
	}
	a, err := f.obey(o)
	if err != nil {
		return a, fmt.Errorf("change %d (%s): %w", f.n, kind, err)
	}
	return a, nil
}

// weigh is what the server holds after a garbage collection.
func (f *fleet) weigh(ctx context.Context) (m memory, err error) {
	return m, f.ask(ctx, http.MethodGet, "/memory", &m)
}

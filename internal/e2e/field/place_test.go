//go:build linux

package field

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	serverIP  = "10.77.0.1"
	agentIP   = "10.77.0.2"
	serverAt  = serverIP + ":4080"
	agentPort = "127.0.0.1:4081" // in the agent's own network
)

// place is where a program runs: a network of its own, or this machine's where net is empty.
type place struct{ net string }

var here = place{}

// command prepares a program to be run there.
func (p place) command(name string, args ...string) *exec.Cmd {
	if p.net == "" {
		return exec.Command(name, args...)
	}
	return exec.Command("ip", append([]string{"netns", "exec", p.net, name}, args...)...)
}

// ip runs the command of that name, on this place's network.
func (p place) ip(t testing.TB, args ...string) {
	t.Helper()
	if p.net != "" {
		args = append([]string{"-n", p.net}, args...)
	}
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

var places atomic.Int64

// field is two places with a line between them, gone when the test ends.
func field(t *testing.T) (serverSide, agentSide place, l *line) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("not root: networks of one's own need root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("the command ip is not installed (Debian's package iproute2): networks cannot be made")
	}
	number := fmt.Sprintf("%d-%d", os.Getpid(), places.Add(1))
	l = &line{}
	var sides [2]place
	for i, end := range []struct{ letter, address string }{{"s", serverIP}, {"a", agentIP}} {
		p, dev := place{"ngatu" + end.letter + number}, "ng"+end.letter+number
		if out, err := exec.Command("ip", "netns", "add", p.net).CombinedOutput(); err != nil {
			t.Skipf("a network cannot be made here: %v: %s", err, out)
		}
		t.Cleanup(func() { exec.Command("ip", "netns", "del", p.net).Run() })
		l.ends[i], l.interfaces[i] = tunnel(t, dev), dev
		here.ip(t, "link", "set", dev, "netns", p.net)
		p.ip(t, "address", "add", end.address+"/24", "dev", dev)
		p.ip(t, "link", "set", dev, "up")
		p.ip(t, "link", "set", "lo", "up")
		sides[i] = p
	}
	l.run()
	t.Cleanup(l.close)
	return sides[0], sides[1], l
}

// through is a client whose every connection goes to one address in a place, whatever it asks for.
func (p place) through(t testing.TB, address string) *http.Client {
	t.Helper()
	dial := p.dialer(t, address)
	return &http.Client{
		Timeout:   patience,
		Transport: &http.Transport{DialContext: dial, MaxIdleConns: 1, IdleConnTimeout: time.Second},
	}
}

// dialer connects to one address in a place. Into another network it goes by a socket file, which
// networks do not divide.
func (p place) dialer(t testing.TB, address string) func(context.Context, string, string) (net.Conn, error) {
	t.Helper()
	network := "tcp"
	if p.net != "" {
		dir, err := os.MkdirTemp("", "ngf") // the path of a socket has to be short
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		socket := filepath.Join(dir, "s")
		p.pipe(t, "unix,"+socket+",tcp,"+address)
		network, address = "unix", socket
	}
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: 30 * time.Second}).DialContext(ctx, network, address)
	}
}

// pipeEnv makes the test binary a pipe: from a listener to an address, as
// "unix,FILE,tcp,HOST:PORT"; a third pair names the certificate and key of a listener with TLS.
const pipeEnv = "NGATU_FIELD_PIPE"

// pipe runs a pipe in a place and waits until it listens.
func (p place) pipe(t testing.TB, what string) {
	t.Helper()
	cmd := p.command(os.Args[0])
	cmd.Env = append(os.Environ(), pipeEnv+"="+what)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatalf("a pipe %s does not listen: %v", what, err)
	}
}

// bePipe is the pipe's own process; it ends with its input, and so with the test,
// however that ends.
func bePipe(what string) error {
	words := strings.Split(what, ",")
	// As nginx and the server do, it sends no probes of TCP's own.
	l, err := (&net.ListenConfig{KeepAlive: -1}).Listen(context.Background(), words[0], words[1])
	if err != nil {
		return err
	}
	if len(words) > 4 {
		cert, err := tls.LoadX509KeyPair(words[4], words[5])
		if err != nil {
			return err
		}
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}})
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	os.Stdout.WriteString("!")
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		go join(conn, words[2], words[3])
	}
}

func join(conn net.Conn, network, address string) {
	defer conn.Close()
	far, err := net.DialTimeout(network, address, 30*time.Second)
	if err != nil {
		return
	}
	defer far.Close()
	go func() {
		io.Copy(far, conn)
		far.Close()
		conn.Close()
	}()
	io.Copy(conn, far)
}

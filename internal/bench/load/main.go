//go:build linux

// Command load is ten thousand players in one thread: they connect from several addresses of 127.0.0.0/8, say hello, answer
// pings, and take frames over one epoll, so cheap that they are not what is measured. It asks the server under test to
// publish, notes when each player has the frame, reads the server's memory and processor time from /proc, prints one
// line of JSON, and ends.
//
// It must not know what it measures: anything that speaks the handshake, a hello, and GET /publish.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

// result is what one run found. Times are milliseconds.
type result struct {
	Players int       `json:"players"`
	Connect float64   `json:"connect"` // until the last had its welcome
	Shook   float64   `json:"shook"`   // processor seconds that the server used for it
	Idle    float64   `json:"idle"`    // kB of the server's memory a player
	CPU     float64   `json:"cpu"`     // processor seconds of the server for a million deliveries
	P50     []float64 `json:"p50"`     // publish → a player, one value a publish
	P99     []float64 `json:"p99"`     //
	Last    []float64 `json:"last"`    // publish → the last player
}

func main() {
	address := flag.String("address", "", "host:port of the server")
	pid := flag.Int("pid", 0, "process of the server")
	n := flag.Int("players", 10_000, "players")
	publishes := flag.Int("publishes", 20, "frames published")
	flag.Parse()
	time.AfterFunc(3*time.Minute, func() { fail(fmt.Errorf("not done in three minutes")) })
	r, err := run(*address, *pid, *n, *publishes)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "load:", err)
	os.Exit(1)
}

func run(address string, pid, n, publishes int) (result, error) {
	r := result{Players: n}
	server := process(pid)
	if err := ask(address, "/rest"); err != nil {
		return r, err
	}
	memory, spent, began := server.memory(), server.seconds(), time.Now()
	c, err := gather(address, n)
	if err != nil {
		return r, err
	}
	r.Connect, r.Shook = ms(time.Since(began)), server.seconds()-spent
	if err := c.quiet(2 * time.Second); err != nil {
		return r, err
	}
	if err := ask(address, "/rest"); err != nil {
		return r, err
	}
	r.Idle = (server.memory() - memory) / float64(n)
	if _, err := c.publish(); err != nil { // the first fills caches
		return r, err
	}
	spent = server.seconds()
	for range publishes {
		if err := c.quiet(50 * time.Millisecond); err != nil {
			return r, err
		}
		took, err := c.publish()
		if err != nil {
			return r, err
		}
		r.P50 = append(r.P50, took[len(took)/2])
		r.P99 = append(r.P99, took[len(took)*99/100])
		r.Last = append(r.Last, took[len(took)-1])
	}
	r.CPU = (server.seconds() - spent) * 1e6 / float64(n*publishes)
	return r, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

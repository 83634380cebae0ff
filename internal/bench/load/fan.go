//go:build linux

package main

import (
	"bytes"
	"flag"
	"fmt"
	"net"
	"slices"
	"time"
)

// fanned is what one run of fan found. Times are milliseconds, processor times seconds.
type fanned struct {
	Players int     `json:"players"`
	Connect float64 `json:"connect"` // until the last had its welcome
	Shook   float64 `json:"shook"`   // the server's processor time for it
	Shaking float64 `json:"shaking"` // the load's
	Idle    float64 `json:"idle"`    // kB of the server's memory a player
	CPU     float64 `json:"cpu"`     // the server's for a million deliveries
	Load    float64 `json:"load"`    // the load's for them
	Large   float64 `json:"large"`   // the server's for a million deliveries of large frames; 0: not measured

	P50  []float64 `json:"p50"` // publish → a player, one value a publish
	P99  []float64 `json:"p99"`
	Last []float64 `json:"last"` // publish → the last player
}

// hellos are the first words of each protocol.
var hellos = map[string]func(*player) []byte{
	"ngatu": func(p *player) []byte {
		return fmt.Appendf(nil, `{"type":"hello","body":{"v":1,"screen":"screen-%d","token":"a token of forty-three letters, as pages have","w":432,"h":216}}`, p.nr)
	},
	"centrifuge": func(*player) []byte { return []byte(`{"id":1,"connect":{}}`) },
}

func fan(args []string) error {
	f := flag.NewFlagSet("fan", flag.ExitOnError)
	address, pid := f.String("address", "", "host:port of the server"), f.Int("pid", 0, "process of the server")
	n := f.Int("players", 10_000, "players")
	publishes, large := f.Int("publishes", 20, "frames published"), f.Int("large", 0, "large frames published")
	speak, secure := f.String("speak", "ngatu", "protocol"), f.Bool("tls", false, "over TLS")
	if err := f.Parse(args); err != nil {
		return err
	}
	time.AfterFunc(3*time.Minute, func() { fail(fmt.Errorf("not done in three minutes")) })
	server := process(*pid)
	if *secure {
		return fanSecure(*address, server, *n)
	}
	c, err := newCrowd(*address, *n, 256, false, hellos[*speak])
	if err != nil {
		return err
	}
	r := fanned{Players: *n}
	if err := c.settle(server, &r); err != nil {
		return err
	}
	if err := c.measure(server, *publishes, &r); err != nil {
		return err
	}
	if *large > 0 {
		if _, err := c.publish("/large"); err != nil {
			return err
		}
		before := server.spent()
		for range *large {
			if _, err := c.publish("/large"); err != nil {
				return err
			}
		}
		r.Large = (server.seconds() - before.server) * 1e6 / float64(*n**large)
	}
	return tell(r)
}

// settle connects all and weighs them.
func (c *crowd) settle(server process, r *fanned) error {
	if err := ask(c.address, "/rest"); err != nil {
		return err
	}
	memory, before, began := server.memory(), server.spent(), time.Now()
	if err := c.gather(time.Minute); err != nil {
		return err
	}
	now := server.spent()
	r.Connect, r.Shook, r.Shaking = ms(time.Since(began)), now.server-before.server, now.load-before.load
	if err := c.quiet(2 * time.Second); err != nil {
		return err
	}
	if err := ask(c.address, "/rest"); err != nil {
		return err
	}
	r.Idle = (server.memory() - memory) / float64(len(c.all))
	return nil
}

func (c *crowd) measure(server process, publishes int, r *fanned) error {
	if _, err := c.publish("/publish"); err != nil { // the first fills caches
		return err
	}
	before := server.spent()
	for range publishes {
		if err := c.quiet(50 * time.Millisecond); err != nil {
			return err
		}
		took, err := c.publish("/publish")
		if err != nil {
			return err
		}
		r.P50 = append(r.P50, took[len(took)/2])
		r.P99 = append(r.P99, took[len(took)*99/100])
		r.Last = append(r.Last, took[len(took)-1])
	}
	now, deliveries := server.spent(), float64(len(c.all)*publishes)
	r.CPU, r.Load = (now.server-before.server)*1e6/deliveries, (now.load-before.load)*1e6/deliveries
	return nil
}

// publish has the server send one frame to everybody and gives after what time each player had it,
// in milliseconds, in order.
func (c *crowd) publish(path string) ([]float64, error) {
	took := make([]float64, 0, len(c.all))
	began := time.Now()
	for _, p := range c.all {
		p.got = 0
		p.text = func(p *player, _ bool, _ []byte) {
			if p.got == 1 {
				took = append(took, ms(time.Since(began)))
			}
		}
	}
	began = time.Now()
	asked := make(chan error, 1)
	go func() { asked <- ask(c.address, path) }()
	for len(took) < len(c.all) {
		if err := c.hear(100 * time.Millisecond); err != nil {
			return nil, err
		}
		if time.Since(began) > 20*time.Second || c.lost > 0 {
			return nil, fmt.Errorf("%d of %d players had the frame after %v; %d were lost: %v", len(took), len(c.all), time.Since(began), c.lost, c.why)
		}
	}
	slices.Sort(took)
	return took, <-asked
}

// ask sends a request of its own connection and waits for the answer.
func ask(address, path string) error {
	_, err := answerTo(address, path)
	return err
}

// answerTo is the body of the answer to a request of its own connection.
func answerTo(address, path string) ([]byte, error) {
	c, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, address); err != nil {
		return nil, err
	}
	b := make([]byte, 4096)
	n, err := c.Read(b)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(b[:n], []byte("HTTP/1.1 200")) {
		return nil, fmt.Errorf("%s was answered with %.40q", path, b[:n])
	}
	_, body, _ := bytes.Cut(b[:n], []byte("\r\n\r\n"))
	return body, nil
}

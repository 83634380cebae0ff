//go:build linux

// Command load is ten thousand players in one thread: they connect from several addresses of
// 127.0.0.0/8, say hello, answer pings, and take frames over one epoll, so cheap that they are not
// what is measured. What it does is its first argument:
//
//   - fan: players of any server that speaks the handshake, a hello, and GET /publish; it asks for publishes and notes when each
//     player has the frame.
//   - fleet: players of a whole server, each a screen with its token. They keep the hashes of what they have, and do what the
//     lines on standard input say: connect, be cut and come back, wait for a change.
//   - fetch: downloads of one address by many at once, the bytes thrown away.
//
// It reads the server's memory and processor time, and its own, from /proc, and prints lines of
// JSON. It must not decide what is good: it only counts.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("say what to do: fan, fleet or fetch"))
	}
	do, ok := map[string]func([]string) error{"fan": fan, "fleet": fleet, "fetch": fetch}[os.Args[1]]
	if !ok {
		fail(fmt.Errorf("there is no %q", os.Args[1]))
	}
	if err := do(os.Args[2:]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "load:", err)
	os.Exit(1)
}

// tell prints a result as one line.
func tell(v any) error { return json.NewEncoder(os.Stdout).Encode(v) }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Package player is the agent on a screen's own computer, as a value: [New], [Player.Start],
// [Player.Stop].
//
// It joins the agent's parts, which do not know each other: the link to the server, the mirror on
// the disk, the journal of plays, the origin that serves the page, the browser, the clock, the
// commands, the report to the server, and the picture behind the browser. It owns the device's key
// and which screen this is.
//
// It must not know SQL, the server's code, or how a slide looks. It obeys nothing that is not
// signed by a key that it pinned when it was enrolled.
package player

import (
	"crypto/x509"
	"log/slog"
	"net/http"
	"time"

	"ngatu/player/clock"
)

// DefaultListen is where the page is served, for this computer alone.
const DefaultListen = "127.0.0.1:4081"

// Config is what an agent is started with.
type Config struct {
	Server  string // base address of the server, such as https://ngatu.example.vn; "": where it was enrolled
	Data    string // folder of its own; what is in it survives
	Listen  string // host:port of the page; "": DefaultListen; port 0 takes a free one
	Browser string // command that shows the page; "": none is started

	BrowserArgs    []string      // more arguments; the only way to switch its sandbox off, for tests as root
	BrowserHang    time.Duration // without a drawn frame for this long it counts as hung; 0: 2.5 s; negative: never
	BrowserMemory  int64         // bytes of memory at which it is restarted; 0: 60 % of the machine's; negative: no limit
	BrowserNightly string        // local time of the screen, as 03:30, at which it is restarted; "": never

	// Background is a program that puts a picture behind all windows, with {} for its file, such as
	// feh --bg-fill {}; "": none.
	Background string

	Space int64  // bytes of media at most; 0: as many as fit on the disk
	Daily int64  // bytes of media a day at most; 0: no limit
	Night string // local time, as 01:00-05:00, for large media that can wait; "": at any time

	// RestartMachine is a program and arguments that restart the machine, such as [command.Reboot];
	// none: staff may not restart it.
	RestartMachine []string

	Relay bool           // other agents of the hall may use this one as their server
	Build string         // build of the agent
	Log   *slog.Logger   // nil: none
	Clock *clock.Machine // nil: this machine's
	HTTP  *http.Client   // for enrolment; nil: one with a time-out

	Roots *x509.CertPool // for the server's certificate; nil: the system's

	// Code is called with every new enrolment code and its expiry, so that it can be shown where no
	// page is open. nil: not called.
	Code func(code string, expires time.Time)
	// Enrolled is called once the agent plays for a screen. nil: not called.
	Enrolled func(screen string)

	// Poll is the time between two looks whether staff have confirmed the code; 0: 3 s. A code
	// stands for ten times that at least.
	Poll time.Duration
}

// withDefaults fills in what the configuration leaves out. now is the time by which certificates
// are judged.
func (c Config) withDefaults(now func() time.Time) Config {
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		machine := clock.ThisMachine()
		c.Clock = &machine
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, TLSClientConfig: c.tls(now), ForceAttemptHTTP2: true, IdleConnTimeout: 30 * time.Second,
		}}
	}
	if c.Poll <= 0 {
		c.Poll = 3 * time.Second
	}
	if c.Code == nil {
		c.Code = func(string, time.Time) {}
	}
	if c.Enrolled == nil {
		c.Enrolled = func(string) {}
	}
	return c
}

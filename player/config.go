// Package player is the agent on a screen's own computer, as a value: [New], [Player.Start], [Player.Stop].
//
// It joins the agent's parts, which do not know each other: the link to the server, the mirror on the disk, the journal
// of plays, the origin that the page talks to, and the browser. It owns the device's key, who the screen is, and what
// time it is.
//
// It must not know SQL, the server's code, or how a slide looks; and it obeys nothing that is not signed by a key that
// it pinned when it was enrolled.
package player

import (
	"log/slog"
	"net/http"
	"time"
)

// DefaultListen is where the page is served, for this computer alone.
const DefaultListen = "127.0.0.1:4081"

// Config is what an agent is started with.
type Config struct {
	Server  string // base address of the server, such as https://ngatu.example.vn; "": the one it was enrolled with
	Data    string // folder of its own; what is in it survives
	Listen  string // host:port of the page; "": DefaultListen; port 0 takes a free one
	Browser string // command that shows the page; "": none is started

	BrowserArgs    []string      // more arguments for it; the only way to switch its sandbox off, for tests as root
	BrowserHang    time.Duration // without a drawn frame for so long it counts as hung; 0: 2.5 s; negative: never
	BrowserMemory  int64         // bytes of memory at which it is started anew; 0: 60 % of the machine's; negative: no limit
	BrowserNightly string        // local time of the screen, as 03:30, at which it is started anew; "": never

	Background string // program that puts a picture behind all windows, with {} for its file, such as feh --bg-fill {}; "": none

	Space          int64    // bytes of media at most; 0: as many as the disk takes
	Daily          int64    // bytes of media a day at most; 0: no limit
	Night          string   // local time, as 01:00-05:00, in which large media that have time are fetched; "": at any time
	RestartMachine []string // program and arguments that restart the machine, such as [Reboot]; none: staff may not

	Relay bool         // other agents of the hall may use this one as their server
	Build string       // build of the agent
	Log   *slog.Logger // nil: none
	Clock *Clock       // nil: the machine's
	HTTP  *http.Client // for enrolment; nil: one with a time-out

	// Code is called with every new enrolment code and when it ends, so that it can be shown where no page is open. nil:
	// nobody is told.
	Code func(code string, expires time.Time)
	// Enrolled is called once the screen has become somebody. nil: nobody is told.
	Enrolled func(screen string)

	Poll time.Duration // between looks whether staff have confirmed the code; 0: 3 s
}

package origin

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"os"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Config is what an origin works with. Its functions may be called from many goroutines at once.
type Config struct {
	Listen string        // host:port; port 0 takes a free one
	Page   http.Handler  // answers /play and everything below it
	Build  string        // build of the page
	Key    func() string // name of the working key that the agent follows; "" before it is enrolled
	TLS    *tls.Config   // for requests that are passed on to the server; nil: the system's
	Relay  string        // server for other agents of the hall, without a slash at the end; "": this is no relay

	Enrolment func() Enrolment                                                // which screen this is
	Now       func() (unix int64, state protocol.ClockState)                  // the server's time, in Unix milliseconds
	Frames    func() []protocol.Frame                                         // what is on air, in the sequence to send it in
	Medium    func(context.Context, content.Digest) (*os.File, string, error) // a verified file and its MIME type
	Plays     func(protocol.Plays) (int64, error)                             // keeps them and says up to which number all are on the disk
	Status    func(page uint64, s protocol.Status)                            // a page's report about itself
	Gone      func(page uint64)                                               // a page has left
	Beat      func(mark, slide string)                                        // a page that was opened with this mark has drawn; nil: there is no browser to watch
	Report    func() Report                                                   // for the status page
	Log       *slog.Logger
}

// Enrolment is which screen this is, or the code to enrol it.
type Enrolment struct {
	Screen  string    // code of the screen; "" while it is not enrolled
	Line    string    // state of the connection, see protocol.Line; "" before the first attempt
	Was     string    // code of the screen before the server released it; "": none
	Code    string    // to be typed in by staff; only before it is enrolled, "" until the server has given one
	Expires time.Time // when Code ends
}

// Report is what the status page and the metrics show, for whoever stands at the screen or monitors
// it.
type Report struct {
	Screen  string
	Name    string
	Code    string // to enrol with
	Server  string
	Linked  bool
	Line    string // see Enrolment
	Was     string // see Enrolment
	Clock   protocol.ClockState
	Time    time.Time
	Offset  int64 // milliseconds that the machine's clock is ahead of the server's; 0 while that is unknown
	Pages   int
	Slide   string // on the glass
	Missing int    // media that are not on the disk
	Used    int64  // bytes of media
	Fetched int64  // bytes of media fetched today
	Daily   int64  // bytes of media a day at most; 0: no limit
	Waiting int    // runs of plays that the server has not stored
	Links   int    // connections to the server since the start
	Refused int    // frames and hand-overs refused since the start

	LeastDelay int64 // shortest round trip to the server in milliseconds; 0: none yet
	Delay      int64 // their median
	Losses     int   // connections that ended in the last hour

	Trouble string
	Build   string
	Started time.Time

	Machine Machine
	Browser Browser
}

// Machine is the state of the computer; what is unknown is zero.
type Machine struct {
	Celsius float64 // the hottest thermometer
	Slowed  bool    // by heat or bad power
	Memory  int64   // bytes
	Free    int64   // bytes of it
	Disk    int64   // bytes
	Room    int64   // bytes of it
	Own     int64   // bytes of memory that the agent takes
	Load    float64 // over the last minute
}

// Browser is the state of the browser; zero: there is none.
type Browser struct {
	Starts int
	Since  time.Time
	Beat   time.Time // when its page last drew
	Memory int64     // bytes
	Why    string    // reason for the last start
}

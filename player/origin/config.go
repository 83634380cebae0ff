package origin

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Config is what an origin needs to know. The functions may be called from many goroutines at once.
type Config struct {
	Listen string       // host:port; port 0 takes a free one
	Page   http.Handler // answers /play and what lies below it
	Build  string       // build of the page
	Relay  string       // server that other agents of the hall are passed on to, without a slash at the end; "": they are not

	Enrolment func() Enrolment                                                // who this screen is
	Now       func() (unix int64, state protocol.ClockState)                  // the server's time, in Unix milliseconds
	Frames    func() []protocol.Frame                                         // what is on air, in the order to send it in
	Medium    func(context.Context, content.Digest) (*os.File, string, error) // a checked file and its MIME type
	Plays     func(protocol.Plays) (int64, error)                             // keeps them; up to which number all are on the disk
	Status    func(page uint64, s protocol.Status)                            // a page says how it is
	Gone      func(page uint64)                                               // a page has left
	Beat      func(mark, slide string)                                        // a page that was opened with this mark has drawn; nil: nobody watches
	Report    func() Report                                                   // for the status page
	Log       *slog.Logger
}

// Enrolment is who the screen is, or the code that makes it somebody.
type Enrolment struct {
	Screen  string    // code of the screen; "" while it is not enrolled
	Code    string    // what staff type in; only while it is not enrolled, "" until the server has given one
	Expires time.Time // when Code ends
}

// Report is what the status page and the metrics say, for whoever stands at the screen or watches over it.
type Report struct {
	Screen  string
	Name    string
	Code    string // of the enrolment under way
	Server  string
	Linked  bool
	Clock   protocol.ClockState
	Time    time.Time
	Offset  int64 // milliseconds that the machine's clock is ahead of the server's; 0 while that is unknown
	Pages   int
	Slide   string // on the glass
	Missing int    // media that are not here
	Used    int64  // bytes of media
	Fetched int64  // bytes of media fetched today
	Daily   int64  // bytes of media a day at most; 0: no limit
	Waiting int    // runs of plays that the server has not stored
	Links   int    // connections to the server since the start
	Refused int    // frames and hand-overs refused since the start

	LeastDelay int64 // milliseconds to the server and back, the least of the last exchanges; 0: none yet
	Delay      int64 // their median
	Losses     int   // connections that ended in the last hour

	Trouble string
	Build   string
	Started time.Time

	Machine Machine
	Browser Browser
}

// Machine is how the computer is; what is not known is zero.
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

// Browser is how the browser is; the zero one is none.
type Browser struct {
	Starts int
	Since  time.Time
	Beat   time.Time // when its page last drew
	Memory int64     // bytes
	Why    string    // of the last start
}

package protocol

import (
	"encoding/json"

	"ngatu/content"
)

// Type names what a frame is about.
type Type string

// The frames. Those from Screen to Command change the glass and are signed.
const (
	TypeHello  Type = "hello"  // player → server: Hello
	TypeClock  Type = "clock"  // both ways: Clock
	TypePlays  Type = "plays"  // player → server: Plays
	TypeStatus Type = "status" // player → server: Status
	TypeAnswer Type = "answer" // player → server: Answer

	TypeWelcome Type = "welcome" // server → player: Welcome
	TypeAcked   Type = "acked"   // server → player: Acked

	TypeScreen    Type = "screen"    // signed: Screen; For is the screen's code
	TypeProgramme Type = "programme" // signed: content.Programme; For is the audience's key
	TypeTakeover  Type = "takeover"  // signed: Takeover; For is the screen's code
	TypeFigures   Type = "figures"   // signed: Figures; For is the board
	TypeCommand   Type = "command"   // signed: Command; For is the screen's code
)

// Signed says whether frames of this type change the glass and so carry a signature.
func (t Type) Signed() bool {
	switch t {
	case TypeScreen, TypeProgramme, TypeTakeover, TypeFigures, TypeCommand:
		return true
	}
	return false
}

// Frame is one message. Times are Unix milliseconds, UTC.
type Frame struct {
	Type   Type            `json:"type"`
	For    string          `json:"for,omitempty"`    // what it is for
	Number int64           `json:"number,omitempty"` // number of the last change when it was gathered; a player refuses lower
	From   int64           `json:"from,omitempty"`   // start of its window, where it has one
	Until  int64           `json:"until,omitempty"`  // end of its window or of its life
	Hash   string          `json:"hash,omitempty"`   // digest of Body's bytes as they stand here
	Key    string          `json:"key,omitempty"`    // name of the key that signed
	Sig    []byte          `json:"sig,omitempty"`    // Ed25519 over SigningText
	Body   json.RawMessage `json:"body"`
}

// Thing names what the frame is the whole truth of: its type and what it is for.
func (f Frame) Thing() string { return string(f.Type) + "/" + f.For }

// Hello opens a connection. A player proves itself by Token (a plain page) or Proof (an agent's key over the server's
// challenge, from the handshake's Ngatu-Challenge header); a screen of a demo's wall by neither.
type Hello struct {
	Version int               `json:"v"`
	Screen  string            `json:"screen"`
	Token   string            `json:"token,omitempty"`
	Proof   []byte            `json:"proof,omitempty"` // Ed25519 over HelloText
	Has     map[string]string `json:"has,omitempty"`   // hash of every thing that the player holds, by Thing
	Width   int               `json:"w,omitempty"`     // pixels that the page really has
	Height  int               `json:"h,omitempty"`
	Build   string            `json:"build,omitempty"` // build of the page or the agent
	Relay   bool              `json:"relay,omitempty"` // an agent: it verifies, mirrors and sends plays
	Key     string            `json:"key,omitempty"`   // an agent: name of the working key that it follows
}

// Welcome answers a hello that was accepted.
type Welcome struct {
	Version int        `json:"v"`
	Now     int64      `json:"now"`             // the server's time
	Build   string     `json:"build"`           // build of the page that the server has
	Chain   []Handover `json:"chain,omitempty"` // keys since the one that the player pinned
}

// Handover is a new working key, signed by one that the player trusts.
type Handover struct {
	Key  []byte `json:"key"` // Ed25519 public key
	By   string `json:"by"`  // name of the key that signed
	Sig  []byte `json:"sig"`
	From int64  `json:"from"`
}

// Clock carries the four-timestamp exchange: the player sends Sent, the server adds Got and Answered.
type Clock struct {
	Sent     int64 `json:"t0"` // the player's monotonic milliseconds
	Got      int64 `json:"t1,omitempty"`
	Answered int64 `json:"t2,omitempty"`
}

// Screen is the whole truth of one screen.
type Screen struct {
	Code     string             `json:"code"`
	Name     string             `json:"name"`
	Audience string             `json:"audience"` // key of the audience that it belongs to
	Street   bool               `json:"street,omitempty"`
	Touch    bool               `json:"touch,omitempty"`
	Canvas   content.Canvas     `json:"canvas"`
	Zone     string             `json:"zone"`
	Areas    []string           `json:"areas"`
	Fills    map[string]string  `json:"fills"`           // values of "screen.…" binds
	Codes    map[string]Squares `json:"codes,omitempty"` // QR codes by bind; Go alone encodes
	Left     int                `json:"left,omitempty"`
	Top      int                `json:"top,omitempty"`
	Rotation int                `json:"rotation,omitempty"`
	Dark     [][2]int64         `json:"dark,omitempty"` // closed on purpose: [from, until) within the window
	Dimming  []content.Dim      `json:"dimming,omitempty"`
	Guides   []content.Ref      `json:"guides,omitempty"` // of type GuideType, in the order in which a touch screen offers them
	Safe     Safe               `json:"safe"`
}

// Safe is the built-in card: the area's name, no product, link, number or date.
type Safe struct {
	Area string `json:"area"`
}

// Squares is a QR code without its quiet zone.
type Squares struct {
	Text string   `json:"text"` // the address that it holds
	Rows []string `json:"rows"` // one string a row, '1' is dark
}

// Takeover lays a small programme over the other; its layouts travel inside. A nil Programme ends the takeover.
type Takeover struct {
	ID        string                             `json:"id"`
	Drill     bool                               `json:"drill,omitempty"`
	Programme *content.Programme                 `json:"programme,omitempty"`
	Layouts   map[content.Digest]json.RawMessage `json:"layouts,omitempty"`
}

// Figures are the values of one board, ready to print: Go alone formats numbers.
type Figures struct {
	Board string          `json:"board"`
	AsOf  int64           `json:"as_of"`
	Stale int64           `json:"stale"` // from this instant the figures are marked as old
	Cells map[string]Cell `json:"cells"` // by bind
}

// Cell is one bound value.
type Cell struct {
	T string `json:"t,omitempty"` // text
	F int    `json:"f,omitempty"` // fraction of a bar, in ten-thousandths
	L int    `json:"l,omitempty"` // level of a tile's colour, from 0
}

// Command is an order to a screen's player; one that has expired is dropped. There is no shell.
type Command struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`            // one of the kinds below; a player passes over one that it does not know
	Level int    `json:"level,omitempty"` // dim: percent of full brightness, 10 to 100
	Until int64  `json:"until,omitempty"` // dim: when the screen's own dimming counts again
	Lines int    `json:"lines,omitempty"` // log: how many of the newest lines
}

// Kinds of commands. A page carries out the first three; an agent passes these on and carries out the others itself.
const (
	Identify       = "identify"        // name and number on the glass for some seconds
	Reload         = "reload"          // the page loads itself anew, between slots
	DimGlass       = "dim"             // another brightness for a while; 100 until now ends it
	Screenshot     = "screenshot"      // answered with what the browser really draws
	RestartBrowser = "restart-browser" // another browser takes the place of the one on the glass
	RestartMachine = "restart-machine" // only where the agent was allowed to
	LogTail        = "log"             // answered with the newest lines of the agent's log
)

// Answer is what a command brought to light, or why it could not be carried out. That it was carried out is told by
// [Status].Done; of those with an answer, the answer comes first.
type Answer struct {
	ID    string `json:"id"`              // of the command
	Type  string `json:"type,omitempty"`  // of Data: image/jpeg or text/plain; charset=utf-8
	Data  []byte `json:"data,omitempty"`  // at most MaxAnswer bytes
	Error string `json:"error,omitempty"` // why it was not carried out, for the operator
}

// MaxAnswer is the most that an answer's data may weigh, in bytes: on a line of 64 kbit/s it takes twelve seconds.
const MaxAnswer = 96 << 10

// Plays carries runs of proof of play, oldest first.
type Plays struct {
	Journal string `json:"journal"` // random, new whenever a journal is created or its tail repaired
	Runs    []Run  `json:"runs"`
}

// Run says: the screen followed a programme from an instant to another, except for these slots. Its key is
// (screen, journal, Seq).
type Run struct {
	Seq       int64    `json:"seq"`
	Audience  string   `json:"audience"`
	Programme string   `json:"programme"` // hash of the programme or takeover followed
	Entered   int64    `json:"entered"`   // when the programme was entered; slots are reckoned from there
	From      int64    `json:"from"`
	Until     int64    `json:"until"`
	Except    []Except `json:"except,omitempty"`
	Clock     string   `json:"clock"`           // synced, held or unknown
	Shift     int64    `json:"shift,omitempty"` // milliseconds by which an agent corrected all instants here: the slots on the glass were those of so much earlier
}

// Except is a slot that was not shown as the programme says.
type Except struct {
	Start int64  `json:"start"` // the slot's start
	Shown string `json:"shown"` // slide shown in its place; "": the safe card
	Why   string `json:"why"`   // missing, broken
}

// Acked tells a player that all runs of a journal up to Seq are stored.
type Acked struct {
	Journal string `json:"journal"`
	Seq     int64  `json:"seq"`
}

// Status is what a player says of itself: when it changes, and once a minute.
type Status struct {
	Programme string   `json:"programme,omitempty"` // hash of the programme that rules
	Slide     string   `json:"slide,omitempty"`     // ID of the slide on the glass
	Clock     string   `json:"clock"`               // synced, held or unknown
	Offset    int64    `json:"offset,omitempty"`    // milliseconds that the machine's clock is off the server's
	Missing   int      `json:"missing,omitempty"`   // media of the programme that are not here
	Takeover  int64    `json:"takeover,omitempty"`  // number of the takeover on the glass
	Painted   int64    `json:"painted,omitempty"`   // instant of its first painted frame
	Link      string   `json:"link,omitempty"`      // "poll" where websockets do not get through and it asks again and again
	Trouble   string   `json:"trouble,omitempty"`   // what went wrong last, for the operator
	Done      []string `json:"done,omitempty"`      // IDs of commands carried out
	Machine   *Machine `json:"machine,omitempty"`   // an agent: how its computer is
}

// Machine is how an agent's computer is; what is not known is zero.
type Machine struct {
	Celsius    int  `json:"celsius,omitempty"`  // the hottest thermometer
	Slowed     bool `json:"slowed,omitempty"`   // the processor runs slower now because of heat or bad power
	MemoryFree int  `json:"memory,omitempty"`   // MB that programs can still have
	DiskFree   int  `json:"disk,omitempty"`     // MB that can still be written
	Browsers   int  `json:"browsers,omitempty"` // starts of the browser since the agent started
	Delay      int  `json:"delay,omitempty"`    // milliseconds to the server and back, the least of the last exchanges
	Drops      int  `json:"drops,omitempty"`    // connections to the server that ended in the last hour
}

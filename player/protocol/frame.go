package protocol

import (
	"crypto/ed25519"
	"encoding/json"

	"ngatu/content"
)

// Type names what a frame is about.
type Type string

// The types of frames. Those from Screen to Released change the glass and are signed.
const (
	TypeHello  Type = "hello"  // player → server: Hello
	TypeClock  Type = "clock"  // both ways: Clock
	TypePlays  Type = "plays"  // player → server: Plays
	TypeStatus Type = "status" // player → server: Status
	TypeAnswer Type = "answer" // player → server: Answer

	TypeWelcome Type = "welcome" // server → player: Welcome
	TypeAcked   Type = "acked"   // server → player: Acked
	TypeLine    Type = "line"    // agent → its page: Line

	TypeScreen    Type = "screen"    // signed: Screen; For is the screen's code
	TypeProgramme Type = "programme" // signed: content.Programme; For is the audience's key
	TypeTakeover  Type = "takeover"  // signed: Takeover; For is the takeover, area and canvas, or RollName, or for players that do not rank the screen's code
	TypeFigures   Type = "figures"   // signed: Figures; For is the board
	TypeCommand   Type = "command"   // signed: Command; For is the screen's code
	TypeReleased  Type = "released"  // signed: Released; For is the screen's code
)

// Signed says whether frames of this type change the glass and so are signed.
func (t Type) Signed() bool {
	switch t {
	case TypeScreen, TypeProgramme, TypeTakeover, TypeFigures, TypeCommand, TypeReleased:
		return true
	}
	return false
}

// Frame is one message. Times are Unix milliseconds, UTC.
type Frame struct {
	Type   Type            `json:"type"`
	For    string          `json:"for,omitempty"`    // what it is for
	Number int64           `json:"number,omitempty"` // number of the last change when it was gathered; a player refuses lower ones
	From   int64           `json:"from,omitempty"`   // beginning, if time alone changes it: of two with the same number the later counts
	Until  int64           `json:"until,omitempty"`  // end of its window or of its life
	Hash   string          `json:"hash,omitempty"`   // digest of Body's bytes exactly as they are
	Key    string          `json:"key,omitempty"`    // name of the key that signed
	Sig    []byte          `json:"sig,omitempty"`    // Ed25519 over SigningText
	Body   json.RawMessage `json:"body"`
}

// Thing names what the frame is the whole truth of: its type and what it is for.
func (f Frame) Thing() string { return string(f.Type) + "/" + f.For }

// Hello opens a connection. A page proves itself by Token, an agent by Proof: a signature over the
// server's challenge, from the handshake's Ngatu-Challenge header. A screen of the demo wall needs
// neither.
type Hello struct {
	Version int               `json:"v"`
	Screen  string            `json:"screen"`
	Token   string            `json:"token,omitempty"`
	Proof   []byte            `json:"proof,omitempty"` // Ed25519 over HelloText
	Has     map[string]string `json:"has,omitempty"`   // hash of every thing that the player holds, by Thing
	Width   int               `json:"w,omitempty"`     // real pixels of the page
	Height  int               `json:"h,omitempty"`
	Build   string            `json:"build,omitempty"` // build of the page or the agent
	Relay   bool              `json:"relay,omitempty"` // an agent: it verifies, mirrors and sends plays
	Key     string            `json:"key,omitempty"`   // an agent: name of the working key that it follows
	Nonce   string            `json:"nonce,omitempty"` // an agent: asks for a signed welcome, see WelcomeText
	Ranks   bool              `json:"ranks,omitempty"` // it lets the gravest of several takeovers rule; else it is sent the one that does
	Head    *Head             `json:"head,omitempty"`  // of the newest frame that the player holds; it tells a server that its data were set back
}

// Head is a signed frame without its body.
type Head struct {
	Type   Type   `json:"type"`
	For    string `json:"for"`
	Number int64  `json:"number"`
	From   int64  `json:"from,omitempty"`
	Until  int64  `json:"until,omitempty"`
	Hash   string `json:"hash"`
	Key    string `json:"key"`
	Sig    []byte `json:"sig"`
}

// HeadOf is the head of a frame.
func HeadOf(f Frame) *Head {
	return &Head{Type: f.Type, For: f.For, Number: f.Number, From: f.From, Until: f.Until, Hash: f.Hash, Key: f.Key, Sig: f.Sig}
}

// SignedBy says whether this key signed the frame of this head.
func (h *Head) SignedBy(key ed25519.PublicKey) bool {
	f := Frame{Type: h.Type, For: h.For, Number: h.Number, From: h.From, Until: h.Until, Hash: h.Hash}
	return h.Type.Signed() && len(key) == ed25519.PublicKeySize && h.Key == KeyName(key) && ed25519.Verify(key, f.SigningText(), h.Sig)
}

// Welcome answers a hello that was accepted.
type Welcome struct {
	Version int        `json:"v"`
	Now     int64      `json:"now"`             // the server's time
	Build   string     `json:"build"`           // build of the page that the servers have; "": they do not agree yet, and the page stays
	Chain   []Handover `json:"chain,omitempty"` // hand-overs since the key that the player pinned
	Sig     []byte     `json:"sig,omitempty"`   // by the working key over WelcomeText, if the hello has a nonce
	Key     string     `json:"key,omitempty"`   // name of the working key: for a page, frames under it are newer than any others
}

// Handover is a new working key, signed by one that the player trusts.
type Handover struct {
	Key  []byte `json:"key"` // Ed25519 public key
	By   string `json:"by"`  // name of the key that signed
	Sig  []byte `json:"sig"`
	From int64  `json:"from"`
}

// Clock carries the four-timestamp exchange: the player sends Sent, the server adds Got and
// Answered; and to a page that is of another build, the one that it should be.
type Clock struct {
	Sent     int64  `json:"t0"` // the player's monotonic milliseconds
	Got      int64  `json:"t1,omitempty"`
	Answered int64  `json:"t2,omitempty"`
	Build    string `json:"build,omitempty"`
}

// Screen is the whole truth of one screen.
type Screen struct {
	Code     string             `json:"code"`
	Name     string             `json:"name"`
	Audience string             `json:"audience"` // key of its audience
	Street   bool               `json:"street,omitempty"`
	Touch    bool               `json:"touch,omitempty"`
	Canvas   content.Canvas     `json:"canvas"`
	Zone     string             `json:"zone"`
	Areas    []string           `json:"areas"`
	Fills    map[string]string  `json:"fills"`           // values of "screen.…" binds
	Codes    map[string]Squares `json:"codes,omitempty"` // QR codes by bind; only Go encodes
	Left     int                `json:"left,omitempty"`
	Top      int                `json:"top,omitempty"`
	Rotation int                `json:"rotation,omitempty"`
	Fold     content.Fold       `json:"fold,omitzero"`  // pieces of the canvas in the HDMI picture, see [Screen.Folded]
	Dark     [][2]int64         `json:"dark,omitempty"` // closed on purpose: [from, until) within the window
	Dimming  []content.Dim      `json:"dimming,omitempty"`
	Guides   []content.Ref      `json:"guides,omitempty"` // of type GuideType, in the sequence in which a touch screen offers them
	Safe     Safe               `json:"safe"`
}

// Folded are the pieces in which the canvas is shown; none: it is shown whole, at Left and Top.
// Pieces that cannot be shown are passed over: the threat is a newer server with another kind of
// them. The page decides by the same rule. What is touched lies on the whole canvas, so a touch
// screen has none.
func (s Screen) Folded() content.Fold {
	if s.Touch || s.Fold.Check(s.Canvas) != nil {
		return content.Fold{}
	}
	return s.Fold
}

// Safe is the built-in card: the area's name, without product, link, number or date.
type Safe struct {
	Area string `json:"area"`
}

// Squares is a QR code without its quiet zone.
type Squares struct {
	Text string   `json:"text"` // the address in it
	Rows []string `json:"rows"` // one string a row, '1' is dark
}

// Figures are the values of one board, ready to print: only Go formats numbers.
type Figures struct {
	Board string          `json:"board"`
	AsOf  int64           `json:"as_of"`
	Stale int64           `json:"stale"`          // from this instant the figures are marked as old
	Gone  int64           `json:"gone,omitempty"` // from this instant the board is not shown; 0: never
	Cells map[string]Cell `json:"cells"`          // by bind
}

// Cell is one bound value.
type Cell struct {
	T string `json:"t,omitempty"` // text
	F int    `json:"f,omitempty"` // fraction of a bar, in ten-thousandths
	L int    `json:"l,omitempty"` // level of a tile's colour, from 0
}

// Command tells a screen's player to do something once. An expired one is dropped. There is no
// shell.
type Command struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`            // one of the kinds below; a player ignores unknown ones
	Level int    `json:"level,omitempty"` // dim: percent of full brightness, 10 to 100
	Until int64  `json:"until,omitempty"` // dim: until then, in Unix milliseconds; after that the screen's own dimming applies
	Lines int    `json:"lines,omitempty"` // log: how many of the newest lines
}

// Kinds of commands. A page carries out the first three. An agent passes these on and carries out
// the others itself.
const (
	Identify       = "identify"        // name and number on the glass for some seconds
	Reload         = "reload"          // the page reloads, between slots
	DimGlass       = "dim"             // another brightness for a while; 100 until now ends it
	Screenshot     = "screenshot"      // answered with what the browser really draws
	RestartBrowser = "restart-browser" // the agent starts another browser
	RestartMachine = "restart-machine" // only if the agent is allowed to
	LogTail        = "log"             // answered with the newest lines of the agent's log
)

// Answer is the result of a command, or why it failed. [Status].Done says that a command was
// carried out; if it has an answer, the answer comes first.
type Answer struct {
	ID    string `json:"id"`              // of the command
	Type  string `json:"type,omitempty"`  // of Data: image/jpeg or text/plain; charset=utf-8
	Data  []byte `json:"data,omitempty"`  // at most MaxAnswer bytes
	Error string `json:"error,omitempty"` // why it was not carried out, for the operator
}

// MaxAnswer is the most data in an answer, in bytes: twelve seconds on a line of 64 kbit/s.
const MaxAnswer = 96 << 10

// Line is an agent's message to its page about the connection to the server.
type Line struct {
	State string `json:"state"` // LineUp, LineDown or LineRefused
}

// States of the connection to the server.
const (
	LineUp      = "up"
	LineDown    = "down"
	LineRefused = "refused" // the server does not know this player: reconnecting does not help, staff have to act
)

// Plays carries runs of proof of play, oldest first.
type Plays struct {
	Journal string `json:"journal"` // random, new whenever a journal is created or its tail repaired
	Runs    []Run  `json:"runs"`
}

// Run says that the screen followed a programme between two instants, except in these slots. Its
// key is (screen, journal, Seq).
type Run struct {
	Seq       int64    `json:"seq"`
	Audience  string   `json:"audience"`
	Programme string   `json:"programme"` // hash of the programme or takeover followed
	Entered   int64    `json:"entered"`   // when the player began to follow it; slots count from there
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

// Acked says that all runs of a journal up to Seq are stored.
type Acked struct {
	Journal string `json:"journal"`
	Seq     int64  `json:"seq"`
}

// Status is a player's report about itself: when it changes, and once a minute.
type Status struct {
	Programme string   `json:"programme,omitempty"` // hash of the programme that applies
	Slide     string   `json:"slide,omitempty"`     // ID of the slide on the glass
	Clock     string   `json:"clock"`               // synced, held or unknown
	Offset    int64    `json:"offset,omitempty"`    // milliseconds that the machine's clock is ahead of the server's
	Missing   int      `json:"missing,omitempty"`   // media of the programme that are not on the disk
	Takeover  int64    `json:"takeover,omitempty"`  // number of the takeover on the glass
	Painted   int64    `json:"painted,omitempty"`   // instant of its first painted frame
	Link      string   `json:"link,omitempty"`      // "poll" if websockets do not get through
	Trouble   string   `json:"trouble,omitempty"`   // latest problem, for the operator
	Done      []string `json:"done,omitempty"`      // IDs of commands carried out
	Machine   *Machine `json:"machine,omitempty"`   // an agent: how its computer is
}

// Machine is the state of an agent's computer. What is unknown is zero.
type Machine struct {
	Celsius    int  `json:"celsius,omitempty"`  // the hottest thermometer
	Slowed     bool `json:"slowed,omitempty"`   // the processor runs slower now because of heat or bad power
	MemoryFree int  `json:"memory,omitempty"`   // MB that programs can still have
	DiskFree   int  `json:"disk,omitempty"`     // MB that can still be written
	Browsers   int  `json:"browsers,omitempty"` // starts of the browser since the agent started
	Delay      int  `json:"delay,omitempty"`    // round trip to the server in milliseconds, the shortest of the last exchanges
	Drops      int  `json:"drops,omitempty"`    // connections to the server that ended in the last hour
	Refused    int  `json:"refused,omitempty"`  // frames and hand-overs refused since the agent started
}

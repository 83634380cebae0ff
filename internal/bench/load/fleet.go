//go:build linux

package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

// reply is the answer to one line of a fleet. Times are milliseconds, processor times
// seconds, memory kB.
type reply struct {
	Error  string         `json:"error,omitempty"`
	All    float64        `json:"all"`    // everybody has a welcome, or what was changed
	Last   float64        `json:"last"`   // the last frame came
	P50    float64        `json:"p50"`    // of the players: a change was committed → the player has it
	P99    float64        `json:"p99"`    //
	Asked  float64        `json:"asked"`  // how long the change took to commit
	CPU    float64        `json:"cpu"`    // the server's
	Load   float64        `json:"load"`   // the load's
	RSS    float64        `json:"rss"`    // the server's at the end
	Peak   float64        `json:"peak"`   // and the most meanwhile
	Frames map[string]int `json:"frames"` // by type
	Bytes  int            `json:"bytes"`  // of one of the largest frames, on the wire
	Right  int            `json:"right"`  // frames other than a welcome to players that had everything
	Want   int            `json:"want"`   // players that had nothing
	Served int            `json:"served"` // of them, those that now have everything
	Lost   int            `json:"lost"`   // connections lost unasked, and handshakes started again
	Read   int            `json:"read"`   // bytes that came to all players
	First  []float64      `json:"first"`  // a change: until the first player of each server has it
	Each   []float64      `json:"each"`   // a change: until the last player of each server has it
}

// command is one line that a fleet obeys.
type command struct {
	Do    string `json:"do"` // connect, storm, change, quiet, rest, herd
	Fresh int    `json:"fresh"`
	Again int    `json:"again"` // ms after which a storm is followed by another; 0: none

	Ask    string `json:"ask"`    // change: path of the request that makes it
	Type   string `json:"type"`   // change: of the frame that is waited for
	Expect int    `json:"expect"` // change: how many players get it
	Door   string `json:"door"`   // change: host:port that it is asked from; "": the fleet's
	For    int    `json:"for"`    // quiet and rest: ms
	Kill   int    `json:"kill"`   // herd: the process that is killed
	Dead   int    `json:"dead"`   // herd: which of the servers that is
}

// screens is a fleet of a whole server's.
type screens struct {
	*crowd
	heads   *reader
	server  process
	control string // host:port that changes are asked from

	frames   map[string]int
	largest  int
	unasked  int // frames to players that had everything
	storming bool
	waits    string // type of the frame that is waited for
	came     []arrival
}

type arrival struct {
	at     time.Time
	number int64
	door   int // which of the servers it came from
}

// token is by what number i of a fleet proves itself; the bench gives the screens these.
func token(i int) string { return fmt.Sprintf("the bench's token %05d", i) }

func fleet(args []string) error {
	f := flag.NewFlagSet("fleet", flag.ExitOnError)
	address, control := f.String("address", "", "host:port of the server"), f.String("control", "", "host:port that makes changes")
	pid, n := f.Int("pid", 0, "process of the server"), f.Int("players", 10_000, "players")
	if err := f.Parse(args); err != nil {
		return err
	}
	s := &screens{heads: newReader(), server: process(*pid), control: *control}
	var err error
	if s.crowd, err = newCrowd(*address, *n, 1000, true, s.hello); err != nil {
		return err
	}
	for _, p := range s.all {
		p.text = s.note
	}
	return s.obey()
}

// obey carries out lines until standard input ends. Between them players answer pings.
func (s *screens) obey() error {
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(os.Stdin)
		for in.Scan() {
			lines <- slices.Clone(in.Bytes())
		}
	}()
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				return nil
			}
			var o command
			if err := json.Unmarshal(line, &o); err != nil {
				return err
			}
			if err := tell(s.carryOut(o)); err != nil {
				return err
			}
		default:
			if err := s.hear(5 * time.Millisecond); err != nil {
				return err
			}
		}
	}
}

func (s *screens) carryOut(o command) (r reply) {
	s.frames, s.largest, s.lost, s.retries = map[string]int{}, 0, 0, 0
	s.server.forgetPeak()
	before, read := s.server.spent(), s.read()
	var err error
	switch o.Do {
	case "connect":
		err = s.come(&r)
	case "storm":
		err = s.storm(o, &r)
	case "change":
		err = s.change(o, &r)
	case "quiet":
		err = s.quiet(time.Duration(o.For) * time.Millisecond)
	case "rest":
		err = s.rest(time.Duration(o.For) * time.Millisecond)
	case "herd":
		err = s.herd(o, &r)
	default:
		err = errors.New("there is no " + o.Do)
	}
	if err != nil {
		r.Error = err.Error()
	}
	now := s.server.spent()
	r.CPU, r.Load = now.server-before.server, now.load-before.load
	r.RSS, r.Peak = s.server.memory(), s.server.peak()
	r.Frames, r.Bytes, r.Lost, r.Read = s.frames, s.largest, s.lost+s.retries, s.read()-read
	return r
}

// read is how many bytes have come to all players.
func (s *screens) read() (n int) {
	for _, p := range s.all {
		n += p.bytes
	}
	return n
}

// rest is after what time without a frame all is silent: longer than the server's second
// look at who has come.
const rest = time.Second

// come connects everybody who is away and waits until all is silent.
func (s *screens) come(r *reply) error {
	began := time.Now()
	if err := s.gather(2 * time.Minute); err != nil {
		return err
	}
	r.All = ms(time.Since(began))
	err := s.silent(rest, time.Minute)
	r.Last = ms(s.last.Sub(began))
	return err
}

// storm cuts everybody at once and has all come back at once, every o.Fresh-th without anything.
func (s *screens) storm(o command, r *reply) error {
	full := map[int]int{} // how many things a player had that now has none
	for _, p := range s.all {
		p.got, p.fresh = 0, o.Fresh > 0 && p.nr%o.Fresh == 0
		if p.fresh {
			full[p.nr], p.has = len(p.has), nil
		}
	}
	s.storming, s.unasked = true, 0
	defer func() { s.storming = false }()
	s.cutAll()
	if o.Again > 0 {
		s.queue = append(s.queue[:0], s.all...)
		for end := time.Now().Add(time.Duration(o.Again) * time.Millisecond); time.Now().Before(end); {
			if err := s.hear(time.Millisecond); err != nil {
				return err
			}
		}
		s.cutAll()
	}
	if err := s.come(r); err != nil {
		return err
	}
	for _, p := range s.all {
		if p.fresh {
			r.Want++
			if len(p.has) == full[p.nr] {
				r.Served++
			}
		}
	}
	r.Right = s.unasked
	return nil
}

// change has one made and waits until all who are to get it have it.
func (s *screens) change(o command, r *reply) error {
	s.waits, s.came = o.Type, s.came[:0]
	defer func() { s.waits = "" }()
	type answer struct {
		Committed int64  `json:"committed"` // Unix microseconds
		Began     int64  `json:"began"`
		Number    int64  `json:"number"`
		Error     string `json:"error"`
	}
	answered := make(chan answer, 1)
	go func() {
		var a answer
		b, err := answerTo(cmp.Or(o.Door, s.control), o.Ask)
		if err == nil {
			err = json.Unmarshal(b, &a)
		}
		if err != nil {
			a.Error = err.Error()
		}
		answered <- a
	}()
	for end := time.Now().Add(30 * time.Second); len(s.came) < o.Expect; {
		if time.Now().After(end) || s.lost > 0 {
			return fmt.Errorf("%d of %d players had the change after 30 s; %d were lost: %v", len(s.came), o.Expect, s.lost, s.why)
		}
		if err := s.hear(10 * time.Millisecond); err != nil {
			return err
		}
	}
	a := <-answered
	if a.Error != "" {
		return errors.New(a.Error)
	}
	if err := s.silent(50*time.Millisecond, 10*time.Second); err != nil {
		return err
	}
	var took []float64
	r.First, r.Each = make([]float64, len(s.to)), make([]float64, len(s.to))
	for _, c := range s.came {
		if c.number >= a.Number {
			one := ms(c.at.Sub(time.UnixMicro(a.Committed)))
			if r.First[c.door] == 0 { // arrivals are in order
				r.First[c.door] = one
			}
			took, r.Each[c.door] = append(took, one), one
		}
	}
	if len(took) != o.Expect {
		return fmt.Errorf("%d frames with the change came where %d were expected", len(took), o.Expect)
	}
	slices.Sort(took)
	r.P50, r.P99, r.All = took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	r.Asked = float64(a.Committed-a.Began) / 1000
	return nil
}

// note takes what a player is sent into account.
func (s *screens) note(p *player, packed bool, payload []byte) {
	h := s.heads.head(packed, payload)
	s.frames[h.kind]++
	s.largest = max(s.largest, len(payload))
	if h.kind == s.waits {
		s.came = append(s.came, arrival{time.Now(), h.number, s.door(p)})
	}
	if h.hash == "" {
		return
	}
	if s.storming && !p.fresh {
		s.unasked++
	}
	for i, t := range p.has {
		if t.kind == h.kind && t.about == h.about {
			p.has[i] = h.thing
			return
		}
	}
	p.has = append(p.has, h.thing)
}

// hello names the screen, proves it, and says what the player has.
func (s *screens) hello(p *player) []byte {
	b := fmt.Appendf(nil, `{"type":"hello","body":{"v":1,"ranks":true,"screen":"K-%05d","token":"%s","w":432,"h":216`, p.nr, token(p.nr))
	before := `,"has":{`
	for _, t := range p.has {
		b = fmt.Appendf(b, `%s"%s/%s":"%s"`, before, t.kind, t.about, t.hash)
		before = ","
	}
	if len(p.has) > 0 {
		b = append(b, '}')
	}
	return append(b, `}}`...)
}

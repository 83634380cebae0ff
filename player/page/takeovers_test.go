package page

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// city is a small server's side of takeovers, and one screen: what is on, and which frames tell it.
type city struct {
	*rand.Rand
	tb       testing.TB
	at       time.Time
	number   int64
	all      []content.Takeover
	place    content.Place
	ever     []protocol.Frame // everything that was sent
	roll     protocol.Frame
	overs    map[string]protocol.Frame // that are on, by what they are for
	canvases []content.Canvas
}

var chains = [][]string{{"d1w1", "d1", "c"}, {"d1w2", "d1", "c"}, {"d2w1", "d2", "c"}}

func newCity(tb testing.TB, seed uint64) *city {
	c := &city{
		Rand: rand.New(rand.NewPCG(seed, 17)), tb: tb, at: time.UnixMilli(content.Epoch + 1_000_000), number: content.Epoch, overs: map[string]protocol.Frame{},
		canvases: []content.Canvas{{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}, {Width: 432, Height: 216, PitchMM: 10, DistanceM: 40}},
	}
	for i := range 4 {
		c.all = append(c.all, content.Takeover{ID: fmt.Sprint("t", i), State: content.Approved})
	}
	c.place = content.Place{Areas: chains[0], Canvas: c.canvases[0]}
	c.tell()
	return c
}

func nameOf(id, area string, canvas content.Canvas) string {
	return fmt.Sprintf("%s/%s/%dx%d@%g", id, area, canvas.Width, canvas.Height, canvas.PitchMM)
}

// step lets something happen, and gives what the screen is sent of it.
func (c *city) step() []protocol.Frame {
	c.at = c.at.Add(time.Duration(1+c.IntN(20)) * time.Minute)
	i := c.IntN(len(c.all))
	t := &c.all[i]
	switch c.IntN(6) {
	case 0, 1, 2: // put on, or said again
		if !t.On(c.at) {
			t.Gravity, t.Targets = [...]content.Gravity{content.Danger, content.Warning, content.CivicNotice}[c.IntN(3)], nil
			for range c.IntN(3) {
				t.Targets = append(t.Targets, content.Target{Area: [...]string{"c", "d1", "d2", "d1w1", "d1w2"}[c.IntN(5)]})
			}
		}
		if area := [...]string{"", "", "c", "d1", "d1w1", "d2w1"}[c.IntN(6)]; len(t.Targets) == 0 { // there, or there too
			*t = must(t.Aim(area, c.at, nil))
		}
		drill := t.Drill
		if !t.Press.On(c.at) {
			drill = c.IntN(3) == 0
		}
		c.number = c.at.UnixMilli()
		*t = must(content.PutOn(*t, "an", c.at, time.Duration(1+c.IntN(90))*time.Minute, drill))
	case 3:
		c.number = c.at.UnixMilli()
		if on := t.Presses(); len(on) > 0 && c.IntN(2) == 0 {
			*t = content.EndPress(*t, on[c.IntN(len(on))].Key, c.at)
		} else {
			*t = content.End(*t, c.at)
		}
	case 4:
		c.number = c.at.UnixMilli()
		c.place.Areas, c.place.Canvas = chains[c.IntN(len(chains))], c.canvases[c.IntN(2)]
		return append(c.tell(), c.screen())
	}
	return c.tell()
}

func (c *city) seal(f protocol.Frame, body any) protocol.Frame {
	f = must(protocol.Seal(f, body, nil))
	c.ever = append(c.ever, f)
	return f
}

func (c *city) screen() protocol.Frame {
	return c.seal(protocol.Frame{Type: protocol.TypeScreen, For: "S", Number: c.number}, protocol.Screen{Code: "S", Areas: c.place.Areas, Canvas: c.place.Canvas})
}

// presses are those of all takeovers.
func (c *city) presses() (out []content.Takeover) {
	for _, t := range c.all {
		out = append(out, t.Presses()...)
	}
	return out
}

// tell makes the frames of what is on for everywhere, and the roll; what differs is sent.
func (c *city) tell() (sent []protocol.Frame) {
	roll, now := protocol.Roll{Number: c.number, On: map[string]int64{}}, map[string]protocol.Frame{}
	for _, t := range c.presses() {
		if !t.On(c.at) {
			continue
		}
		roll.On[t.PressID()] = t.Begun.UnixMilli()
		for _, chain := range chains {
			for _, canvas := range c.canvases {
				p := content.Place{Areas: chain, Canvas: canvas}
				if !t.Reaches(p) {
					continue
				}
				area := t.AreaAt(p)
				name := nameOf(t.PressID(), area, canvas)
				if _, made := now[name]; made {
					continue
				}
				programme := content.Programme{Canvas: canvas, From: t.Begun.UnixMilli(), Until: t.Until().UnixMilli(), Evergreen: -1}
				f := must(protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: name, Number: c.number, From: programme.From, Until: programme.Until}, protocol.Takeover{
					ID: t.PressID(), Drill: t.Drill, Rank: t.Rank(), Reach: &protocol.Reach{Area: area, Canvas: canvas}, Programme: &programme,
				}, nil))
				if old := c.overs[name]; old.Hash == f.Hash {
					f = old
				} else {
					sent = append(sent, f)
				}
				now[name] = f
			}
		}
	}
	c.overs, c.ever = now, append(c.ever, sent...)
	c.roll = c.seal(protocol.Frame{Type: protocol.TypeTakeover, For: protocol.RollName, Number: c.number, From: c.at.UnixMilli()}, protocol.Takeover{Roll: &roll})
	return append(sent, c.roll)
}

// whole is what a screen is sent that comes back.
func (c *city) whole() (out []protocol.Frame) {
	for _, f := range c.overs {
		var t protocol.Takeover
		if err := f.Open(&t); err != nil {
			c.tb.Fatal(err)
		}
		if t.Reach.Concerns(protocol.Screen{Areas: c.place.Areas, Canvas: c.place.Canvas}) {
			out = append(out, f)
		}
	}
	return append(out, c.roll, c.screen())
}

// event is a frame that comes, or a look at what rules.
type event struct {
	Frame *protocol.Frame `json:"frame,omitempty"`
	At    int64           `json:"at"`
}

// Takeovers are put on, in several areas at once, said again, ended and run out, and a screen moves; its frames come late,
// twice, in any order or never. Whenever it has come back, the page shows what the one rule on the
// server says, also after all old frames have been played to it once more; and an agent's book
// keeps the frame of it.
func TestEveryPageLetsTheSameTakeoverRule(t *testing.T) {
	t.Parallel()
	type life struct {
		events []event
		want   []string
	}
	var lives []life
	for seed := range uint64(60) {
		c, l, book := newCity(t, seed), life{}, protocol.NewBook("S")
		take := func(all []protocol.Frame) {
			c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			for _, f := range all {
				l.events = append(l.events, event{Frame: &f, At: c.at.UnixMilli()})
				_, _ = book.Accept(f, c.at.UnixMilli()) // many are old
			}
		}
		look := func() {
			rules, _ := content.TakeoverAt(c.presses(), c.place, c.at)
			l.events, l.want = append(l.events, event{At: c.at.UnixMilli()}), append(l.want, rules.PressID())
			if rules.ID != "" {
				of := nameOf(rules.PressID(), rules.AreaAt(c.place), c.place.Canvas)
				if !book.Keeps("takeover/" + of) {
					t.Errorf("seed %d: the book does not keep %s", seed, of)
				}
			}
		}
		take(c.whole())
		for range 30 {
			sent := c.step()
			sent = append(sent, sent[c.IntN(len(sent))]) // twice
			take(slices.DeleteFunc(sent, func(protocol.Frame) bool { return c.IntN(4) == 0 }))
			if c.IntN(3) == 0 {
				take(c.whole())
				look()
			}
			if c.IntN(6) == 0 {
				take(slices.Clone(c.ever))
				look()
			}
		}
		lives = append(lives, l)
	}
	o := newOrigin(t)
	o.screen()
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "the page is there", func() bool { return eval[bool](p, `!!(window.Ngatu && Ngatu.Takeovers)`) })
	for seed, l := range lives {
		got := eval[string](p, `(function (events) {
			var shelf = { put: () => Promise.resolve(), drop: () => Promise.resolve(), names: () => Promise.resolve([]) };
			var frames = new Ngatu.Frames(shelf, 'S'), takeovers = new Ngatu.Takeovers(frames, 'S'), screen = {}, out = [];
			events.forEach((e) => {
				if (!e.frame) {
					var rules = takeovers.ruling(screen, e.at, true);
					out.push(rules ? rules.body.id : '');
					return;
				}
				if (e.frame.type === 'takeover' && !takeovers.mine(e.frame) || !frames.take(e.frame)) { return; }
				if (e.frame.type === 'screen') { screen = e.frame.body; }
				takeovers.tidy(screen, e.at, true);
			});
			return out.join();
		})(`+string(must(json.Marshal(l.events)))+`)`)
		if want := strings.Join(l.want, ","); got != want {
			t.Errorf("seed %d: the page shows\n%s, the rule says\n%s", seed, got, want)
		}
	}
}

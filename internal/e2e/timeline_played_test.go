package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/app"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/air/draw"
	"ngatu/server/proof"
)

// ahead has the page live through days in a moment: its clock jumps from the end of a slot to that
// of the next, or to where its hours darken or light it. What it follows, when it changes, and what
// it writes down and sends are its own; the glass alone is nobody's, for nothing is painted.
const ahead = `window.ahead = (() => {
	const p = Ngatu.player, show = p.show, stage = show.stage, none = () => {};
	let t = p.clock.now();
	const layer = { ready: true, load: () => ({ catch: none }), tick: () => true, clear: none, figures: none, paint: none, words: () => '' };
	Object.assign(p.clock, { tick: none, now: () => t, state: () => 'synced' });
	Object.assign(stage, { front: layer, back: layer, busy: () => false, tick: none, swap: none, settle: none, dark: none, dim: none, fold: null });
	show.safely = none; // frames by the wall clock
	p.plays.link(false); // runs as long as those of a screen that is alone
	const look = () => { p.night(); show.tick(); show.tick(); }; // the slot is over, and the next is on the glass
	return until => {
		const week = 7 * 24 * 3600000, dark = [0, 1, 2, 3, 4, 5].flatMap(n => (p.screen.dark || []).flat().map(at => at + n * week)).sort((a, b) => a - b);
		look(); // a new programme cuts what is on
		for (let n = 0; t < until; n++) {
			if (n > 1e6) { throw new Error('the page stands still at ' + t); }
			const border = dark.find(at => at > t) || Infinity, takeover = p.follow.takeover;
			t = Math.max(t + 1, Math.min(show.slot.end, border, until, takeover ? takeover.until : Infinity));
			look();
		}
		p.plays.finish();
		return t;
	};
})()`

// playing is a page that lives through days to come, by a plan that changes meanwhile.
type playing struct {
	t       *testing.T
	a       *app.App
	tab     *testkit.Tab
	screen  string
	answers *answer.Answers
	dice    *rand.Rand
	at      time.Time // by the page's clock
	week    time.Time // when the programme that it has now is followed by another
}

// playsTheTimeline holds what the page of a screen reports of thirty days against what the timeline
// says of them beforehand, whatever people plan and change.
func playsTheTimeline(t *testing.T, a *app.App, tab *testkit.Tab, screen string) {
	t.Helper()
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := blob.Open(filepath.Join(t.TempDir(), "media"))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("the plan is made with the seed %d", seed)
	p := &playing{
		t: t, a: a, tab: tab, screen: screen, answers: answer.New(a.Store(), draw.New(units, paint.Faces(), layouts)),
		dice: rand.New(rand.NewPCG(17, seed)), at: time.Now(),
	}
	for round := range 6 {
		p.plan(round)
		if round == 0 {
			tab.Until("the takeover", `Ngatu.debug.takeover !== "" && !Ngatu.debug.due`, 0)
			tab.Eval(ahead, nil)
			p.at = p.clock(`Ngatu.player.clock.now()`)
		}
		p.live(p.at.Add(119*time.Hour + time.Duration(p.dice.IntN(7200))*time.Second))
	}
}

// clock is an instant that an expression gives.
func (p *playing) clock(js string) time.Time {
	var ms float64
	p.tab.Eval(js, &ms)
	return time.UnixMilli(int64(ms)).UTC()
}

// plan changes campaigns, slides, holds and the hours of the screen, and waits until its page has
// heard of all.
func (p *playing) plan(round int) {
	p.t.Helper()
	ctx := p.t.Context()
	number, err := p.a.Store().Change(ctx, "test", func(tx *store.Tx) error {
		if round == 0 {
			if err := p.begin(ctx, tx); err != nil {
				return err
			}
		}
		for range 8 {
			if err := p.edit(ctx, tx); err != nil {
				return err
			}
		}
		s, err := tx.Screen(ctx, p.screen)
		if err != nil {
			return err
		}
		place := &s.Places[len(s.Places)-1]
		place.Open = hours.Set{Parts: []hours.Part{{From: hours.Clock(60*round + p.dice.IntN(60)), Until: hours.Clock(1000 + p.dice.IntN(440))}}}
		if err := tx.PutScreen(ctx, s); err != nil {
			return err
		}
		return tx.PutSlide(ctx, p.slide(fmt.Sprint("round", round)))
	})
	if err != nil {
		p.t.Fatal(err)
	}
	var frame store.SentFrame
	until(p.t, "the screen's frame", testkit.Patience, func() bool {
		frame, err = p.a.Store().NewestFrame(ctx, protocol.TypeScreen, p.screen)
		return err == nil && frame.Number >= number
	})
	var says protocol.Screen
	if err := frame.Open(&says); err != nil {
		p.t.Fatal(err)
	}
	_, _, p.week = draw.Window(time.Now(), area.Local, says.Audience)
	p.tab.Until("the new plan", fmt.Sprintf(`(() => { const p = Ngatu.player, by = p.follow.waiting || p.follow.ruling;
		return by.programme.slides.some(s => s.id === "round%d") && p.frames.get("screen", %q).hash === %q && !p.media.missing(); })()`, round, p.screen, frame.Hash), 0)
}

// begin ends what the screen showed alone, and puts a takeover on.
func (p *playing) begin(ctx context.Context, tx *store.Tx) error {
	s, err := tx.Slide(ctx, "starter-slogan-street")
	if err != nil {
		return err
	}
	s.Exclusive = false
	if err := tx.PutSlide(ctx, s); err != nil {
		return err
	}
	for i := range 3 {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: fmt.Sprint("c", i), Pool: "city", Weight: 1}); err != nil {
			return err
		}
	}
	storm := content.Takeover{ID: "played", Title: "Bão", Gravity: content.Danger, Words: content.Words{Head: "Bão vào lúc 18 giờ"}, State: content.Approved}
	if storm, err = content.PutOn(storm, "an", tx.Time(), 40*time.Minute, false); err != nil {
		return err
	}
	return tx.PutTakeover(ctx, storm)
}

// slide is always on.
func (p *playing) slide(id string) content.Slide {
	return content.Slide{
		ID: id, Campaign: fmt.Sprint("c", p.dice.IntN(3)), Kind: content.Notice, Style: content.Slogan, Title: id,
		Words: content.Words{Head: "Cài đặt iHanoi"}, State: content.Approved, Dwell: time.Duration(20+p.dice.IntN(60)) * time.Second, Order: p.dice.IntN(5),
	}
}

// edit changes something of the plan at random.
func (p *playing) edit(ctx context.Context, tx *store.Tx) error {
	soon := p.at.Add(time.Duration(p.dice.IntN(5*24*60)-24*60) * time.Minute)
	span := hours.Span{From: soon, Until: soon.Add(time.Duration(1+p.dice.IntN(5000)) * time.Minute)}
	switch p.dice.IntN(4) {
	case 0:
		c := content.Campaign{ID: fmt.Sprint("c", p.dice.IntN(3)), Pool: "city", Weight: 1 + p.dice.IntN(4), Percent: p.dice.IntN(3) * 20}
		if p.dice.IntN(2) == 0 {
			c.Hours.Parts = []hours.Part{{From: hours.Clock(p.dice.IntN(1440)), Until: hours.Clock(p.dice.IntN(1440))}}
		}
		return tx.PutCampaign(ctx, c)
	case 1:
		h := content.Hold{ID: fmt.Sprint("h", p.dice.IntN(1000)), Scope: content.HoldSlide, Slide: fmt.Sprint("s", p.dice.IntN(9)), Span: span}
		if h, err := content.SetHold(h, "an", tx.Time()); err == nil {
			return tx.PutHold(ctx, h)
		}
		return nil // of what is over
	default:
		s := p.slide(fmt.Sprint("s", p.dice.IntN(9)))
		if p.dice.IntN(2) == 0 {
			s.Valid, s.Exclusive = span, p.dice.IntN(3) == 0
		}
		return tx.PutSlide(ctx, s)
	}
}

// live asks for the timeline, lets the page live until an instant, and compares.
func (p *playing) live(until time.Time) {
	p.t.Helper()
	ctx := p.t.Context()
	s, err := p.answers.Snapshot(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	line, err := s.Timeline(ctx, p.screen, p.at.Add(31*time.Second), until.Add(-2*time.Minute)) // a slot is finished first, and the last is not over
	if err != nil {
		p.t.Fatal(err)
	}
	p.at = p.clock(fmt.Sprintf(`ahead(%d)`, until.UnixMilli()))
	p.tab.Until("all reports stored", `Ngatu.player.plays.due() === null`, 0)
	all := s.Screens()
	screen := all[slices.IndexFunc(all, func(one content.Screen) bool { return one.Code == p.screen })]
	for _, one := range line {
		if one.Until.Sub(one.From) > time.Second {
			p.compare(s, screen, one)
		}
	}
}

// compare holds what was reported of a stretch of the timeline against what it says.
func (p *playing) compare(s *answer.Snapshot, screen content.Screen, in answer.Stretch) {
	p.t.Helper()
	ctx, long := p.t.Context(), in.Until.Sub(in.From)
	told, err := proof.New(p.a.Store()).Plays(ctx, screen, in.From, in.Until, in.Until.Add(time.Hour))
	if err != nil {
		p.t.Fatal(err)
	}
	if in.Closed {
		if told.Reported > edge || len(told.Gaps) != 1 || told.Gaps[0].Kind != proof.Closed {
			p.t.Fatalf("closed from %v until %v, and reported is %+v", in.From, in.Until, told)
		}
		return
	}
	if lost := long - told.Reported; lost > edge || len(told.Swaps) > 0 {
		p.t.Fatalf("from %v until %v reports of %v are missing: %+v", in.From, in.Until, lost, told)
	}
	want := map[proof.Thing]content.Part{}
	switch {
	case in.Takeover != "":
		want[proof.Thing{Kind: proof.Takeover, ID: in.Takeover}] = content.Part{Time: 1, Round: 1}
	case len(in.Parts) == 0:
		want[proof.Thing{Kind: proof.SafeCard}] = content.Part{Time: 1, Round: 1}
	}
	for _, part := range in.Parts {
		if in.Takeover == "" {
			want[proof.Thing{Kind: proof.Slide, ID: part.ID}] = part
		}
	}
	for _, l := range told.Lines {
		part, planned := want[l.Thing]
		rounds := long.Milliseconds() / max(part.Round, 1)
		least, most := rounds*part.Time-slack, (rounds+1)*part.Time+slack
		if !planned || l.Time.Milliseconds() < least || l.Time.Milliseconds() > most {
			p.t.Fatalf("from %v until %v: %+v is reported; the timeline has %+v", in.From, in.Until, l, in)
		}
		delete(want, l.Thing)
	}
	for thing, part := range want {
		if long.Milliseconds() > part.Round+slack {
			p.t.Fatalf("from %v until %v: nothing is reported of %+v; the timeline has %+v, and it reports %+v", in.From, in.Until, thing, in, told.Lines)
		}
	}
	for range 12 {
		p.instant(s, screen, in.From.Add(edge+time.Duration(p.dice.Int64N(int64(long-2*edge)))))
	}
}

// edge is how much later than it began a page may find that a slot is on: that much it reports
// of the time before.
const edge = 100 * time.Millisecond

// slack is how long, in ms, slots may take from each other at the ends of a stretch: only whole ones
// are shown.
const slack = 2 * 80_000

// instant holds what was reported of an instant against what is said to be on then.
func (p *playing) instant(s *answer.Snapshot, screen content.Screen, at time.Time) {
	p.t.Helper()
	ctx := p.t.Context()
	on, err := s.On(ctx, p.screen, at)
	if err != nil {
		p.t.Fatal(err)
	}
	shown, err := proof.New(p.a.Store()).At(ctx, screen, at, at.Add(time.Hour))
	if err != nil {
		p.t.Fatal(err)
	}
	want := proof.Thing{Kind: proof.Slide, ID: on.Slide}
	switch {
	case on.Takeover != "":
		want = proof.Thing{Kind: proof.Takeover, ID: on.Takeover}
	case on.Slide == "":
		want = proof.Thing{Kind: proof.SafeCard}
	}
	if at.Before(p.week) && shown.Thing != want {
		p.t.Fatalf("at %v %+v is said to be on, and %+v is reported", at, on, shown)
	}
}

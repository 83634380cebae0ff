package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image/png"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/content/layout"
	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
)

// takeoverShown says whether a takeover is on the glass.
const takeoverShown = `!!(window.Ngatu && Ngatu.player) && Ngatu.player.follow.takeoverAt(Ngatu.player.clock.now()) !== null && document.getElementById('stage').getAttribute('aria-label').indexOf(%q) >= 0`

// TestTakeover: put on in the studio, a takeover covers a hall's monitor and a street's LED; the
// studio says so; who comes later gets it; ended, everybody goes on.
func TestTakeover(t *testing.T) {
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	b := testkit.Chromium(t)
	hall := b.Open(t, a.Address()+"/play?screen=SANH-01", 1920, 1080)
	street := b.Open(t, a.Address()+"/play?screen=NGATU-05", 432, 216)
	for _, tab := range []*testkit.Tab{hall, street} {
		tab.Until("a first slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)
	}
	for _, step := range [][]string{
		{"/studio/takeovers/new", "title", "Bão", "head", "Bão đổ bộ tối nay. Ở trong nhà.", "brief", "Bão tối nay", "gravity", "danger", "reach", "all"},
	} {
		if err := d.post(step[0], step[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	page, err := d.get("/studio/takeovers")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(page, "/studio/takeovers/t-")
	id, _, _ := strings.Cut(rest, `"`)
	path := "/studio/takeovers/t-" + id
	act := func(what string, fields ...string) {
		t.Helper()
		if err := d.post(path+"/"+what, fields...); err != nil {
			t.Fatal(err)
		}
	}
	act("submit")
	if err := d.approve(path); err != nil {
		t.Fatal(err)
	}
	act("on", "reach", "all", "minutes", "30", "drill", "no")
	red := hex(layout.Alarm.Ground)
	hall.Until("the takeover in the hall", fmt.Sprintf(takeoverShown, "trong nhà"), 10*time.Second)
	street.Until("the takeover in the street", fmt.Sprintf(takeoverShown, "Bão"), 10*time.Second)
	until(t, "the red ground at the hall's corner", 5*time.Second, func() bool { return near(cornerOf(t, hall), red) })
	until(t, "the red ground at the street's corner", 5*time.Second, func() bool { return near(cornerOf(t, street), red) })
	until(t, "receipts in the studio", 10*time.Second, func() bool {
		html, err := d.get(path + "/seen")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(html, "<b>2</b> / 2")
	})
	begun := func() string { // which press is meant
		t.Helper()
		html, err := d.get(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(html, `name="begun" value="`)
		at, _, _ := strings.Cut(rest, `"`)
		return at
	}
	act("on", "reach", "kept", "minutes", "60", "drill", "no", "begun", begun()) // it still holds: what is on the glass already is a receipt again
	until(t, "receipts after it was confirmed again", 10*time.Second, func() bool {
		html, err := d.get(path + "/seen")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(html, "<b>2</b> / 2")
	})
	late := b.Open(t, a.Address()+"/play?screen=NGATU-04", 320, 160)
	late.Until("the takeover on a screen that comes later", fmt.Sprintf(takeoverShown, "Bão"), 20*time.Second)

	act("end", "begun", begun())
	for _, tab := range []*testkit.Tab{hall, street, late} {
		tab.Until("the loop again", `!!(window.Ngatu && Ngatu.player) && Ngatu.player.follow.takeoverAt(Ngatu.player.clock.now()) === null && Ngatu.debug.slide && Ngatu.debug.slide.indexOf('t-') !== 0`, 10*time.Second)
	}
}

// storm is a takeover that has been prepared.
func storm() content.Takeover {
	return content.Takeover{
		ID: "t-storm", Title: "Bão", Gravity: content.Danger, State: content.Approved,
		Words: content.Words{Head: "Bão đổ bộ tối nay. Ở trong nhà.", Brief: "Bão tối nay"},
	}
}

// putOn puts the storm on, as the studio does.
func putOn(t testing.TB, a *app.App, lasts time.Duration, drill bool) {
	t.Helper()
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		one, err := content.PutOn(storm(), "an", tx.Time(), lasts, drill)
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
}

func endIt(t testing.TB, a *app.App) {
	t.Helper()
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		one, err := tx.Takeover(ctx, "t-storm")
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, content.End(one, tx.Time()))
	})
}

func changed(t testing.TB, a *app.App, do func(context.Context, *store.Tx) error) {
	t.Helper()
	if _, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// What is on the glass, as the page marks it.
const (
	glassOver = `document.documentElement.dataset.state === 'takeover'`
	glassDark = `document.documentElement.dataset.state === 'dark'`
)

// TestTakeoverLightsADarkScreen: a screen that is dark by its hours is lit by a takeover and dark
// again when that comes to its end by itself; a drill does not light it.
func TestTakeoverLightsADarkScreen(t *testing.T) {
	a := testkit.Demo(t)
	now := time.Now().In(time.FixedZone("", 7*3600))
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.Screen(ctx, "SANH-01")
		if err != nil {
			return err
		}
		another := hours.Weekdays(1) << now.AddDate(0, 0, 3).Weekday()
		s.Places[len(s.Places)-1].Open = hours.Set{Parts: []hours.Part{{Days: another, From: 0, Until: hours.Midnight}}}
		return tx.PutScreen(ctx, s)
	})
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 1280, 720)
	tab.Until("darkness out of hours", "window.Ngatu && Ngatu.debug && Ngatu.debug.clock === 'synced' && "+glassDark, 20*time.Second)

	putOn(t, a, time.Hour, true)
	tab.Until("the drill in the page", "Ngatu.debug.takeover && Ngatu.debug.slide === 't-storm'", 10*time.Second)
	time.Sleep(700 * time.Millisecond) // longer than a look at the hours takes to come round
	if got := brightness(t, tab); got > 4 {
		t.Errorf("in a drill the dark screen shines at %d of 255", got)
	}
	tab.Until("still dark", glassDark, 5*time.Second)
	var reports bool
	if tab.Eval("Ngatu.player.state().takeover > 0", &reports); reports {
		t.Error("a dark screen says that it shows the drill")
	}
	endIt(t, a)
	tab.Until("the end of the drill", "!Ngatu.debug.takeover", 10*time.Second)

	tab.Run(noteStates())
	putOn(t, a, time.Hour, false)
	tab.Until("the takeover on a dark screen", glassOver, 20*time.Second)
	if got := brightness(t, tab); got < 20 {
		t.Errorf("the takeover shines at %d of 255", got)
	}
	putOn(t, a, 4*time.Second, false) // confirmed again, for a shorter time
	tab.Until("darkness after it has ended by itself", glassDark+" && !Ngatu.debug.takeover", 20*time.Second)
	var states []string
	if tab.Eval("window.states", &states); strings.Join(states, " ") != "takeover dark" {
		t.Errorf("out of hours the glass went through %q", states)
	}
}

// noteStates notes what the glass goes through, in window.states.
func noteStates() chromedp.Action {
	return chromedp.Evaluate(`(() => {
		const root = document.documentElement, states = window.states = [];
		let last = root.dataset.state;
		new MutationObserver(() => { if (root.dataset.state !== last) { states.push(last = root.dataset.state); } })
			.observe(root, { attributes: true, attributeFilter: ['data-state'] });
	})()`, nil)
}

// brightness is the mean of all colours of what a tab shows, 0 to 255.
func brightness(t testing.TB, tab *testkit.Tab) int {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(tab.Screenshot()))
	if err != nil {
		t.Fatal(err)
	}
	b, sum, n := m.Bounds(), 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += 8 {
		for x := b.Min.X; x < b.Max.X; x += 8 {
			r, g, b, _ := m.At(x, y).RGBA()
			sum, n = sum+int(r+g+b)/3/257, n+1
		}
	}
	return sum / n
}

// TestTakeoverThroughAnAgent: a screen's own computer verifies a takeover, shows it, and its
// receipt is in the studio.
func TestTakeoverThroughAnAgent(t *testing.T) {
	a := testkit.Demo(t)
	codes := make(chan string, 10)
	p, err := player.New(player.Config{
		Server: a.Address(), Data: filepath.Join(t.TempDir(), "screen"), Listen: "127.0.0.1:0",
		Code: func(code string, _ time.Time) { codes <- code }, Poll: 100 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Stop(context.Background()) })
	select {
	case code := <-codes:
		changed(t, a, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.ConfirmEnrolment(ctx, code, "SANH-01")
			return err
		})
	case <-time.After(testkit.Patience):
		t.Fatal("the agent shows no code")
	}
	tab := testkit.Chromium(t).Open(t, p.Page(), 1280, 720)
	tab.Until("a slide through the agent", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 40*time.Second)

	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	putOn(t, a, time.Hour, false)
	tab.Until("the takeover through the agent", glassOver, 20*time.Second)
	until(t, "the agent's receipt", 20*time.Second, func() bool {
		html, err := d.get("/studio/takeovers/t-storm/seen")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(html, "<b>1</b> / 1")
	})
	endIt(t, a)
	tab.Until("the loop again", "!Ngatu.debug.takeover && Ngatu.debug.slide !== 't-storm'", 20*time.Second)
}

// paints is how often the way of a takeover's frame to the glass is measured.
var paints = flag.Int("takeovers", 2, "how often a takeover's frame is followed to the glass")

// TestTakeoverIsPaintedSoon: from the frame in the page to a painted picture of it. The page looks
// at its own clock, so the way to it is not in the figure.
func TestTakeoverIsPaintedSoon(t *testing.T) {
	a := testkit.Demo(t)
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 1920, 1080)
	tab.Until("a first slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 30*time.Second)
	tab.Run(chromedp.Evaluate(`(() => {
		const player = Ngatu.player, got = player.got, root = document.documentElement;
		player.got = (frame) => {
			if (frame.type === 'takeover' && frame.body.programme) { window.painted = 0; window.came = performance.now(); }
			return got.call(player, frame);
		};
		new MutationObserver(() => {
			if (root.dataset.state !== 'takeover' || window.painted) { return; }
			requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now() - window.came; }));
		}).observe(root, { attributes: true, attributeFilter: ['data-state', 'data-slide'] });
	})()`, nil))
	var took []float64
	for range *paints {
		var reset bool
		tab.Eval("window.painted = 0, true", &reset) // else the one before would be taken for this one
		putOn(t, a, time.Hour, false)
		tab.Until("a painted takeover", "window.painted > 0", 20*time.Second)
		var ms float64
		tab.Eval("window.painted", &ms)
		took = append(took, ms)
		endIt(t, a)
		tab.Until("the loop again", "!Ngatu.debug.takeover && Ngatu.debug.slide !== 't-storm'", 20*time.Second)
	}
	testkit.Figure{What: "city-wide takeover: frame in the page → painted, 1920×1080", Unit: "ms", Values: took, P99: 150}.Say(t)
}

// hex reads "#rrggbb".
func hex(c string) (rgb [3]uint8) {
	fmt.Sscanf(c, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2])
	return rgb
}

// cornerOf is the colour at the lower left corner of what a tab shows.
func cornerOf(t testing.TB, tab *testkit.Tab) [3]uint8 {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(tab.Screenshot()))
	if err != nil {
		t.Fatal(err)
	}
	r, g, b, _ := m.At(m.Bounds().Min.X+3, m.Bounds().Max.Y-4).RGBA()
	return [3]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)}
}

// near says whether two colours have about the same proportions, however the screen is dimmed.
func near(got, want [3]uint8) bool {
	sum := func(c [3]uint8) float64 { return float64(c[0]) + float64(c[1]) + float64(c[2]) }
	light := sum(got) / sum(want)
	for i := range got {
		if d := float64(got[i]) - float64(want[i])*light; d > 16 || d < -16 {
			return false
		}
	}
	return light > 0.3 && light < 2.2
}

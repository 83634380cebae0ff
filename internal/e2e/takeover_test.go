package e2e

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"time"

	"ngatu/content/layout"
	"ngatu/internal/testkit"
)

// overShown says whether a takeover is on the glass.
const overShown = `Ngatu.player.follow.overAt(Ngatu.player.clock.now()) !== null && document.getElementById('stage').getAttribute('aria-label').indexOf(%q) >= 0`

// TestTakeover: put on in the studio, a takeover covers a hall's monitor and a street's LED; the studio says so; who comes later
// gets it; ended, everybody goes on.
func TestTakeover(t *testing.T) {
	a := testkit.Demo(t)
	link, err := a.StudioLink(t.Context())
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
	act("approve")
	act("on", "minutes", "30")
	red := hex(layout.Alarm.Ground)
	hall.Until("the takeover in the hall", fmt.Sprintf(overShown, "trong nhà"), 10*time.Second)
	street.Until("the takeover in the street", fmt.Sprintf(overShown, "Bão"), 10*time.Second)
	until(t, "the red ground at the hall's corner", 5*time.Second, func() bool { return near(cornerOf(t, hall), red) })
	until(t, "the red ground at the street's corner", 5*time.Second, func() bool { return near(cornerOf(t, street), red) })
	until(t, "receipts in the studio", 10*time.Second, func() bool {
		html, err := d.get(path + "/seen")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(html, "<b>2</b> / 2")
	})
	late := b.Open(t, a.Address()+"/play?screen=NGATU-04", 320, 160)
	late.Until("the takeover on a screen that comes later", fmt.Sprintf(overShown, "Bão"), 20*time.Second)

	act("end")
	for _, tab := range []*testkit.Tab{hall, street, late} {
		tab.Until("the loop again", `Ngatu.player.follow.overAt(Ngatu.player.clock.now()) === null && Ngatu.debug.slide && Ngatu.debug.slide.indexOf('t-') !== 0`, 10*time.Second)
	}
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

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// TestHoursFromDeskToGlass: hours and dimming that staff type on a screen's page come with its next
// frame, close the glass out of hours and darken it otherwise; what cannot be read is refused with
// the fields as they were typed.
func TestHoursFromDeskToGlass(t *testing.T) {
	t.Parallel()
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
	glass := b.Open(t, a.Address()+"/play?screen="+hall, 1280, 720)
	glass.Until("the screen shows a slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 60*time.Second)
	frames := screensOf(t, a.Address(), hall)
	says := func(what string, ok func(protocol.Screen) bool) {
		t.Helper()
		var last protocol.Screen
		for limit := time.After(testkit.Patience); ; {
			select {
			case last = <-frames:
				if ok(last) {
					return
				}
			case <-limit:
				t.Fatalf("%s: the last frame says dark %v, dimming %v", what, last.Dark, last.Dimming)
			}
		}
	}
	says("before anything is set", func(s protocol.Screen) bool { return s.Dark == nil && s.Dimming == nil })

	tab := b.Open(t, "about:blank", 1366, 900)
	for _, c := range d.client.Jar.Cookies(mustURL(t, a.Address())) {
		tab.Run(network.SetCookie(c.Name, c.Value).WithURL(a.Address()))
	}
	page := a.Address() + "/studio/screens/" + hall
	shot := shooter(t, tab)
	tab.Run(chromedp.Navigate(page))
	shot("always")
	send := func(says string, set ...string) {
		t.Helper()
		js := `(() => { const f = document.querySelector('[name="open"]').form; f.dataset.old = '1';`
		for i := 0; i < len(set); i += 2 {
			js += fmt.Sprintf(`f.elements[%q].value = %q;`, set[i], set[i+1])
		}
		tab.Run(chromedp.Evaluate(js+`f.querySelector('button.primary').click(); })()`, nil))
		seen := fmt.Sprintf(`!document.querySelector('[data-old]') && document.readyState === 'complete' && document.body.textContent.includes(%q)`, says)
		until(t, "the page that says "+says, 30*time.Second, func() (is bool) {
			tab.Run(chromedp.ActionFunc(func(ctx context.Context) error {
				_ = chromedp.Evaluate(seen, &is).Do(ctx) // between two pages there is nothing to ask
				return nil
			}))
			return is
		})
	}

	send("chồng lên nhau", "open", "weekly", "on_mon", "18:00–06:00", "on_tue", "05:00–22:00", "on_sat", "6h-11h30, 13h30-17h", "dim_from_1", "06:00", "dim_level_1", "100")
	var kept string
	if tab.Eval(`document.querySelector('[name="on_sat"]').value + document.querySelector('[name="dim_from_1"]').value`, &kept); kept != "6h-11h30, 13h30-17h06:00" {
		t.Errorf("of what was typed the page keeps %q", kept)
	}
	shot("refused")

	// Closed now, whatever the day: open for an hour from two hours on.
	now := time.Now().In(time.FixedZone("", 7*3600))
	span := fmt.Sprintf("%02d:00-%02d:00", (now.Hour()+2)%24, (now.Hour()+3)%24)
	send("Đã lưu", "open", "daily", "daily", span, "dim_from_1", "00:00", "dim_level_1", "40")
	glass.Until("darkness out of hours", glassDark, 20*time.Second)
	if got := brightness(t, glass); got > 4 {
		t.Errorf("the closed screen shines at %d of 255", got)
	}
	says("out of hours", func(s protocol.Screen) bool {
		closed := slices.ContainsFunc(s.Dark, func(d [2]int64) bool { return d[0] <= now.UnixMilli() && now.UnixMilli() < d[1] })
		return closed && slices.Equal(s.Dimming, []content.Dim{{From: 0, Level: 40}})
	})

	send("Đã lưu", "open", "weekly", "on_mon", "06:00–22:00", "on_tue", "06:00–22:00", "on_wed", "06:00–22:00", "on_thu", "06:00–22:00",
		"on_fri", "18:00–02:00", "on_sat", "06:00–11:30, 13:30–24:00", "on_sun", "",
		"dim_from_1", "06:00", "dim_level_1", "100", "dim_from_2", "18:00", "dim_level_2", "70", "dim_from_3", "22:00", "dim_level_3", "40")
	shot("week")
	says("by the week", func(s protocol.Screen) bool {
		return len(s.Dimming) == 3 && s.Dimming[2] == (content.Dim{From: hours.Clock(22 * 60), Level: 40}) && len(s.Dark) > 30
	})

	send("Đã lưu", "open", "always", "dim_from_1", "00:00", "dim_level_1", "40", "dim_from_2", "", "dim_level_2", "", "dim_from_3", "", "dim_level_3", "")
	shot("dimmed")
	glass.Until("a dimmed slide", `document.documentElement.dataset.state === 'slide' && getComputedStyle(document.getElementById('dim')).opacity === '0.6'`, 20*time.Second)
	says("always on again", func(s protocol.Screen) bool { return s.Dark == nil && len(s.Dimming) == 1 })
}

// screensOf joins a screen as its page does, and hands on each of its own frames.
func screensOf(t *testing.T, server, screen string) <-chan protocol.Screen {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server, "http")+protocol.PathSocket, http.Header{"Origin": {server}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	onePage{ws}.say(t, protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen})
	out := make(chan protocol.Screen, 100)
	go func() {
		defer close(out)
		for {
			_, b, err := ws.ReadMessage()
			if err != nil {
				return // the test is over
			}
			f, err := protocol.Decode(b)
			var s protocol.Screen
			if err == nil && f.Type == protocol.TypeScreen && f.Open(&s) == nil {
				out <- s
			}
		}
	}()
	return out
}

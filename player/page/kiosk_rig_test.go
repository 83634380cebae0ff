package page

import (
	"encoding/json"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/assets/areas"
	"ngatu/assets/starter"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

var photos = flag.String("photos", "", "folder for photographs of what the page shows")

// kiosk is a touch screen with the starter's guides and a board of the 30 districts.
type kiosk struct {
	*tab
	o     *origin
	names []string
}

func newKiosk(t *testing.T, w, h int, script string) *kiosk {
	t.Helper()
	o := newOrigin(t)
	k := &kiosk{o: o}
	on := content.Canvas{Width: w, Height: h, PitchMM: 0.37, DistanceM: 0.7}
	o.screen(k.touch(on))
	l := layout.Layout{Width: w, Height: h, Ground: "#1e3cc8", Words: "Tiến độ", Elements: []layout.Element{
		{Op: layout.Text, X: 40, Y: 200, Size: 40, Weight: 800, C: "#ffffff", T: "SỐ LIỆU MẪU"},
	}}
	board := o.laid("board", content.Board, 1500, l)
	board.Board = "accounts@2024-11/01"
	l.Ground, l.Elements = "#14a03c", nil
	p := o.looping(board, o.laid("green", content.Notice, 1500, l))
	p.Canvas = on
	o.programme(p)
	k.figures("12,3 %", time.Hour)
	k.tab = newTab(t, int64(w), int64(h), script).open(o, "?screen="+code)
	until(k.ctx, t, "the invitation", func() bool {
		return eval[bool](k.tab, `!!window.Ngatu && !!Ngatu.debug && Ngatu.debug.slide !== '' && !document.getElementById('invite').hidden`)
	})
	return k
}

// touch makes the screen one that is touched.
func (k *kiosk) touch(on content.Canvas) func(*protocol.Screen) {
	return func(s *protocol.Screen) {
		s.Canvas, s.Touch = on, true
		s.Codes = map[string]protocol.Squares{"screen.code": {Text: "HTTPS://NGATU.EXAMPLE/I/M01", Rows: rowsOf(29)}}
		var all []json.RawMessage
		if err := json.Unmarshal(starter.Guides, &all); err != nil {
			k.o.t.Fatal(err)
		}
		for _, b := range all {
			s.Guides = append(s.Guides, k.o.store(protocol.GuideType, b))
		}
	}
}

// rowsOf is a pattern as large as a code of n modules.
func rowsOf(n int) []string {
	rows := make([]string, n)
	for y := range rows {
		for x := range n {
			rows[y] += fmt.Sprint((x*y + x + y) % 2)
		}
	}
	return rows
}

// figures sends the board's figures; the district Đống Đa, where the screen stands, has this value.
func (k *kiosk) figures(value string, fresh time.Duration) {
	units := must(area.Load(areas.Files))
	cells := map[string]protocol.Cell{"asof": {T: "Tính đến 17:00 26/11/2024"}, "source": {T: "Nguồn: Số liệu mẫu"}, "gauge.of": {T: "chỉ tiêu giao"}}
	k.names = nil
	for i, a := range units.Children(area.Key{Period: area.Nov2024, Code: "01"}) {
		k.names = append(k.names, a.Short)
		row := fmt.Sprintf("row.%d.", i)
		cells[row+"name"] = protocol.Cell{T: a.Short}
		cells[row+"bar"] = protocol.Cell{F: 4000}
		cells[row+"value"] = protocol.Cell{T: "40,0 %"}
		if a.Short == "Đống Đa" {
			cells[row+"value"] = protocol.Cell{T: value}
			cells[row+"delta"] = protocol.Cell{T: "+1.234"}
		}
	}
	id := "accounts@2024-11/01"
	k.o.say(protocol.Frame{Type: protocol.TypeFigures, For: id}, protocol.Figures{Board: id, AsOf: k.o.now(), Stale: k.o.now() + fresh.Milliseconds(), Cells: cells})
}

// tap touches the first button whose words hold a text, as a finger does.
func (k *kiosk) tap(text string) {
	k.t.Helper()
	at := eval[[]float64](k.tab, fmt.Sprintf(`(function () {
		var all = Array.from(document.querySelectorAll('#kiosk button, #invite')).filter(function (b) { return b.getClientRects().length && (b.textContent + ' ' + (b.getAttribute('aria-label') || '')).indexOf(%q) >= 0; });
		if (!all.length) { return []; }
		var r = all[0].getBoundingClientRect();
		return [r.left + r.width / 2, r.top + r.height / 2];
	})()`, text))
	if len(at) != 2 {
		k.t.Fatalf("there is no button %q on %q", text, k.says())
	}
	k.run(chromedp.MouseClickXY(at[0], at[1]))
	time.Sleep(60 * time.Millisecond)
}

// says is all that the kiosk shows.
func (k *kiosk) says() string {
	return eval[string](k.tab, `document.getElementById('kiosk').innerText`)
}

func (k *kiosk) isOpen() bool {
	return eval[bool](k.tab, `!document.getElementById('kiosk').hidden`)
}

// alarm lays a takeover over everything.
func (o *origin) alarm() {
	o.t.Helper()
	l := must(json.Marshal(layout.Layout{Width: 432, Height: 216, Ground: "#c81e1e", Words: "Sơ tán ngay"}))
	d := content.DigestOf(l)
	small := o.looping(content.Shown{ID: "alarm", Kind: content.Notice, Dwell: 10000, Medium: content.Ref{Digest: d, Type: content.LayoutType}})
	o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code, From: small.From, Until: o.now() + 60000},
		protocol.Takeover{ID: "t1", Programme: &small, Layouts: map[content.Digest]json.RawMessage{d: l}})
}

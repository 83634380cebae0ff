package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ngatu/content/layout"
)

// fault is what is wrong with something on a sheet.
type fault struct{ What, Where string }

// judge measures what is on the sheet: targets, their place, sizes of text, what is cut off, and
// colours for the contrast.
const judge = `(function (least, third) {
	var box = document.getElementById('kiosk'), out = [], w = window.innerWidth, h = window.innerHeight;
	var say = function (what, e) { out.push({ What: what, Where: e.tagName + '.' + e.className + ' ' + (e.textContent || '').slice(0, 40) }); };
	Array.from(box.querySelectorAll('button')).forEach(function (b) {
		if (b.disabled || !b.getClientRects().length) { return; }
		var r = b.getBoundingClientRect();
		if (r.width < least || r.height < least) { say('a target of ' + r.width + 'x' + r.height, b); }
		if (r.top < third - 0.5) { say('a target at ' + r.top + ', above the reach', b); }
		if (r.left < 0 || r.right > w || r.bottom > h + 0.5) { say('a target beyond the glass', b); }
		if (b.scrollHeight > b.clientHeight + 1 || b.scrollWidth > b.clientWidth + 1) { say('words that do not fit their button: ' + b.scrollWidth + 'x' + b.scrollHeight + ' in ' + b.clientWidth + 'x' + b.clientHeight, b); }
		if (!(b.textContent.trim() || b.getAttribute('aria-label'))) { say('a button without a name', b); }
	});
	Array.from(box.querySelectorAll('.top, .body, .names')).forEach(function (e) { if (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1) { say('cut off: ' + e.scrollWidth + 'x' + e.scrollHeight + ' in ' + e.clientWidth + 'x' + e.clientHeight, e); } });
	return out;
})`

// inks gives the colours of all text on the sheet and of what lies beneath it, with its size.
const inks = `(function () {
	var out = [], hex = function (c) { return '#' + c.match(/\d+/g).slice(0, 3).map(function (n) { return ('0' + Number(n).toString(16)).slice(-2); }).join(''); };
	Array.from(document.querySelectorAll('#kiosk *')).forEach(function (e) {
		var own = Array.from(e.childNodes).some(function (n) { return n.nodeType === 3 && n.textContent.trim(); });
		if (!own || !e.getClientRects().length) { return; }
		var s = getComputedStyle(e), ground = e;
		while (ground && /rgba\(0, 0, 0, 0\)|transparent/.test(getComputedStyle(ground).backgroundColor)) { ground = ground.parentElement; }
		out.push({ Text: e.textContent.slice(0, 40), Ink: hex(s.color), Ground: hex(getComputedStyle(ground).backgroundColor), Size: parseFloat(s.fontSize), Edge: s.borderTopWidth !== '0px' && e.tagName === 'BUTTON' ? hex(s.borderTopColor) : '' });
	});
	return out;
})()`

// look is what was measured of a sheet.
type look struct {
	Faults []fault
	Inks   []struct {
		Text, Ink, Ground, Edge string
		Size                    float64
	}
	More bool // there is another part of this sheet
}

// looks checks a sheet by the rules that hold for all of them, and says whether it has a next part.
// touch, where it is not empty, is the button touched before.
func (k *kiosk) looks(sheet, touch string) bool {
	k.t.Helper()
	var got look
	k.run(awaited(fmt.Sprintf(`new Promise(function (done) {
		var tries = 0, box = document.getElementById('kiosk');
		var when = function (is, then) { if (is() || ++tries > 3000) { then(); } else { setTimeout(function () { when(is, then); }, 20); } };
		var button = function () { return Array.from(box.querySelectorAll('button')).filter(function (b) { return !b.disabled && b.textContent.indexOf(%[1]q) >= 0; })[0]; };
		when(function () { return !%[1]q || button(); }, function () {
			if (%[1]q && button()) { button().click(); }
			// Figures are read before they are shown.
			when(function () { return box.querySelector('.body') && box.querySelector('.body').firstChild; }, function () {
				done({ Faults: %[2]s(60, window.innerHeight / 3), Inks: %[3]s, More: !!box.querySelector('.pager button:last-child:not(:disabled)') });
			});
		});
	})`, touch, judge, inks), &got))
	k.keep(strings.ReplaceAll(sheet, " ", "-"))
	for _, f := range got.Faults {
		k.t.Errorf("%s: %s: %s", sheet, f.What, f.Where)
	}
	if len(got.Inks) == 0 {
		k.t.Errorf("%s: there is nothing on it", sheet)
	}
	for _, i := range got.Inks {
		if c := layout.Contrast(i.Ink, i.Ground); c < 4.5 {
			k.t.Errorf("%s: %q has a contrast of %.1f", sheet, i.Text, c)
		}
		if i.Size < 33 {
			k.t.Errorf("%s: %q is %v px", sheet, i.Text, i.Size)
		}
		if c := layout.Contrast(cmp.Or(i.Edge, "#ffffff"), "#04214a"); c < 3 {
			k.t.Errorf("%s: the edge of %q has a contrast of %.1f", sheet, i.Text, c)
		}
	}
	return got.More
}

// Every sheet, in both languages and both sizes of text, upright and across: large enough, in
// reach, whole, and legible.
func TestTheKioskIsUsable(t *testing.T) {
	for _, size := range [][2]int{{1080, 1920}, {1920, 1080}} {
		for _, lang := range []string{"vi", "en"} {
			t.Run(fmt.Sprintf("%dx%d %s", size[0], size[1], lang), func(t *testing.T) {
				t.Parallel()
				k := newKiosk(t, size[0], size[1], voices)
				k.keep("loop " + lang)
				k.walk(lang, false)
				k.walk(lang, true)
			})
		}
	}
}

// walk goes through all sheets.
func (k *kiosk) walk(lang string, big bool) {
	name := func(s string) string { return fmt.Sprintf("%s %s big=%v", s, lang, big) }
	say := func(vi, en string) string { return map[string]string{"vi": vi, "en": en}[lang] }
	k.run(evaluate(`Ngatu.player.kiosk.open(); Ngatu.player.kiosk.lang = '` + lang + `'; Ngatu.player.kiosk.big = ` + fmt.Sprint(big)))
	k.run(evaluate(`Ngatu.player.kiosk.show()`))
	k.looks(name("home"), "")
	touch := say("Cài đặt iHanoi", "Install iHanoi")
	for i := 1; i < 8; i++ {
		if !k.looks(name(fmt.Sprint("install ", i)), touch) {
			break
		}
		touch = say("Tiếp", "Next")
	}
	back := say("Quay lại", "Back")
	k.looks(name("home again"), back)
	k.looks(name("about"), say("iHanoi làm được gì", "What iHanoi does"))
	k.looks(name("home again"), back)
	k.looks(name("questions"), say("Hỏi và đáp", "Questions"))
	k.looks(name("answer"), say("lưu thông tin", "keep anything"))
	k.looks(name("home again"), say("Trang đầu", "Home"))
	k.looks(name("picker"), say("Tiến độ", "Progress"))
	k.looks(name("figure"), say("Nơi đặt màn hình này", "Where this screen stands"))
	if !strings.Contains(k.says(), "12,3 %") {
		k.t.Errorf("no figures: %s", k.says())
	}
	k.run(evaluate(`Ngatu.player.kiosk.close()`))
}

// voices stands in for a browser that can speak Vietnamese, and notes what it is to say.
const voices = `window.said = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
	getVoices: function () { return [{ lang: 'vi-VN' }, { lang: 'en-GB' }]; }, cancel: function () { window.said.push('(stop)'); },
	speak: function (u) { window.said.push(u.lang + ' ' + u.text); window.saying = u; } } });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };`

func TestTheKioskReadsAloud(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 1080, 1920, voices)
	k.tap("Chạm")
	k.tap("Hỏi và đáp")
	k.tap("Gọi ai")
	k.tap("Đọc to")
	said := func() string { s := eval[[]string](k.tab, `window.said`); return s[len(s)-1] }
	if got := said(); !strings.HasPrefix(got, "vi-VN ") || !strings.Contains(got, "1022, nhánh 8") || !strings.Contains(k.says(), "Dừng đọc") {
		t.Errorf("it said %q", got)
	}
	k.run(evaluate(`window.saying.onend()`))
	if !strings.Contains(k.says(), "Đọc to") {
		t.Error("it still reads after the end")
	}
	k.tap("Đọc to")
	k.tap("Quay lại")
	if got := said(); got != "(stop)" {
		t.Errorf("it goes on reading what is no longer there: %q", got)
	}
	silent := newKiosk(t, 1080, 1920, `Object.defineProperty(window, 'speechSynthesis', { value: undefined });`)
	silent.tap("Chạm")
	if strings.Contains(silent.says(), "Đọc to") {
		t.Error("a browser without a voice offers to read")
	}
}

// Nobody there: a question with a countdown, then everything is cleared, and the loop is where the
// others are.
func TestTheKioskClearsItself(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 1080, 1920, "")
	if got := eval[[]int](k.tab, `[Ngatu.player.kiosk.idle, Ngatu.player.kiosk.leaving]`); got[0] != 45000 || got[1] != 10000 {
		t.Errorf("it asks after %d ms and goes %d ms later", got[0], got[1])
	}
	// Short where the test waits for them, long where it has something to do before they are over.
	limits := func(idle, leaving int) {
		t.Helper()
		k.run(evaluate(fmt.Sprintf(`Ngatu.player.kiosk.idle = %d; Ngatu.player.kiosk.leaving = %d`, idle, leaving)))
	}
	plays := func() int64 {
		return eval[int64](k.tab, `Ngatu.player.plays.kept.open ? Ngatu.player.plays.kept.open.until : 0`)
	}
	k.tap("Chạm")
	covered := plays()
	k.tap("Tiến độ")
	until(k.ctx, t, "the picker", func() bool { return strings.Contains(k.says(), "Ba Đình") })
	k.tap("D")
	k.tap("English")
	limits(1500, 600_000)
	asked := func() bool { return strings.Contains(k.says(), "Are you still there?") }
	until(k.ctx, t, "the question", asked)
	k.looks("idle", "")
	if got := eval[string](k.tab, `document.activeElement.textContent`); got != "Continue" {
		t.Errorf("the focus is on %q", got)
	}
	limits(600_000, 600_000)
	k.tap("Continue")
	if asked() || !k.isOpen() || !strings.Contains(k.says(), "Progress of my area") {
		t.Error("it did not go on where it was")
	}
	limits(1500, 60_000)
	until(k.ctx, t, "the question again", asked)
	first := k.says()
	until(k.ctx, t, "the countdown goes on", func() bool { return k.says() != first && asked() })
	if got := plays(); k.isOpen() && got != covered {
		t.Errorf("slides beneath the kiosk were counted as shown, up to %d, not %d", got, covered)
	}
	limits(1500, 2500)
	until(k.ctx, t, "the loop", func() bool { return !k.isOpen() })
	if k.says() != "" || eval[string](k.tab, `Ngatu.player.kiosk.lang + document.querySelectorAll('#kiosk *').length`) != "vi0" {
		t.Errorf("left behind: %q", k.says())
	}
	until(k.ctx, t, "the loop in its slot of this moment", func() bool {
		slot := eval[[]float64](k.tab, `[Ngatu.debug.start, Ngatu.debug.now, Ngatu.debug.end]`)
		return slot[0] <= slot[1]+100 && slot[1] <= slot[2]+200 && slot[2]-slot[0] == 1500
	})
	k.tap("Chạm")
	if !strings.Contains(k.says(), "Bạn cần gì?") {
		t.Errorf("the next one is greeted with %q", k.says())
	}
}

// A takeover goes before the kiosk; a screen that is not for touching, or has no guides, offers
// nothing.
func TestWhatGoesBeforeTheKiosk(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 1080, 1920, "")
	k.tap("Chạm")
	if !k.isOpen() {
		t.Fatal("it did not open")
	}
	k.o.alarm()
	until(k.ctx, t, "the takeover", func() bool { return !k.isOpen() && k.slide() == "alarm" })
	k.run(evaluate(`document.getElementById('invite').click()`))
	if k.isOpen() {
		t.Error("it opens over a takeover")
	}
	k.o.screen()
	until(k.ctx, t, "no invitation", func() bool { return eval[bool](k.tab, `document.getElementById('invite').hidden`) })
}

// Nothing can be selected, opened, zoomed or typed into, and nothing leads away.
func TestTheKioskIsClosed(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 1080, 1920, "")
	k.tap("Chạm")
	if n := eval[int](k.tab, `document.querySelectorAll('a, input, textarea, select, form, iframe, [contenteditable]').length`); n != 0 {
		t.Errorf("%d things that lead away or take text", n)
	}
	for name, event := range map[string]string{
		"menu":      `new MouseEvent('contextmenu', { bubbles: true, cancelable: true })`,
		"selection": `new Event('selectstart', { bubbles: true, cancelable: true })`,
		"drag":      `new Event('dragstart', { bubbles: true, cancelable: true })`,
		"zoom":      `new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true })`,
		"pinch":     `new Event('touchmove', { bubbles: true, cancelable: true })`,
	} {
		if eval[bool](k.tab, `document.querySelector('#kiosk h1').dispatchEvent(`+event+`)`) {
			t.Errorf("%s is allowed", name)
		}
	}
	styles := eval[[]string](k.tab, `['userSelect', 'touchAction'].map(function (n) { return getComputedStyle(document.documentElement)[n]; })`)
	if !slices.Equal(styles, []string{"none", "none"}) {
		t.Errorf("selection and gestures: %v", styles)
	}
	// The reading order is the order on the glass: heading, choices, tools; the loop beneath is not
	// read.
	order := eval[[]string](k.tab, `Array.from(document.querySelectorAll('#kiosk h1, #kiosk button')).map(function (b) { return b.textContent; })`)
	want := []string{"Bạn cần gì?", "Cài đặt iHanoi", "iHanoi làm", "Tiến độ", "Hỏi và đáp", "Chữ to", "English"}
	for i, w := range want {
		if i >= len(order) || !strings.HasPrefix(order[i], w) {
			t.Fatalf("read in the order %q", order)
		}
	}
	if got := eval[string](k.tab, `document.activeElement.id + ' ' + document.getElementById('stage').getAttribute('aria-hidden') + ' ' + document.getElementById('kiosk').lang`); got != "kiosk-title true vi" {
		t.Errorf("focus, stage and language: %s", got)
	}
}

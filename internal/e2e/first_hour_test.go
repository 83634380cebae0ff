package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/text/unicode/norm"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

// newcomer is somebody in the studio of an empty installation. A step is what a hand does: a field
// filled, a choice made, a link or button pressed.
type newcomer struct {
	studioTab
	steps int
	took  time.Duration  // of the steps, by the keystroke-level model
	waits time.Duration  // for what the machine does after a step
	keys  int            // pressed, accents of Vietnamese included
	read  map[string]int // words of each page that was seen, by its address
}

// The keystroke-level model says how long a step takes somebody who makes no mistakes: S. K. Card,
// T. P. Moran and A. Newell, "The keystroke-level model for user performance time with interactive
// systems", Communications of the ACM 23(7), 1980. Its slowest typist, "unfamiliar with keyboard",
// is taken. It knows no reading. How long every word on the way takes, read once at the speed at
// which adults read silently, is told beside it: M. Brysbaert, "How many words do we read per minute?", Journal of
// Memory and Language 109, 2019; of English, for Vietnamese none is known to us.
const (
	aKey        = 1200 * time.Millisecond
	aPress      = 200 * time.Millisecond  // of the button of a mouse
	aPointing   = 1100 * time.Millisecond // at something on the screen
	aHand       = 400 * time.Millisecond  // from the mouse to the keyboard, or back
	aThought    = 1350 * time.Millisecond // before each step
	wordsMinute = 238
)

// did counts a step.
func (w *newcomer) did(took time.Duration) {
	w.steps++
	w.took += aThought + took
}

// typed counts keys: a letter with an accent takes a key more for each mark.
func (w *newcomer) typed(words string) time.Duration {
	n := 0
	for _, r := range norm.NFD.String(words) {
		if n++; unicode.IsUpper(r) || strings.ContainsRune("đĐ", r) {
			n++
		}
	}
	w.keys += n
	return time.Duration(n) * aKey
}

// sees notes the words of the page.
func (w *newcomer) sees() {
	var page struct {
		At    string
		Words int
	}
	w.until("the whole page", `document.readyState === "complete"`)
	w.Eval(`({At: location.pathname, Words: document.querySelector("main") ? document.querySelector("main").innerText.split(/\s+/).length : 0})`, &page)
	w.read[page.At] = max(w.read[page.At], page.Words)
}

// reading is how long all of that takes to read.
func (w *newcomer) reading() time.Duration {
	n := 0
	for _, words := range w.read {
		n += words
	}
	return time.Duration(n) * time.Minute / wordsMinute
}

func (w *newcomer) writes(selector, words string) {
	w.t.Helper()
	w.until("the field "+selector, fmt.Sprintf("document.querySelector(%q)", selector))
	w.types(selector, words)
	w.did(aPointing + aPress + 2*aHand + w.typed(words))
}

// clicks presses what a person sees and that has the words on it, and waits for what comes of it.
func (w *newcomer) clicks(words, then string) {
	w.t.Helper()
	w.until("something with “"+words+"” on it", fmt.Sprintf(`Array.from(document.querySelectorAll("main a, main button, main summary, main label")).some(
		function (e) { return e.textContent.trim().indexOf(%q) === 0 && e.getClientRects().length; })`, words))
	w.Eval(fmt.Sprintf(`(Array.from(document.querySelectorAll("main a, main button, main summary, main label")).find(
		function (e) { return e.textContent.trim().indexOf(%q) === 0 && e.getClientRects().length; }).click(), true)`, words), new(bool))
	w.did(aPointing + aPress)
	w.waiting(func() { w.until("what “"+words+"” leads to", then) })
	w.sees()
}

// waiting notes how long the machine takes for something.
func (w *newcomer) waiting(do func()) {
	began := time.Now()
	do()
	w.waits += time.Since(began)
}

// home goes to the first page by its key.
func (w *newcomer) home() {
	w.t.Helper()
	w.until("a page whose keys lead", `document.readyState === "complete"`)
	w.Run(chromedp.Evaluate("document.activeElement.blur()", nil), chromedp.KeyEvent("gd"))
	w.did(2*aHand + w.typed("gd"))
	w.waiting(func() {
		w.until("the first page", `location.pathname === "/studio" && document.querySelector("main h1")`)
	})
	w.sees()
}

// The most that the way from an empty installation to the first slide on air may take, by the
// model: hands and thoughts, without reading.
const (
	mostSteps  = 45
	mostByHand = 10 * time.Minute
)

// TestTheFirstHour: whoever has just started a server for a new city goes by the task list, in the
// order in which it stands, and has a slide on the first screen.
func TestTheFirstHour(t *testing.T) {
	t.Parallel() // it mostly waits
	begun := time.Now()
	a := testkit.Server(t, config.Config{})
	link, secret, err := a.StudioLink(t.Context())
	if err != nil || !secret {
		t.Fatalf("no link to begin with: %v", err)
	}
	glass := testkit.Chromium(t).Open(t, a.Address()+"/play", 432, 216)
	w := newcomer{studioTab: studioTab{testkit.Chromium(t).Open(t, link, 1366, 800), a, t}, read: map[string]int{}}

	w.until("the form of the first account", `document.querySelector("main [name=password]")`)
	w.accessible("the first account")
	w.writes("main [name=name]", "Nguyễn Thị An")
	w.writes("main [name=login]", "an.nguyen")
	w.writes("main [name=password]", deskPassword)
	w.sees()
	w.Run(chromedp.KeyEvent(kb.Enter))
	w.did(w.typed("\n"))
	w.until("the first page", `location.pathname === "/studio" && document.querySelectorAll("main .tasks li").length === 4`)
	w.photographed("first-steps")

	w.clicks("Thành phố của bạn", `location.pathname === "/studio/settings"`)
	w.photographed("first-settings")
	w.writes("main [name=city_name]", "Ủy ban nhân dân phường Ba Đình")
	w.writes("main [name=hotline]", "1022 nhánh 8")
	w.clicks("Lưu", `location.search.indexOf("done") > 0`)

	w.home()
	w.clicks("Màn hình đầu tiên", `location.pathname === "/studio/screens"`)
	var code string
	until(t, "a code on the glass", testkit.Patience, func() bool {
		waiting, err := a.Store().Enrolments(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(waiting) == 1 {
			code = waiting[0].Code
		}
		return code != ""
	})
	w.writes("main [name=enrol]", strings.ToLower(code))
	w.clicks("Ghép", `document.querySelector("main [name=code]")`)
	w.writes("main [name=code]", "NGATU-01")
	w.writes("main [name=name]", "LED ngã tư đầu tiên")
	w.writes("main [name=area_name]", "Phường Ba Đình")
	w.clicks("Phường Ba Đình", `document.querySelector("main [name=area]:checked")`)
	for name, value := range map[string]string{"width": "432", "height": "216", "pitch": "5", "distance": "15"} {
		w.writes("main [name="+name+"]", value)
	}
	w.photographed("first-screen")
	w.clicks("Tạo và ghép", `location.pathname === "/studio/screens/NGATU-01"`)
	w.waiting(func() {
		glass.Until("the safe card", "document.documentElement.dataset.state === 'safe'", testkit.Patience)
	})

	w.home()
	w.clicks("Đồng nghiệp đầu tiên", `location.pathname === "/studio/staff"`)
	w.writes("main [name=name]", "Trần Văn Bình")
	w.writes("main [name=login]", "binh.tran")
	w.clicks("Biên tập", `document.querySelector("main [name=role_editor]").checked`)
	w.clicks("Thêm và lấy liên kết", `document.querySelector("main [data-copy-text]")`)

	w.home()
	w.clicks("Tấm đầu tiên lên màn hình", `location.pathname === "/studio/slides"`)
	w.clicks("Đường dây nóng", `location.pathname.indexOf("/studio/slides/") === 0`)
	w.clicks("Gửi duyệt", `location.search.indexOf("done") > 0`)
	w.clicks("Duyệt", `location.search.indexOf("done") > 0`)
	w.waiting(func() {
		glass.Until("the first slide", "document.documentElement.dataset.state === 'slide' || Ngatu.debug.slide", testkit.Patience)
	})

	w.home()
	w.until("the task list is gone", `!document.querySelector("main .tasks")`)
	t.Logf("%d steps, %d keys: %v by the keystroke-level model, %v more if every word of all %d pages is read; the machine's own share is %v; the test took %v",
		w.steps, w.keys, w.took.Round(time.Second), w.reading().Round(time.Second), len(w.read), w.waits.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond))
	if w.steps > mostSteps || w.took > mostByHand {
		t.Errorf("the first slide took %d steps and %v", w.steps, w.took)
	}
}

package e2e

import (
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// finger is somebody at a telephone who touches the glass, and types where there are fields.
type finger struct {
	studioTab
	touches int
}

// leastTarget is how high and wide what is touched is at least, in CSS pixels: WCAG 2.2, 2.5.5.
const leastTarget = 44

// phoneOf makes a tab the glass of a telephone.
func phoneOf(s studioTab) *finger {
	s.t.Helper()
	s.Run(chromedp.EmulateViewport(390, 800, chromedp.EmulateTouch))
	return &finger{studioTab: s}
}

// touch touches the first that fits a selector, is seen and has the words on it, and waits for what
// comes of it. Whatever lies over it there is touched instead.
func (f *finger) touch(selector, words, then string) {
	f.t.Helper()
	seen := fmt.Sprintf(`Array.from(document.querySelectorAll(%q)).find(function (e) { return e.innerText.trim().indexOf(%q) === 0 && e.getClientRects().length; })`, selector, words)
	f.until("“"+words+"” to touch", `document.readyState === "complete" && `+seen)
	var at struct{ X, Y, W, H float64 }
	f.Eval(fmt.Sprintf(`(function (e) { e.scrollIntoView({block: "center", behavior: "instant"}); var r = e.getBoundingClientRect();
		return {X: r.left + r.width / 2, Y: r.top + r.height / 2, W: r.width, H: r.height}; })(%s)`, seen), &at)
	if at.W < leastTarget || at.H < leastTarget {
		f.t.Errorf("“%s” is %.0f × %.0f pixels: too small for a finger", words, at.W, at.H)
	}
	f.Run(
		input.DispatchTouchEvent(input.TouchStart, []*input.TouchPoint{{X: at.X, Y: at.Y}}),
		input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}),
	)
	f.touches++
	f.until("what “"+words+"” leads to", then)
}

// nothingChosen says that none of the choices of the page is chosen beforehand.
func (f *finger) nothingChosen() {
	f.t.Helper()
	var chosen string
	f.Eval(`Array.from(document.querySelectorAll("main :is([name=reach], [name=minutes], [name=drill], [name=gravity]):checked")).map(function (e) { return e.name + " " + e.value; }).join()`, &chosen)
	if chosen != "" {
		f.t.Errorf("chosen beforehand: %s", chosen)
	}
}

// pictured keeps pictures of the page, as a laptop has it too, where somebody asked for them.
func (f *finger) pictured(name string) {
	f.t.Helper()
	f.photographed(name)
	f.Run(chromedp.EmulateViewport(390, 800, chromedp.EmulateTouch))
}

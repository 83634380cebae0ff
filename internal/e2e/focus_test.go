package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/content"
	"ngatu/internal/store"
)

// keepsAPoint touches the photo of a draft where it must not be cut, and goes on by keys.
func keepsAPoint(t *testing.T, s studioTab) {
	t.Helper()
	drafts, err := s.a.Store().Slides(t.Context(), store.SlideQuery{State: content.Draft})
	at := slices.IndexFunc(drafts, func(one content.Slide) bool { return one.Kind == content.Picture })
	if err != nil || at < 0 {
		t.Fatalf("no photo is a draft: %v", err)
	}
	s.opens("/studio/slides/" + drafts[at].ID)
	s.until("the photo", `(document.querySelector("[data-focus=focus] img") || {}).naturalWidth > 0`)
	var spot struct{ X, Y float64 }
	s.Eval(`(function (img) { img.scrollIntoView({block: "center"}); var r = img.getBoundingClientRect(); return {X: r.left + r.width / 4, Y: r.top + r.height * 3 / 4}; })(document.querySelector("[data-focus=focus] img"))`, &spot)
	s.Run(
		input.DispatchTouchEvent(input.TouchStart, []*input.TouchPoint{{X: spot.X, Y: spot.Y}}),
		input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}),
		chromedp.KeyEvent(kb.ArrowRight),
	)
	s.until("the point, and that the photo fills", `document.querySelector("[name=focus_x]").value === "0.30" && document.querySelector("[name=focus_y]").value === "0.75" && document.querySelector("[name=fit][value=cover]").checked`)
}

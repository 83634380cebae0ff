package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"ngatu/internal/testkit"
)

// A board that a portal embeds passes axe, light and dark, on a phone and in a wide column; a
// portal that nobody named gets none of it.
func TestBoardsForPortals(t *testing.T) {
	a := testkit.Demo(t)
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/board/starter-gauge", 390, 800), a, t}
	for _, board := range []string{"starter-gauge", "starter-league", "starter-grid", "nowhere"} {
		for _, theme := range []string{"light", "dark"} {
			asked := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}})
			s.Run(asked, chromedp.Navigate(a.Address()+"/board/"+board))
			s.until("its ground", fmt.Sprintf(`getComputedStyle(document.documentElement).backgroundColor === %q`,
				map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(11, 22, 38)"}[theme]))
			s.Eval(`(document.querySelectorAll("details").forEach(d => d.open = true), true)`, new(bool))
			for _, width := range []int64{320, 800} {
				s.Run(chromedp.EmulateViewport(width, 700))
				s.accessible(fmt.Sprintf("%s, %s, %d wide", board, theme, width))
				var over bool
				if s.Eval(`document.documentElement.scrollWidth > innerWidth`, &over); over {
					t.Errorf("%s is wider than %d pixels", board, width)
				}
			}
			s.photographed("board-" + board + "-" + theme)
		}
	}
	var mark string
	s.Run(chromedp.Navigate(a.Address() + "/board/starter-league?theme=light"))
	if s.Eval(`document.querySelector(".mark").innerText`, &mark); mark != "SỐ LIỆU MẪU" {
		t.Errorf("the mark of a sample says %q", mark)
	}
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<iframe src="%s/board/starter-gauge" onload="document.title = 'loaded'"></iframe>`, a.Address())
	}))
	defer portal.Close()
	s.Run(chromedp.Navigate(portal.URL))
	s.until("what the frame got", `document.title === "loaded"`)
	s.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		tree, err := page.GetFrameTree().Do(ctx)
		if err != nil || len(tree.ChildFrames) != 1 {
			return fmt.Errorf("%d frames: %w", len(tree.ChildFrames), err)
		}
		if shows := tree.ChildFrames[0].Frame; shows.UnreachableURL == "" {
			t.Errorf("a portal that nobody named shows %s", shows.URL)
		}
		return nil
	}))
}

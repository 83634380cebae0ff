package box

import (
	"context"
	"testing"

	"ngatu/content"
	"ngatu/server/rendition/renditiontest"
)

// A slide on air never lacks a rendition for a moment because its fit or its picture changes.
func TestNothingGoesDarkBetween(t *testing.T) {
	r := newRig(t, nil)
	r.screens(renditiontest.Demo...)
	r.standing("")
	r.watch()
	r.drop("x/a.jpg", renditiontest.Photograph(1200, 800))
	s := r.slide("x/a.jpg")
	r.until("all stills are there", func() bool {
		return len(must(r.Store.Renditions(t.Context(), s.Medium))(t)) == 2*len(renditiontest.Demo)
	})
	dark := make(chan string, 100)
	r.Store.OnChange(func() {
		s, err := r.Store.Slide(context.Background(), s.ID)
		if err != nil {
			return
		}
		for _, on := range renditiontest.Demo {
			if _, err := r.Store.Rendition(context.Background(), s.Medium, on.X, on.Y, s.FitKey()); err != nil {
				dark <- s.FitKey() + " " + on.String()
			}
		}
	})
	r.drop("x/campaign.yaml", []byte("fit: cover\n"))
	r.until("the fit is changed", func() bool { return r.slide("x/a.jpg").Fit == content.Cover })
	r.drop("x/a.jpg", renditiontest.Photograph(1300, 800))
	r.until("the picture is changed", func() bool { return r.slide("x/a.jpg").Medium != s.Medium })
	select {
	case what := <-dark:
		t.Errorf("there was a change after which it lacked %s", what)
	default:
	}
}

package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// TestMourningInOneDistrict: quốc tang that one person sets in the studio for one district leaves
// sober slides only on the screens there, at once and to its end; then the others are back with no
// change in between. Elsewhere nothing is different.
func TestMourningInOneDistrict(t *testing.T) {
	t.Parallel()
	a := testkit.Demo(t)
	const sober = "starter-slogan-street"
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.Slide(ctx, sober)
		if err != nil {
			return err
		}
		s.Sober = true
		return tx.PutSlide(ctx, s)
	})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	b := testkit.Chromium(t)
	inside := b.Open(t, a.Address()+"/play?screen=NGATU-05", 432, 216)
	outside := b.Open(t, a.Address()+"/play?screen=NGATU-04", 320, 160)
	for _, tab := range []*testkit.Tab{inside, outside} {
		tab.Until("a slide that is not sober", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced' && Ngatu.debug.slide !== '"+sober+"'", 60*time.Second)
		tab.Run(noteSlides())
	}
	before := ""
	inside.Eval("Ngatu.debug.programme", &before)

	until := time.Now().Add(30 * time.Second)
	if err := d.post("/studio/holds/new", "scope", "not_sober", "reach", "area", "area", "2024-11/009",
		"until", until.In(area.Local).Format("2006-01-02T15:04:05")); err != nil {
		t.Fatal(err)
	}
	inside.Until("the sober slide alone", fmt.Sprintf("Ngatu.debug.programme !== %q && Ngatu.debug.slide === %q", before, sober), 20*time.Second)
	during := ""
	inside.Eval("window.slides = [], Ngatu.debug.programme", &during)
	inside.Until("another slide after the end", "window.slides.length > 0", time.Until(until)+60*time.Second)
	var back []struct {
		ID string
		At float64
	}
	inside.Eval("window.slides", &back)
	if first := back[0]; first.At < float64(until.Truncate(time.Second).UnixMilli())-100 {
		t.Errorf("%s came %.0f ms before the end", first.ID, float64(until.UnixMilli())-first.At)
	}
	inside.Until("the same programme as under the hold", fmt.Sprintf("Ngatu.debug.programme === %q", during), 5*time.Second)
	var elsewhere []struct{ ID string }
	outside.Eval("window.slides", &elsewhere)
	if !slices.ContainsFunc(elsewhere, func(s struct{ ID string }) bool { return s.ID != sober }) {
		t.Errorf("in another district there came on only %v", elsewhere)
	}
}

// noteSlides notes in window.slides which slides come on, and when by the page's clock.
func noteSlides() chromedp.Action {
	return chromedp.Evaluate(`(() => {
		window.slides = [];
		const root = document.documentElement;
		let last = root.dataset.slide;
		new MutationObserver(() => {
			if (root.dataset.slide !== last) { window.slides.push({ ID: last = root.dataset.slide, At: Ngatu.player.clock.now() }); }
		}).observe(root, { attributes: true, attributeFilter: ['data-slide'] });
	})()`, nil)
}

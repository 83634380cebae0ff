package air

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// offer is a guide with the document that players fetch.
type offer struct {
	content.Offer
	ref content.Ref
}

// reckonOffers lists the guides whose documents are kept. Air does it once a look, and not for each of the screens.
func (g *gathered) reckonOffers() {
	g.offers = nil
	for _, o := range g.library.Offers() {
		if m := g.media[o.Slide.Medium]; m != nil && m.bytes > 0 {
			ref := content.Ref{Digest: o.Slide.Medium, Type: protocol.GuideType, Size: m.bytes}
			g.offers = append(g.offers, offer{o, ref})
		}
	}
}

// guidesOf are the guides that a screen offers now: none where it is not touched.
func (g *gathered) guidesOf(s stand) (out []content.Ref) {
	if s.place.Kind != content.Kiosk {
		return nil
	}
	for _, o := range g.offers {
		if o.For(s.audience, g.now) {
			out = append(out, o.ref)
		}
	}
	return out
}

// touchGuides touches the screens that are touched by hand, where the guides that somebody is offered may be others than before.
func (a *Air) touchGuides(d difference, t *touched) {
	g := a.gathered
	guide := func(s content.Slide) bool { return s.Kind == content.Guide }
	campaign := func(s content.Slide) bool {
		return slices.ContainsFunc(d.campaigns, func(c content.Campaign) bool { return c.ID == s.Campaign })
	}
	setting := func(s content.Slide) bool {
		return slices.ContainsFunc(s.Needs, func(key string) bool { return d.settings[key] })
	}
	if slices.ContainsFunc(d.slides, guide) || slices.ContainsFunc(g.library.Slides, func(s content.Slide) bool {
		return guide(s) && (campaign(s) || setting(s) || d.media[s.Medium])
	}) {
		a.touchKiosks(t)
	}
}

func (a *Air) touchKiosks(t *touched) {
	for code, s := range a.fleet.stands {
		if s.place.Kind == content.Kiosk {
			t.screens[code] = true
		}
	}
}

// touchGuidesByTime touches kiosks when a guide's dates begin or end, and sets the alarm for the next time that one's do.
func (a *Air) touchGuidesByTime(t *touched) {
	g := a.gathered
	if !a.offersEnd.IsZero() && !g.now.Before(a.offersEnd) {
		a.touchKiosks(t)
	}
	a.offersEnd = time.Time{}
	for _, o := range g.offers {
		if next, ok := o.Valid.Next(g.now); ok && (a.offersEnd.IsZero() || next.Before(a.offersEnd)) {
			a.offersEnd = next
		}
	}
	if !a.offersEnd.IsZero() {
		a.wake(a.offersEnd.Sub(g.now))
	}
}

package gather

import (
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Offer is a guide with the document that kiosks fetch.
type Offer struct {
	content.Offer
	Ref content.Ref
}

// Offers are the guides whose documents are kept.
type Offers []Offer

// listOffers lists the guides whose documents are kept. It is done once a look, and not for each of
// the screens.
func (g *State) listOffers() {
	g.Offers = nil
	for _, o := range g.Library.Offers() {
		if m := g.media[o.Slide.Medium]; m != nil && m.Bytes > 0 {
			ref := content.Ref{Digest: o.Slide.Medium, Type: protocol.GuideType, Size: m.Bytes}
			g.Offers = append(g.Offers, Offer{o, ref})
		}
	}
}

// For are the guides that a kiosk of an audience offers at an instant, by their documents.
func (all Offers) For(a content.Audience, now time.Time) (out []content.Ref) {
	for _, o := range all {
		if o.For(a, now) {
			out = append(out, o.Ref)
		}
	}
	return out
}

// CrowdedOut says whether the kiosks of an audience have as many guides before one as they offer.
func (all Offers) CrowdedOut(guide string, a content.Audience, now time.Time) bool {
	before := 0
	for _, o := range all {
		if o.Slide.ID == guide {
			return before >= content.MostGuides
		}
		if o.For(a, now) {
			before++
		}
	}
	return false
}

// Turn is when the dates of a guide, or of a hold on one, begin or end next after an instant; the
// zero time where none do.
func (all Offers) Turn(now time.Time) (next time.Time) {
	for _, o := range all {
		for _, at := range o.Turns() {
			if at.After(now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

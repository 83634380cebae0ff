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

// Guides are the guides that a kiosk of an audience offers now, by their documents.
func (g *State) Guides(a content.Audience) (out []content.Ref) {
	for _, o := range g.Offers {
		if o.For(a, g.Now) {
			out = append(out, o.Ref)
		}
	}
	return out
}

// GuidesTurn is when the dates of a guide, or of a hold on one, begin or end next; the zero time
// where none do.
func (g *State) GuidesTurn() (next time.Time) {
	for _, o := range g.Offers {
		for _, at := range o.Turns() {
			if at.After(g.Now) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

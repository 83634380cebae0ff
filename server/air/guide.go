package air

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
)

// layGuides checks the guides that this installation begins with and keeps each as a medium. They are put into the frames
// of touch screens, in their order; other screens do not hear of them.
func (a *Air) layGuides(ctx context.Context, list []byte) error {
	if len(list) == 0 {
		return nil
	}
	var all []json.RawMessage
	if err := json.Unmarshal(list, &all); err != nil {
		return fmt.Errorf("read the guides of touch screens: %w", err)
	}
	guides := make([]content.Ref, 0, len(all))
	for _, b := range all {
		if _, err := protocol.ReadGuide(b); err != nil {
			return err
		}
		d, err := a.shelf.bucket.PutBytes(ctx, b)
		if err != nil {
			return err
		}
		guides = append(guides, content.Ref{Digest: d, Type: protocol.GuideType, Size: int64(len(b))})
	}
	a.guides = guides
	return nil
}

// guidesOf are the guides that a screen offers: those laid, on a screen that is touched, once something of the starter
// campaign that they belong to has been approved.
func (a *Air) guidesOf(s stand, g *gathered) []content.Ref {
	if s.place.Kind != content.Kiosk {
		return nil
	}
	for _, slide := range g.library.Slides {
		if slide.Source == starterSource {
			return a.guides
		}
	}
	return nil
}

// touchGuides touches the screens that are touched, where a slide of the starter campaign came or went.
func (a *Air) touchGuides(d difference, t *touched) {
	if !slices.ContainsFunc(d.slides, func(s content.Slide) bool { return s.Source == starterSource }) {
		return
	}
	for code, s := range a.fleet.stands {
		if s.place.Kind == content.Kiosk {
			t.screens[code] = true
		}
	}
}

// starterSource is what the slides of the starter campaign say of where they came from.
const starterSource = "starter"

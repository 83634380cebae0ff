package answer

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/server/air/record"
)

// past is what a screen had been sent to show at an instant; whether it was dark by its hours is
// dated by itself.
func past(was *record.Sent, closed bool, at time.Time) On {
	on := On{Stands: true, Sent: true}
	if t := was.Takeover; t != nil {
		on.Takeover, on.Press, on.Drill, on.PressUntil = content.TakeoverOf(t.ID), t.ID, t.Drill, time.UnixMilli(t.Programme.Until).UTC()
		if t.Reach != nil {
			on.PressArea = t.Reach.Area
		}
	}
	on.show(was.Programme, at)
	on.Closed = closed && (on.Takeover == "" || on.Drill)
	return on
}

// Glass is what was on the glass of a screen at an instant that is over, by what it had been sent:
// a medium, or a layout that travelled inside its frame.
type Glass struct {
	Preview
	Medium content.Ref // zero: the layout is in Preview, or the safe card was on
	Laid   bool        // it is
}

// SentGlass is what a screen had been sent to show at an instant; false where nothing is kept of
// it, and of an instant that is not over.
func SentGlass(ctx context.Context, s *Snapshot, code string, at time.Time) (g Glass, known bool, err error) {
	if !s.Past(at) {
		return g, false, nil
	}
	was, err := s.record.By(ctx, code, at)
	if err != nil || was == nil {
		return g, false, err
	}
	g.Fills, g.Codes = was.Screen.Fills, was.Screen.Codes
	if was.Takeover != nil {
		for _, b := range was.Takeover.Layouts { // it has one slide
			return g, true, g.lay(b)
		}
	}
	slot := was.Programme.At(at.UnixMilli())
	if slot.Slide < 0 {
		return g, true, nil
	}
	one := was.Programme.Slides[slot.Slide]
	if g.Medium = one.Medium; one.Still != nil && one.Kind == content.Video {
		g.Medium = *one.Still
	}
	if one.Board != "" {
		f, some, err := s.record.Figures(ctx, one.Board, at)
		if err != nil {
			return g, false, err
		}
		if some {
			g.Cells, g.Stale = ownCells(f.Cells, was.Screen.Areas), time.UnixMilli(f.Stale)
		}
	}
	return g, true, nil
}

func (g *Glass) lay(b json.RawMessage) error {
	g.Laid = true
	return json.Unmarshal(b, &g.Layout)
}

// Read is the glass with a layout that was kept as a medium.
func (g Glass) Read(b []byte) (Glass, error) {
	g.Layout = layout.Layout{}
	return g, g.lay(b)
}

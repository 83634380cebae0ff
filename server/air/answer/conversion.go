package answer

import (
	"context"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/store"
)

// Converting is how the clip of a slide stands that is not ready for all screens.
type Converting string

// How a clip stands.
const (
	ConvertWaits   Converting = "waits" // for its turn
	ConvertRuns    Converting = "runs"
	ConvertStopped Converting = "stopped" // somebody did, until somebody has it begin again or submits the slide
	ConvertFailed  Converting = "failed"
)

// Conversion is how far the clip of a slide is being converted.
type Conversion struct {
	State   Converting // "": there is nothing to convert any more
	Percent int        // 0 to 99, where it runs
	By      string     // who stopped it

	Ahead content.Digest // of the file that is to take the place of what is on air, where it is of that; "": it is not
}

// ConversionAhead says how far the clip is that a file of the inbox brings in place of what is on air of
// a slide: that stays until it is done.
func ConversionAhead(ctx context.Context, r store.Reader, d content.SlideDraft) (c Conversion, err error) {
	if d.Live.State != content.Approved {
		return c, nil
	}
	all, err := r.ConversionsFor(ctx, d.ID)
	for _, one := range all {
		if one.Medium != d.Live.Medium && one.Medium != d.Doc.Medium {
			c = Conversion{State: ConvertRuns, Percent: one.Percent, Ahead: one.Medium}
		}
	}
	return c, err
}

// Made says whether what screens show of a slide's file is there for every size of screen that the
// slide is meant for.
func Made(ctx context.Context, s *Snapshot, slide content.Slide) (bool, error) {
	return MadeFor(ctx, s.store.Reader, s, slide)
}

// MadeFor is [Made] as a change sees what is there, by its reader.
func MadeFor(ctx context.Context, r store.Reader, s *Snapshot, slide content.Slide) (bool, error) {
	if slide.Kind != content.Picture && slide.Kind != content.Video || !slide.Medium.Valid() {
		return true, nil
	}
	for _, m := range MeantFor(s, slide) {
		switch _, err := r.Rendition(ctx, slide.Medium, m.Width, m.Height, layout.FitKey(slide, m.Canvas)); {
		case content.CodeOf(err) == content.NotFound:
			return false, nil
		case err != nil:
			return false, err
		}
	}
	return true, nil
}

// ConversionOf says how far the clip of a slide is, as the slide is written; as it is on air, where
// nobody has written anything since.
func ConversionOf(ctx context.Context, s *Snapshot, d content.SlideDraft) (c Conversion, err error) {
	slide := d.Doc
	if !d.Begun() {
		slide = d.Live
	}
	if slide.Kind != content.Video {
		return c, nil
	}
	if made, err := Made(ctx, s, slide); made || err != nil {
		return c, err
	}
	all, err := s.store.Conversions(ctx, slide.Medium)
	c.State = ConvertWaits
	for _, one := range all { // also the work for another slide with the same clip
		switch {
		case one.Stopped != "" && one.Slide == slide.ID && slide.State != content.Approved:
			return Conversion{State: ConvertStopped, By: one.Stopped}, nil
		case one.Stopped != "":
		case one.Failed && c.State == ConvertWaits:
			c.State = ConvertFailed
		case !one.Failed:
			c.State, c.Percent = ConvertRuns, max(c.Percent, one.Percent)
		}
	}
	return c, err
}

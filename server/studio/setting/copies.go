package setting

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
)

// guidesWith are the live guides that have the old value of a setting typed into their pages, and
// keep it. Their texts lie in documents of their own, which no plan needs. What cannot be read says
// nothing here: its own page tells.
func (s *Settings) guidesWith(ctx context.Context, changed []field) (out []content.Slide, err error) {
	var old []string
	for _, f := range changed {
		live, err := liveValue(ctx, s.Store.Reader, f.Key)
		if err != nil {
			return nil, err
		}
		if live != "" && live != f.Value {
			old = append(old, live)
		}
	}
	if len(old) == 0 {
		return nil, nil
	}
	slides, err := s.Store.ApprovedSlides(ctx)
	for _, one := range slides {
		if one.Kind != content.Guide {
			continue
		}
		b, err := s.media.Read(ctx, one.Medium)
		if err != nil {
			continue
		}
		g, err := protocol.ReadGuide(b)
		if err == nil && slices.ContainsFunc(old, func(value string) bool { return content.Copied(g.Texts(), value) }) {
			out = append(out, one)
		}
	}
	return out, err
}

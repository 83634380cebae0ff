package setting

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
)

// filesWith are the live slides whose files have the old value of a setting in their text, and keep
// it: guides, and pages of documents. No plan needs these texts. What cannot be read says nothing
// here: its own page tells.
func (s *Settings) filesWith(ctx context.Context, changed []field) (out []content.Slide, err error) {
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
		texts := s.textsOf(ctx, one)
		if slices.ContainsFunc(old, func(value string) bool { return content.Copied(texts, value) }) {
			out = append(out, one)
		}
	}
	return out, err
}

// textsOf is what the file of a slide says; nothing where it has none.
func (s *Settings) textsOf(ctx context.Context, one content.Slide) []string {
	if one.Kind == content.Guide {
		b, err := s.media.Read(ctx, one.Medium)
		if err != nil {
			return nil
		}
		g, err := protocol.ReadGuide(b)
		if err != nil {
			return nil
		}
		return g.Texts()
	}
	if !one.Medium.Valid() {
		return nil
	}
	m, err := s.Store.Medium(ctx, one.Medium)
	if err != nil {
		return nil
	}
	return []string{m.Text}
}

package setting

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/server/studio/wording"
)

// filesWith are the live slides whose files have the old value of a setting in their text, and keep
// it: guides, and pages of documents; and those whose files cannot be read now. No plan needs these
// texts.
func (s *Settings) filesWith(ctx context.Context, changed []field) (out, unread []content.Slide, err error) {
	var old []string
	for _, f := range changed {
		live, err := liveValue(ctx, s.Store.Reader, f.Key)
		if err != nil {
			return nil, nil, err
		}
		if live != "" && live != f.Value {
			old = append(old, live)
		}
	}
	if len(old) == 0 {
		return nil, nil, nil
	}
	slides, err := s.Store.ApprovedSlides(ctx)
	for _, one := range slides {
		texts, failed := wording.Of(ctx, s.Store.Reader, s.media, one)
		if failed != nil {
			unread = append(unread, one)
		}
		if slices.ContainsFunc(old, func(value string) bool { return content.Copied(texts, value) }) {
			out = append(out, one)
		}
	}
	return out, unread, err
}

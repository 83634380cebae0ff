package intake

import (
	"context"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// The same bytes are the same slide, but not one that the sender may not change: they get their own,
// and that again when they send the file once more. Who may change neither is refused.
func TestKnownBytesAreTheSendersOwn(t *testing.T) {
	r := newRig(t)
	theirs := must(r.File(t.Context(), "binh", upload("a.png", renditiontest.Picture(4))))(t)
	u := upload("a.png", renditiontest.Picture(4))
	u.May = func(_ context.Context, _ *store.Tx, s content.Slide) error {
		if s.ID == theirs.ID {
			return &content.Error{Code: content.Denied}
		}
		return nil
	}
	own := must(r.File(t.Context(), "an", u))(t)
	again := must(r.File(t.Context(), "an", u))(t)
	if own.ID == theirs.ID || own.Author != "an" || again.ID != own.ID || len(r.slides()) != 2 {
		t.Errorf("%s of %s, then %s, beside %s", own.ID, own.Author, again.ID, theirs.ID)
	}
	u.May = func(context.Context, *store.Tx, content.Slide) error { return &content.Error{Code: content.Denied} }
	if _, err := r.File(t.Context(), "chi", u); content.CodeOf(err) != content.Denied || len(r.slides()) != 2 {
		t.Errorf("%v, and %d slides", err, len(r.slides()))
	}
}

package air

import (
	"context"
	"testing"

	"ngatu/internal/store"
)

// The number of a document that comes after the approval sends nothing to any screen.
func TestANumberTouchesNothingOnAir(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Gọi 1022"))
	})
	here := r.join("HK-1")
	here.some(2)
	r.calm()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.Slide(ctx, "a")
		if err != nil {
			return err
		}
		s.Approval.Document = "12/QĐ"
		return tx.PutNumbered(ctx, s)
	})
	r.calm()
	if got := here.rest(); len(got) != 0 {
		t.Errorf("the number brings %s", types(got))
	}
}

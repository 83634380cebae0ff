package public_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"ngatu/internal/store"
)

// Figures that take the place of wrong ones say so in every form, and what was gained is not computed
// from the wrong ones.
func TestABoardOutsideSaysThatItWasCorrected(t *testing.T) {
	a := boards(t)
	_, before := open(t, "GET", a.Address()+"/board/gauge.png")
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Release(ctx, "r-now")
		if err != nil {
			return err
		}
		figures, err := tx.Figures(ctx, now)
		if err != nil {
			return err
		}
		now.ID, now.Record.Corrects = "r-right", "r-now"
		return tx.PutRelease(ctx, now, figures)
	})
	for form, says := range map[string]string{"": "đã đính chính", ".json": `"corrected":true`, ".csv": "đã đính chính"} {
		for _, id := range []string{"gauge", "league", "grid"} {
			if _, body := open(t, "GET", a.Address()+"/board/"+id+form); !strings.Contains(body, says) {
				t.Errorf("%s%s does not say %q:\n%s", id, form, says, body)
			}
		}
	}
	if resp, after := open(t, "GET", a.Address()+"/board/gauge.png"); resp.StatusCode != http.StatusOK || after == before {
		t.Errorf("the picture does not say it: %d", resp.StatusCode)
	}
}

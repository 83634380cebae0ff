package air

import (
	"context"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// A target that is set after figures were released is on boards at once, and so is one that is
// corrected; figures with a target of their own keep it.
func TestTargetsReachBoardsAtOnce(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), league("league"))
	})
	e := r.join("HK-1")
	e.some(2)
	r.release("one", 10, func(f *figure.Figure) { // 100 each
		if f.Target = 0; f.Area.Code == "001" {
			f.Target = 500
		}
	})
	e.some(2)
	for _, c := range []struct {
		value int64
		want  string
	}{{1000, "/ 29.500"}, {2000, "/ 58.500"}} {
		r.calm()
		r.change(func(ctx context.Context, tx *store.Tx) error {
			var set []figure.Target
			for _, d := range r.parts.Areas.At(area.Nov2024, area.DistrictLevel) {
				set = append(set, figure.Target{Area: d.Key(), Since: tx.Time().Truncate(24 * time.Hour).Add(-48 * time.Hour), Value: c.value})
			}
			return tx.PutTargets(ctx, figure.Accounts.ID, set)
		})
		got := only(e.some(1), protocol.TypeFigures)
		if len(got) != 1 {
			t.Fatalf("targets of %d bring no figures", c.value)
		}
		var f protocol.Figures
		if err := got[0].Open(&f); err != nil {
			t.Fatal(err)
		}
		if cell := f.Cells["gauge.target"]; cell.T != c.want {
			t.Errorf("with targets of %d the board says %q, want %q", c.value, cell.T, c.want)
		}
	}
}

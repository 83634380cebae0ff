package public_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// Where two districts have no target, the percentage is of the others and says so, beside a total
// of all.
func TestABoardOutsideSaysWhatItsPercentageIsOf(t *testing.T) {
	a := boards(t)
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	change(t, a, func(ctx context.Context, tx *store.Tx) error {
		var all []figure.Figure
		for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
			f := figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 500, Target: 1000}
			if i < 2 {
				f.Target = 0
			}
			all = append(all, f)
		}
		return tx.PutRelease(ctx, store.Release{
			ID: "r-some", Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: time.Now().Truncate(time.Minute), Source: "Công an thành phố", By: "test",
		}, all)
	})
	w := readBoard(t, a, "gauge").Whole
	if w == nil || w.Value != 15_000 || w.Of != 0 || w.Percent != 50 {
		t.Errorf("the gauge: %+v", w)
	}
	const says = "Tỷ lệ tính trên 28/30 đơn vị"
	_, data := open(t, "GET", a.Address()+"/board/gauge.json")
	_, table := open(t, "GET", a.Address()+"/board/gauge.csv")
	_, page := open(t, "GET", a.Address()+"/board/gauge")
	if !strings.Contains(data, `"share_of":28`) || !strings.Contains(table, says) || !strings.Contains(page, says) ||
		!strings.Contains(page, "15.000") || !strings.Contains(page, "50,0 %") || strings.Contains(page, "28.000") {
		t.Errorf("%s\n%s\n%s", data, table, page)
	}
	for _, id := range []string{"gauge", "grid"} {
		resp, picture := open(t, "GET", a.Address()+"/board/"+id+".png")
		if resp.StatusCode != http.StatusOK {
			t.Errorf("the picture of %s: %d", id, resp.StatusCode)
		}
		if shots := os.Getenv("NGATU_SHOTS"); shots != "" {
			if err := os.WriteFile(filepath.Join(shots, "share-"+id+".png"), []byte(picture), 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

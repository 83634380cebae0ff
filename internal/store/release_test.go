package store

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

func TestReleases(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		day := func(d int) time.Time { return time.Date(2024, 11, d, 17, 0, 0, 0, area.Local) }
		release := func(id string, asOf time.Time, sample bool, value int64) Release {
			r := Release{ID: id, Measure: "accounts", Period: area.Nov2024, AsOf: asOf, Source: "Báo cáo số 5", By: "Phòng Chính trị", Sample: sample}
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutRelease(ctx, r, []figure.Figure{
					{Area: area.Key{Period: area.Nov2024, Code: "006"}, Value: value, Target: 90, Denominator: 100, DenominatorName: "dân số từ 15 tuổi", Source: "Công an quận"},
					{Area: area.City(area.Nov2024), Value: 1633840},
				})
			})
			return r
		}
		_, err := s.LatestRelease(ctx, "accounts", area.Nov2024)
		refused(t, err, content.NotFound)
		release("first", day(21), false, 10)
		release("second", day(27), false, 20)
		release("late", day(20), false, 5)
		corrected := release("corrected", day(27), false, 21)
		release("sample", day(25), true, 99)

		latest := must[Release](t)(s.LatestRelease(ctx, "accounts", area.Nov2024))
		if latest.ID != "corrected" || !latest.AsOf.Equal(day(27)) || latest.AsOf.Location() != area.Local {
			t.Errorf("latest is %+v", latest)
		}
		if before := must[Release](t)(s.PreviousRelease(ctx, latest)); before.ID != "first" {
			t.Errorf("progress is computed from %+v, want the last real one of an earlier time", before)
		}
		latest.Record.Corrects = "first"
		if before := must[Release](t)(s.PreviousRelease(ctx, latest)); before.ID != "late" {
			t.Errorf("progress is computed from %q, want the one before that which was corrected", before.ID)
		}
		latest.Record.Corrects = ""
		_, err = s.PreviousRelease(ctx, must[Release](t)(s.Release(ctx, "sample")))
		refused(t, err, content.NotFound)
		_, err = s.LatestRelease(ctx, "accounts", area.Jan2025)
		refused(t, err, content.NotFound)

		want := []figure.Figure{
			{Area: area.Key{Period: area.Nov2024, Code: "006"}, Value: 21, Target: 90, Denominator: 100, DenominatorName: "dân số từ 15 tuổi", Source: "Công an quận"},
			{Area: area.City(area.Nov2024), Value: 1633840},
		}
		for i := range want {
			want[i].Measure, want[i].AsOf, want[i].ReleasedBy = "accounts", corrected.AsOf, corrected.By
		}
		if diff := cmp.Diff(want, must[[]figure.Figure](t)(s.Figures(ctx, latest))); diff != "" {
			t.Error(diff)
		}
		page := must[[]Release](t)(s.Releases(ctx, "accounts", 0, 2))
		if len(page) != 2 || page[0].ID != "sample" {
			t.Errorf("newest first: %+v", page)
		}
		if rest := must[[]Release](t)(s.Releases(ctx, "", page[1].Number, 10)); len(rest) != 3 {
			t.Errorf("%d on the next page, want 3", len(rest))
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteRelease(ctx, "corrected") })
		if latest := must[Release](t)(s.LatestRelease(ctx, "accounts", area.Nov2024)); latest.ID != "second" {
			t.Errorf("after withdrawing: %+v", latest)
		}
	})
}

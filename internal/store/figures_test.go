package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
)

// What comes before a release and beside it: sheets, drafts, recipes, measures, accepted names.
func TestBeforeARelease(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		unit := area.Key{Period: area.Nov2024, Code: "006"}
		put := func(do func(ctx context.Context, tx *Tx) error) { t.Helper(); changed(t, s, do) }

		sheet := Sheet{ID: "s-1", State: Waiting, Sender: "an", Measure: "accounts", Name: "bảng.csv", Detail: SheetDetail{Asks: []reading.Ask{{Vi: "?", En: "?"}}}}
		put(func(ctx context.Context, tx *Tx) error { return tx.PutSheet(ctx, sheet, strings.NewReader("một")) })
		sheet.ID = "s-2"
		put(func(ctx context.Context, tx *Tx) error { return tx.PutSheet(ctx, sheet, strings.NewReader("hai")) })
		if w := must[[]Sheet](t)(s.WaitingSheets(ctx)); len(w) != 1 || w[0].ID != "s-2" || len(w[0].Detail.Asks) != 1 {
			t.Errorf("waiting: %+v", w)
		}
		if last := must[Sheet](t)(s.LastSheet(ctx, "an", "accounts")); last.ID != "s-2" {
			t.Errorf("the newest of the sender: %+v", last)
		}
		_, err := s.LastSheet(ctx, "an", "staff")
		refused(t, err, content.NotFound)
		if b := must[[]byte](t)(s.SheetBytes(ctx, "s-1")); string(b) != "một" {
			t.Errorf("the bytes are %q", b)
		}

		asOf := time.Date(2024, 11, 21, 17, 0, 0, 0, area.Local)
		draft := Release{
			ID: "r-1", Measure: "accounts", Period: area.Nov2024, AsOf: asOf, Source: "x", By: "An", State: Draft, Sender: "an", Sheet: "s-2",
			Record: Record{Units: 1, Of: 30, Verdict: figure.Verdict{Warnings: []figure.Problem{{Kind: figure.Fall, Vi: "a", En: "b"}}}},
		}
		put(func(ctx context.Context, tx *Tx) error {
			return tx.PutRelease(ctx, draft, []figure.Figure{{Area: unit, Value: 5}})
		})
		_, err = s.LatestRelease(ctx, "accounts", area.Nov2024)
		refused(t, err, content.NotFound)
		if d := must[Release](t)(s.LatestDraft(ctx, "accounts", area.Nov2024)); d.ID != "r-1" || d.Record.Of != 30 || len(d.Record.Verdict.Warnings) != 1 {
			t.Errorf("draft: %+v", d)
		}
		draft.ID, draft.Due = "r-2", asOf.Add(time.Hour)
		put(func(ctx context.Context, tx *Tx) error {
			if err := tx.Supersede(ctx, "an", "accounts", area.Nov2024); err != nil {
				return err
			}
			return tx.PutRelease(ctx, draft, []figure.Figure{{Area: unit, Value: 6}})
		})
		if due := must[time.Time](t)(s.NextDue(ctx)); !due.Equal(draft.Due) {
			t.Errorf("due at %v", due)
		}
		put(func(ctx context.Context, tx *Tx) error {
			return tx.ReleaseDraft(ctx, "r-2", "Bình", Record{Reason: "đúng"})
		})
		if r := must[Release](t)(s.LatestRelease(ctx, "accounts", area.Nov2024)); r.ID != "r-2" || r.By != "Bình" || r.Record.Reason != "đúng" {
			t.Errorf("released: %+v", r)
		}
		_, err = s.Change(ctx, "an", func(tx *Tx) error { return tx.ReleaseDraft(ctx, "r-1", "Bình", Record{}) })
		refused(t, err, content.NotFound) // it was superseded

		recipe := Recipe{ID: "c-1", Sender: "an", Measure: "accounts", Period: area.Nov2024, Level: area.DistrictLevel, Layout: strings.Repeat("a", 64), Made: RecipeMade{
			By: "binh", Answers: reading.Answers{Roles: map[string]reading.Role{"kết quả": reading.Value}, Seen: true},
		}}
		put(func(ctx context.Context, tx *Tx) error { return tx.PutRecipe(ctx, recipe) })
		put(func(ctx context.Context, tx *Tx) error {
			if err := tx.UseRecipe(ctx, "c-1"); err != nil {
				return err
			}
			return tx.PutUnitName(ctx, "q. đống da|", unit)
		})
		if c := must[Recipe](t)(s.RecipeFor(ctx, "an", "accounts", recipe.Layout)); c.Uses != 1 || c.Made.Answers.Roles["kết quả"] != reading.Value {
			t.Errorf("recipe: %+v", c)
		}
		_, err = s.RecipeFor(ctx, "binh", "accounts", recipe.Layout)
		refused(t, err, content.NotFound)
		put(func(ctx context.Context, tx *Tx) error { return tx.EndRecipe(ctx, "c-1", "nhầm cột") })
		_, err = s.RecipeFor(ctx, "an", "accounts", recipe.Layout)
		refused(t, err, content.NotFound)

		since := time.Date(2024, 11, 1, 0, 0, 0, 0, area.Local)
		for _, value := range []int64{5, 7} { // another of the same day takes its place
			put(func(ctx context.Context, tx *Tx) error {
				return tx.PutTargets(ctx, "accounts", []figure.Target{{Area: unit, Since: since, Value: value}})
			})
		}
		if set := must[figure.Targets](t)(s.Targets(ctx, "accounts", area.Nov2024)); len(set) != 1 || set[0].Value != 7 || !set[0].Since.Equal(since) || set[0].By == "" {
			t.Errorf("targets: %+v", set)
		}
		// a figure follows the targets that are set, whenever they are, unless it has one of its own
		another := area.Key{Period: area.Nov2024, Code: "002"}
		day := Release{ID: "follows", Measure: "accounts", Period: area.Nov2024, AsOf: since.AddDate(0, 0, 20), State: Draft}
		put(func(ctx context.Context, tx *Tx) error {
			return tx.PutRelease(ctx, day, []figure.Figure{{Area: unit, Value: 1, Target: 7}, {Area: another, Value: 1, Target: 9}})
		})
		put(func(ctx context.Context, tx *Tx) error {
			return tx.PutTargets(ctx, "accounts", []figure.Target{
				{Area: unit, Since: since.AddDate(0, 0, 10), Value: 8}, {Area: unit, Since: since.AddDate(0, 0, 21), Value: 99}, {Area: another, Since: since, Value: 88},
			})
		})
		for _, f := range must[[]figure.Figure](t)(s.Figures(ctx, day)) {
			if want := map[area.Key]int64{unit: 8, another: 9}[f.Area]; f.Target != want {
				t.Errorf("%s has the target %d, want %d", f.Area, f.Target, want)
			}
		}
		m := figure.Accounts
		m.Sources = []string{"Công an thành phố"}
		put(func(ctx context.Context, tx *Tx) error {
			if err := tx.PutUnitName(ctx, "quận đống da|", unit); err != nil {
				return err
			}
			return tx.PutMeasure(ctx, m)
		})
		if all := must[[]figure.Measure](t)(s.Measures(ctx)); len(all) != 2 || !all[0].Allows("công an thành phố") {
			t.Errorf("measures: %+v", all)
		}
		if n := must[figure.Names](t)(s.UnitNames(ctx, area.Nov2024)); n["quận đống da|"] != unit {
			t.Errorf("names: %v", n)
		}
	})
}

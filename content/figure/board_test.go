package figure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

func release(t *testing.T, at time.Time, texts ...string) figure.Release {
	t.Helper()
	list := rows(texts...)
	for i := range list {
		list[i].AsOf = figure.At(at)
	}
	figures, problems := match(list, area.Nov2024)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r, problem := figure.NewRelease(figure.Accounts, "Nguyễn Văn A", true, figures)
	if problem != nil {
		t.Fatal(problem)
	}
	return r
}

func board(lines []figure.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, fmt.Sprintf("%d %s %d", l.Rank, l.Area.Code, l.Value))
	}
	return strings.Join(out, "; ")
}

func TestBoard(t *testing.T) {
	before := release(t, asOf.AddDate(0, 0, -7), "001|||5|100", "002|||20|100", "003|||30|100", "004|||1|3")
	now := release(t, asOf, "01|||999", "001|||50|100", "002|||20|100", "003|||25|100", "004|||1|2", "005|||7", "006|||2000|")
	city := area.City(area.Nov2024)

	b := figure.NewBoard(set, now, &before, city, set.Children(city), figure.OfTarget)
	if got, want := board(b.Lines), "1 001 50; 1 004 1; 3 003 25; 4 002 20; 5 006 2000; 6 005 7"; got != want {
		t.Errorf("by target: %s, want %s", got, want)
	}
	if b.Sum != 2103 || b.Whole == nil || b.Whole.Value != 999 || len(b.Missing) != 24 || !b.Sample || b.ReleasedBy == "" || b.Source == "" {
		t.Errorf("%+v", b)
	}
	if own, ok := b.Line(area.Key{Period: area.Nov2024, Code: "001"}); !ok || own.Percent != 500 || own.Increase != 45 || !own.Compared {
		t.Errorf("own progress %+v", own)
	}
	if own, ok := b.Line(city); !ok || own.Value != 999 {
		t.Errorf("the city's own %+v", own)
	}
	if m := b.Movers(3); len(m) != 1 || m[0].Area.Code != "001" {
		t.Errorf("movers %v: one increased, the others stood still, fell or are new", m)
	}

	b = figure.NewBoard(set, now, nil, city, set.Children(city), figure.NoBase)
	if got, want := board(b.Lines), "1 006 2000; 2 001 50; 3 003 25; 4 002 20; 5 005 7; 6 004 1"; got != want {
		t.Errorf("by value: %s, want %s", got, want)
	}
	if len(b.Movers(3)) != 0 || !b.Previous.IsZero() {
		t.Error("movers without a release before")
	}
}

func TestReleasesThatCannotBeCompared(t *testing.T) {
	now := release(t, asOf, "001|||50")
	city := area.City(area.Nov2024)
	for name, before := range map[string]func(*figure.Release){
		"same time":     func(r *figure.Release) {},
		"later":         func(r *figure.Release) { r.AsOf = asOf.Add(time.Hour) },
		"other measure": func(r *figure.Release) { r.AsOf, r.Measure = asOf.Add(-time.Hour), "visits" },
		"real numbers":  func(r *figure.Release) { r.AsOf, r.Sample = asOf.Add(-time.Hour), false },
		"other period": func(r *figure.Release) {
			r.AsOf, r.Figures[0].Area.Period = asOf.Add(-time.Hour), area.Jan2025
		},
	} {
		old := release(t, asOf, "001|||10")
		before(&old)
		if b := figure.NewBoard(set, now, &old, city, set.Children(city), figure.NoBase); b.Lines[0].Compared || len(b.Movers(9)) > 0 {
			t.Errorf("%s: compared", name)
		}
	}
}

func TestTiesGoByCodeWhateverTheOrder(t *testing.T) {
	texts := []string{"003|||5", "001|||5", "002|||5"}
	before := release(t, asOf.Add(-time.Hour), "001|||1", "002|||1", "003|||1")
	for range 3 {
		texts = append(texts[1:], texts[0])
		now := release(t, asOf, texts...)
		b := figure.NewBoard(set, now, &before, area.City(area.Nov2024), set.Children(area.City(area.Nov2024)), figure.NoBase)
		if got := board(b.Lines) + " / " + board(b.Movers(2)); got != "1 001 5; 1 002 5; 1 003 5 / 1 001 5; 1 002 5" {
			t.Errorf("%v: %s", texts, got)
		}
	}
}

func TestRankIsExactWhereRoundingIsNot(t *testing.T) {
	now := release(t, asOf, "001|||333333333332|999999999998", "002|||333333333333|1.000.000.000.000")
	b := figure.NewBoard(set, now, nil, area.City(area.Nov2024), set.Children(area.City(area.Nov2024)), figure.OfTarget)
	if b.Lines[0].Area.Code != "002" && b.Lines[0].Percent == b.Lines[1].Percent && b.Lines[0].Rank == b.Lines[1].Rank {
		t.Errorf("%+v", b.Lines)
	}
	// 333333333332/999999999998 < 333333333333/1000000000000 fails: the former is
	// 0.33333333333266…, the latter 0.333333333333.
	if b.Lines[0].Area.Code != "002" {
		t.Errorf("first is %s", b.Lines[0].Area.Code)
	}
}

func TestNewRelease(t *testing.T) {
	good, _ := match(rows("002|||20", "001|||10"), area.Nov2024)
	r, problem := figure.NewRelease(figure.Accounts, "A", false, good)
	if problem != nil || r.Figures[0].Area.Code != "001" || r.Figures[0].Measure != "accounts" || r.Figures[1].ReleasedBy != "A" {
		t.Errorf("%+v, %v", r, problem)
	}
	if f, ok := r.Figure(area.Key{Period: area.Nov2024, Code: "002"}); !ok || f.Value != 20 {
		t.Errorf("%+v", f)
	}
	if good[0].Measure != "" {
		t.Error("the figures handed over were changed")
	}
	if _, problem := figure.NewRelease(figure.Accounts, " ", false, good); problem == nil {
		t.Error("released by nobody")
	}
	if _, problem := figure.NewRelease(figure.Accounts, "A", false, append(good, good[0])); problem == nil {
		t.Error("a unit twice")
	}
	if r.Ahead(asOf) != nil || r.Ahead(asOf.Add(-time.Second)) == nil {
		t.Error("the as-of time is ahead of now only when it is later")
	}
	if r.OutOfPeriod() != nil {
		t.Error("21/11/2024 is in 2024-11")
	}
	r.AsOf = time.Date(2025, 8, 1, 0, 0, 0, 0, area.Local)
	if r.OutOfPeriod() == nil {
		t.Error("districts in August 2025")
	}
}

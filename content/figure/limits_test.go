package figure_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// bench is a release held against the one of the day before: all districts, with 100.100 accounts,
// then 100.150.
type bench struct {
	before, now figure.Release
	with        figure.Checked
}

// plain is a bench on which no check finds anything.
func plain(units []area.Area) *bench {
	b := &bench{with: figure.Checked{Set: set, Limits: figure.StandardLimits, Measure: figure.Accounts}}
	b.with.Measure.Sources = []string{"Công an thành phố"}
	b.before, b.now = figure.Release{Measure: "accounts", AsOf: asOf}, figure.Release{Measure: "accounts", AsOf: asOf.AddDate(0, 0, 1)}
	b.with.Before = &b.before
	for _, a := range units {
		f := figure.Figure{Area: a.Key(), Value: 100_100, Source: "Công an thành phố"}
		b.before.Figures = append(b.before.Figures, f)
		f.Value += 50
		b.now.Figures = append(b.now.Figures, f)
	}
	return b
}

func districts() *bench { return plain(set.At(area.Nov2024, area.DistrictLevel)) }

// some are twelve communes, which need not be all.
func some() *bench {
	b := plain(set.At(area.Nov2024, area.CommuneLevel)[:12])
	b.with.Limits.Whole = false
	return b
}

// every gives all units one value before and one now.
func (b *bench) every(before, now int64) *bench {
	for i := range b.now.Figures {
		b.before.Figures[i].Value, b.now.Figures[i].Value = before, now
	}
	return b
}

// one gives the first unit a value before and one now.
func (b *bench) one(before, now int64) *bench {
	b.before.Figures[0].Value, b.now.Figures[0].Value = before, now
	return b
}

// first gives the first n units what change makes of them.
func (b *bench) first(n int, change func(before, now *figure.Figure)) *bench {
	for i := range n {
		change(&b.before.Figures[i], &b.now.Figures[i])
	}
	return b
}

func (b *bench) after(d time.Duration) *bench { b.now.AsOf = b.before.AsOf.Add(d); return b }

// only leaves out the checks of falls and rises, to look at ratios alone.
func (b *bench) only() *bench {
	l := figure.StandardLimits
	b.with.Limits = figure.Limits{RatioDays: l.RatioDays, MedianLow: l.MedianLow, MedianHigh: l.MedianHigh, UnitLow: l.UnitLow, UnitHigh: l.UnitHigh}
	return b
}

func (b *bench) correcting(earlier *figure.Release) *bench {
	b.with.Corrects, b.with.Earlier = true, earlier
	return b
}

// alone has nothing before it.
func (b *bench) alone() *bench { b.with.Before = nil; return b }

// found are the kinds of what is found, errors with "!".
func (b *bench) found() string {
	var out []string
	v := figure.Check(b.now, b.with)
	for _, p := range v.Errors {
		out = append(out, "!"+string(p.Kind))
	}
	for _, p := range v.Warnings {
		out = append(out, string(p.Kind))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

const days = 24 * time.Hour

// TestEveryLimit holds each check of two releases just within its limit and just above, and with the
// limit set wider. A limit of 0 is not checked.
func TestEveryLimit(t *testing.T) {
	round := func(_, now *figure.Figure) { now.Value = 101_000 }
	same := func(before, now *figure.Figure) { now.Value = before.Value }
	above := func(_, now *figure.Figure) { now.Target = now.Value - 1 }
	targets := func(b *bench) *bench {
		return b.first(len(b.now.Figures), func(before, now *figure.Figure) { before.Target, now.Target = 200_000, 200_000 })
	}
	published := func(b *bench, total int64) *bench {
		b.with.Published = []figure.Published{{Day: asOf.AddDate(0, 0, -1), Metric: "accounts", Value: total, Qualifier: "="}}
		b.with.Limits.FirstByTwo = false
		return b.alone()
	}
	all := int64(30 * 100_150)
	earlier := districts().every(10_010, 0).before
	for name, c := range map[string]struct {
		within, over *bench
		finds        string // over the limit
		also         string // within it as well
		wider        func(*figure.Limits)
	}{
		"nothing": {within: districts(), over: districts()},

		"the city falls by 0.5 %":       {districts().every(100_200, 99_699), districts().every(100_200, 99_698), "!fall fall", "fall", func(l *figure.Limits) { l.CityFall = 0.6 }},
		"a unit falls by 2 %":           {districts().one(100_100, 98_098), districts().one(100_100, 98_097), "!fall fall", "fall", func(l *figure.Limits) { l.UnitFall = 3 }},
		"falls that correct":            {over: districts().every(100_100, 90_090).correcting(nil), finds: "fall"},
		"the median falls to a half":    {districts().only().every(100_010, 50_005), districts().only().every(100_010, 50_004), "!other_scale fall", "fall", func(l *figure.Limits) { l.MedianLow = 0.4 }},
		"the median doubles":            {districts().only().every(100_010, 200_020), districts().only().every(100_010, 200_021), "!other_scale", "", func(l *figure.Limits) { l.MedianHigh = 3 }},
		"a unit falls to a fifth":       {districts().only().one(100_010, 20_002), districts().only().one(100_010, 20_001), "!other_scale fall", "fall", func(l *figure.Limits) { l.UnitLow = 0.1 }},
		"a unit rises five times":       {districts().only().one(100_010, 500_050), districts().only().one(100_010, 500_051), "!other_scale", "", func(l *figure.Limits) { l.UnitHigh = 6 }},
		"within 14 days":                {districts().only().one(100_010, 500_051).after(14*days + time.Minute), districts().only().one(100_010, 500_051).after(14 * days), "!other_scale", "", func(l *figure.Limits) { l.RatioDays = 13 }},
		"a scale that corrects":         {over: districts().only().every(100_100, 10_015).correcting(&earlier), finds: "fall other_scale"},
		"one that is wrong as well":     {over: districts().only().every(100_100, 100_101).correcting(&earlier), finds: "!other_scale", wider: func(l *figure.Limits) { l.MedianHigh, l.UnitHigh = 11, 11 }},
		"above the bound":               {bounded(100_150), bounded(100_149), "!too_many", "", nil},
		"any fall":                      {districts().one(100_100, 100_100), districts().one(100_100, 100_099), "fall", "", nil},
		"the city rises by 5 %":         {districts().every(100_100, 105_105).after(2 * days), districts().every(100_100, 105_106).after(2 * days), "rise", "", func(l *figure.Limits) { l.CityRise = 6 }},
		"the city rises by 100.000":     {rising(0), rising(1), "rise", "", func(l *figure.Limits) { l.CityRiseADay = 200_000 }},
		"and within half a day":         {rising(0).after(days / 2), rising(1).after(days / 2), "rise", "", func(l *figure.Limits) { l.CityRiseADay = 200_000 }},
		"a district by 10 %":            {districts().one(10_010, 11_011), districts().one(10_010, 11_012), "rise", "", func(l *figure.Limits) { l.DistrictRise = 11 }},
		"a district by 1.000":           {districts().one(9_000, 10_000), districts().one(9_000, 10_001), "rise", "", func(l *figure.Limits) { l.DistrictRiseBy = 2_000 }},
		"a commune by 25 %":             {some().one(804, 1_005), some().one(804, 1_006), "rise", "", func(l *figure.Limits) { l.CommuneRise = 30 }},
		"a commune by 200":              {some().one(400, 600), some().one(400, 601), "rise", "", func(l *figure.Limits) { l.CommuneRiseBy = 300 }},
		"half newly above their target": {targets(districts()).first(15, above), targets(districts()).first(16, above), "above_target", "", func(l *figure.Limits) { l.Above = 60 }},
		"above it before":               {over: targets(districts()).first(30, above).first(15, func(before, _ *figure.Figure) { before.Target = 1 })},
		"80 % whole thousands":          {districts().first(23, round), districts().first(24, round), "rounded", "", func(l *figure.Limits) { l.Rounded = 90 }},
		"90 % unchanged":                {districts().first(26, same), districts().first(27, same), "unchanged", "", func(l *figure.Limits) { l.Unchanged = 95 }},
		"all but one corrected":         {over: districts().first(29, same).one(100_100, 100_099).correcting(nil), finds: "fall"},
		"unchanged at one time":         {over: districts().first(30, same).after(0)},
		"a unit is missing":             {districts(), lacking(districts(), true), "missing_units", "", func(l *figure.Limits) { l.Whole = false }},
		"one that was there":            {districts(), lacking(districts(), false), "gone missing_units", "", nil},
		"older":                         {districts().after(0), districts().after(-time.Minute), "older", "", nil},
		"older than what it corrects":   {over: districts().after(-time.Minute).correcting(&earlier), finds: "!older"},
		"another source":                {districts(), districts().first(1, func(_, now *figure.Figure) { now.Source = "Sở TT&TT" }), "unlisted_source", "", func(l *figure.Limits) { l.SourcesListed = false }},
		"the first":                     {districts(), districts().alone(), "!first", "", func(l *figure.Limits) { l.FirstByTwo = false }},
		"less than published":           {published(districts(), all*1000/995), published(districts(), all*1000/994), "against_published", "", func(l *figure.Limits) { l.CityFall = 0.7 }},
		"more than published":           {published(districts(), all-200_000), published(districts(), all-200_001), "against_published", "", func(l *figure.Limits) { l.CityRiseADay = 200_000 }},
	} {
		if c.within != nil {
			if got := c.within.found(); got != c.also {
				t.Errorf("%s, within: %q, want %q", name, got, c.also)
			}
		}
		if got := c.over.found(); got != c.finds {
			t.Errorf("%s: %q, want %q", name, got, c.finds)
		}
		if c.wider != nil {
			c.wider(&c.over.with.Limits)
			if got := c.over.found(); got != c.also {
				t.Errorf("%s, with a wider limit: %q, want %q", name, got, c.also)
			}
		}
		c.over.with.Limits = figure.Limits{}
		for _, kind := range strings.Fields(c.over.found()) {
			if !slices.Contains([]string{"fall", "gone", "older", "!older", "!too_many"}, kind) {
				t.Errorf("%s, without limits: %s", name, kind)
			}
		}
	}
}

// bounded is a bench whose measure has a greatest value.
func bounded(most int64) *bench {
	b := districts()
	b.with.Measure.Most = most
	return b
}

// rising is a bench in which the city rises by 100.000 and so much more, of 60 million.
func rising(more int64) *bench {
	b := districts().every(2_000_100, 2_003_433).first(10, func(_, now *figure.Figure) { now.Value++ })
	b.now.Figures[0].Value += more
	return b
}

// lacking is a bench without the last unit; before says that it was not there either.
func lacking(b *bench, before bool) *bench {
	b.now.Figures = b.now.Figures[:29]
	if before {
		b.before.Figures = b.before.Figures[:29]
	}
	return b
}

// First figures are held against how many people live in the units; where nobody knows that, nothing
// is said.
func TestFirstFiguresFitThePeople(t *testing.T) {
	like := func(units []area.Area, one float64) *bench {
		b := plain(units).alone()
		b.with.Limits = figure.Limits{Population: 5}
		sum, rest := 0.0, 0.0
		for i, a := range units {
			n, _ := set.Population(a.Key())
			if sum += float64(n); i > 0 {
				rest += float64(n)
			}
		}
		n, _ := set.Population(units[0].Key())
		part := one * float64(n) / sum // of the total that the first unit has
		for i, a := range units {
			people, _ := set.Population(a.Key())
			b.now.Figures[i].Value = int64(10_000_000 * float64(people) / rest * (1 - part))
		}
		b.now.Figures[0].Value = int64(10_000_000 * part)
		return b
	}
	for _, units := range [][]area.Area{set.At(area.Nov2024, area.DistrictLevel), set.At(area.Jan2025, area.DistrictLevel), set.At(area.Jul2025, area.CommuneLevel)} {
		for times, want := range map[float64]string{1: "", 4.99: "", 5.01: "unlike_population", 0.201: "", 0.199: "unlike_population"} {
			b := like(units, times)
			if got := b.found(); got != want {
				t.Errorf("%s: %g times its part: %q", units[0].Period, times, got)
			}
			b.with.Limits.Population = 6
			if got := b.found(); got != "" {
				t.Errorf("%s: %g times its part, with another limit: %q", units[0].Period, times, got)
			}
			b.with.Limits.Population, b.with.Before = 5, &b.before
			b.with.Measure.Sources = nil
			if got := b.found(); strings.Contains(got, "unlike_population") {
				t.Errorf("%s: not the first: %q", units[0].Period, got)
			}
		}
	}
	communes := plain(set.At(area.Nov2024, area.CommuneLevel)).alone().first(1, func(_, now *figure.Figure) { now.Value = 1e9 })
	communes.with.Limits = figure.Limits{Population: 5}
	m, _, _ := figure.Staff.WithBodies([]string{"Sở Y tế", "Sở Tư pháp"})
	bodies := plain(m.Units(set).At(m.Period(), area.BodyLevel)).alone().first(1, func(_, now *figure.Figure) { now.Value = 1e9 })
	bodies.with.Limits, bodies.with.Set = figure.Limits{Population: 5}, m.Units(set)
	if got := communes.found() + bodies.found(); got != "" {
		t.Errorf("of units whose people nobody has counted it says %q", got)
	}
}

// What no count can be, and parts that do not add up, are refused with the file.
func TestEveryBoundOfASheet(t *testing.T) {
	column := func(n int, value func(i int) int, more ...string) []figure.Row {
		var out []string
		for i, d := range set.At(area.Nov2024, area.DistrictLevel)[:n] {
			out = append(out, fmt.Sprintf("%s|||%d", d.Code, value(i)))
		}
		return rows(append(out, more...)...)
	}
	counting := func(i int) int { return i + 1 }
	flat := func(v int) func(int) int { return func(int) int { return v } }
	for name, c := range map[string]struct {
		rows []figure.Row
		want figure.Trouble
	}{
		"1…n":                    {column(10, func(i int) int { return 500 + i }), ""},
		"1…n of ten":             {column(10, counting), figure.NoCounts},
		"1…n of nine":            {column(9, counting), ""},
		"all up to 100":          {column(30, flat(100)), figure.NoCounts},
		"one above 100":          {column(30, func(i int) int { return 100 + i/29 }), ""},
		"a total that adds up":   {column(30, flat(500), "|Tổng cộng||15000"), ""},
		"a total that does not":  {column(30, flat(500), "|Tổng cộng||15001"), figure.TotalDiffers},
		"a city that adds up":    {column(30, flat(500), "|Thành phố Hà Nội||15000"), ""},
		"a city that does not":   {column(30, flat(500), "|Thành phố Hà Nội||14999"), figure.TotalDiffers},
		"at the denominator":     {rows("001|||500||500"), ""},
		"above the denominator":  {rows("001|||501||500"), figure.OverDenominator},
		"districts and communes": {rows("001|||501", "00001|||20"), figure.MixedLevels},
	} {
		_, problems := match(c.rows, area.Nov2024)
		got := figure.Trouble("")
		if len(problems) > 0 {
			got = problems[0].Kind
		}
		if got != c.want {
			t.Errorf("%s: %v, want %q", name, problems, c.want)
		}
	}
}

// A folder of before has limits that say nothing of what had no setting then: that goes on. 0
// switches it off.
func TestLimitsOfBefore(t *testing.T) {
	var l figure.Limits
	if err := json.Unmarshal([]byte(`{"city_fall": 1}`), &l); err != nil || l.CityFall != 1 || l.Small != 100 || l.Above != 50 {
		t.Errorf("%+v, %v", l, err)
	}
	b, err := json.Marshal(figure.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &l); err != nil || l != (figure.Limits{}) {
		t.Errorf("switched off: %+v, %v", l, err)
	}
}

// All districts at most 100 are percentages, unless the measure counts few.
func TestSmallCounts(t *testing.T) {
	rows := func(value int64) (out []figure.Row) {
		for i, a := range set.At(area.Nov2024, area.DistrictLevel) {
			out = append(out, figure.Row{
				Line: i + 2, Code: a.Code, Name: a.Name, Value: figure.Number{Count: value - int64(i%2)}, AsOf: figure.Instant{Time: asOf}, Source: "Công an thành phố",
			})
		}
		return out
	}
	m := figure.Accounts
	for _, c := range []struct {
		small, value int64
		refused      bool
	}{{100, 100, true}, {100, 101, false}, {0, 100, false}, {20, 21, false}, {20, 20, true}} {
		m.Limits.Small = c.small
		_, problems, err := m.Match(t.Context(), rows(c.value), set, area.Nov2024, nil)
		if err != nil || (len(problems) == 1 && problems[0].Kind == figure.NoCounts) != c.refused || len(problems) > 1 {
			t.Errorf("%+v: %+v, %v", c, problems, err)
		}
	}
}

package hours

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"pgregory.net/rapid"
)

var zoneNames = []string{
	"Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
	"America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Africa/Casablanca", "UTC",
}

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func clock(t testing.TB, text string) Clock {
	t.Helper()
	c, err := ParseClock(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// parts reads "mon-fri 06:30-22:00; sat 22:00-02:00"; a part without weekdays is for every day.
func parts(t testing.TB, text string) []Part {
	t.Helper()
	var list []Part
	for _, piece := range strings.Split(text, ";") {
		fields := strings.Fields(piece)
		if len(fields) == 0 {
			continue
		}
		from, until, _ := strings.Cut(fields[len(fields)-1], "-")
		days, err := ParseWeekdays(fields[:len(fields)-1]...)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Part{days, clock(t, from), clock(t, until)})
	}
	return list
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestContains(t *testing.T) {
	tests := []struct {
		name, zone, parts string
		except            []Exception
		inside, outside   []string
	}{
		{
			"office hours", "Asia/Ho_Chi_Minh", "mon-fri 08:00-17:00", nil,
			[]string{"2026-11-23T08:00:00+07:00", "2026-11-23T16:59:59.999+07:00", "2026-11-27T01:00:00Z"},
			[]string{"2026-11-23T07:59:59.999+07:00", "2026-11-23T17:00:00+07:00", "2026-11-22T12:00:00+07:00"},
		},
		{
			"crossing midnight belongs to the day it starts", "Asia/Ho_Chi_Minh", "sat 22:00-02:00", nil,
			[]string{"2026-11-28T22:00:00+07:00", "2026-11-29T01:59:59+07:00"},
			[]string{"2026-11-28T01:00:00+07:00", "2026-11-29T02:00:00+07:00", "2026-11-29T22:00:00+07:00"},
		},
		{
			"24 hours from six", "Asia/Ho_Chi_Minh", "mon 06:00-06:00", nil,
			[]string{"2026-11-23T06:00:00+07:00", "2026-11-24T05:59:59+07:00"},
			[]string{"2026-11-23T05:59:59+07:00", "2026-11-24T06:00:00+07:00"},
		},
		{
			"until 24:00", "Asia/Ho_Chi_Minh", "mon 00:00-24:00; wed 20:00-24:00", nil,
			[]string{"2026-11-23T00:00:00+07:00", "2026-11-23T23:59:59+07:00", "2026-11-25T23:59:59+07:00"},
			[]string{"2026-11-24T00:00:00+07:00", "2026-11-26T00:00:00+07:00"},
		},
		{
			"a closed date lets the evening before run out", "Asia/Ho_Chi_Minh", "18:00-02:00",
			[]Exception{{Date: "2026-12-31"}},
			[]string{"2026-12-31T01:59:00+07:00", "2027-01-01T18:00:00+07:00"},
			[]string{"2026-12-31T02:00:00+07:00", "2026-12-31T20:00:00+07:00", "2027-01-01T01:00:00+07:00"},
		},
		{
			"a date with its own hours, weekdays ignored", "Asia/Ho_Chi_Minh", "08:00-17:00",
			[]Exception{{"2026-12-31", []Part{{Mon, 20 * 60, 60}}}}, // a Thursday
			[]string{"2026-12-31T20:00:00+07:00", "2027-01-01T00:59:00+07:00", "2027-01-01T08:00:00+07:00"},
			[]string{"2026-12-31T08:00:00+07:00", "2027-01-01T01:00:00+07:00"},
		},
		{
			"no parts and an exception: open but for that day", "Asia/Ho_Chi_Minh", "",
			[]Exception{{Date: "2026-12-31"}},
			[]string{"2026-12-30T23:59:59+07:00", "2027-01-01T00:00:00+07:00"},
			[]string{"2026-12-31T00:00:00+07:00", "2026-12-31T23:59:59+07:00"},
		},
		{
			"a start that does not exist", "Europe/Berlin", "02:30-04:00", nil,
			[]string{"2026-03-29T03:00:00+02:00", "2026-03-29T03:59:00+02:00"},
			[]string{"2026-03-29T01:59:59+01:00", "2026-03-29T04:00:00+02:00"},
		},
		{
			"hours that come twice", "Europe/Berlin", "02:15-02:45", nil,
			[]string{"2026-10-25T02:15:00+02:00", "2026-10-25T02:44:59+02:00", "2026-10-25T02:15:00+01:00", "2026-10-25T02:44:59+01:00"},
			[]string{"2026-10-25T02:45:00+02:00", "2026-10-25T02:14:59+01:00", "2026-10-25T02:45:00+01:00"},
		},
		{
			"half an hour of summer time", "Australia/Lord_Howe", "01:40-01:50", nil,
			[]string{"2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"},
			[]string{"2026-04-05T01:50:00+11:00", "2026-04-05T01:39:00+10:30"},
		},
		{
			"a day without midnight", "Asia/Beirut", "sun 00:00-02:00", nil,
			[]string{"2026-03-29T01:00:00+03:00"},
			[]string{"2026-03-28T23:59:59+02:00", "2026-03-29T02:00:00+03:00"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			zone := zoneOf(t, test.zone)
			set := Set{parts(t, test.parts), test.except}
			if err := set.Check(); err != nil {
				t.Fatal(err)
			}
			for _, text := range test.inside {
				if !set.Contains(instant(t, text), zone) {
					t.Errorf("%s is closed", text)
				}
			}
			for _, text := range test.outside {
				if set.Contains(instant(t, text), zone) {
					t.Errorf("%s is open", text)
				}
			}
		})
	}
}

func TestNext(t *testing.T) {
	tests := []struct {
		name, zone, parts string
		except            []Exception
		from              string
		want              []string // the changes that follow; a last "" says that there are no more
	}{
		{"always", "Asia/Ho_Chi_Minh", "", nil, "2026-11-23T00:00:00Z", []string{""}},
		{"every whole day", "Europe/Berlin", "mon-fri 00:00-24:00; sat 00:00-00:00; sun 00:00-24:00", nil, "2026-11-23T00:00:00Z", []string{""}},
		{"round the clock in shifts", "Asia/Ho_Chi_Minh", "06:00-22:00; 22:00-06:00", nil, "2026-11-23T00:00:00Z", []string{""}},
		{
			"strictly after", "Asia/Ho_Chi_Minh", "08:00-17:00", nil, "2026-11-23T08:00:00+07:00",
			[]string{"2026-11-23T17:00:00+07:00", "2026-11-24T08:00:00+07:00"},
		},
		{
			"once a week", "Asia/Ho_Chi_Minh", "sun 23:00-01:00", nil, "2026-11-23T01:00:00+07:00",
			[]string{"2026-11-29T23:00:00+07:00", "2026-11-30T01:00:00+07:00", "2026-12-06T23:00:00+07:00"},
		},
		{
			"overlaps are one", "Asia/Ho_Chi_Minh", "08:00-12:00; 10:00-14:00; 14:00-15:00", nil, "2026-11-23T08:00:00+07:00",
			[]string{"2026-11-23T15:00:00+07:00"},
		},
		{
			"spring gap skips it", "Europe/Berlin", "02:15-02:45", nil, "2026-03-28T02:45:00+01:00",
			[]string{"2026-03-30T02:15:00+02:00"},
		},
		{
			"autumn brings it twice", "America/New_York", "01:15-01:45", nil, "2026-11-01T00:00:00-04:00",
			[]string{"2026-11-01T01:15:00-04:00", "2026-11-01T01:45:00-04:00", "2026-11-01T01:15:00-05:00", "2026-11-01T01:45:00-05:00"},
		},
		{
			"the jump itself opens", "Europe/Berlin", "02:30-04:00", nil, "2026-03-29T00:00:00Z",
			[]string{"2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"},
		},
		{
			"years until an exception", "Asia/Ho_Chi_Minh", "",
			[]Exception{{Date: "2020-01-01"}, {Date: "2999-06-01"}, {Date: "2999-06-02"}},
			"2026-11-23T00:00:00Z",
			[]string{"2999-06-01T00:00:00+07:00", "2999-06-03T00:00:00+07:00", ""},
		},
		{
			"an exception that changes nothing", "Asia/Ho_Chi_Minh", "00:00-24:00",
			[]Exception{{"2026-12-31", []Part{{}}}},
			"2026-11-23T00:00:00Z",
			[]string{""},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, zone := Set{parts(t, test.parts), test.except}, zoneOf(t, test.zone)
			at := instant(t, test.from)
			for i, want := range test.want {
				got, ok := set.Next(at, zone)
				if ok != (want != "") || ok && !got.Equal(instant(t, want)) {
					t.Fatalf("change %d after %s: got %s %v, want %q", i, at, got.In(zone), ok, want)
				}
				at = got
			}
		})
	}
}

func TestOpenIsClippedAndJoined(t *testing.T) {
	set, zone := Set{Parts: parts(t, "20:00-24:00; 00:00-06:00")}, zoneOf(t, "Europe/Berlin")
	from, until := instant(t, "2026-03-28T21:00:00.25+01:00"), instant(t, "2026-03-29T20:00:00.5+02:00")
	got := set.Open(from, until, zone)
	want := []Span{
		{from.UTC(), instant(t, "2026-03-29T04:00:00Z")}, // over midnight and over the change of clocks in one piece
		{instant(t, "2026-03-29T18:00:00Z"), until.UTC()},
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v\nwant %v", got, want)
	}
	if got := (Set{}).Open(from, until, zone); !slices.Equal(got, []Span{{from.UTC(), until.UTC()}}) {
		t.Fatalf("the empty set gave %v", got)
	}
	if got := set.Open(until, from, zone); got != nil {
		t.Fatalf("an empty window gave %v", got)
	}
}

// byWallClock is the rule as the package states it, read off the wall clock and nothing else.
func byWallClock(s Set, t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	year, month, date := local.Date()
	now := Clock(local.Hour()*60 + local.Minute())
	for ago := range 2 {
		day := time.Date(year, month, date-ago, 12, 0, 0, 0, time.UTC)
		list, any := s.Parts, false
		if len(list) == 0 {
			list = []Part{{}}
		}
		for _, e := range s.Except {
			if string(e.Date) == day.Format(time.DateOnly) {
				list, any = e.Parts, true
			}
		}
		for _, p := range list {
			end, at := p.Until, now+Clock(ago)*Midnight
			if end <= p.From {
				end += Midnight
			}
			if (any || p.Days.Has(day.Weekday())) && p.From <= at && at < end {
				return true
			}
		}
	}
	return false
}

func drawParts(t *rapid.T, label string) []Part {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Part {
		coarse := rapid.SampledFrom([]int{1, 15, 60, 720}).Draw(t, "grid")
		return Part{
			Days:  Weekdays(rapid.IntRange(0, 127).Draw(t, "days")),
			From:  Clock(rapid.IntRange(0, 1439).Draw(t, "from") / coarse * coarse),
			Until: Clock(rapid.IntRange(0, 1440).Draw(t, "until") / coarse * coarse),
		}
	}), 0, 4).Draw(t, label)
}

// nights are near changes of clocks (and, in Apia, near the day that was left out).
var nights = []string{
	"2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-11-01T05:00:00Z", "2026-04-04T14:00:00Z",
	"2018-11-04T02:00:00Z", "2011-12-30T09:00:00Z", "2026-02-15T00:00:00Z", "2026-11-23T00:00:00Z", "1969-12-31T00:00:00Z",
}

func drawCase(t *rapid.T, tb testing.TB) (Set, time.Time, *time.Location) {
	zone := zoneOf(tb, rapid.SampledFrom(zoneNames).Draw(t, "zone"))
	near := instant(tb, rapid.SampledFrom(nights).Draw(t, "night"))
	from := near.Add(time.Duration(rapid.IntRange(-4*86400, 2*86400).Draw(t, "seconds")) * time.Second)
	set := Set{Parts: drawParts(t, "parts")}
	for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		date := DateOf(near.AddDate(0, 0, rapid.IntRange(-5, 6).Draw(t, "date")), zone)
		if !slices.ContainsFunc(set.Except, func(e Exception) bool { return e.Date == date }) {
			set.Except = append(set.Except, Exception{date, drawParts(t, "exception")})
		}
	}
	if err := set.Check(); err != nil {
		t.Fatal(err)
	}
	return set, from, zone
}

func TestContainsFollowsTheWallClock(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		set, from, zone := drawCase(rt, t)
		for i := range 200 {
			at := from.Add(time.Duration(i) * 37 * time.Minute)
			if got, want := set.Contains(at, zone), byWallClock(set, at, zone); got != want {
				rt.Fatalf("%s: got %v, want %v", at.In(zone), got, want)
			}
		}
	})
}

func TestOpenAgreesWithContainsAndNext(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		set, from, zone := drawCase(rt, t)
		until := from.Add(time.Duration(rapid.IntRange(1, 10*86400).Draw(rt, "length")) * time.Second)
		spans := set.Open(from, until, zone)
		var edges []time.Time
		for i, span := range spans {
			if span.Empty() || span.From.Before(from) || span.Until.After(until) || i > 0 && !spans[i-1].Until.Before(span.From) {
				rt.Fatalf("span %d of %v is not in order", i, spans)
			}
			for _, edge := range []time.Time{span.From, span.Until} {
				if edge.After(from) && edge.Before(until) {
					edges = append(edges, edge)
				}
			}
		}
		at := from
		for _, edge := range edges {
			next, ok := set.Next(at, zone)
			if !ok || !next.Equal(edge) {
				rt.Fatalf("after %s: Next %s %v, Open %s", at, next, ok, edge)
			}
			at = next
		}
		if next, ok := set.Next(at, zone); ok && next.Before(until) {
			rt.Fatalf("Next has %s, Open has not", next)
		}
		for range 50 {
			at := from.Add(time.Duration(rapid.Int64Range(0, int64(until.Sub(from))-1).Draw(rt, "at")))
			in := slices.ContainsFunc(spans, func(s Span) bool { return s.Contains(at) })
			if in != set.Contains(at, zone) {
				rt.Fatalf("%s: Open says %v, Contains the opposite", at, in)
			}
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	zone, at := zoneOf(t, "Europe/Berlin"), instant(t, "2026-03-28T12:00:00Z")
	set := Set{parts(t, "mon-fri 06:30-22:00; sat 22:00-02:00"), []Exception{{Date: "2026-12-31"}}}
	never := Set{Except: []Exception{{Date: "2020-12-31"}, {Date: "2226-12-31"}}}
	if n := testing.AllocsPerRun(100, func() {
		set.Contains(at, zone)
		set.Next(at, zone)
		never.Next(at, zone)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOpenSixWeeks(b *testing.B) {
	zone, from := zoneOf(b, "Asia/Ho_Chi_Minh"), instant(b, "2026-11-22T17:00:00Z")
	set := Set{parts(b, "mon-fri 06:30-22:00; sat sun 07:00-23:00"), []Exception{{Date: "2026-12-31"}, {Date: "2027-01-01"}}}
	for b.Loop() {
		set.Open(from, from.AddDate(0, 0, 42), zone)
	}
}

func BenchmarkNext(b *testing.B) {
	zone, at := zoneOf(b, "Asia/Ho_Chi_Minh"), instant(b, "2026-11-22T17:00:00Z")
	set := Set{Parts: parts(b, "mon-fri 06:30-22:00; sat sun 07:00-23:00")}
	for b.Loop() {
		set.Next(at, zone)
	}
}

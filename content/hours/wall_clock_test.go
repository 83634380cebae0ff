package hours

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"pgregory.net/rapid"
)

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

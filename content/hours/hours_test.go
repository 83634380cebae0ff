package hours

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine
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

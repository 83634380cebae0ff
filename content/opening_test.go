package content

import (
	"slices"
	"testing"
	"time"

	"ngatu/content/hours"
)

func TestClosedByTheHoursOfThen(t *testing.T) {
	zone, err := Zone(DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, zone) }
	day := hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}
	short := hours.Set{Parts: []hours.Part{{From: 8 * 60, Until: 17 * 60}}}
	moved := at(6, 0)
	s := Screen{Places: []Place{{From: at(2, 0), Zone: DefaultZone, Open: short}, {From: moved, Zone: DefaultZone}, {From: at(8, 0), Zone: "Nowhere"}}}
	past := []Opening{
		{Place: at(2, 0)}, // always open at first
		{Place: at(2, 0), From: at(3, 12), Open: day},   // then a day's hours,
		{Place: at(2, 0), From: at(5, 0), Open: short},  // and shorter ones
		{Place: at(1, 0), From: at(2, 0), Open: short},  // of another place
		{Place: at(9, 0), From: at(10, 0), Open: short}, // of one to come
	}
	var got []time.Time
	for _, span := range s.Closed(past, at(1, 0), at(9, 0)) {
		got = append(got, span.From, span.Until)
	}
	want := []time.Time{
		at(3, 22), at(4, 6), at(4, 22), at(5, 0), // by a day's hours; what follows is by the shorter ones
		at(5, 0), at(5, 8), at(5, 17), at(6, 0),
	}
	if !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Errorf("closed\n%v, want\n%v", got, want)
	}
	if got := s.Closed(nil, at(3, 0), at(4, 0)); len(got) != 2 || !got[0].Until.Equal(at(3, 8)) {
		t.Errorf("hours that never changed: closed %v", got)
	}
}

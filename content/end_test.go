package content

import (
	"testing"
	"time"
)

func TestTheDayAfterAnEnd(t *testing.T) {
	zone, err := Zone(DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	for end, want := range map[string]string{
		"2027-01-01T00:00:00+07:00": "2027-01-01T12:00:00+07:00", // the last day was that of New Year's Eve
		"2026-12-31T18:30:00+07:00": "2027-01-01T12:00:00+07:00",
		"2026-12-31T23:59:59+07:00": "2027-01-01T12:00:00+07:00",
	} {
		at, err := time.Parse(time.RFC3339, end)
		if err != nil {
			t.Fatal(err)
		}
		if got := DayAfter(at, zone).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", end, got, want)
		}
	}
	now := time.Now()
	if EndsSoon(time.Time{}, now) || EndsSoon(now, now) || !EndsSoon(now.Add(soon), now) || EndsSoon(now.Add(soon+1), now) {
		t.Error("what ends soon is not what ends in seven days")
	}
}

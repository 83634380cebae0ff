package content

import (
	"strings"
	"testing"
	"time"

	"ngatu/content/hours"
)

func TestZone(t *testing.T) {
	for _, name := range []string{"Asia/Ho_Chi_Minh", "Asia/Saigon", "Asia/Tokyo", "America/New_York", "UTC", "Etc/GMT-7"} {
		if z, err := Zone(name); err != nil || z.String() != name {
			t.Errorf("%s: %v %v", name, z, err)
		}
	}
	for _, name := range []string{"", "Local", "Asia/Hanoi", "asia/ho chi minh", "../etc/passwd", "+07:00", "Asia/Ho_Chi_Minh\x00", strings.Repeat("x", 500)} {
		z, err := Zone(name)
		if CodeOf(err) != Invalid || z != nil {
			t.Errorf("%.20q is taken: %v %v", name, z, err)
		}
	}
}

func TestPlaceZone(t *testing.T) {
	if z, err := (Place{}).Local(); err != nil || z.String() != DefaultZone {
		t.Errorf("a place that names no zone: %v %v", z, err)
	}
	day := hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}
	night := time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC) // 23:00 in Hanoi, 09:00 in Los Angeles
	for zone, closed := range map[string]bool{"": true, DefaultZone: true, "America/Los_Angeles": false, "Nowhere/City": false} {
		if got := (Place{Zone: zone, Open: day}).Closed(night); got != closed {
			t.Errorf("%q: closed %v", zone, got)
		}
	}
	if (Place{Zone: "Nowhere/City"}).Closed(night) {
		t.Error("a place that is always open is closed")
	}
}

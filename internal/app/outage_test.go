package app

import (
	"testing"
	"time"
)

// Each part says once per outage that the database is away, also where it noticed before the server
// did; a connection that was cut long before is another matter.
func TestAnOutageIsLoggedOnceByEachPart(t *testing.T) {
	var o outages
	at := time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)
	says := func(message string, want bool) {
		t.Helper()
		if got := o.first(message, at); got != want {
			t.Errorf("%s at %v is logged: %v", message, at, got)
		}
	}
	says("air", true)
	at = at.Add(time.Hour)
	says("air", true) // cut once more, without an outage
	says("air", false)
	at = at.Add(time.Hour)
	says("plays", true)
	at = at.Add(time.Second)
	o.turn(true, at)
	says("plays", false)
	says("air", true)
	at = at.Add(time.Hour)
	says("air", false)
	if took := o.turn(false, at); took != time.Hour {
		t.Errorf("it took %v", took)
	}
	says("air", true)
}

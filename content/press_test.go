package content_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
)

// below is an area and what lies in it, as the places of a test have it.
func below(inner, outer string) bool {
	at, of := slices.Index(ward.Areas, outer), slices.Index(ward.Areas, inner)
	return of >= 0 && at >= of
}

// A press chooses all that a takeover was approved for or what lies below, and reaches nobody else;
// while it is on only a press that knows moves it.
func TestAim(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{}, "2024-11/002")
	beside := content.Place{Areas: []string{"2024-11/00082", "2024-11/002", "2024-11/01"}}
	for area, want := range map[string]content.Code{
		content.Everywhere: "", "2024-11/002": "", "2024-11/00076": "", "2024-11/01": content.Denied, "2024-11/005": content.Denied,
	} {
		if _, err := one.Aim(area, false, noon, below); content.CodeOf(err) != want {
			t.Errorf("for %q: %v, want %q", area, err, want)
		}
	}
	press := func(t content.Takeover, area string, moves bool, at time.Time) (content.Takeover, error) {
		t, err := t.Aim(area, moves, at, below)
		if err != nil {
			return t, err
		}
		return content.PutOn(t, "an", at, time.Hour, false)
	}
	one, err := press(one, "2024-11/00076", false, noon)
	if err != nil || !one.Reaches(ward) || one.Reaches(beside) || one.AreaAt(ward) != "2024-11/00076" {
		t.Fatalf("in one ward: %+v, %v", one, err)
	}
	if again, err := press(one, "2024-11/00076", false, noon.Add(time.Minute)); err != nil || again.Begun != noon {
		t.Errorf("it still holds: %+v, %v", again, err)
	}
	if _, err := press(one, content.Everywhere, false, noon.Add(time.Minute)); content.CodeOf(err) != content.Conflict {
		t.Errorf("somebody who did not know moved it: %v", err)
	}
	one, err = press(one, content.Everywhere, true, noon.Add(time.Minute))
	if err != nil || !one.Reaches(beside) || one.AreaAt(beside) != "2024-11/002" || one.Begun != noon.Add(time.Minute) {
		t.Errorf("moved to all of it: %+v, %v", one, err)
	}
}

// What is approved later for less than where it is on is on there alone.
func TestAChangeNarrowsAPress(t *testing.T) {
	one := takeover("a", content.Danger, noon)
	one.In = "2024-11/002"
	one.Targets = []content.Target{{Area: "2024-11/00076"}}
	if !one.Reaches(ward) || one.AreaAt(ward) != "2024-11/00076" || one.Reaches(content.Place{Areas: ward.Areas[1:]}) {
		t.Errorf("it reaches %q", one.AreaAt(ward))
	}
}

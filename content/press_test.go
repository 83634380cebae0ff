package content_test

import (
	"fmt"
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

// A press chooses all that a takeover was approved for or what lies below, and reaches nobody else.
func TestAim(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{}, "2024-11/002")
	for area, want := range map[string]content.Code{
		content.Everywhere: "", "2024-11/002": "", "2024-11/00076": "", "2024-11/01": content.Denied, "2024-11/005": content.Denied,
	} {
		if _, err := one.Aim(area, noon, below); content.CodeOf(err) != want {
			t.Errorf("for %q: %v, want %q", area, err, want)
		}
	}
}

// pressed puts a takeover on in an area.
func pressed(t *testing.T, one content.Takeover, area string, at time.Time, lasts time.Duration, drill bool) content.Takeover {
	t.Helper()
	one, err := one.Aim(area, at, func(string, string) bool { return true })
	if err == nil {
		one, err = content.PutOn(one, "an", at, lasts, drill)
	}
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// A takeover is on in several areas at once: each press has its own beginning, length and end, and
// a name that it keeps; a screen in two of them is ruled by the wider one. Once all are over, the
// next press begins at the first key again.
func TestPressesBesideEachOther(t *testing.T) {
	const district, city, other = "2024-11/002", content.Everywhere, "2024-11/005"
	there := content.Place{Areas: []string{"2024-11/00199", other, "2024-11/01"}}
	rules := func(one content.Takeover, p content.Place, at time.Time) string {
		press, _ := content.TakeoverAt(one.Presses(), p, at)
		return press.PressID()
	}
	one := pressed(t, takeover("a", content.Danger, time.Time{}), district, noon, time.Hour, false)
	one = pressed(t, one, other, noon.Add(time.Minute), 2*time.Hour, true)
	at := noon.Add(2 * time.Minute)
	if len(one.Presses()) != 2 || rules(one, ward, at) != "a" || rules(one, there, at) != "a.2" || content.TakeoverOf("a.2") != "a" {
		t.Fatalf("in two areas: %+v", one)
	}
	if again := pressed(t, one, district, at, 90*time.Minute, false); len(again.Presses()) != 2 || again.Begun != noon || again.PressID() != "a" || again.Until() != noon.Add(121*time.Minute) {
		t.Errorf("said again in one: %+v", again)
	}
	if aimed, err := one.Aim(other, at, below); err != nil {
		t.Error(err)
	} else if _, err := content.PutOn(aimed, "an", at, time.Hour, false); content.CodeOf(err) != content.Conflict {
		t.Errorf("the exercise became real where it is on: %v", err)
	}
	wide := pressed(t, one, city, at, time.Hour, false)
	if later := at.Add(time.Minute); rules(wide, ward, later) != "a.3" || rules(wide, there, later) != "a.3" {
		t.Errorf("the wider one does not rule: %+v", wide)
	}
	ended := content.EndPress(wide, "3", at.Add(2*time.Minute))
	if later := at.Add(3 * time.Minute); rules(ended, ward, later) != "a" || rules(ended, there, later) != "a.2" || !ended.On(later) {
		t.Errorf("one of three ended: %+v", ended)
	}
	if press, err := ended.PressOf("3"); err != nil || press.On(at.Add(3*time.Minute)) || press.Ended.IsZero() {
		t.Errorf("what ended is not known any more: %+v, %v", press, err)
	}
	if on := ended.On(noon.Add(61 * time.Minute)); !on || ended.On(noon.Add(121*time.Minute)) {
		t.Error("it does not end with the last of its presses")
	}
	ended = content.End(ended, at.Add(4*time.Minute))
	if ended.On(at.Add(4 * time.Minute)) {
		t.Errorf("ended everywhere, and it is on: %+v", ended)
	}
	if anew := pressed(t, ended, other, at.Add(5*time.Minute), time.Hour, false); len(anew.Presses()) != 1 || anew.PressID() != "a" {
		t.Errorf("anew: %+v", anew)
	}
}

// There are as many presses at a time as a player keeps, and of those that ended not more are kept
// than that again.
func TestPressesAreBounded(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{})
	for i := range 4 * content.MostPresses {
		at := noon.Add(time.Duration(i) * time.Second)
		one = pressed(t, one, "2024-11/01", at, time.Hour, false)
		one = pressed(t, one, fmt.Sprint("2024-11/", 100+i), at, time.Hour, false)
		one = content.EndPress(one, one.Key, at.Add(time.Millisecond))
	}
	if n := len(one.Presses()); n > 2*content.MostPresses+1 || !one.On(noon.Add(time.Minute)) {
		t.Errorf("%d presses are kept", n)
	}
	at := noon.Add(time.Minute)
	for i := 1; i < content.MostPresses; i++ {
		one = pressed(t, one, fmt.Sprint("2024-11/", 900+i), at, time.Hour, false)
	}
	if _, err := one.Aim("2024-11/950", at, below); content.CodeOf(err) != content.Conflict {
		t.Errorf("one more: %v", err)
	}
	if _, err := one.Aim("2024-11/901", at, below); err != nil {
		t.Errorf("where it is on: %v", err)
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

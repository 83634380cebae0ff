package mandate

import (
	"fmt"
	"testing"
	"time"
)

// What waits lies with whoever is nearest, then with their deputy, then with those above.
func TestDesk(t *testing.T) {
	set := units(t)
	district := []Mandate{{Role: Approver, Area: baDinh}}
	all := []Bearer{
		{ID: "city", Mandates: []Mandate{{Role: Approver}}},
		{ID: "ward", Mandates: []Mandate{{Role: Approver, Area: phucXa}}},
		{ID: "deputy", Mandates: []Mandate{{Role: Approver, For: "district", Until: noon.Add(time.Hour)}}, Principals: map[string][]Mandate{"district": district}},
		{ID: "district", Mandates: district},
		{ID: "writer", Mandates: []Mandate{{Role: Editor}}},
		{ID: "over", Mandates: []Mandate{{Role: Approver, Until: noon}}},
	}
	for name, c := range map[string]struct {
		s    Subject
		want string
	}{
		"a ward's":              {In(phucXa), "[[ward] [district] [deputy] [city]]"},
		"a district's":          {In(baDinh), "[[district] [deputy] [city]]"},
		"the city's":            {City, "[[city]]"},
		"what the nearest made": {Subject{Areas: []string{phucXa}, By: []string{"ward", "city"}}, "[[district] [deputy]]"},
		"one level above":       {Subject{Areas: []string{phucXa}, Above: true}, "[[district] [deputy] [city]]"},
	} {
		if got := fmt.Sprint(Desk(all, Approve, c.s, noon, set)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

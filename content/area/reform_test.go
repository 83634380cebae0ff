package area_test

import (
	"fmt"
	"testing"

	"ngatu/content/area"
)

// What a unit of before became: certain where there is one, all that it may be where there are
// several, and nothing by a code that means another unit now.
func TestSuccessors(t *testing.T) {
	set := load()
	for _, c := range []struct {
		key  string
		one  bool
		want string // the first, or the only one
		n    int
	}{
		{"2025-01/00001", true, "2025-07/00097", 1}, // Phúc Xá went to Hồng Hà as a whole
		{"2024-11/00001", true, "2025-07/00097", 1}, // and is the same commune as in November
		{"2025-01/00007", false, "", 2},             // Cống Vị was divided
		{"2024-11/01", true, "2025-07/01", 1},
		{"2025-07/00004", false, "", 0},
		{"2024-11/99999", false, "", 0},
	} {
		k, err := area.ParseKey(c.key)
		if err != nil {
			t.Fatal(err)
		}
		all, one := set.Successors(k)
		if one != c.one || len(all) < c.n || c.n < 2 && len(all) != c.n || c.want != "" && all[0].String() != c.want {
			t.Errorf("%s: %v, %t", c.key, all, one)
		}
	}
	// Each unit of before went somewhere, and a district to several; a commune that another took in
	// by January is asked for among what its district became.
	asked := 0
	for _, p := range []area.Period{area.Nov2024, area.Jan2025} {
		for _, a := range set.At(p, area.AnyLevel) {
			all, one := set.Successors(a.Key())
			if len(all) == 0 || one != (len(all) == 1) && a.Level() != area.CommuneLevel || a.Level() == area.DistrictLevel && one {
				t.Errorf("%s: %v, %t", a.Key(), all, one)
			}
			if p == area.Nov2024 && len(all) > 1 {
				asked++
			}
		}
	}
	if asked < 30 {
		t.Error(fmt.Sprint(asked, " units are asked for"))
	}
}

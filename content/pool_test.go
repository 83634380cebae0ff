package content_test

import (
	"strings"
	"testing"

	"ngatu/content"
)

func TestCheckPools(t *testing.T) {
	city := content.Pool{ID: "city", Percent: 60}
	for name, c := range map[string]struct {
		all  []content.Pool
		good bool
	}{
		"none": {nil, true}, "the city's": {[]content.Pool{city}, true}, "two, and less than a hundred": {[]content.Pool{city, {ID: "Vincom Bà Triệu", Percent: 5}}, true},
		"twice": {[]content.Pool{city, city}, false}, "without a name": {[]content.Pool{{Percent: 5}}, false}, "nothing": {[]content.Pool{{ID: "x"}}, false},
		"too much": {[]content.Pool{{ID: "x", Percent: 101}}, false}, "a long name": {[]content.Pool{{ID: strings.Repeat("x", 61), Percent: 1}}, false},
		"unseen signs": {[]content.Pool{{ID: "a\u202eb", Percent: 1}}, false}, "many": {make([]content.Pool, 7), false},
	} {
		if err := content.CheckPools(c.all); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package area_test

import (
	"testing"

	"ngatu/content/area"
)

// Bodies stand below the city in a period of their own, and are found by their whole names, however
// written; the areas stay as they were.
func TestBodies(t *testing.T) {
	p := area.Bodies("staff")
	with := set.With(p, []area.Body{{Code: "002", Name: "Sở Văn hóa, Thể thao"}, {Code: "001", Name: "Công an thành phố"}, {Code: "003", Name: "Ba Đình"}})
	for name, want := range map[string]string{
		"Sở Văn hóa, Thể thao": "002", "SO VAN HOA THE THAO": "002", "sở  văn hoá - thể thao": "002", "Công an thành phố": "001", "Ba Đình": "003", "Toàn thành phố": "01",
		"Quận Ba Đình": "", "Thể thao": "", "UBND Ba Đình": "003",
	} {
		got, _ := with.Find(area.Query{Period: p, Name: name}).One()
		if got.Code != want {
			t.Errorf("%q is %q, want %q", name, got.Code, want)
		}
	}
	if list := with.Children(area.City(p)); len(list) != 3 || list[0].Code != "001" || list[0].Level() != area.BodyLevel || list[0].English() != "Công an thành phố" {
		t.Errorf("%+v", list)
	}
	if len(with.At(area.Nov2024, area.DistrictLevel)) != 30 || len(set.At(p, area.AnyLevel)) != 0 || len(set.Children(area.City(p))) != 0 {
		t.Error("the set itself has changed")
	}
	if _, ok := with.Tile(area.Key{Period: p, Code: "001"}); ok {
		t.Error("a body has a place on the map")
	}
	for text, fine := range map[string]bool{"bodies.staff/001": true, "bodies.staff/01": true, "bodies./01": false, "bodies.A/01": false, "bodies.x/y/01": false} {
		k, err := area.ParseKey(text)
		if (err == nil) != fine || fine && k.String() != text {
			t.Errorf("%s: %v, %v", text, k, err)
		}
	}
}

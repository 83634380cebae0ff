package area_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
)

var set = load()

func load() *area.Set {
	s, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return s
}

func TestUnitsOfEachPeriod(t *testing.T) {
	for _, c := range []struct {
		period              area.Period
		districts, communes int
	}{{area.Nov2024, 30, 579}, {area.Jan2025, 30, 526}, {area.Jul2025, 0, 126}} {
		if n := len(set.At(c.period, area.DistrictLevel)); n != c.districts {
			t.Errorf("%s has %d districts, want %d", c.period, n, c.districts)
		}
		if n := len(set.At(c.period, area.CommuneLevel)); n != c.communes {
			t.Errorf("%s has %d communes, want %d", c.period, n, c.communes)
		}
		city, ok := set.Area(area.City(c.period))
		if !ok || city.Name != "Thành phố Hà Nội" {
			t.Errorf("%s has no city: %+v", c.period, city)
		}
		for _, a := range set.At(c.period, area.AnyLevel) {
			if !set.Within(a.Key(), city.Key()) {
				t.Errorf("%s is not within the city", a.Name)
			}
		}
	}
}

func TestOneCodeTwoUnits(t *testing.T) {
	old, _ := set.Area(area.Key{Period: area.Jan2025, Code: "00004"})
	now, _ := set.Area(area.Key{Period: area.Jul2025, Code: "00004"})
	if old.Name != "Phường Trúc Bạch" || now.Name != "Phường Ba Đình" {
		t.Errorf("00004 is %q, then %q", old.Name, now.Name)
	}
	if set.Within(old.Key(), area.City(area.Jul2025)) {
		t.Error("a unit of one period is within the city of another")
	}
	if got := old.English(); got != "Trúc Bạch Ward" {
		t.Errorf("English name %q", got)
	}
}

func TestAncestorsAndChildren(t *testing.T) {
	commune := area.Key{Period: area.Nov2024, Code: "00001"}
	district := area.Key{Period: area.Nov2024, Code: "001"}
	up := set.Ancestors(commune)
	if len(up) != 2 || up[0].Key() != district || up[1].Code != area.CityCode {
		t.Errorf("above Phúc Xá: %v", up)
	}
	if !set.Within(commune, district) || set.Within(district, commune) || !set.Within(district, district) {
		t.Error("Phúc Xá is in Ba Đình, not the other way round, and Ba Đình is in itself")
	}
	if n := len(set.Children(district)); n != 14 {
		t.Errorf("Ba Đình has %d communes, want 14", n)
	}
	if set.Within(area.Key{Period: area.Nov2024, Code: "999"}, area.Key{Period: area.Nov2024, Code: "999"}) {
		t.Error("a unit that does not exist is within itself")
	}
}

func TestTilesAreThirtyDifferentSquares(t *testing.T) {
	for _, p := range []area.Period{area.Nov2024, area.Jan2025} {
		squares := map[area.Tile]bool{}
		for _, a := range set.At(p, area.DistrictLevel) {
			tile, ok := set.Tile(a.Key())
			if !ok || tile.Row < 0 || tile.Row > 7 || tile.Col < 0 || tile.Col > 7 || tile.Abbr == "" {
				t.Errorf("%s: tile %+v, %v", a.Name, tile, ok)
			}
			tile.Abbr = ""
			squares[tile] = true
		}
		if len(squares) != 30 {
			t.Errorf("%s: %d squares", p, len(squares))
		}
	}
	if _, ok := set.Tile(area.City(area.Nov2024)); ok {
		t.Error("the city has a square")
	}
}

func TestCrosswalkCoversBothSides(t *testing.T) {
	divided := 0
	for _, a := range set.At(area.Jan2025, area.CommuneLevel) {
		n := len(set.Became(a.Key()))
		if n == 0 {
			t.Errorf("%s went nowhere", a.Name)
		}
		if n > 1 {
			divided++
		}
	}
	if divided != 199 {
		t.Errorf("%d communes were divided, want 199", divided)
	}
	for _, a := range set.At(area.Jul2025, area.CommuneLevel) {
		if len(set.CameFrom(a.Key())) == 0 {
			t.Errorf("%s came from nowhere", a.Name)
		}
	}
}

func TestPeriodsAreLocalDays(t *testing.T) {
	for _, c := range []struct {
		at   string
		want area.Period
	}{
		{"2024-10-31T23:59:59+07:00", ""},
		{"2024-11-01T00:00:00+07:00", area.Nov2024},
		{"2024-12-31T16:59:59Z", area.Nov2024},
		{"2024-12-31T17:00:00Z", area.Jan2025},
		{"2025-06-30T23:59:59.999+07:00", area.Jan2025},
		{"2025-07-01T00:00:00+07:00", area.Jul2025},
		{"2040-01-01T00:00:00Z", area.Jul2025},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := area.PeriodAt(at); got != c.want {
			t.Errorf("%s is in %q, want %q", c.at, got, c.want)
		}
	}
}

func TestKeyAsJSON(t *testing.T) {
	in := map[area.Key]area.Key{{Period: area.Nov2024, Code: "001"}: {}}
	data, err := json.Marshal(in)
	if err != nil || string(data) != `{"2024-11/001":""}` {
		t.Fatalf("%s, %v", data, err)
	}
	var out map[area.Key]area.Key
	if err := json.Unmarshal(data, &out); err != nil || len(out) != 1 || out[area.Key{Period: area.Nov2024, Code: "001"}] != (area.Key{}) {
		t.Errorf("%v, %v", out, err)
	}
	for _, bad := range []string{"001", "2024-11", "2024-12/001", "2024-11/1", "2024-11/../x", "2024-11/001/"} {
		if k, err := area.ParseKey(bad); err == nil {
			t.Errorf("%q was taken for %v", bad, k)
		}
	}
}

func TestLoadNamesFileAndLine(t *testing.T) {
	read := func(name string) string {
		data, err := areas.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, c := range []struct{ name, file, old, with, want string }{
		{"unknown kind", area.DistrictsFile, ",Quận,01,14", ",Khu,01,14", "hanoi_2024_districts.csv:2:"},
		{"code doubled", area.DistrictsFile, "\n002,", "\n001,", "hanoi_2024_districts.csv:3:"},
		{"people without a number", area.DistrictsFile, ",259100", ",many", "hanoi_2024_districts.csv:2:"},
		{"no such parent", area.Communes2024File, "00004,Phường Trúc Bạch,Trúc Bạch,Phường,001", "00004,Phường Trúc Bạch,Trúc Bạch,Phường,099", "hanoi_2024-11_communes.csv:3:"},
		{"name against kind", area.WardsFile, "00004,Phường Ba Đình", "00004,Xã Ba Đình", "hanoi_2025-07_wards.csv:2:"},
		{"column gone", area.TilesFile, "abbr", "letters", "hanoi_2024_tilegrid.csv:1:"},
		{"two on one square", area.TilesFile, "HK,Quận,3,6", "HK,Quận,3,5", "hanoi_2024_tilegrid.csv:3:"},
		{"crosswalk to nowhere", area.CrosswalkFile, "False,00097", "False,99999", "hanoi_crosswalk_2025-01_to_2025-07.csv:2:"},
		{"ragged", area.WardsFile, "00004,Phường Ba Đình,,", "00004,Phường Ba Đình,", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for _, n := range []string{area.DistrictsFile, area.Communes2024File, area.Communes2025File, area.WardsFile, area.TilesFile, area.CrosswalkFile} {
				text := read(n)
				if n == c.file {
					if !strings.Contains(text, c.old) {
						t.Fatalf("%s has no %q", n, c.old)
					}
					text = strings.Replace(text, c.old, c.with, 1)
				}
				files[n] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := area.Load(files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want it to name %s", err, c.want)
			}
		})
	}
	if _, err := area.Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), area.DistrictsFile) {
		t.Errorf("error %v", err)
	}
}

package preflight_test

import (
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/preflight"
)

// A number of the list may be printed in any of the ways in which people write it; nothing else may.
func TestNumbersOfTheList(t *testing.T) {
	listed, err := preflight.ReadPhones("Công an phường Láng: 024 3825 1234\n\n  Một cửa: 1900 1234 \nTổng đài thuế: 1055, nhánh 3")
	if err != nil || len(listed) != 3 || listed[0].Label != "Công an phường Láng" || listed[1].Number != "1900 1234" {
		t.Fatalf("%+v, %v", listed, err)
	}
	for text, free := range map[string]bool{
		"Gọi 024.3825.1234": true, "ĐT: +84 24 3825 1234": true, "Hotline 19001234": true, "Gọi 1055 nhánh 3": true, "Gọi 1055": true, "Gọi 1022, nhánh 8": true,
		"Gọi 024 3825 1235": false, "Gọi 1055, nhánh 4": false, "Gọi 1900 1235": false,
	} {
		f := facts(text)
		f.Phones = listed
		if got := slices.Contains(found(f), preflight.Phone); got == free {
			t.Errorf("%q: may be printed %t", text, !got)
		}
	}
	f := facts("Gọi 024 3825 1235")
	f.Phones, f.Hotline = listed, ""
	if got := preflight.CheckPhones(f); len(got) != 1 || strings.Contains(got[0].Vi+got[0].En, "“”") {
		t.Errorf("without a hotline: %+v", got)
	}
	for _, bad := range []string{"024 3825 1234", "Công an: ", "Công an: gọi ngay", "Công an: 12", "A: 0912345678, 0987654321", ": 0912345678", "0912345678: 1900 1234", "Một cửa: 1900 1234 hoặc bit.ly"} {
		if _, err := preflight.ReadPhones("Một cửa: 1900 1234\n" + bad); content.CodeOf(err) != content.Invalid {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

// A line of the list stays while a new list lets all of its number onto screens, however it is written.
func TestWhatALineOfTheListLetsOn(t *testing.T) {
	list := []preflight.Listed{}
	for _, c := range []struct {
		line, by string
		want     bool
	}{
		{"Cong an: 024 3825 1234", "Công an phường Láng: +84 24 3825 1234", true},
		{"Thuế: 1055, nhánh 3", "Thuế Hà Nội: 1055 nhánh 3", true},
		{"Thuế: 1055, nhánh 3", "Thuế: 1055", true},
		{"Thuế: 1055", "Thuế: 1055, nhánh 3", false},
		{"Thuế: 1055, nhánh 3", "Thuế: 1055, nhánh 4", false},
		{"Công an: 024 3825 1234", "Công an: 024 3825 1235", false},
	} {
		list = list[:0]
		for _, line := range []string{c.line, c.by} {
			one, err := preflight.ReadPhones(line)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, one...)
		}
		if got := list[1].Lets(list[0]); got != c.want {
			t.Errorf("%q lets all of %q on: %t", c.by, c.line, got)
		}
	}
}

// FuzzPhones: whatever is typed as a list is taken or refused with a sentence, and what is taken may
// be printed.
func FuzzPhones(f *testing.F) {
	for _, s := range []string{"Một cửa: 1900 1234", "a:b:c: +84 912 345 678", ":", "(((: 84", "Thuế: 1055, nhánh 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		listed, err := preflight.ReadPhones(s)
		if err != nil && content.CodeOf(err) != content.Invalid {
			t.Fatal(err)
		}
		for _, one := range listed {
			f := facts("gọi " + one.Number)
			f.Phones = listed
			if got := preflight.CheckPhones(f); len(got) > 0 {
				t.Errorf("%q may not be printed: %v", one.Number, got)
			}
		}
	})
}

// The budget of the settings takes the place of the standard one.
func TestTheDataBudget(t *testing.T) {
	heavy := func(b preflight.Budget, bytes int64, screens int) bool {
		f := clip(preflight.Clip{}, preflight.View{Canvas: lobby, Bytes: bytes, Screens: screens})
		f.Budget = b
		return slices.Contains(found(f), preflight.Size)
	}
	for _, c := range []struct {
		screen, all string
		bytes       int64
		screens     int
		want        bool
	}{
		{"", "", 29 << 20, 1, false},
		{"", "", 31 << 20, 1, true},
		{"5", "", 6 << 20, 1, true},
		{"100", "", 80 << 20, 2, false},
		{"", "50", 20 << 20, 3, true},
		{"viết nhầm", "-3", 31 << 20, 1, true},
	} {
		if got := heavy(preflight.BudgetOf(c.screen, c.all), c.bytes, c.screens); got != c.want {
			t.Errorf("%+v: heavy %t", c, got)
		}
	}
}

package screen_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

const nightPath = "/studio/screens/NGATU-01"

// placeFields are what the form of a screen asks besides hours and dimming.
func placeFields(u *studiotest.User) []string {
	return []string{
		"name", "LED ngã tư", "area", u.Place("NGATU-01").Area, "venue", "intersection", "kind", "led",
		"width", "432", "height", "216", "pitch", "5", "distance", "15", "dims", "yes",
	}
}

func week(hours ...string) []string {
	out := []string{"open", "weekly"}
	for i, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if i < len(hours) {
			out = append(out, "on_"+day, hours[i])
		}
	}
	return out
}

func TestHoursAreSetAndSaid(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01").Says(t, 200, "Luôn bật", "Luôn sáng hết mức")
	form := placeFields(u)
	for _, c := range []struct {
		name   string
		fields []string
		open   []hours.Part
		says   []string
	}{
		{"the same every day", []string{"open", "daily", "daily", "6h-22h"}, []hours.Part{{From: 360, Until: 1320}}, []string{"Hằng ngày 06:00–22:00"}},
		{"past midnight", []string{"open", "daily", "daily", "18:00–02:00"}, []hours.Part{{From: 1080, Until: 120}}, []string{"Hằng ngày 18:00–02:00 hôm sau"}},
		{
			"by the week", week("06:00–22:00", "06:00–22:00", "06:00–22:00", "06:00–22:00", "06:00–22:00", "7h-11h30, 13h-24h", ""),
			[]hours.Part{
				{Days: hours.Mon | hours.Tue | hours.Wed | hours.Thu | hours.Fri, From: 360, Until: 1320},
				{Days: hours.Sat, From: 420, Until: 690},
				{Days: hours.Sat, From: 780, Until: hours.Midnight},
			},
			[]string{"Thứ hai–Thứ sáu 06:00–22:00; Thứ bảy 07:00–11:30, 13:00–24:00; Chủ nhật tắt"},
		},
		{
			"a week of equal days", week("08:00–17:00", "08:00–17:00", "08:00–17:00", "08:00–17:00", "08:00–17:00", "08:00–17:00", "08:00–17:00"),
			[]hours.Part{{From: 480, Until: 1020}},
			[]string{"Hằng ngày 08:00–17:00"},
		},
		{"always, whatever stands below", append(week("06:00–22:00"), "open", "always", "daily", "rác"), nil, []string{"Luôn bật"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			u.T = t
			u.Post(nightPath, append(form, c.fields...)...).Says(t, 200, append(c.says, "Đã lưu")...)
			if got := r.Place("NGATU-01").Open.Parts; !reflect.DeepEqual(got, c.open) {
				t.Errorf("kept as %v", got)
			}
		})
	}
	u.T = t

	u.Post(nightPath, append(form, week("06:00–22:00", "", "", "", "", "18:00–02:00")...)...).Says(t, 200)
	p := r.Other("kiem-tra", signin.Auditor).Get(nightPath)
	p.Says(t, 200, "Thứ hai 06:00–22:00; Thứ ba–Thứ sáu, Chủ nhật tắt; Thứ bảy 18:00–02:00 hôm sau")
	if strings.Contains(p.HTML, `name="open"`) {
		t.Error("an auditor is offered the form")
	}
	if n := strings.Count(p.HTML, `class="lit"`); n != 3 { // Monday, Saturday's evening, what of it is on Sunday
		t.Errorf("%d bars are drawn", n)
	}
	p = u.Get(nightPath)
	for _, want := range []string{`name="on_mon" value="06:00–22:00"`, `name="on_tue" value=""`, `name="on_sat" value="18:00–02:00"`, `value="weekly" checked`} {
		if !strings.Contains(p.HTML, want) {
			t.Errorf("the form does not hold %s", want)
		}
	}
	// A form of a page that does not ask leaves both as they are.
	u.Post(nightPath, form[:len(form)-2]...).Says(t, 200, "Thứ hai 06:00–22:00")
}

func TestDimmingIsSetAndSaid(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01", "open", "daily", "daily", "06:30–23:30", "dims", "yes", "dim_from_1", "06:00", "dim_level_1", "90").
		Says(t, 200, "Hằng ngày 06:30–23:30", "Cả ngày 90 %")
	form := append(placeFields(u), "open", "always")
	p := u.Post(nightPath, append(form, "dim_from_1", "6h", "dim_level_1", "100", "dim_from_3", "18:00", "dim_level_3", "70 %", "dim_from_4", "22:00", "dim_level_4", "10")...)
	p.Says(t, 200, "06:00–18:00: 100 %; 18:00–22:00: 70 %; 22:00–06:00: 10 %")
	want := []content.Dim{{From: 360, Level: 100}, {From: 1080, Level: 70}, {From: 1320, Level: 10}}
	if got := r.Place("NGATU-01").Dimming; !reflect.DeepEqual(got, want) {
		t.Errorf("kept as %v", got)
	}
	// Of the night two steps are drawn, from 22:00 and up to 6:00, both 9 of 90 high.
	for _, step := range []string{`<rect class="lit" x="370" y="111" width="30" height="9"/>`, `<rect class="lit" x="40" y="111" width="90" height="9"/>`} {
		if !strings.Contains(p.HTML, step) {
			t.Errorf("the drawing lacks %s", step)
		}
	}
	u.Post(nightPath, append(form, "dim_from_1", "00:00", "dim_level_1", "80", "dim_from_2", "22:00", "dim_level_2", "40")...).
		Says(t, 200, "00:00–22:00: 80 %; 22:00–24:00: 40 %")
	u.Post(nightPath, form...).Says(t, 200, "Luôn sáng hết mức")
	if got := r.Place("NGATU-01"); got.Dimming != nil || !got.Open.Always() {
		t.Errorf("emptied, and kept as %v, %v", got.Open, got.Dimming)
	}
}

func TestHoursAndDimmingAreRefused(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01", "open", "daily", "daily", "06:30–23:30")
	form := placeFields(u)
	before := r.Place("NGATU-01")
	number, err := r.Store.LastChange(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	always := []string{"open", "always"}
	for _, c := range []struct {
		name   string
		fields []string
		says   string
	}{
		{"no such time", []string{"open", "daily", "daily", "25:00–26:00"}, `Giờ "25:00" không đọc được`},
		{"no end", []string{"open", "daily", "daily", "06:00"}, "Khung giờ \"06:00\" không đọc được"},
		{"no length", []string{"open", "daily", "daily", "06:00–06:00"}, "cùng một lúc"},
		{"nothing", []string{"open", "daily", "daily", " "}, "Giờ bật: hãy ghi giờ của mọi ngày"},
		{"overlapping", []string{"open", "daily", "daily", "06:00–12:00, 11:00–13:00"}, "06:00–12:00 và 11:00–13:00 chồng lên nhau"},
		{"overlapping past midnight", week("18:00–06:00", "05:00–22:00"), "Thứ hai 18:00–06:00 và Thứ ba 05:00–22:00 chồng lên nhau"},
		{"of one day", week("06:00–22:00", "", "6g–7g"), `Thứ tư: Giờ "6g" không đọc được`},
		{"a week of no hours", week(), "ít nhất một ngày"},
		{"no such choice", []string{"open", "sometimes"}, "Giờ bật: hãy chọn cả ngày"},
		{"half a point", append(always, "dim_from_2", "18:00"), "Độ sáng, mốc 2: hãy ghi cả giờ và phần trăm"},
		{"the other half", append(always, "dim_level_2", "40"), "Độ sáng, mốc 2: hãy ghi cả giờ và phần trăm"},
		{"a time of no day", append(always, "dim_from_1", "25:00", "dim_level_1", "40"), `Độ sáng, mốc 1: Giờ "25:00"`},
		{"the end of the day", append(always, "dim_from_1", "24:00", "dim_level_1", "40"), "hãy ghi 00:00"},
		{"too dark", append(always, "dim_from_1", "06:00", "dim_level_1", "9"), "từ 10 đến 100"},
		{"too bright", append(always, "dim_from_1", "06:00", "dim_level_1", "101"), "từ 10 đến 100"},
		{"half a percent", append(always, "dim_from_1", "06:00", "dim_level_1", "40,5"), "số nguyên"},
		{"the wrong way round", append(always, "dim_from_1", "22:00", "dim_level_1", "40", "dim_from_2", "18:00", "dim_level_2", "70"), "18:00 đứng sau 22:00"},
		{"twice at once", append(always, "dim_from_1", "22:00", "dim_level_1", "40", "dim_from_2", "22h", "dim_level_2", "70"), "22:00 đứng sau 22:00"},
		{"too many", append(always, "dim_from_7", "22:00", "dim_level_7", "40"), "nhiều nhất 6 mốc"},
		{"good hours, bad dimming", []string{"open", "daily", "daily", "01:00–02:00", "dim_from_1", "x", "dim_level_1", "40"}, "mốc 1"},
		{"good hours, bad place", []string{"open", "daily", "daily", "01:00–02:00", "width", "0"}, "Chiều rộng"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u.T = t
			p := u.Post(nightPath, append(append(form, "moved", "yes"), c.fields...)...)
			made := studiotest.NewScreen(t, u, "NGATU-99", append([]string{"dims", "yes"}, c.fields...)...)
			p.Says(t, 422, c.says)
			made.Says(t, 422, c.says)
			for i := 0; i < len(c.fields); i += 2 {
				name, value := c.fields[i], strings.TrimSpace(c.fields[i+1])
				if name == "open" || value == "" || name == "width" || strings.HasSuffix(name, "_7") {
					continue
				}
				if p.Value(name) != value || made.Value(name) != value {
					t.Errorf("of what was typed %s=%s is lost: %q, %q", name, value, p.Value(name), made.Value(name))
				}
			}
			if p.Value("moved") != "yes" || p.Value("distance") != "15" {
				t.Error("the rest of the form is lost")
			}
		})
	}
	u.T = t
	if _, err := r.Store.Screen(context.Background(), "NGATU-99"); content.CodeOf(err) != content.NotFound {
		t.Errorf("a screen was made of a form that was refused: %v", err)
	}
	if now, err := r.Store.LastChange(context.Background()); err != nil || now != number || !reflect.DeepEqual(r.Place("NGATU-01"), before) {
		t.Errorf("something was changed, %v", err)
	}
	r.Other("bien-tap", signin.Editor, signin.Approver, signin.Admin).Post(nightPath, append(form, always...)...).Says(t, 403, "không có quyền")
}

// TestExceptionsStay: dates on which a screen has other hours are said, and a form that does not
// ask them keeps them; so does one that asks neither hours nor brightness, whatever they are.
func TestExceptionsStay(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	ctx := context.Background()
	studiotest.NewScreen(t, u, "NGATU-01")
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		s, err := tx.Screen(ctx, "NGATU-01")
		if err != nil {
			return err
		}
		s.Places[0].Open.Except = []hours.Exception{{Date: "2026-12-31"}}
		s.Places[0].Dimming = make([]content.Dim, 0, 8)
		for i := range 8 {
			s.Places[0].Dimming = append(s.Places[0].Dimming, content.Dim{From: hours.Clock(60 * i), Level: 30 + i})
		}
		return tx.PutScreen(ctx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	form := placeFields(u)
	u.Get(nightPath).Says(t, 200, "Luôn bật; riêng ngày 31/12/2026 tắt", "07:00–24:00: 37 %")
	u.Post(nightPath, form[:len(form)-2]...).Says(t, 200, "Luôn bật; riêng ngày 31/12/2026 tắt", "07:00–24:00: 37 %")
	u.Post(nightPath, append(form, "open", "daily", "daily", "06:00–22:00")...).Says(t, 200, "Hằng ngày 06:00–22:00; riêng ngày 31/12/2026 tắt")
	if got := r.Place("NGATU-01").Open; len(got.Except) != 1 || len(got.Parts) != 1 {
		t.Errorf("kept as %+v", got)
	}

	// A form that asks the dates sets them.
	dates := append(form, "open", "daily", "daily", "06:00–22:00", "dates", "yes", "date_1", "2026-12-31", "date_hours_1", "18:00–02:00", "date_2", "2027-01-01", "date_hours_2", "", "date_3", "", "date_hours_3", "")
	u.Post(nightPath, dates...).Says(t, 200, "riêng ngày 31/12/2026 18:00–02:00 hôm sau; riêng ngày 01/01/2027 tắt")
	again := u.Post(nightPath, append(dates, "date_3", "2027-01-01")...).Says(t, 422, "có hai lần")
	if again.Value("date_3") != "2027-01-01" {
		t.Error("what was typed is lost")
	}
	u.Post(nightPath, append(dates, "date_3", "", "date_hours_3", "08:00–09:00")...).Says(t, 422, "Ngày riêng, dòng 3", "hãy chọn ngày")
	u.Post(nightPath, append(form, "open", "daily", "daily", "06:00–22:00", "dates", "yes")...).Says(t, 200, "Hằng ngày 06:00–22:00").Lacks(t, "riêng ngày")
}

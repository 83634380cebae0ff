package studio

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/signin"
)

// markIn is what the form for an area sends along.
func markIn(t *testing.T, p page, area string) string {
	t.Helper()
	m := regexp.MustCompile(`name="in" value="` + regexp.QuoteMeta(area) + `"><input type="hidden" name="mark" value="([^"]+)"`).FindStringSubmatch(p.html)
	if m == nil {
		t.Fatalf("nothing is offered for %s:\n%s", area, textOf(p.html))
	}
	return m[1]
}

// TestHoursForAllAlike: the hours and dimming of a screen go to those of its make and venue in an area, all of them or none,
// and to no other.
func TestHoursForAllAlike(t *testing.T) {
	r := newRig(t)
	u := r.first()
	ctx := context.Background()
	newScreen(t, u, "NGATU-01", "open", "daily", "daily", "06:30–23:30", "dims", "yes", "dim_from_1", "22:00", "dim_level_1", "40").says(t, 200)
	if p := u.get(nightPath); strings.Contains(p.html, "/alike") {
		t.Error("a screen that has none alike is offered to copy")
	}
	place := r.place("NGATU-01")
	ward, city := place.Area, place.Areas[len(place.Areas)-1]
	var other string
	for _, a := range areaSet(t).At(area.Jul2025, area.AnyLevel) {
		if key := a.Key().String(); key != ward && key != city {
			other = key
		}
	}
	newScreen(t, u, "NGATU-02")
	newScreen(t, u, "NGATU-03", "area", other)
	newScreen(t, u, "NGATU-04", "open", "daily", "daily", "06:30–23:30", "dims", "yes", "dim_from_1", "22:00", "dim_level_1", "40") // the same already
	newScreen(t, u, "SIEUTHI-01", "venue", "mall")
	newScreen(t, u, "KIOSK-01", "kind", "kiosk")

	p := u.get(nightPath)
	p.says(t, 200, "Phường Ba Đình: 1 màn hình", "Thành phố Hà Nội: 2 màn hình", "NGATU-02, NGATU-03", "Đồng ý, đổi 2 màn hình")
	inWard, inCity := markIn(t, p, ward), markIn(t, p, city)
	for name, fields := range map[string][]string{
		"no mark": {"in", city}, "another area's mark": {"in", city, "mark", inWard}, "no area": {"mark", inCity}, "an area it is not in": {"in", other, "mark", inCity},
	} {
		if p := u.post(nightPath+"/alike", fields...); p.status != 409 || !strings.Contains(p.html, "chưa màn hình nào bị đổi") {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	r.other("bien-tap", signin.Editor, signin.Admin).post(nightPath+"/alike", "in", city, "mark", inCity).says(t, 403, "không có quyền")
	u.post("/studio/screens/XA-99/alike", "in", city, "mark", inCity).says(t, 404)

	u.post(nightPath+"/alike", "in", ward, "mark", inWard).says(t, 200, "Đã đổi giờ bật", "Phường Ba Đình: 2 màn hình khác đã giống", "Thành phố Hà Nội: 1 màn hình")
	u.post(nightPath+"/alike", "in", city, "mark", inCity).says(t, 409, "đã đổi từ lúc bạn mở trang") // it named two, and there is one left
	has := func(code string, want bool) {
		t.Helper()
		if got := r.place(code); (got.Open.Parts != nil && len(got.Dimming) == 1) != want {
			t.Errorf("%s is on %v, dims %v", code, got.Open, got.Dimming)
		}
	}
	has("NGATU-02", true)
	has("NGATU-03", false)
	before := r.place("NGATU-03")
	u.post(nightPath+"/alike", "in", city, "mark", markIn(t, u.get(nightPath), city)).says(t, 200, "3 màn hình khác đã giống")
	has("NGATU-03", true)
	has("SIEUTHI-01", false)
	has("KIOSK-01", false)
	after := r.place("NGATU-03")
	if after.Area != before.Area || after.Canvas != before.Canvas {
		t.Errorf("it moved to %+v", after)
	}
	changes, err := r.store.ChangesOf(ctx, "screen", "NGATU-03", 0, 0)
	if err != nil || len(changes) != 2 {
		t.Errorf("the log has %d lines, %v", len(changes), err)
	}
	if same, err := r.store.ChangesOf(ctx, "screen", "NGATU-04", 0, 0); err != nil || len(same) != 1 {
		t.Errorf("a screen that was the same already was changed: %d, %v", len(same), err)
	}
	if s, err := r.store.Screen(ctx, "NGATU-02"); err != nil || len(s.Places) != 1 || s.Places[0].Kind != content.LED {
		t.Errorf("%+v, %v", s, err)
	}
}

func areaSet(t *testing.T) *area.Set {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

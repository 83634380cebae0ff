package screen_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// markIn is what the form for an area sends along.
func markIn(t *testing.T, p studiotest.Page, area string) string {
	t.Helper()
	m := regexp.MustCompile(`name="in" value="` + regexp.QuoteMeta(area) + `"><input type="hidden" name="mark" value="([^"]+)"`).FindStringSubmatch(p.HTML)
	if m == nil {
		t.Fatalf("nothing is offered for %s:\n%s", area, studiotest.TextOf(p.HTML))
	}
	return m[1]
}

// TestHoursForAllAlike: the hours and dimming of a screen go to those of its make and venue in an
// area, all of them or none, and to no other.
func TestHoursForAllAlike(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	ctx := context.Background()
	studiotest.NewScreen(t, u, "NGATU-01", "open", "daily", "daily", "06:30–23:30", "dims", "yes", "dim_from_1", "22:00", "dim_level_1", "40").Says(t, 200)
	if p := u.Get(nightPath); strings.Contains(p.HTML, "/alike") {
		t.Error("a screen that has none alike is offered to copy")
	}
	place := r.Place("NGATU-01")
	ward, city := place.Area, place.Areas[len(place.Areas)-1]
	var other string
	for _, a := range areaSet(t).At(area.Jul2025, area.AnyLevel) {
		if key := a.Key().String(); key != ward && key != city {
			other = key
		}
	}
	studiotest.NewScreen(t, u, "NGATU-02")
	studiotest.NewScreen(t, u, "NGATU-03", "area", other)
	studiotest.NewScreen(t, u, "NGATU-04", "open", "daily", "daily", "06:30–23:30", "dims", "yes", "dim_from_1", "22:00", "dim_level_1", "40") // the same already
	studiotest.NewScreen(t, u, "SIEUTHI-01", "venue", "mall")
	studiotest.NewScreen(t, u, "KIOSK-01", "kind", "kiosk")

	p := u.Get(nightPath)
	p.Says(t, 200, "Phường Ba Đình: 1 màn hình", "Thành phố Hà Nội: 2 màn hình", "NGATU-02, NGATU-03", "Đồng ý, đổi 2 màn hình")
	inWard, inCity := markIn(t, p, ward), markIn(t, p, city)
	for name, fields := range map[string][]string{
		"no mark": {"in", city}, "another area's mark": {"in", city, "mark", inWard}, "no area": {"mark", inCity}, "an area it is not in": {"in", other, "mark", inCity},
	} {
		if p := u.Post(nightPath+"/alike", fields...); p.Status != 409 || !strings.Contains(p.HTML, "chưa màn hình nào bị đổi") {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	r.Other("bien-tap", signin.Editor, signin.Admin).Post(nightPath+"/alike", "in", city, "mark", inCity).Says(t, 403, "không có quyền")
	u.Post("/studio/screens/XA-99/alike", "in", city, "mark", inCity).Says(t, 404)

	u.Post(nightPath+"/alike", "in", ward, "mark", inWard).Says(t, 200, "Đã đổi giờ bật", "Phường Ba Đình: 2 màn hình khác đã giống", "Thành phố Hà Nội: 1 màn hình")
	u.Post(nightPath+"/alike", "in", city, "mark", inCity).Says(t, 409, "đã đổi từ lúc bạn mở trang") // it named two, and there is one left
	has := func(code string, want bool) {
		t.Helper()
		if got := r.Place(code); (got.Open.Parts != nil && len(got.Dimming) == 1) != want {
			t.Errorf("%s is on %v, dims %v", code, got.Open, got.Dimming)
		}
	}
	has("NGATU-02", true)
	has("NGATU-03", false)
	before := r.Place("NGATU-03")
	u.Post(nightPath+"/alike", "in", city, "mark", markIn(t, u.Get(nightPath), city)).Says(t, 200, "3 màn hình khác đã giống")
	has("NGATU-03", true)
	has("SIEUTHI-01", false)
	has("KIOSK-01", false)
	after := r.Place("NGATU-03")
	if after.Area != before.Area || after.Canvas != before.Canvas {
		t.Errorf("it moved to %+v", after)
	}
	changes, err := r.Store.ChangesOf(ctx, "screen", "NGATU-03", 0, 0)
	if err != nil || len(changes) != 2 {
		t.Errorf("the log has %d lines, %v", len(changes), err)
	}
	if same, err := r.Store.ChangesOf(ctx, "screen", "NGATU-04", 0, 0); err != nil || len(same) != 1 {
		t.Errorf("a screen that was the same already was changed: %d, %v", len(same), err)
	}
	if s, err := r.Store.Screen(ctx, "NGATU-02"); err != nil || len(s.Places) != 1 || s.Places[0].Kind != content.LED {
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

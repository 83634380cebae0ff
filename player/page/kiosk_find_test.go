package page

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
)

// The picker finds by folded letters; an area's figures carry mark, time and source, and follow
// what comes.
func TestThePickerFindsAreas(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, 1080, 1920, "")
	k.tap("Chạm")
	k.tap("Tiến độ")
	until(k.ctx, t, "the picker", func() bool { return strings.Contains(k.says(), "Ba Đình") })
	offered := func() []string {
		return eval[[]string](k.tab, `Array.from(document.querySelectorAll('#kiosk .names .name:not(.more)')).map(function (b) { return b.textContent; })`)
	}
	if got := offered(); len(got) != 7 || got[0] != "Ba Đình" || !slices.IsSorted(folded(got)) {
		t.Errorf("first offered: %v", got)
	}
	for range 4 {
		k.tap("▸")
	}
	if got := offered(); len(got) != 2 {
		t.Errorf("at the end: %v", got)
	}
	k.tap("D")
	k.tap("O")
	if got := offered(); !slices.Equal(got, []string{"Đông Anh", "Đống Đa", "Hà Đông"}) {
		t.Errorf("for DO: %v", got)
	}
	k.tap("Xóa chữ cuối")
	k.tap("D")
	if !strings.Contains(k.says(), "Không có tên nào như vậy") {
		t.Errorf("for DD: %v", offered())
	}
	k.tap("Xóa chữ cuối")
	k.tap("O")
	k.tap("Đống Đa")
	until(k.ctx, t, "its figures", func() bool { return strings.Contains(k.says(), "12,3 %") })
	for _, want := range []string{"SỐ LIỆU MẪU", "Tính đến 17:00 26/11/2024", "Nguồn: Số liệu mẫu", "chỉ tiêu giao", "+1.234 so với lần công bố trước"} {
		if !strings.Contains(k.says(), want) {
			t.Errorf("%q is not said: %s", want, k.says())
		}
	}
	k.figures("13,4 %", -time.Second)
	until(k.ctx, t, "the newer figures", func() bool {
		s := k.says()
		return strings.Contains(s, "13,4 %") && strings.Contains(s, "SỐ LIỆU CŨ")
	})
}

func folded(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = area.Fold(n)
	}
	return out
}

// The page folds names as Go does, all of them that there are.
func TestThePageFoldsAsGoDoes(t *testing.T) {
	t.Parallel()
	units := must(area.Load(areas.Files))
	var names []string
	for _, p := range []area.Period{area.Nov2024, area.Jul2025} {
		for _, l := range []area.Level{area.DistrictLevel, area.CommuneLevel} {
			for _, a := range units.At(p, l) {
				names = append(names, a.Name)
			}
		}
	}
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.run(evaluate(`window.names = ` + string(must(json.Marshal(names)))))
	got := eval[[]string](p, `window.names.map(Ngatu.fold)`)
	for i, n := range names {
		if got[i] != area.Fold(n) {
			t.Errorf("%q folds to %q, Go says %q", n, got[i], area.Fold(n))
		}
	}
}

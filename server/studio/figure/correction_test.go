package figure_test

import (
	"strings"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/studio/studiotest"
)

// The list says which release corrects which, and why, for as long as the correction holds.
func TestACorrectionIsSeen(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	day := time.Date(2024, 11, 26, 17, 0, 0, 0, area.Local)
	sent := "" // what its sender says that it corrects
	put := func(id string, state store.ReleaseState, value int64, asOf time.Time) {
		t.Helper()
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			return tx.PutRelease(t.Context(), store.Release{
				ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: asOf, Source: "Công an thành phố", By: "test", State: state,
				Record: store.Record{Units: 1, Of: 30, Corrects: sent},
			}, []figure.Figure{{Area: area.Key{Period: area.Nov2024, Code: "001"}, Measure: figure.Accounts.ID, Value: value}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("r-1", "", 91_234, day)
	sent = "r-1"
	put("r-0", store.Draft, 88_000, day.Add(30*time.Minute))
	sent = ""
	put("r-2", store.Draft, 88_000, day.Add(time.Hour))
	u.Get("/studio/figures").Says(t, 200, "1/30").Lacks(t, "Đã được đính chính")
	u.Get("/studio/figures/drafts/r-2").Says(t, 200, "giảm quá 2 %", "Kiểm tra lại như bản đính chính")
	seen := u.Get("/studio/figures/drafts/r-2?corrects=r-1").Says(t, 200, "Số lũy kế giảm ở 1 đơn vị")
	if seen.Lacks(t, "giảm quá 2 %"); !strings.Contains(seen.HTML, `value="r-1" selected`) || !strings.Contains(seen.HTML, `name="corrects" value="r-1"`) {
		t.Error("it is not looked at as the correction that it would be let out as")
	}
	u.Get("/studio/figures/drafts/r-2?corrects=r-x").Says(t, 422, "Không có đợt đã công bố nào như vậy")
	u.Get("/studio/figures/drafts/r-0").Lacks(t, "giảm quá 2 %") // as its sender said
	if none := u.Get("/studio/figures/drafts/r-0?corrects=").Says(t, 200, "giảm quá 2 %"); strings.Contains(none.HTML, `value="r-1" selected`) {
		t.Error("what the sender named stays though the person chose none")
	}
	u.Post("/studio/figures/drafts/r-0", "base", "r-1", "corrects", "", "checked", "1", "reason", "Không phải đính chính").Says(t, 422, "giảm quá 2 %")
	u.Post("/studio/figures/drafts/r-2", "base", "r-1", "corrects", "r-1", "checked", "1", "reason", "Nhập thừa một chữ số").
		Says(t, 200, "Đã công bố", "Đính chính", "của đợt tính đến", "Đã được đính chính", "Nhập thừa một chữ số")
	if list := u.Get("/studio/figures"); strings.Count(list.HTML, "<td>Nguyễn Thị Ước<br>") != 1 {
		t.Error("who released it is not named")
	}
	u.Post("/studio/figures/r-2/withdraw").Says(t, 200, "Đã thu hồi", "của đợt tính đến").Lacks(t, "Đã được đính chính")
}

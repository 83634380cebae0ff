package figure_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A district sets the targets of its communes, in the table or by a sheet, and of no others; a
// sheet of figures without targets has those of its day.
func TestTargets(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	const path = "/studio/figures/targets"
	u.Get(path+"?in=2024-11/001").Says(t, 200, "Quận Ba Đình", "Phường Phúc Xá", "chưa có")
	form := []string{"measure", "accounts", "in", "2024-11/001", "since", "2024-11-01"}
	u.Post(path, append(form, "target.00001", "nhiều")...).Says(t, 422, "Chỉ tiêu của Phường Phúc Xá phải là số nguyên")
	u.Post(path, form...).Says(t, 422, "Chưa chỉ tiêu nào thay đổi")
	u.Post(path, append(form, "target.00001", "12.500")...).Says(t, 200, "Đã lưu chỉ tiêu", "tổng 12.500", "1/11/2024")
	u.Post(path, append(form, "pasted", "Đơn vị;Số tài khoản\nPhường Phúc Xá;5\n")...).Says(t, 422, "không có cột “Chỉ tiêu”")
	u.Post(path, append(form, "pasted", "Đơn vị;Chỉ tiêu\nPhường Phúc Xá;không\n")...).Says(t, 422, "Dòng 2", "không phải là số")
	const sheet = "Quận/Huyện;Phường/Xã;Chỉ tiêu giao\nQuận Ba Đình;Phường Phúc Xá;13.000\nQuận Ba Đình;Phường Trúc Bạch;9.000\n"
	u.Post(path, append(form, "since", "2024-11-10", "pasted", sheet)...).Says(t, 200, "Đã lưu chỉ tiêu", "tổng 22.000", "10/11/2024")

	c := r.Other("baodinh", signin.Reporter)
	r.Bound("baodinh", mandate.Mandate{Role: signin.Reporter, Area: "2024-11/001"})
	c.Get(path + "?in=2024-11/001")
	c.Post(path, append(form, "since", "2024-11-12", "target.00004", "9.500")...).Says(t, 200, "tổng 22.500")
	c.Post(path, "measure", "accounts", "in", "2024-11/006", "since", "2024-11-12", "target.00178", "5").Says(t, 403)

	figures := "Tính đến: 11/11/2024 17:00\nNguồn: Công an\nQuận/Huyện;Phường/Xã;Số tài khoản\nQuận Ba Đình;Phường Phúc Xá;5000\nQuận Ba Đình;Phường Trúc Bạch;4000\n"
	u.Post("/studio/figures", "pasted", figures).Says(t, 200)
	latest, err := r.Store.LatestRelease(context.Background(), "accounts", area.Nov2024)
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.Store.Figures(context.Background(), latest)
	if err != nil || len(all) != 2 || all[0].Target != 13_000 || all[1].Target != 9_000 {
		t.Errorf("%v, %+v", err, all)
	}
	other := strings.NewReplacer("Số tài khoản", "Số tài khoản;Chỉ tiêu", "5000", "5001;100000", "4000", "4001;9000", "17:00", "18:00").Replace(figures)
	u.Post("/studio/figures/look", "pasted", other).Says(t, 200, "1 đơn vị có chỉ tiêu khác bảng chỉ tiêu đã đặt", "Phường Phúc Xá (100.000, 13.000)")
}

// The bodies of a measure have targets as areas do, in the same table and from the same sheets; a
// district does not set them.
func TestTargetsOfBodies(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	m, _, _ := figure.Staff.WithBodies([]string{"Sở Nội vụ", "Sở Y tế"})
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error { return tx.PutMeasure(t.Context(), m) }); err != nil {
		t.Fatal(err)
	}
	const path = "/studio/figures/targets"
	u.Get(path+"?measure=staff").Says(t, 200, "Sở Nội vụ", "Sở Y tế", "Mọi cơ quan").Lacks(t, "Quận Ba Đình")
	form := []string{"measure", "staff", "in", "bodies.staff/01", "since", "2024-11-01"}
	u.Post(path, append(form, "target.001", "120")...).Says(t, 200, "Đã lưu chỉ tiêu", "tổng 120", "1/11/2024")
	u.Post(path, append(form, "pasted", "Cơ quan, đơn vị;Chỉ tiêu\nSở Nội vụ;130\nSở Y tế;82\n")...).Says(t, 200, "Đã lưu chỉ tiêu", "tổng 212")
	u.Post(path, append(form, "pasted", "Cơ quan, đơn vị;Chỉ tiêu\nQuận Ba Đình;130\n")...).Says(t, 422)

	c := r.Other("baodinh", signin.Reporter)
	r.Bound("baodinh", mandate.Mandate{Role: signin.Reporter, Area: "2024-11/001"})
	c.Get(path + "?measure=staff")
	c.Post(path, append(form, "target.002", "5")...).Says(t, 403)

	set, err := r.Store.Targets(t.Context(), "staff", m.Period())
	if err != nil {
		t.Fatal(err)
	}
	if held := set.At(time.Date(2024, 11, 5, 0, 0, 0, 0, area.Local)); len(held) != 2 || held[area.Key{Period: m.Period(), Code: "001"}] != 130 {
		t.Errorf("the targets: %v", held)
	}
}

package measure_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// An address is entered by who may release the measure, and stays when the measure's form is saved.
func TestAnAddressOfAMeasure(t *testing.T) {
	r := studiotest.New(t)
	ctx := context.Background()
	u := r.First()
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutSetting(ctx, content.SettingDomains, "hanoi.gov.vn") }); err != nil {
		t.Fatal(err)
	}
	const path, address = "/studio/measures/staff", "https://solieu.hanoi.gov.vn/ngay.csv"
	reporter := r.Other("bao", signin.Reporter)
	reporter.Get(path).Says(t, 200, "Chưa có địa chỉ nào", "Thêm địa chỉ")
	for _, c := range []struct {
		name, address, minutes, says string
		status                       int
	}{
		{"", address, "60", "Hãy ghi nơi cung cấp số liệu", 422},
		{"Công an", "http://solieu.hanoi.gov.vn/a", "60", "phải bắt đầu bằng https://", 422},
		{"Công an", "https://noi-khac.example.com/a", "60", "không nằm trong danh sách được phép", 403},
		{"Công an", address, "4", "hãy ghi một số từ 5 đến 1440", 422},
	} {
		p := reporter.Post(path+"/pulls", "pull_name", c.name, "pull_address", c.address, "pull_minutes", c.minutes).Says(t, c.status, c.says)
		if p.Value("pull_address") != c.address {
			t.Errorf("the entry is lost: %q", p.Value("pull_address"))
		}
	}
	reporter.Post(path+"/pulls", "pull_name", "Công  an", "pull_address", address, "pull_minutes", "30").Says(t, 200, "Đã thêm địa chỉ", address, "mỗi 30 phút", "Chưa lấy")
	reporter.Post(path+"/pulls", "pull_name", "CÔNG AN", "pull_address", address).Says(t, 422, "Đã có địa chỉ mang tên này")
	u.Post(path, form(t, u, path, "unit_fall", "3")...).Says(t, 200, "Đã lưu")
	m, err := r.Store.Measure(ctx, "staff")
	if err != nil || len(m.Pulls) != 1 || m.Limits.UnitFall != 3 {
		t.Fatalf("%+v, %v", m, err)
	}
	if p := m.Pulls[0]; p.Name != "Công an" || p.Every != 30*time.Minute || p.By == "" {
		t.Errorf("%+v", p)
	}
	for i := range figure.MaxPulls {
		p := reporter.Post(path+"/pulls", "pull_name", fmt.Sprint("Nơi ", i), "pull_address", address, "pull_minutes", "60")
		if i == figure.MaxPulls-1 {
			p.Says(t, 422, "nhiều nhất 5 địa chỉ")
		}
	}
	if p := r.Other("bien", signin.Editor).Post(path+"/pulls", "pull_name", "a", "pull_address", address); p.Status != 403 {
		t.Errorf("an editor enters an address: %d", p.Status)
	}
	if p := r.Other("bien2", signin.Editor).Post(path+"/pulls/end", "name", "Công an"); p.Status != 403 {
		t.Errorf("an editor removes an address: %d", p.Status)
	}
	r.Other("duyet", signin.Approver).Post(path+"/pulls/end", "name", "Công an").Says(t, 200, "Đã bỏ địa chỉ")
	m, err = r.Store.Measure(ctx, "staff")
	if err != nil || len(m.Pulls) != figure.MaxPulls-1 {
		t.Errorf("%+v, %v", m.Pulls, err)
	}
	m.Releasers = []string{"somebody"}
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutMeasure(ctx, m) }); err != nil {
		t.Fatal(err)
	}
	reporter.Get(path).Says(t, 200, "Người được công bố chỉ số này thêm được địa chỉ")
	if p := reporter.Post(path+"/pulls/end", "name", "Nơi 0"); p.Status != 403 {
		t.Errorf("one who may not release removes an address: %d", p.Status)
	}
}

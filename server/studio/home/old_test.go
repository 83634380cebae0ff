package home_test

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/studio/studiotest"
)

// The first page names figures that have grown old, and those that soon will, by the age that the
// settings allow; with newer figures the line goes. It leads to where figures are sent.
func TestFiguresThatGrowOld(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	period, _ := area.PeriodAt(time.Now())
	let := func(id string, age time.Duration) {
		t.Helper()
		if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
			return tx.PutRelease(context.Background(), store.Release{
				ID: id, Measure: figure.Accounts.ID, Period: period, AsOf: time.Now().Add(-age).In(area.Local), Source: "Công an", State: store.Released,
			}, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	name := figure.Accounts.Vi
	u.Get("/studio").Says(t, 200, "Không có số liệu nào sắp cũ")
	let("r-1", 49*time.Hour)
	leads(t, u, u.Get("/studio").Says(t, 200, name+" Đã cũ: tính đến "), name)
	let("r-2", 40*time.Hour)
	u.Get("/studio").Says(t, 200, name+" Tính đến ", "; sắp cũ").Lacks(t, "Đã cũ: ")
	r.Set(content.SettingMaxAge, "30")
	u.Get("/studio").Says(t, 200, name+" Đã cũ: tính đến ")
	let("r-3", 10*time.Hour)
	u.Get("/studio").Says(t, 200, "Không có số liệu nào sắp cũ").Lacks(t, name+" ")
}

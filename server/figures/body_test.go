package figures

import (
	"strings"
	"testing"

	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// State staff are counted by body: sheets name departments, an office stands for its own people, and
// boards list them. A body that gets another name is another one.
func TestBodiesAreCounted(t *testing.T) {
	r := newRig(t, nil)
	ctx := t.Context()
	m := figure.Staff
	m.Limits.Inform, m.Limits.FirstByTwo, m.Limits.SourcesListed = true, false, false
	m, _, _ = m.WithBodies([]string{"Sở Nội vụ", "Sở Văn hóa, Thể thao", "Công an thành phố"})
	put := func() {
		must(r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutMeasure(ctx, m) }))(t)
	}
	put()
	sheet := "Tính đến 17h00 ngày 21/11/2024\nNguồn: Sở Nội vụ\nCơ quan, đơn vị;Số tài khoản;Chỉ tiêu\nSở Nội vụ;90;120\nSỞ VĂN HOÁ, THỂ THAO;41;82\nCông an thành phố;7000;7000\nTổng cộng;7131;7202\n"
	got := must(r.Take(ctx, "binh", "a.csv", strings.NewReader(sheet), TakeOptions{Measure: "staff"}))(t)
	if got.Outcome != Released || len(got.Figures) != 3 || got.Release.Period != area.Bodies("staff") || got.Release.Record.Of != 3 || got.Figures[1].Value != 41 {
		t.Fatalf("%s: %+v, %+v, %v", got.Outcome, got.Figures, got.Asks, got.Problems)
	}
	kept := must(r.Store.Figures(ctx, got.Release))(t)
	of, err := board.ParseName("staff@bodies.staff/01")
	r.no(err)
	b, ok := board.Of(m.Units(r.Areas), []figure.Release{{Measure: "staff", AsOf: got.Release.AsOf, Source: got.Release.Source, Figures: kept}}, of, board.Rules{Ranks: true})
	if total, _ := b.Total(); !ok || len(b.Shown) != 3 || b.Shown[0].Name != "Công an thành phố" || total.Value != 7131 || total.Of != 7202 {
		t.Errorf("%+v", b.Shown)
	}
	wrong := strings.Replace(sheet, "Sở Nội vụ;90", "Sở Nội vu5;90", 1)
	if asked, err := r.Take(ctx, "binh", "a.csv", strings.NewReader(wrong), TakeOptions{Measure: "staff", DryRun: true}); err != nil || asked.Outcome != Asked || !strings.Contains(asked.Asks[0].Vi, "Có phải Sở Nội vụ") {
		t.Errorf("a slip: %v, %+v", err, asked.Asks)
	}
	if r2, err := r.Take(ctx, "binh", "a.csv", strings.NewReader(sheet), TakeOptions{DryRun: true}); err == nil && r2.Outcome != Asked {
		t.Error("departments were taken for districts")
	}
	m, twice, _ := m.WithBodies([]string{"Công an thành phố", "Sở Nội vụ và Lao động", "Sở Văn hóa, Thể thao"})
	if twice != "" || m.Bodies[0].Code != "003" || m.Bodies[1].Code != "004" || m.Bodies[2].Code != "002" {
		t.Errorf("%+v", m.Bodies)
	}
	put()
	if _, err := r.Take(ctx, "binh", "a.csv", strings.NewReader(sheet), TakeOptions{Measure: "staff", DryRun: true}); err == nil || !strings.Contains(err.Error(), "cơ quan của chỉ số") {
		t.Errorf("a body that is gone: %v", err)
	}
	if _, twice, _ := m.WithBodies([]string{"Sở Y tế", "SỞ Y TẾ"}); twice == "" {
		t.Error("one body twice")
	}
	if _, _, full := m.WithBodies(many()); !full {
		t.Error("codes without end")
	}
}

// many are more names than there are codes.
func many() (names []string) {
	for i := range figure.MaxBodies + 1 {
		names = append(names, "Ban "+strings.Repeat("a", 1+i/26)+string(rune('a'+i%26)))
	}
	return names
}

package air

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/paint"
	"ngatu/internal/qr"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

const boardName = "accounts@2024-11/01"

func league(id string) content.Slide {
	return content.Slide{
		ID: id, Campaign: "c", Kind: content.Board, View: content.League, Title: id, Words: content.Words{Head: "Tiến độ"},
		Measure: figure.Accounts.ID, Area: "2024-11/01", State: content.Approved,
	}
}

// release lets out figures of all districts, each at the same percentage of 1,000 or what change makes of it.
func (r *rig) release(id string, percent int64, change ...func(*figure.Figure)) {
	r.t.Helper()
	r.releaseOf(id, func(figure.Figure) bool { return true }, append([]func(*figure.Figure){func(f *figure.Figure) { f.Value = percent * 10 }}, change...)...)
}

// releaseOf lets out figures of some districts.
func (r *rig) releaseOf(id string, which func(figure.Figure) bool, change ...func(*figure.Figure)) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		var all []figure.Figure
		for _, d := range r.areas.At(area.Nov2024, area.DistrictLevel) {
			f := figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 100, Target: 1000}
			if !which(f) {
				continue
			}
			for _, c := range change {
				c(&f)
			}
			all = append(all, f)
		}
		return tx.PutRelease(ctx, store.Release{
			ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test",
		}, all)
	})
}

func TestFiguresAreOneFrame(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), league("league"))
	})
	e := r.join("HK-1")
	if first := e.some(2); len(first) != 2 || !slices.Equal(ids(t, first[1]), []string{"a"}) {
		t.Fatalf("a board without figures is on air: %s", types(first))
	}
	r.release("one", 10)
	got := e.some(2)
	if p := only(got, protocol.TypeProgramme); len(p) != 1 || !slices.Equal(ids(t, p[0]), []string{"a", "league"}) || len(only(got, protocol.TypeFigures)) != 1 {
		t.Fatalf("with its first figures: %s", types(got))
	}
	r.calm()
	before := r.Stats()
	r.release("two", 20)
	got = e.some(1)
	if len(got) != 1 || got[0].Type != protocol.TypeFigures || got[0].For != boardName {
		t.Fatalf("new figures brought %s", types(got))
	}
	if now := r.Stats(); now.Programmes != before.Programmes {
		t.Errorf("%d programmes were resolved for figures", now.Programmes-before.Programmes)
	}
	var f protocol.Figures
	if err := got[0].Open(&f); err != nil {
		t.Fatal(err)
	}
	for bind, want := range map[string]protocol.Cell{
		"gauge.value": {T: "6.000"}, "gauge.target": {T: "/ 30.000"}, "gauge.percent": {T: "20,0 %"}, "gauge.bar": {F: 2000},
		"gauge.of": {T: "chỉ tiêu giao"}, "source": {T: "Nguồn: Công an thành phố"}, "row.0.bar": {F: 2000}, "row.0.value": {T: "20,0 %"},
		"row.0.delta": {T: "+100"}, "tile.2024-11/001": {L: 1, T: "20,0 %"},
	} {
		if f.Cells[bind] != want {
			t.Errorf("%s is %+v, want %+v", bind, f.Cells[bind], want)
		}
	}
	if age := time.Duration(f.Stale-f.AsOf) * time.Millisecond; age != maxAge {
		t.Errorf("they are old after %v", age)
	}
	// Withdrawn, all of them: the board goes off rather than show what is no longer said.
	r.change(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.DeleteRelease(ctx, "one"); err != nil {
			return err
		}
		return tx.DeleteRelease(ctx, "two")
	})
	if p := only(e.some(1), protocol.TypeProgramme); len(p) != 1 || !slices.Equal(ids(t, p[0]), []string{"a"}) {
		t.Error("a board whose figures were withdrawn is still on air")
	}
}

// A board waits for figures of its own: those of other areas, or a count that is of nothing, leave it a title alone. It comes
// on air by itself, and goes again, as figures do.
func TestABoardWaitsForItsOwnFigures(t *testing.T) {
	view := func(id string, v content.View, area string) content.Slide {
		s := league(id)
		s.View, s.Area = v, area
		return s
	}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), view("communes", content.League, "2024-11/006"),
			view("gauge", content.Gauge, "2024-11/01"), view("league", content.League, "2024-11/01"))
	})
	e := r.join("HK-1")
	on := func(why string, want ...string) {
		t.Helper()
		deadline := time.Now().Add(patience)
		for {
			p := only(e.some(1), protocol.TypeProgramme)
			if len(p) > 0 && slices.Equal(ids(t, p[len(p)-1]), want) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %v is not what is on", why, want)
			}
		}
	}
	on("at first", "a")
	r.release("counts", 10, func(f *figure.Figure) { f.Target = 0 })
	on("with counts of the districts", "a", "league")
	r.release("targets", 20)
	on("with their targets", "a", "gauge", "league")
	figured, err := r.Figured(t.Context(), r.store.Reader, []content.Slide{view("communes", content.League, "2024-11/006"), view("g", content.Grid, "2024-11/01")})
	if err != nil || slices.Contains(figured["accounts@2024-11/006"], content.League) || !slices.Contains(figured[boardName], content.Grid) {
		t.Errorf("figured: %v, %v", figured, err)
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteRelease(ctx, "targets") })
	on("without their targets", "a", "league")
}

// Few areas have reported: the board is laid out for them, says how many are missing, and is laid out anew as more report.
func TestTheRowsThatThereAre(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutSetting(ctx, content.SettingRanks, "yes"); err != nil {
			return err
		}
		return putSlides(ctx, tx, league("league"))
	})
	known := func(says string) rows {
		t.Helper()
		g, err := r.gather(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := r.figures(boardName, g); f.Cells["missing"].T != says {
			t.Errorf("it says %q, want %q", f.Cells["missing"].T, says)
		}
		return r.rowsFor(boardName, g)
	}
	none := known("")
	some := 0
	r.releaseOf("three", func(figure.Figure) bool { some++; return some <= 3 })
	three := known("27 đơn vị chưa có số liệu")
	r.release("all", 20)
	full := known("")
	if none.count != 30 || three.count != 3 || full.count != 30 {
		t.Errorf("rows: %d, %d, %d", none.count, three.count, full.count)
	}
	if three.longest["missing"] != "44 đơn vị chưa có số liệu" || full.longest["missing"] != "" {
		t.Errorf("missing: %q, %q", three.longest["missing"], full.longest["missing"])
	}
	if none.sum == three.sum || three.sum == full.sum {
		t.Error("the layouts are taken to be the same")
	}
}

func TestNoPercentageOfAnotherSum(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error { return putSlides(ctx, tx, league("league")) })
	r.release("one", 10, func(f *figure.Figure) {
		if f.Area.Code == "005" {
			f.Target = 0
		}
	})
	g, err := r.gather(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f, ok := r.figures(boardName, g)
	if !ok || f.Cells["gauge.value"].T != "3.000" {
		t.Fatalf("the sum: %+v", f.Cells["gauge.value"])
	}
	for _, bind := range []string{"gauge.percent", "gauge.target", "gauge.bar", "tile.2024-11/005"} {
		if c, there := f.Cells[bind]; there {
			t.Errorf("%s is %+v, though one district of the sum has no target", bind, c)
		}
	}
}

func TestFactsAreTheWidest(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		named := func(code, name string) content.Screen {
			return screen(code, func(p *content.Place) { p.Names = []string{name}; p.Hall = "Sảnh " + code })
		}
		if err := putScreens(ctx, tx, named("HK-1", "Phường lilili tít"), named("HK-WWW-2", "Phường MƯỜNG MỘM"), named("hk-3", "Xã A")); err != nil {
			return err
		}
		return tx.PutSetting(ctx, content.SettingPublic, "https://ihanoi.example.vn")
	})
	g, err := r.gather(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := r.facts(g, g.stands())
	if f.Longest["screen.area"] != "Phường MƯỜNG MỘM" || f.Longest["screen.code"] != "HK-WWW-2" || f.Longest["screen.hall"] != "Sảnh HK-WWW-2" {
		t.Errorf("widest by the font's own widths: %+v", f.Longest)
	}
	most := 0
	for _, code := range []string{"HK-1", "HK-WWW-2", "hk-3"} {
		c, err := qr.Encode(PublicLink("https://ihanoi.example.vn", code))
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, c.Size)
	}
	if f.Modules != most || f.Domain != "ihanoi.example.vn" || len(f.Tiles) != 30 {
		t.Errorf("modules %d (want %d), domain %q, %d tiles", f.Modules, most, f.Domain, len(f.Tiles))
	}
	rel := figure.Release{Source: "Sở Thông tin và Truyền thông", Figures: []figure.Figure{{Value: 12_345_678, DenominatorName: "người từ 15 tuổi"}}}
	g.measures[measureOf(boardName)] = measured{releases: []figure.Release{rel}}
	b := r.rowsFor(boardName, g).with(f)
	if b.Rows != 30 || b.Longest["row.name"] == "" || b.Longest["source"] != "Nguồn: "+rel.Source ||
		b.Longest["gauge.value"] != "44.444.444" || b.Longest["gauge.of"] != "người từ 15 tuổi" {
		t.Errorf("of a board: %d rows, %+v", b.Rows, b.Longest)
	}
	if _, there := f.Longest["row.name"]; there {
		t.Error("the facts of other slides depend on a board")
	}
	if w := paint.Faces().Widest(bindWeight, b.Longest["row.name"], "Hai Bà Trưng", "Nam Từ Liêm"); w != b.Longest["row.name"] {
		t.Errorf("%s is wider than %s", w, b.Longest["row.name"])
	}
}

func TestPublicLink(t *testing.T) {
	for _, c := range []struct{ address, code, want string }{
		{"https://ihanoi.example.vn", "HK-1", "HTTPS://IHANOI.EXAMPLE.VN/I/HK-1"},
		{" https://ihanoi.example.vn/ ", "HK-1", "HTTPS://IHANOI.EXAMPLE.VN/I/HK-1"},
		{"http://127.0.0.1:4080", "SANH-01", "HTTP://127.0.0.1:4080/I/SANH-01"},
		{"https://ihanoi.example.vn", "hk a/b", "HTTPS://IHANOI.EXAMPLE.VN/I/hk%20a%2Fb"},
		{"", "HK-1", ""},
		{"ihanoi.example.vn", "HK-1", ""},
		{"javascript:alert(1)", "HK-1", ""},
		{"ftp://x", "HK-1", ""},
	} {
		link := PublicLink(c.address, c.code)
		if link != c.want {
			t.Errorf("%q, %q: %q, want %q", c.address, c.code, link, c.want)
		}
		if link == "" {
			continue
		}
		code, err := qr.Encode(link)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := qr.Decode(qr.Image(code, 3)); err != nil || text != link {
			t.Errorf("a phone reads %q, %v", text, err)
		}
	}
}

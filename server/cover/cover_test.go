package cover_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/preflight"
	"ngatu/internal/grounds"
	"ngatu/internal/qr"
	"ngatu/internal/store"
	"ngatu/server/cover"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// rig is a studio in which somebody looks at what is new when the test says so.
type rig struct {
	*studiotest.Rig
	cover.Looker
	editor, approver *studiotest.User
}

func newRig(t *testing.T) rig {
	t.Helper()
	r := studiotest.New(t)
	one := rig{Rig: r, editor: r.First(), Looker: cover.Looker{Options: cover.Options{Store: r.Store, Check: r.Looks.FindingsOn, Log: slog.New(slog.DiscardHandler)}}}
	studiotest.NewScreen(t, one.editor, "SANH-01", "venue", "reception", "kind", "monitor", "width", "1920", "height", "1080", "pitch", "0.6", "distance", "1").Says(t, 200)
	one.begin()
	one.editor.Post("/studio/settings", content.SettingDomains, "hanoi.gov.vn").Says(t, 200) // nobody else may yet
	one.approver = r.Other("duyet", signin.Approver)
	return one
}

func (r rig) begin() {
	r.Helper()
	if err := cover.Begin(context.Background(), r.Store); err != nil {
		r.Fatal(err)
	}
}

// look looks until nothing is left to the next look, some times at most.
func (r *rig) look() {
	r.Helper()
	for range 20 {
		if err := r.Look(context.Background()); err != nil {
			r.Fatal(err)
		}
		all, err := r.Store.Surfaces(context.Background())
		if err != nil {
			r.Fatal(err)
		}
		waits := func(l content.Look) bool { return !l.Done }
		if !slices.ContainsFunc(all, func(c content.Coverage) bool {
			return slices.ContainsFunc(slices.Collect(maps.Values(c.Slides)), waits)
		}) {
			return
		}
	}
}

// led stands an LED of 192×96 at a crossing.
func (r rig) led(code string) {
	r.Helper()
	studiotest.NewScreen(r.T, r.editor, code, "width", "192", "height", "96", "pitch", "10", "distance", "20").Says(r.T, 200)
	r.Made()
}

// poster uploads a picture of Full HD with a code of so many pixels a module, and has it approved
// with what is entered beside it.
func (r rig) poster(name string, module int, fields ...string) (at string) {
	r.Helper()
	c, err := qr.Encode("https://hanoi.gov.vn/a")
	if err != nil {
		r.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{0x04, 0x21, 0x4a, 255}), image.Point{}, draw.Src)
	code := qr.Image(c, module)
	draw.Draw(m, code.Rect.Add(image.Pt(900, 60)), code, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		r.Fatal(err)
	}
	var got struct{ At string }
	p := r.editor.Upload("/studio/upload", name, b.Bytes(), "application/json")
	if err := json.Unmarshal([]byte(p.HTML), &got); err != nil || got.At == "" {
		r.Fatalf("%d %s", p.Status, p.HTML)
	}
	if len(fields) > 0 {
		r.editor.Post(got.At, fields...).Says(r.T, 200)
	}
	r.editor.Post(got.At+"/submit", fields...).Says(r.T, 200, "Đã gửi duyệt")
	r.approve(got.At)
	return got.At
}

func (r rig) approve(at string, fields ...string) {
	r.Helper()
	r.Made()
	page := r.approver.Get(at)
	r.approver.Post(at+"/approve", append([]string{"seen", page.Value("seen"), "as_of", page.Value("as_of")}, fields...)...).Says(r.T, 200, "Đã duyệt")
}

// off are the slides that are kept off a kind of screen, by its size.
func (r rig) off() map[string]content.Look {
	r.Helper()
	all, err := r.Store.Surfaces(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	out := map[string]content.Look{}
	for _, c := range all {
		for id, look := range c.Slides {
			out[id+" "+c.Size().String()] = look
		}
	}
	return out
}

func (r rig) audit() {
	r.Helper()
	units, err := area.Load(areas.Files)
	if err != nil {
		r.Fatal(err)
	}
	found, err := grounds.Check(context.Background(), r.Store, units)
	if err != nil {
		r.Fatal(err)
	}
	for _, f := range found.Faults {
		r.Errorf("the audit names %s %s %q: %s", f.Noun, f.ID, f.Name, f.En)
	}
}

// A slide that was approved for the monitor of a hall stays off an LED that comes later, where its
// code is scanned from too near for where people stand: its page says so and what to do. Approved
// again with a reason it is on there too. What the checks object to nowhere goes on by itself.
func TestAnApprovalCoversWhereNothingNewIsFound(t *testing.T) {
	r := newRig(t)
	at := r.poster("Mã.png", 26)
	r.editor.Post("/studio/notice", "campaign", "main", "head", "Cài iHanoi", "title", "Ngắn", "style", "slogan").Says(t, 200)
	var short content.Slide
	for _, s := range r.Slides() {
		if s.Kind == content.Notice {
			short = s
		}
	}
	r.editor.Post(shell.SlidePath(short.ID)+"/submit").Says(t, 200)
	r.approve(shell.SlidePath(short.ID))
	r.look()

	r.led("LED-01")
	r.editor.Get(at).Says(t, 200, "trên 1 màn hình", "Vì sao chưa lên (1 màn hình): đang kiểm tra cho cỡ màn hình mới")
	r.look()
	r.editor.Get(at).Says(t, 200, "trên 1 màn hình", "chưa được duyệt cho màn hình 192×96", "người xem đứng cách 20 m")
	r.editor.Get(shell.SlidePath(short.ID)).Says(t, 200, "trên 2 màn hình")
	r.audit()

	r.led("LED-02") // another one of the same kind
	r.look()
	r.editor.Get(at).Says(t, 200, "trên 1 màn hình", "Vì sao chưa lên (2 màn hình): chưa được duyệt cho màn hình 192×96")

	r.editor.Post(at, "title", "Mã").Says(t, 200)
	r.editor.Post(at+"/submit").Says(t, 422, "ghi vì sao vẫn nên chiếu")
	r.editor.Post(at+"/submit", "despite", "Người đi bộ đứng gần").Says(t, 200)
	r.editor.Get(at).Says(t, 200, "chưa được duyệt cho màn hình 192×96")
	r.approve(at)
	r.editor.Get(at).Says(t, 200, "trên 3 màn hình").Lacks(t, "chưa được duyệt cho màn hình")
	r.look()
	r.editor.Get(at).Says(t, 200, "trên 3 màn hình")
	r.audit()

	// the reason is for what the checks warned of: the same on another LED is nothing new
	studiotest.NewScreen(t, r.editor, "LED-03", "width", "320", "height", "160", "pitch", "8", "distance", "20").Says(t, 200)
	r.Made()
	r.look()
	r.editor.Get(at).Says(t, 200, "trên 4 màn hình")
}

// An approver whose page was opened before a kind of screen came did not see the slide there: it is
// looked at, as one that was approved before. What cannot be read there at all stays off.
func TestAnApprovalCoversWhatItsApproverSaw(t *testing.T) {
	r := newRig(t)
	at := r.poster("Mã nhỏ.png", 8)
	r.editor.Post(at, "title", "Mã nhỏ hơn").Says(t, 200)
	r.editor.Post(at+"/submit").Says(t, 200)
	r.Made()
	page := r.approver.Get(at)
	r.look()
	r.led("LED-01")
	if p := r.approver.Post(at+"/approve", "seen", page.Value("seen"), "as_of", page.Value("as_of")); p.Status != 422 || !strings.Contains(p.HTML, "không đọc được") {
		t.Fatalf("a code that cannot be read is approved: %d", p.Status)
	}
	r.look()
	off := r.off()
	look := off[strings.TrimPrefix(at, shell.PathSlides+"/")+" 192×96"]
	if len(off) != 1 || !strings.Contains(look.Found, "không đọc được trên màn hình 192×96") {
		t.Fatalf("%q: %+v", at, off)
	}
	short := content.Slide{
		ID: "short", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Ngắn", Words: content.Words{Head: "Cài iHanoi"}, State: content.Draft, Author: "x",
	}
	r.Put(short)
	r.editor.Post("/studio/slides/short/submit").Says(t, 200)
	page = r.approver.Get("/studio/slides/short")
	studiotest.NewScreen(t, r.editor, "LED-03", "width", "320", "height", "160", "pitch", "4", "distance", "10").Says(t, 200)
	r.approver.Post("/studio/slides/short/approve", "seen", page.Value("seen"), "as_of", page.Value("as_of")).Says(t, 200, "trên 2 màn hình", "đang kiểm tra cho cỡ màn hình mới")
	r.look()
	r.approver.Get("/studio/slides/short").Says(t, 200, "trên 3 màn hình")
	r.audit()
}

// What was approved for the hall of one ward was seen there: the LEDs that another ward had by then
// say nothing of it. It stays off the first LED in its own ward, though its reason, which is for its
// date, would excuse what the checks warn of on all LEDs; and off the others once its campaign is for
// these as well.
func TestAnApprovalIsForTheScreensThatItsSlideIsMeantFor(t *testing.T) {
	r := newRig(t)
	own := content.Target{Area: r.Place("SANH-01").Area}
	for _, width := range []string{"192", "320"} {
		studiotest.NewScreen(t, r.editor, "NGOC-HA-"+width, "area", "2025-07/00008", "width", width, "height", "96", "pitch", "10", "distance", "20").Says(t, 200)
	}
	r.Made()
	r.look()
	r.targets(own)
	at := r.poster("Mã.png", 26, "title", "Tuyển sinh 01/01/2020", "campaign", "main", "despite", "Ngày của văn bản")
	for range 2 {
		r.editor.Get(at).Says(t, 200, "trên 1 màn hình").Lacks(t, "Vì sao chưa lên")
		r.look()
	}
	r.led("BA-DINH-02")
	for range 2 {
		r.editor.Get(at).Says(t, 200, "trên 1 màn hình", "Vì sao chưa lên (1 màn hình): chưa được duyệt cho màn hình 192×96", "người xem đứng cách 20 m")
		r.look()
	}
	r.targets()
	r.editor.Get(at).Says(t, 200, "trên 1 màn hình", "Vì sao chưa lên (2 màn hình): chưa được duyệt cho màn hình 192×96", "chưa được duyệt cho màn hình 320×96")
}

// targets has the campaign be for other screens.
func (r rig) targets(all ...content.Target) {
	r.Helper()
	ctx := context.Background()
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(ctx, "main")
		if err != nil {
			return err
		}
		c.Targets = all
		return tx.PutCampaign(ctx, c)
	}); err != nil {
		r.Fatal(err)
	}
}

// A folder of before goes on as it is: what is live covers the screens that stand. A kind of screen
// that no screen has any more is forgotten, and is new when it comes back.
func TestFoldersOfBeforeGoOn(t *testing.T) {
	r := studiotest.New(t)
	r.Stand("NGATU-01", true)
	r.Put(content.Slide{ID: "old", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Cũ", Words: content.Words{Head: "Cài iHanoi"}, State: content.Approved, Approval: content.Approval{By: "x", At: time.Now().Add(-time.Hour)}})
	one := rig{Rig: r, editor: r.First()}
	one.editor.Get("/studio/slides/old").Says(t, 200, "trên 1 màn hình")
	one.begin()
	one.begin()
	one.editor.Get("/studio/slides/old").Says(t, 200, "trên 1 màn hình")
	all, err := r.Store.Surfaces(context.Background())
	if err != nil || len(all) != 1 || all[0].Any() || !all[0].Since.IsZero() {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error { return tx.DeleteScreen(context.Background(), "NGATU-01") }); err != nil {
		t.Fatal(err)
	}
	one.Looker = cover.Looker{Options: cover.Options{Store: r.Store, Check: r.Looks.FindingsOn, Log: slog.New(slog.DiscardHandler)}}
	one.look()
	if all, err = r.Store.Surfaces(context.Background()); err != nil || len(all) != 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	r.Stand("NGATU-02", true)
	one.editor.Get("/studio/slides/old").Says(t, 200, "đang kiểm tra cho cỡ màn hình mới")
	one.look()
	one.editor.Get("/studio/slides/old").Says(t, 200, "trên 1 màn hình")
}

// What keeps a slide off is looked at again where its folder's campaign.yaml fits it in another way
// under the same approval, and where a setting changes. Nothing is noted where the same is found, and
// people are told once.
func TestWhatKeepsASlideOffIsLookedAtAgain(t *testing.T) {
	r := newRig(t)
	ctx, domain, looks := context.Background(), "hanoi.gov.vn", 0
	r.Check = func(_ context.Context, s content.Slide, on []content.Surface) (found []preflight.Finding, ready bool, err error) {
		looks++
		if set, err := r.Store.Setting(ctx, content.SettingDomains); err != nil || s.Fit != content.Cover && set.Value == domain {
			found = []preflight.Finding{{Rule: preflight.Rule("code"), Level: preflight.Error, Canvas: &on[0].Canvas, Vi: "Mã không đọc được.", En: "The code cannot be read."}}
		}
		return found, true, nil
	}
	at := time.Now().Add(-time.Hour).UTC().Truncate(time.Millisecond)
	for _, id := range []string{"refitted", "reset"} {
		r.Put(content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: id, Words: content.Words{Head: "Mời"}, Fit: content.Contain, State: content.Approved, Approval: content.Approval{By: "x", At: at}})
	}
	r.look()
	r.led("LED-01")
	r.look()
	if off := r.off(); len(off) != 2 || !off["reset 192×96"].Done {
		t.Fatalf("%+v", off)
	}
	s, err := r.Store.Slide(ctx, "refitted")
	if err != nil {
		t.Fatal(err)
	}
	s.Fit, looks = content.Cover, 0
	r.Put(s)
	if off := r.off()["refitted 192×96"]; off.Done {
		t.Errorf("it waits for a look: %+v", off)
	}
	r.look()
	if off := r.off(); len(off) != 1 || looks != 1 {
		t.Errorf("%d looks, and off are %+v", looks, off)
	}
	r.editor.Get(shell.SlidePath("refitted")).Says(t, 200, "trên 2 màn hình")

	r.Set(content.SettingHotline, "1022")
	before, err := r.Store.LastChange(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r.look()
	if last, err := r.Store.LastChange(ctx); err != nil || last != before || looks != 2 {
		t.Errorf("the same was found in %d looks: %d, %d, %v", looks, before, last, err)
	}
	r.Set(content.SettingDomains, "vneid.gov.vn")
	r.look()
	if off := r.off(); len(off) != 0 {
		t.Errorf("after the setting changed: %+v", off)
	}
	r.editor.Get(shell.SlidePath("reset")).Says(t, 200, "trên 2 màn hình")
}

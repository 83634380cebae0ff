package studiotest

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Put stores a slide.
func (r *Rig) Put(s content.Slide) {
	r.Helper()
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error { return tx.PutSlide(context.Background(), s) })
	if err != nil {
		r.Fatal(err)
	}
}

// Set sets a setting.
func (r *Rig) Set(key, value string) {
	r.Helper()
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error { return tx.PutSetting(context.Background(), key, value) })
	if err != nil {
		r.Fatal(err)
	}
}

// Stand has a screen stand somewhere, enrolled or not.
func (r *Rig) Stand(code string, enrolled bool) {
	r.Helper()
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		screen := content.Screen{Code: code, Name: "Ngã tư " + code, Places: []content.Place{{
			From: time.Now().Add(-time.Hour), Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			Kind: content.LED, Venue: content.Intersection,
		}}}
		if err := tx.PutScreen(context.Background(), screen); err != nil || !enrolled {
			return err
		}
		return tx.PutCredential(context.Background(), store.Credential{ID: "c-" + code, Screen: code, Kind: store.ByKey, Value: []byte(code)})
	})
	if err != nil {
		r.Fatal(err)
	}
}

func (r *Rig) Place(code string) content.Place {
	r.Helper()
	s, err := r.Store.Screen(context.Background(), code)
	if err != nil {
		r.Fatal(err)
	}
	return s.Places[len(s.Places)-1]
}

// Sent keeps a frame as the air does and gives its hash.
func (r *Rig) Sent(about protocol.Type, body any) string {
	r.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		r.Fatal(err)
	}
	r.number = max(r.number+1, time.Now().UnixMilli())
	f, err := protocol.Seal(protocol.Frame{Type: about, For: "audience", Number: r.number}, body, key)
	if err == nil {
		err = r.Store.PutFrame(context.Background(), f)
	}
	if err != nil {
		r.Fatal(err)
	}
	return f.Hash
}

// Ran stores runs of a screen, numbered in order.
func (r *Rig) Ran(screen, journal string, runs ...protocol.Run) {
	r.Helper()
	for i := range runs {
		runs[i].Seq = int64(i + 1)
		if runs[i].Clock == "" {
			runs[i].Clock = "synced"
		}
	}
	if _, err := r.Store.StoreRuns(context.Background(), screen, protocol.Plays{Journal: journal, Runs: runs}); err != nil {
		r.Fatal(err)
	}
}

// Fill makes one of everything.
func Fill(t *testing.T, r *Rig, u *User) {
	t.Helper()
	u.Upload("/studio/upload", "anh.jpg", Photo(9), "application/json").Says(t, 200)
	u.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi ngay hôm nay", "brief", "Cài iHanoi", "style", "statement").Says(t, 200, "Đã tạo bản nháp")
	NewScreen(t, u, "NGATU-01").Says(t, 200, "Đã lưu")
	u.Post("/studio/tokens", "name", "Hệ thống quận", "scope", "figures").Says(t, 200)
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now()})
}

// NewScreen stands an LED at a crossing through the studio.
func NewScreen(t *testing.T, u *User, code string, more ...string) Page {
	t.Helper()
	p, _ := area.PeriodAt(time.Now())
	ward := wardIn(t, p)
	return u.Post("/studio/screens/new", append([]string{
		"code", code, "name", "LED ngã tư", "area", ward, "venue", "intersection", "kind", "led",
		"width", "432", "height", "216", "pitch", "5", "distance", "15",
	}, more...)...)
}

func wardIn(t *testing.T, p area.Period) string {
	t.Helper()
	for _, code := range []string{"00004", "001"} {
		if p == area.Jul2025 || code == "001" {
			return area.Key{Period: p, Code: code}.String()
		}
	}
	t.Fatalf("no ward for %s", p)
	return ""
}

// SheetText is a sheet of figures as somebody pastes it.
const SheetText = "Tính đến: 21/11/2024 17:00\nNguồn: Công an thành phố\nĐơn vị;Số tài khoản;Chỉ tiêu\nQuận Ba Đình;1200;5000\nQuận Đống Đa;900;4000\n"

// Part asks as the page's script does.
func (u *User) Part(path string) Page {
	u.Helper()
	req := u.Request("GET", path, nil)
	req.Header.Set("HX-Request", "true")
	return u.Send(req)
}

// Approve approves what the page at a path shows, as the one who looks at it does, once its
// pictures are made.
func (u *User) Approve(path string, fields ...string) Page {
	u.Helper()
	u.Made()
	return u.Post(path+"/approve", append([]string{"seen", u.Get(path).Value("seen")}, fields...)...)
}

// Made has the server make what screens lack, as it does in the background.
func (r *Rig) Made() {
	r.Helper()
	if err := r.Maker.Complete(context.Background()); err != nil {
		r.Fatal(err)
	}
}

package app

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// storeReleased makes the data folder of an installation that has been on air, with every kind of
// thing that screens show, and stores it. Its keys and instants are fixed.
func storeReleased(t *testing.T) {
	t.Helper()
	data, ctx := t.TempDir(), t.Context()
	writeKeys(t, filepath.Join(data, "keys"))
	faked.Store(releasedAt.Add(-24 * time.Hour).UnixMilli())
	st, err := store.Open(ctx, filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Claim(ctx, store.Real); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	a := openReleased(t, data) // it lays in the starter campaign, as drafts
	for _, step := range []func(context.Context, *store.Tx) error{
		releasedSettings, approveStarter, a.releasedMedia, releasedScreens, releasedSlides, releasedTakeovers,
		func(ctx context.Context, tx *store.Tx) error { return releaseFigures(ctx, tx, "r-1", 1) },
		func(ctx context.Context, tx *store.Tx) error { return releaseFigures(ctx, tx, "r-2", 2) },
	} {
		faked.Add(time.Minute.Milliseconds())
		if _, err := a.store.Change(ctx, "staff-an", func(tx *store.Tx) error { return step(ctx, tx) }); err != nil {
			t.Fatal(err)
		}
	}
	faked.Store(releasedAt.UnixMilli())
	_, err = a.store.Change(ctx, "staff-an", func(tx *store.Tx) error {
		storm, err := tx.Takeover(ctx, "bao-so-3")
		if err != nil {
			return err
		}
		if storm, err = content.PutOn(storm, "staff-an", tx.Time(), 2*time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, storm)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.air.Start(ctx, a.bus.Subscribe(ctx)); err != nil {
		t.Fatal(err)
	}
	a.air.Stop()
	playReleased(t, a)
	if err := a.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"inbox", "work"} {
		if err := os.RemoveAll(filepath.Join(data, gone)); err != nil {
			t.Fatal(err)
		}
	}
	pack(t, data, releasedFolder)
}

// writeKeys writes keys that are the same at every making. They have signed nothing outside of this
// test.
func writeKeys(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	recovery := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	for name, key := range map[string][]byte{workingFile: bytes.Repeat([]byte{1}, ed25519.SeedSize), recoveryFile: recovery} {
		if err := writeKey(filepath.Join(dir, name), key); err != nil {
			t.Fatal(err)
		}
	}
}

func releasedSettings(ctx context.Context, tx *store.Tx) error {
	for key, value := range map[string]string{
		content.SettingApp: "iHanoi", content.SettingAppFull: "Công dân Thủ đô số – iHanoi", content.SettingCity: "Thành phố Hà Nội",
		content.SettingHotline: "1022 nhánh 8", content.SettingPublic: "https://ihanoi.example.vn",
		content.SettingDomains: "example.vn", content.SettingMaxAge: "72",
	} {
		if err := tx.PutSetting(ctx, key, value); err != nil {
			return err
		}
	}
	return tx.PutStaff(ctx, store.Staff{ID: "staff-an", Name: "Nguyễn Thị An", Login: "an", Mandates: []mandate.Mandate{{Role: mandate.Admin}}})
}

var approved = content.Approval{By: "staff-binh", At: releasedAt.Add(-time.Hour), Document: "12/QĐ-STTTT"}

func approveStarter(ctx context.Context, tx *store.Tx) error {
	all, err := tx.Slides(ctx, store.SlideQuery{})
	for _, s := range all {
		if s.Kind == content.Countdown {
			s.Needs, s.Deadline = nil, releasedAt.AddDate(0, 0, 20).Truncate(24*time.Hour)
		}
		s.State, s.Approval = content.Approved, approved
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
	}
	return err
}

var (
	street = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	small  = content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}
	lobby  = content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3}
	touch  = content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}
)

// releasedMedia keeps a picture and a clip with their renditions. Screens fetch these by digest;
// what is in them does not matter to frames.
func (a *App) releasedMedia(ctx context.Context, tx *store.Tx) error {
	for _, m := range []store.Medium{
		{Kind: content.Picture, Type: "image/png", Width: 64, Height: 32, Name: "hoa-ban.png"},
		{Kind: content.Video, Type: "video/mp4", Width: 64, Height: 32, Duration: 12 * time.Second, Codec: "avc1.64001f", Name: "ihanoi.mp4"},
	} {
		var err error
		if m.Digest, m.Bytes, err = a.bytesFor(ctx, m.Name, 64, 32); err != nil {
			return err
		}
		if err := tx.PutMedium(ctx, m); err != nil {
			return err
		}
		fits := []string{"contain", "still:contain", "cover:0.50,0.25", "still:cover:0.50,0.25"}
		if m.Kind == content.Video {
			fits = []string{"video", "still:video"}
		}
		for _, c := range []content.Canvas{street, small, lobby, touch} {
			for _, fit := range fits {
				r := store.Rendition{Medium: m.Digest, Width: c.Width, Height: c.Height, Fit: fit, Ref: content.Ref{Type: m.Type}}
				if r.Ref.Digest, r.Ref.Size, err = a.bytesFor(ctx, m.Name+fit, c.Width/24, c.Height/24); err != nil {
					return err
				}
				if err := tx.PutRendition(ctx, r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// bytesFor keeps a small picture of one colour, which a name decides.
func (a *App) bytesFor(ctx context.Context, name string, width, height int) (content.Digest, int64, error) {
	d := content.DigestOf([]byte(name))
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{d[10], d[11], d[12], 255}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return "", 0, err
	}
	kept, err := a.media.PutBytes(ctx, b.Bytes())
	return kept, int64(b.Len()), err
}

func releasedScreens(ctx context.Context, tx *store.Tx) error {
	dongDa := content.Place{
		Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
		Venue: content.Intersection, Kind: content.LED, Canvas: street, Zone: content.DefaultZone, Address: "Ngã tư Sở", Owner: "Sở TTTT",
	}
	haiBaTrung := dongDa
	haiBaTrung.Area, haiBaTrung.Areas, haiBaTrung.Names = "2024-11/007", []string{"2024-11/007", "2024-11/01"}, []string{"Quận Hai Bà Trưng", "Thành phố Hà Nội"}
	night := dongDa
	night.Open = hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}, Except: []hours.Exception{{Date: "2026-03-15"}}}
	night.Dimming = []content.Dim{{From: 0, Level: 30}, {From: 6 * 60, Level: 100}, {From: 19 * 60, Level: 60}}
	moved := haiBaTrung
	moved.From, moved.Canvas, moved.Tags = releasedAt.AddDate(0, 0, 2), small, []string{"xe"}
	hall := dongDa
	hall.Venue, hall.Kind, hall.Canvas, hall.Hall = content.Reception, content.Monitor, lobby, "Bộ phận một cửa phường Láng Hạ"
	hall.Pools = []content.Pool{{ID: "city", Percent: 70}, {ID: "ward", Percent: 30}}
	kiosk := hall
	kiosk.Kind, kiosk.Canvas, kiosk.Rotation, kiosk.Left, kiosk.Top, kiosk.Pools = content.Kiosk, touch, 90, 10, 20, nil
	abroad := haiBaTrung
	abroad.Venue, abroad.Zone, abroad.Canvas = content.Mall, "Asia/Tokyo", lobby
	later := dongDa
	later.From = releasedAt.AddDate(0, 0, 7)
	for _, s := range []content.Screen{
		{Code: "HK-01", Name: "Ngã tư Sở", Places: []content.Place{dongDa}},
		{Code: "HK-02", Name: "Ngã tư Sở, cột 2", Places: []content.Place{dongDa}},
		{Code: "HK-03", Name: "Ngã tư Khâm Thiên", Places: []content.Place{night}},
		{Code: "XE-04", Name: "Màn hình lưu động", Places: []content.Place{dongDa, moved}},
		{Code: "SANH-05", Name: "Một cửa Láng Hạ", Places: []content.Place{hall}},
		{Code: "CHAM-06", Name: "Kiosk Láng Hạ", Places: []content.Place{kiosk}},
		{Code: "TTTM-07", Name: "Trung tâm thương mại", Places: []content.Place{abroad}},
		{Code: "MOI-08", Name: "Sắp lắp", Places: []content.Place{later}},
	} {
		if err := tx.PutScreen(ctx, s); err != nil {
			return err
		}
	}
	return tx.PutCredential(ctx, store.Credential{ID: "cred-1", Screen: "HK-01", Kind: store.ByKey, Value: bytes.Repeat([]byte{7}, 32)})
}

func releasedSlides(ctx context.Context, tx *store.Tx) error {
	ward := content.Campaign{
		ID: "phuong", Name: "Phường Láng Hạ", Order: 3, Pool: "ward", Weight: 1, Targets: []content.Target{{Venue: content.Reception}},
		Hours: hours.Set{Parts: []hours.Part{{Days: 0b0111110, From: 8 * 60, Until: 17 * 60}}},
	}
	spring := content.Campaign{
		ID: "xuan", Name: "Xuân Bính Ngọ", Order: 2, Pool: "city", Weight: 2,
		Valid: hours.Span{From: releasedAt.AddDate(0, 0, -5), Until: releasedAt.AddDate(0, 0, 6)},
	}
	for _, c := range []content.Campaign{ward, spring} {
		if err := tx.PutCampaign(ctx, c); err != nil {
			return err
		}
	}
	picture, clip := content.Slide{Kind: content.Picture}, content.Slide{Kind: content.Video}
	all, err := tx.Media(ctx, store.Medium{}, 0)
	for _, m := range all {
		switch m.Kind {
		case content.Picture:
			picture.Medium = m.Digest
		case content.Video:
			clip.Medium = m.Digest
		}
	}
	if err != nil {
		return err
	}
	cover := picture
	cover.Fit, cover.FocusX, cover.FocusY = content.Cover, 0.5, 0.25
	words := func(head string) content.Slide {
		return content.Slide{Kind: content.Notice, Style: content.Statement, Words: content.Words{Head: head}}
	}
	targeted, timed, exclusive, draft := words("Chỉ ở quận Hai Bà Trưng"), words("Chỉ trong tuần này"), words("Khai mạc hội nghị"), words("Chưa duyệt")
	targeted.Targets = []content.Target{{Area: "2024-11/007"}}
	timed.Valid = hours.Span{From: releasedAt.AddDate(0, 0, -1), Until: releasedAt.AddDate(0, 0, 4)}
	exclusive.Exclusive, exclusive.Valid = true, hours.Span{From: releasedAt.AddDate(0, 0, 3), Until: releasedAt.AddDate(0, 0, 3).Add(2 * time.Hour)}
	waits := words("Cần mục chưa đặt")
	waits.Needs = []string{content.SettingAppStore}
	board := content.Slide{Kind: content.Board, View: content.Grid, Measure: figure.Accounts.ID, Area: "2024-11/01"}
	league := board
	league.View = content.League
	for i, s := range []struct {
		id, campaign string
		slide        content.Slide
	}{
		{"anh", "xuan", picture},
		{"anh-cat", "xuan", cover},
		{"clip", "xuan", clip},
		{"hai-ba-trung", "xuan", targeted},
		{"tuan-nay", "xuan", timed},
		{"khai-mac", "xuan", exclusive},
		{"cho-link", "xuan", waits},
		{"nhap", "xuan", draft},
		{"luoi", "starter-figures", board},
		{"bang", "starter-figures", league},
		{"phuong-1", "phuong", words("Tiếp công dân thứ Năm hằng tuần")},
	} {
		s.slide.ID, s.slide.Campaign, s.slide.Order, s.slide.Title, s.slide.Author = s.id, s.campaign, 10+i, s.id, "staff-an"
		s.slide.State, s.slide.Approval = content.Approved, approved
		if s.id == "nhap" {
			s.slide.State, s.slide.Approval = content.Draft, content.Approval{}
		}
		if err := tx.PutSlide(ctx, s.slide); err != nil {
			return err
		}
	}
	return nil
}

func releasedTakeovers(ctx context.Context, tx *store.Tx) error {
	for _, one := range []content.Takeover{
		{ID: "bao-so-3", Title: "Bão số 3", Gravity: content.Danger, Words: content.Words{Head: "Bão số 3: ở trong nhà", Lines: []string{"Gọi 113, 114, 115 khi cần"}}, Targets: []content.Target{{Area: "2024-11/006"}}},
		{ID: "cat-nuoc", Title: "Cắt nước", Gravity: content.CivicNotice, Words: content.Words{Head: "Ngừng cấp nước 22:00–05:00"}},
	} {
		one.State, one.Author, one.Approval = content.Approved, "staff-an", approved
		if err := tx.PutTakeover(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// releaseFigures lets out the n-th figures of the districts.
func releaseFigures(ctx context.Context, tx *store.Tx, id string, n int64) error {
	r := store.Release{
		ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: releasedAt.Add(time.Duration(n-10) * time.Hour), Source: "Sở Thông tin và Truyền thông", By: "Nguyễn Thị An",
	}
	var all []figure.Figure
	for i := range int64(9) {
		all = append(all, figure.Figure{
			Area: area.Key{Period: area.Nov2024, Code: fmt.Sprintf("%03d", i+1)}, Measure: r.Measure, Value: 10_000*(i+1) + 777*n, Target: 40_000 * (i + 1),
			AsOf: r.AsOf, Source: r.Source, ReleasedBy: r.By,
		})
	}
	return tx.PutRelease(ctx, r, all)
}

// playReleased stores what a screen showed in the hour before, and scans of its code.
func playReleased(t *testing.T, a *App) {
	t.Helper()
	ctx := t.Context()
	topics, _, err := a.air.Join(ctx, "HK-01", "")
	if err != nil {
		t.Fatal(err)
	}
	audience := topics[0][len("audience/"):]
	programme, err := a.store.NewestFrame(ctx, protocol.TypeProgramme, audience)
	if err != nil {
		t.Fatal(err)
	}
	from := releasedAt.Add(-time.Hour)
	var runs []protocol.Run
	for i := range int64(11) { // five minutes of the hour are missing
		at := from.Add(time.Duration(i) * 5 * time.Minute)
		runs = append(runs, protocol.Run{
			Seq: i + 1, Audience: audience, Programme: programme.Hash, From: at.UnixMilli(), Until: at.Add(5 * time.Minute).UnixMilli(), Clock: "synced",
		})
	}
	if _, err := a.store.StoreRuns(ctx, "HK-01", protocol.Plays{Journal: "j-1", Runs: runs}); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := a.store.CountScan(ctx, "HK-01", from.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

package onair_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/studio/studiotest"
)

// Of the past a screen's page says what it had been sent, also of slides that are gone since, draws
// it as it was, and has the photographs of the glass that were taken that day.
func TestThePastIsWhatWasSent(t *testing.T) {
	r, u := filled(t)
	ctx := context.Background()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	place, now := r.Place("NGATU-01"), time.Now()
	photo := studiotest.Photo(1)
	drawn, err := r.Media.PutBytes(ctx, photo)
	if err != nil {
		t.Fatal(err)
	}
	sent := func(about protocol.Type, whom string, body any) {
		t.Helper()
		f, err := protocol.Seal(protocol.Frame{Type: about, For: whom, Number: now.UnixMilli(), Until: now.Add(time.Hour).UnixMilli()}, body, key)
		if err == nil {
			err = r.Store.PutFrame(ctx, f)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	programme := func(ids ...string) *content.Programme {
		p := &content.Programme{Zone: content.DefaultZone, Canvas: place.Canvas, From: now.Add(-time.Hour).UnixMilli(), Until: now.Add(time.Hour).UnixMilli(), Evergreen: -1}
		loop := []int{}
		for i, id := range ids {
			p.Slides = append(p.Slides, content.Shown{ID: id, Kind: content.Picture, Dwell: 600_000, Medium: content.Ref{Digest: drawn, Type: "image/jpeg"}})
			loop = append(loop, i)
		}
		p.Loops, p.Spans = [][]int{loop}, []content.Span{{Length: (2 * time.Hour).Milliseconds(), Loop: 0}}
		return p
	}
	sent(protocol.TypeScreen, "NGATU-01", protocol.Screen{Code: "NGATU-01", Audience: "then", Canvas: place.Canvas})
	sent(protocol.TypeProgramme, "then", programme("s-gone"))
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCommand(ctx, "NGATU-01", protocol.Command{ID: "photo", Kind: protocol.Screenshot}, time.Minute)
	}); err != nil {
		t.Fatal(err)
	}
	if err := r.Store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: "photo", Type: "image/jpeg", Data: photo}); err != nil {
		t.Fatal(err)
	}

	asked := now.Truncate(time.Second).Add(time.Second) // the page asks by seconds
	page := u.Get("/studio/onair?screen=NGATU-01" + at(asked))
	for end := now.Add(20 * time.Second); page.Status == 200 && !bytes.Contains([]byte(page.HTML), []byte("Tấm đã xóa")) && time.Now().Before(end); {
		page = u.Get("/studio/onair?screen=NGATU-01" + at(asked)) // until it is over
	}
	page.Says(t, 200, "Kế hoạch là những gì máy chủ đã gửi", "Trên mặt kính Tấm đã xóa", "Thay phiên lúc đó Tấm đã xóa", "Báo cáo còn đang gửi đến", "Cài đặt chưa có trong những gì đã gửi lúc đó", "Ảnh chụp mặt kính trong ngày")
	if got := u.Get("/studio/screens/NGATU-01/commands/photo.jpg"); got.Status != 200 || got.HTML != string(photo) {
		t.Errorf("the photograph: %d, %d bytes", got.Status, len(got.HTML))
	}
	u.Get("/studio/onair?screen=NGATU-01"+at(now.Add(-48*time.Hour))).Lacks(t, "Ảnh chụp mặt kính", "đã gửi cho màn hình")
	if p := u.Get("/studio/onair/picture?screen=NGATU-01" + at(asked)); p.Status != 200 || p.HTML != string(photo) {
		t.Errorf("the glass of then: %d", p.Status)
	}
}

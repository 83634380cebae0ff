package testkit

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	a := Demo(t)
	b := Chromium(t)
	street := b.Open(t, a.Address()+"/play?screen=NGATU-05", 432, 216)
	street.Until("slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)
	m := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = 20, 180, 60, 255
	}
	_ = color.RGBA{}
	var bb bytes.Buffer
	jpeg.Encode(&bb, m, nil)
	began := time.Now()
	os.WriteFile(filepath.Join(a.Inbox(), "x.jpg"), bb.Bytes(), 0o644)
	for i := range 24 {
		time.Sleep(500 * time.Millisecond)
		var s string
		street.Eval("JSON.stringify(Ngatu.debug)", &s)
		t.Log(time.Since(began).Milliseconds(), s[:min(len(s), 700)])
		if i == 6 {
			os.WriteFile("/tmp/zz.png", street.Screenshot(), 0o644)
		}
	}
	fs, _ := a.Store().Frames(t.Context(), "programme", "", time.Time{}, time.Now(), 0)
	t.Log(len(fs))
	cs, _ := a.Store().RecentChanges(t.Context(), 0, 40)
	for _, c := range cs {
		t.Log(c.Number-began.UnixMilli(), c.Who, c.Verb, c.Noun, c.ID)
	}
}

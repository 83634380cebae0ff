package main

import (
	"encoding/json"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ngatu/assets/starter"
	"ngatu/content/layout"
	"ngatu/internal/paint"
	"ngatu/internal/qr"
)

// Real files, and what is found in each; the status is 0 only where there is no error.
func TestCheck(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	poster(t, filepath.Join(folder, "good.png"), "https://ihanoi.hanoi.gov.vn/a")
	poster(t, filepath.Join(folder, "forged.png"), "https://ihanoi.evil.com/a")
	write("slide.json", []byte(`{"kind": "notice", "style": "statement", "title": "x", "words": {"head": "Tải tại bit.ly/abc"}}`))
	write("none.json", []byte(`{"words": 1}`))
	write("starter.json", starter.Campaigns)
	clip := func(name, look string, more ...string) {
		t.Helper()
		args := append([]string{"-v", "error", "-f", "lavfi", "-i", look, "-f", "lavfi", "-i", "sine=frequency=440", "-t", "2", "-pix_fmt", "yuv420p", "-c:v", "libx264"}, more...)
		if out, err := exec.Command("ffmpeg", append(args, filepath.Join(folder, name))...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	clip("calm.mp4", "color=c=navy:s=640x360:r=25", "-an")
	clip("flash.mp4", `color=c=black:s=640x360:r=30,geq=lum='if(lt(mod(N\,6)\,3)\,235\,16)':cb=128:cr=128`, "-c:a", "aac", "-shortest")
	kiosk := []string{"--canvas", "1080x1920", "--pitch", "0.37", "--distance", "0.7", "--domains", "hanoi.gov.vn", "--hotline", "1022 nhánh 8"}
	wall := []string{"--canvas", "192x96", "--pitch", "10", "--distance", "20", "--street", "--domains", "hanoi.gov.vn"}
	for _, c := range []struct {
		file string
		at   []string
		bad  bool
		want []string
	}{
		{"good.png", kiosk, false, nil},
		{"good.png", wall, true, []string{"code_read"}},
		{"forged.png", kiosk, true, []string{"code_link"}},
		{"slide.json", kiosk, true, []string{"link"}},
		{"calm.mp4", kiosk, false, nil},
		{"flash.mp4", kiosk, true, []string{"flash"}},
		{"flash.mp4", wall, true, []string{"flash", "moving", "sound"}},
	} {
		out, err := ngatu(t, folder, append([]string{"check", "--json", c.file}, c.at...)...).Output()
		if (err != nil) != c.bad {
			t.Errorf("%s: status %v", c.file, err)
		}
		var all []checked
		if err := json.Unmarshal(out, &all); err != nil || len(all) != 1 {
			t.Errorf("%s: %v: %s", c.file, err, out)
			continue
		}
		var got []string
		for _, f := range all[0].Findings {
			if f.Level == "error" {
				got = append(got, string(f.Rule))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: found %v, want %v: %s", c.file, got, c.want, out)
		}
	}
	if out, err := said(t, folder, append([]string{"check", "starter.json"}, kiosk...)...); err == nil || strings.Count(out, "error ") != 1 || !strings.Contains(out, "nhập thời hạn") {
		t.Errorf("the starter campaign lacks a deadline alone: %v %s", err, out)
	}
	written := layout.Layout{Width: 1280, Height: 720, Ground: "#04214a", Elements: []layout.Element{
		{Op: layout.Text, X: 80, Y: 200, Size: 64, Weight: 600, C: "#ffffff", T: "Liên hệ 0912 345 678"},
	}}
	words, err := os.Create(filepath.Join(folder, "words.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer words.Close()
	if err := png.Encode(words, paint.Paint(written, paint.Values{})); err != nil {
		t.Fatal(err)
	}
	if out, err := said(t, folder, "check", "words.png", "--hotline", "1022 nhánh 8"); err == nil || !strings.Contains(out, "0912 345 678") {
		t.Errorf("what stands in a picture is not read (is tesseract-ocr-vie there?): %v %s", err, out)
	}
	if out, err := said(t, folder, "check", "none.json"); err == nil || !strings.Contains(out, "không phải một tấm") {
		t.Errorf("no slide: %v %s", err, out)
	}
	if out, err := said(t, folder, "check", "good.png", "--canvas", "wide"); err == nil || !strings.Contains(out, "432x216") {
		t.Errorf("no size: %v %s", err, out)
	}
}

// poster is a picture for a kiosk, with a code that is read from there.
func poster(t *testing.T, path, link string) {
	t.Helper()
	c, err := qr.Encode(link)
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 1080, 1920))
	draw.Draw(m, m.Rect, image.Black, image.Point{}, draw.Src)
	code := qr.Image(c, 10)
	draw.Draw(m, code.Rect.Add(image.Pt(300, 900)), code, image.Point{}, draw.Src)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
}

package media_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ngatu/internal/media"
)

func init() {
	a2b := func(space, between, tag string) []byte { return profile(space, between, [2]string{"A2B0", tag}) }
	profiles["press8"] = a2b("CMYK", "Lab ", lights(inks).lut8(4, 9))
	profiles["press16"] = a2b("CMYK", "Lab ", lights(inks).lut16(4, 7, true))
	profiles["pressAB"] = a2b("CMYK", "Lab ", lights(inks).lutAB(4, 9))
	profiles["scan8"] = a2b("RGB ", "Lab ", lights(glow).lut8(3, 17))
	profiles["scanXYZ"] = a2b("RGB ", "XYZ ", lights(glow).lut16(3, 33, false))
	profiles["scanAB"] = a2b("RGB ", "Lab ", lights(glow).lutAB(3, 17))
	profiles["matrixAB"] = a2b("RGB ", "XYZ ", matrixAB())
	profiles["oneInk"] = a2b("GRAY", "Lab ", lights(dots).lut16(1, 65, true))
}

// A picture with a profile of tables is shown as Little CMS, through ImageMagick, converts it to
// sRGB.
func TestProfilesOfTablesAsLittleCMSReadsThem(t *testing.T) {
	srgb := profileFile(t, "srgb")
	im := media.NewImporter(media.Limits{})
	for _, c := range []struct {
		profile, ext, args string
		most, mean         float64
	}{
		{"press8", ".jpg", "-colorspace CMYK -quality 100 -sampling-factor 1x1", 6, 1},
		{"press16", ".jpg", "-colorspace CMYK -quality 100 -sampling-factor 1x1", 6, 1},
		{"pressAB", ".jpg", "-colorspace CMYK -quality 100 -sampling-factor 1x1", 6, 1},
		{"scan8", ".png", "", 3, 0.7},
		{"scanXYZ", ".png", "", 3, 0.7},
		{"scanAB", ".png", "", 3, 0.7},
		{"scanAB", ".webp", "-define webp:lossless=true", 3, 0.7},
		{"scan8", ".tif", "-compress LZW", 3, 0.7},
		{"matrixAB", ".png", "", 3, 0.7},
		{"oneInk", ".png", "-colorspace Gray -define png:color-type=0", 3, 0.7},
		{"oneInk", ".jpg", "-colorspace Gray -quality 100", 3, 0.7},
	} {
		t.Run(c.profile+c.ext, func(t *testing.T) {
			b := convert(t, "chart"+c.ext, c.args+" -profile "+profileFile(t, c.profile))
			m, p, err := im.Import(t.Context(), "a"+c.ext, bytes.NewReader(b), int64(len(b)))
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if len(m.Notices) > 0 {
				t.Errorf("told %v", m.Notices)
			}
			got, err := p.Draw(t.Context(), media.Spec{Width: m.Width, Height: m.Height})
			if err != nil {
				t.Fatal(err)
			}
			most, mean, p99 := apart(got, byLittleCMS(t, "a"+c.ext, b, srgb))
			t.Logf("apart: most %.0f, 99 in 100 under %.0f, mean %.2f", most, p99, mean)
			if most > c.most || mean > c.mean {
				t.Errorf("it is %.0f apart at most, %.2f on average", most, mean)
			}
		})
	}
}

// byLittleCMS has ImageMagick convert a picture by the profile that it carries.
func byLittleCMS(t *testing.T, name string, b []byte, srgb string) *image.RGBA {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, name), filepath.Join(dir, "to.png")
	if err := os.WriteFile(from, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("convert", from, "-intent", "perceptual", "+black-point-compensation", "-profile", srgb, "-depth", "8", "png24:"+to).CombinedOutput()
	if err != nil {
		t.Fatalf("ImageMagick: %v: %s", err, out)
	}
	made, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(m.Bounds())
	draw.Draw(rgba, rgba.Rect, m, image.Point{}, draw.Src)
	return rgba
}

package media_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
)

// Pictures of the less usual kinds that programs write are taken and drawn, or refused with a
// sentence that says what to do.
func TestLessUsualKindsOfPictures(t *testing.T) {
	t.Parallel()
	im := media.NewImporter(media.Limits{})
	for _, c := range []struct{ name, args, refused string }{
		{"one line of colour.jpg", "-sampling-factor 4x1 -quality 90", ""},
		{"upright samples.jpg", "-sampling-factor 1x2", ""},
		{"worst.jpg", "-quality 1", ""},
		{"grey and progressive.jpg", "-colorspace Gray -interlace JPEG", ""},
		{"inks, progressive.jpg", "-colorspace CMYK -interlace JPEG", ""},
		{"one pixel.png", "-resize 1x1!", ""},
		{"a line.png", "-resize 1x3000!", ""},
		{"two greys.png", "-colorspace Gray -depth 1 -define png:color-type=0 -define png:bit-depth=1", ""},
		{"four greys.png", "-colorspace Gray -depth 2 -define png:color-type=0 -define png:bit-depth=2", ""},
		{"deep grey and alpha.png", "-colorspace Gray -alpha set -channel A -evaluate set 60% +channel -define png:color-type=4 -define png:bit-depth=16", ""},
		{"deep and interlaced.png", "-interlace PNG -define png:color-type=2 -define png:bit-depth=16", ""},
		{"palette with a hole.png", "-colors 30 -transparent black -define png:color-type=3", ""},
		{"rows.gif", "-colors 60 -interlace GIF", ""},
		{"a hole.gif", "-colors 60 -transparent black", ""},
		{"soft alpha.webp", "-alpha set -channel A -evaluate set 40% +channel -quality 60", ""},
		{"differences.tif", "-depth 8 -compress LZW -define tiff:predictor=2", ""},
		{"deep.tif", "-depth 16 -compress Zip", ""},
		{"from a Mac.tif", "-depth 8 -endian MSB -compress LZW", ""},
		{"runs.tif", "-depth 8 -compress RLE", ""},
		{"tiles.tif", "-depth 8 -compress Zip -define tiff:tile-geometry=64x64", ""},
		{"palette.tif", "-colors 60 -type Palette -compress LZW", ""},
		{"fax.tif", "-monochrome -compress Group4", ""},
		{"a hole.tif", "-alpha set -channel A -evaluate set 60% +channel -depth 8 -compress LZW", ""},
		{"inks.tif", "-colorspace CMYK -depth 8 -compress LZW", "PNG hoặc JPEG"},
		{"palette.bmp", "-colors 60 -type Palette -alpha off -compress None", ""},
		{"two colours.bmp", "-monochrome -alpha off -compress None", ""},
		{"a hole.bmp", "-alpha set -channel A -evaluate set 60% +channel", ""},
		{"runs.bmp", "-colors 60 -type Palette -alpha off -compress RLE", "PNG hoặc JPEG"},
		{"old paint.pcx", "-depth 8", "JPEG, PNG"},
		{"game.tga", "-depth 8", "JPEG, PNG"},
		{"cinema.jp2", "-quality 50", "JPEG, PNG"},
		{"layers.psd", "-depth 8", "JPEG, PNG"},
		{"plain.ppm", "-depth 8", "JPEG, PNG"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := convert(t, strings.ReplaceAll(c.name, " ", "_"), c.args)
			_, p, err := im.Import(t.Context(), c.name, bytes.NewReader(b), int64(len(b)))
			if c.refused != "" {
				if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), c.refused) {
					t.Errorf("%v, want a refusal that says %q", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			got, err := p.Draw(t.Context(), media.Spec{Width: 64, Height: 32})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(c.name, "pixel") || strings.Contains(c.name, "line.png") || c.name == "worst.jpg" {
				return
			}
			// the same picture, as ImageMagick reads it
			from := filepath.Join(t.TempDir(), "a"+filepath.Ext(c.name))
			if err := os.WriteFile(from, b, 0o600); err != nil {
				t.Fatal(err)
			}
			want, err := exec.CommandContext(t.Context(), "convert", from, "-background", "black", "-alpha", "remove", "-colorspace", "sRGB", "-resize", "64x32!", "-depth", "8", "rgba:-").Output()
			if err != nil || len(want) != len(got.Pix) {
				t.Fatalf("ImageMagick gives %d bytes: %v", len(want), err)
			}
			far := 0
			for i := range want {
				if i%4 != 3 && max(want[i], got.Pix[i])-min(want[i], got.Pix[i]) > 60 {
					far++
				}
			}
			if far > len(want)/20 {
				t.Errorf("%d of %d colours are far from what ImageMagick reads", far, len(want)*3/4)
			}
		})
	}
}

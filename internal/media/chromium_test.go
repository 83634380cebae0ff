package media_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"ngatu/internal/media"
	"ngatu/internal/testkit"
)

// chart is what the pictures of these tests show: ramps of each colour and of grey, and fields of
// mixed colours, without edges finer than the 16 pixels that a JPEG keeps one colour for.
const chart = "( -size 64x64 gradient:black-red gradient:black-lime gradient:black-blue gradient:black-white +append ) " +
	"( -size 64x64 xc:#c08040 xc:#40c080 xc:#8040c0 xc:#f8f8f8 +append ) -append"

// convert has ImageMagick make a file of the chart.
func convert(t testing.TB, name, args string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append(strings.Fields(chart+" "+args), path)
	if out, err := exec.Command("convert", all...).CombinedOutput(); err != nil {
		t.Fatalf("ImageMagick, which makes %s: %v: %s", name, err, out)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// looking is a tab of a real Chromium that decodes pictures.
type looking struct{ *testkit.Tab }

func look(t testing.TB) looking {
	return looking{testkit.Chromium(t).Open(t, "about:blank", 400, 300)}
}

// pixels are a picture as Chromium draws it on black, as it is seen.
func (l looking) pixels(t testing.TB, mime string, b []byte) *image.RGBA {
	t.Helper()
	var got struct {
		W, H int
		Data string
	}
	js := fmt.Sprintf(`(async () => {
		const image = new Image();
		image.src = 'data:%s;base64,%s';
		await image.decode();
		const c = document.createElement('canvas');
		c.width = image.naturalWidth; c.height = image.naturalHeight;
		const ctx = c.getContext('2d');
		ctx.fillStyle = 'black'; ctx.fillRect(0, 0, c.width, c.height);
		ctx.drawImage(image, 0, 0);
		const d = ctx.getImageData(0, 0, c.width, c.height).data;
		let s = ''; for (let i = 0; i < d.length; i += 8192) { s += String.fromCharCode.apply(null, d.subarray(i, i + 8192)); }
		return { W: c.width, H: c.height, Data: btoa(s) };
	})()`, mime, base64.StdEncoding.EncodeToString(b))
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	l.Run(chromedp.Evaluate(js, &got, await))
	pix, err := base64.StdEncoding.DecodeString(got.Data)
	if err != nil {
		t.Fatal(err)
	}
	return &image.RGBA{Pix: pix, Stride: 4 * got.W, Rect: image.Rect(0, 0, got.W, got.H)}
}

// Pictures look on a screen as Chromium shows their originals. Formats without loss may be one
// number off for rounding, two where a curve is steep: skcms and we round at different places. JPEG
// and lossy WebP may be farther off at edges, where decoders smooth the colour planes each in their
// own way, and those differences are bounded by their mean.
func TestPicturesLookAsInChromium(t *testing.T) {
	with := func(args, profile string) func(t *testing.T, ext string) []byte {
		return func(t *testing.T, ext string) []byte {
			if profile != "" {
				args += " -profile " + profileFile(t, profile)
			}
			return convert(t, "chart"+ext, args)
		}
	}
	file := func(name string) func(*testing.T, string) []byte {
		return func(t *testing.T, _ string) []byte { return sample(t, name) }
	}
	im := media.NewImporter(media.Limits{})
	tab := look(t)
	for _, c := range []struct {
		name, mime, ext string
		make            func(t *testing.T, ext string) []byte
	}{
		{"PNG as ImageMagick writes it", "image/png", ".png", with("", "")},
		{"PNG, Display P3", "image/png", ".png", with("", "p3")},
		{"PNG, Adobe RGB", "image/png", ".png", with("", "adobe")},
		{"PNG, ProPhoto", "image/png", ".png", with("", "prophoto")},
		{"PNG, a scanner's table curve", "image/png", ".png", with("", "scanner")},
		{"PNG, sRGB profile", "image/png", ".png", with("", "srgb")},
		{"PNG, 16 bit, Display P3", "image/png", ".png", with("-depth 16 -define png:bit-depth=16", "p3")},
		{"PNG, palette, Display P3", "image/png", ".png", with("-colors 200 -define png:color-type=3", "p3")},
		{"PNG, half transparent, Display P3", "image/png", ".png", with("-alpha set -channel A -evaluate set 60% +channel", "p3")},
		{"PNG, grey", "image/png", ".png", with("-colorspace Gray -define png:color-type=0", "")},
		{"PNG, grey with gamma 2.2", "image/png", ".png", with("-colorspace Gray -define png:color-type=0", "grey22")},
		{"PNG, grey with dot gain", "image/png", ".png", with("-colorspace Gray -define png:color-type=0", "dot20")},
		{"PNG, no gAMA", "image/png", ".png", with("-define png:exclude-chunks=all", "")},
		{"PNG, linear gAMA", "image/png", ".png", with("-colorspace RGB -set gamma 1.0", "")},
		{"PNG, grey, linear gAMA", "image/png", ".png", with("-colorspace LinearGray -define png:color-type=0", "")},
		{"PNG, grey and transparent, with dot gain", "image/png", ".png", with("-colorspace Gray -alpha set -channel A -evaluate set 60% +channel -define png:color-type=4", "dot20")},
		{"PNG, a fine table curve", "image/png", ".png", with("", "fine")},
		{"PNG, cICP of BT.2020", "image/png", ".png", coded(9, 13)},
		{"PNG, cICP of linear light", "image/png", ".png", coded(1, 8)},
		{"PNG, cICP of Display P3", "image/png", ".png", coded(12, 13)},
		{"PNG with a bad profile checksum", "image/png", ".png", file("cases/iccp_crc.png")},
		{"JPEG", "image/jpeg", ".jpg", with("-quality 95", "")},
		{"JPEG, 4:4:4", "image/jpeg", ".jpg", with("-quality 95 -sampling-factor 1x1", "")},
		{"JPEG, Display P3", "image/jpeg", ".jpg", with("-quality 95 -sampling-factor 1x1", "p3")},
		{"JPEG, Adobe RGB", "image/jpeg", ".jpg", with("-quality 95", "adobe")},
		{"JPEG, progressive, Adobe RGB", "image/jpeg", ".jpg", with("-quality 95 -interlace JPEG", "adobe")},
		{"JPEG, grey", "image/jpeg", ".jpg", with("-quality 95 -colorspace Gray", "")},
		{"JPEG, grey with gamma 2.2", "image/jpeg", ".jpg", with("-quality 95 -colorspace Gray", "grey22")},
		{"JPEG, grey, linear", "image/jpeg", ".jpg", with("-quality 95 -colorspace Gray", "grey10")},
		{"JPEG, CMYK", "image/jpeg", ".jpg", with("-quality 95 -colorspace CMYK", "")},
		{"JPEG of a phone, Display P3", "image/jpeg", ".jpg", file("cases/p3.jpg")},
		{"JPEG, CMYK without Adobe's marker", "image/jpeg", ".jpg", file("cases/cmyk_plain.jpg")},
		{"JPEG, RGB without conversion", "image/jpeg", ".jpg", file("cases/rgb.jpg")},
		{"JPEG, motion photo", "image/jpeg", ".jpg", file("cases/motion.jpg")},
		{"WebP, lossless", "image/webp", ".webp", with("-define webp:lossless=true", "")},
		{"WebP, lossless, Display P3", "image/webp", ".webp", with("-define webp:lossless=true", "p3")},
		{"WebP, lossy", "image/webp", ".webp", with("-quality 95", "")},
		{"WebP, lossy, Adobe RGB", "image/webp", ".webp", with("-quality 95", "adobe")},
		{"WebP, alpha", "image/webp", ".webp", with("-quality 95 -alpha set -channel A -evaluate set 60% +channel", "")},
		{"WebP with a wrong alpha flag", "image/webp", ".webp", file("cases/vp8x_no_alph.webp")},
		{"GIF", "image/gif", ".gif", with("-colors 200", "")},
		{"BMP", "image/bmp", ".bmp", with("-alpha off -type TrueColor", "")},
		{"BMP of Windows 3", "image/bmp", ".bmp", with("-alpha off -define bmp:format=bmp3", "")},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := c.make(t, c.ext)
			want := tab.pixels(t, c.mime, b)
			m, p, err := im.Import(t.Context(), "a"+c.ext, bytes.NewReader(b), int64(len(b)))
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if m.Width != want.Rect.Dx() || m.Height != want.Rect.Dy() {
				t.Fatalf("it is %d×%d, in Chromium %v", m.Width, m.Height, want.Rect.Max)
			}
			got, err := p.Draw(t.Context(), media.Spec{Width: m.Width, Height: m.Height})
			if err != nil {
				t.Fatal(err)
			}
			most, mean, p99 := apart(got, want)
			t.Logf("apart: most %.0f, 99 in 100 under %.0f, mean %.2f", most, p99, mean)
			exact := c.ext != ".jpg" && !strings.Contains(c.name, "lossy") && !strings.Contains(c.name, "alpha") && !strings.Contains(c.name, "transparent")
			if exact && most > 2 || !exact && (mean > 1.5 || p99 > 20) {
				t.Errorf("it is %.0f apart from Chromium's at most, %.2f on average, 99 in 100 within %.0f", most, mean, p99)
			}
		})
	}
}

// coded is a PNG with a cICP chunk behind its header.
func coded(primaries, transfer byte) func(*testing.T, string) []byte {
	return func(t *testing.T, ext string) []byte {
		b := convert(t, "chart"+ext, "-define png:exclude-chunks=all")
		chunk := []byte{'c', 'I', 'C', 'P', primaries, transfer, 0, 1}
		const header = 8 + 25
		return slices.Concat(b[:header], []byte{0, 0, 0, 4}, chunk, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk)), b[header:])
	}
}

// What a code names and is not converted is told.
func TestAnUnknownCodeIsTold(t *testing.T) {
	b := coded(9, 16)(t, ".png") // PQ, of HDR
	m, p, err := media.NewImporter(media.Limits{}).Import(t.Context(), "a.png", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if len(m.Notices) != 1 || !strings.Contains(m.Notices[0].Vi, "cICP") {
		t.Errorf("told %v", m.Notices)
	}
}

// apart is how far two pictures differ in any of their colours.
func apart(a, b *image.RGBA) (most, mean, p99 float64) {
	var d []float64
	for i := range a.Pix {
		if i%4 != 3 {
			d = append(d, math.Abs(float64(a.Pix[i])-float64(b.Pix[i])))
		}
	}
	slices.Sort(d)
	for _, v := range d {
		mean += v
	}
	return d[len(d)-1], mean / float64(len(d)), d[len(d)*99/100]
}

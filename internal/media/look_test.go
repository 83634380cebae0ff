package media

import (
	"image"
	"image/color"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// made has ImageMagick make a file and gives its bytes. Arguments are apart by blanks; _ is
// a blank inside one.
func made(t testing.TB, name, args string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	magick(t, args, path)
	return loadPath(t, path)
}

func magick(t testing.TB, args, path string) {
	t.Helper()
	all := strings.Fields(args)
	for i := range all {
		all[i] = strings.ReplaceAll(all[i], "_", " ")
	}
	if out, err := exec.Command("convert", append(all, path)...).CombinedOutput(); err != nil {
		t.Fatalf("ImageMagick, which makes %s: %v: %s", path, err, out)
	}
}

// A drawing stands on a ground on which it is seen: what its edge is like decides, not what
// it is like inside.
func TestADrawingIsSeenOnItsGround(t *testing.T) {
	const clear = "-size 96x64 xc:none "
	for _, c := range []struct {
		name, args string
		ground     uint8
		notice     string
	}{
		{"black on nothing", clear + "-fill black -draw rectangle_20,20_60,40", 255, "nền trắng"},
		{"dark blue on nothing", clear + "-fill #102040 -draw circle_48,32_60,40", 255, "nền trắng"},
		{"white on nothing", clear + "-fill white -draw rectangle_20,20_60,40", 0, ""},
		{"red on nothing", clear + "-fill #e02020 -draw rectangle_20,20_60,40", 0, ""},
		{"black and white on nothing", clear + "-fill black -draw rectangle_10,20_40,40 -fill white -draw rectangle_60,20_90,40", 118, "nền xám"},
		{"black on a white card on nothing", clear + "-fill white -draw rectangle_8,8_88,56 -fill black -draw rectangle_20,20_60,40", 0, ""},
		{"black on a white page", "-size 96x64 xc:white -fill black -draw rectangle_20,20_60,40", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, p, err := importBytes(t, NewImporter(Limits{}), "a.png", made(t, "a.png", c.args))
			if err != nil {
				t.Fatal(err)
			}
			got := drawn(t, p, Spec{Width: 96, Height: 128}) // bars above and below
			if px := got.RGBAAt(48, 4); px != (color.RGBA{c.ground, c.ground, c.ground, 255}) {
				t.Errorf("the ground is %v, want %d", px, c.ground)
			}
			if told := told(m); c.notice == "" && told != "" || !strings.Contains(told, c.notice) {
				t.Errorf("told %q, want %q", told, c.notice)
			}
			if own := drawn(t, p, Spec{Width: 96, Height: 128, Background: color.RGBA{0, 80, 0, 255}}).RGBAAt(48, 4); own != (color.RGBA{0, 80, 0, 255}) {
				t.Errorf("a ground that was asked for is %v", own)
			}
		})
	}
	_, p, err := importBytes(t, NewImporter(Limits{}), "a.png", load(t, "cases/black_on_clear.png"))
	if err != nil {
		t.Fatal(err)
	}
	w, h := p.Size()
	if n := ink(drawn(t, p, Spec{Width: w, Height: h})); n < 0.01 {
		t.Errorf("of black on transparency %.4f is seen", n)
	}
	_, _, err = importBytes(t, NewImporter(Limits{}), "a.png", made(t, "a.png", "-size 96x64 xc:none"))
	wantRefusal(t, err, "invalid", "a.png", "trong suốt")
}

func told(m Medium) string {
	var all []string
	for _, n := range m.Notices {
		all = append(all, n.Vi)
	}
	return strings.Join(all, " ")
}

// An animation that begins blank shows the frame that says most, whatever its
// frames cover and leave.
func TestABlankFirstFrameIsPassedOver(t *testing.T) {
	blank, words := " ( -size 96x64 xc:white ) ", " ( -size 96x64 xc:white -fill black -draw rectangle_20,20_76,44 ) "
	hint := " ( -size 96x64 xc:white -fill black -draw rectangle_20,20_24,24 ) "
	apng := func(t *testing.T) []byte {
		dir := t.TempDir()
		magick(t, blank+hint+words+blank, filepath.Join(dir, "%d.png"))
		if out, err := exec.Command("ffmpeg", "-v", "error", "-framerate", "5", "-i", filepath.Join(dir, "%d.png"), "-plays", "0", "-f", "apng", filepath.Join(dir, "a.png")).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return loadPath(t, filepath.Join(dir, "a.png"))
	}
	for _, c := range []struct {
		name, file string
		body       func(t *testing.T) []byte
	}{
		{"GIF of a report", "a.gif", func(t *testing.T) []byte { return load(t, "cases/blank_first.gif") }},
		{"GIF", "a.gif", func(t *testing.T) []byte {
			return made(t, "a.gif", "-delay 20"+blank+hint+words+blank+"-layers optimize -loop 0")
		}},
		{"GIF that clears each frame", "a.gif", func(t *testing.T) []byte {
			return made(t, "a.gif", "-delay 20 -dispose background ( -size 96x64 xc:none ) ( -size 96x64 xc:none -fill red -draw rectangle_20,20_76,44 ) -loop 0")
		}},
		{"WebP", "a.webp", func(t *testing.T) []byte {
			return made(t, "a.webp", "-delay 20"+blank+hint+words+blank+"-define webp:lossless=true")
		}},
		{"PNG", "a.png", apng},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, p, err := importBytes(t, NewImporter(Limits{}), c.file, c.body(t))
			if err != nil {
				t.Fatal(err)
			}
			w, h := p.Size()
			if m := drawn(t, p, Spec{Width: w, Height: h}); ink(m) < 0.05 && empty(m) {
				t.Error("nothing is seen")
			}
			if !strings.Contains(told(m), "hình trống") {
				t.Errorf("told %q", told(m))
			}
		})
	}
}

func TestScans(t *testing.T) {
	for _, c := range []struct{ name, file, args, notice string }{
		{"TIFF, LZW", "a.tif", "-compress LZW", ""},
		{"TIFF, Deflate", "a.tiff", "-compress Zip", ""},
		{"TIFF, PackBits", "a.tif", "-compress RLE", ""},
		{"TIFF, plain, 16 bit", "a.tif", "-compress None -depth 16", ""},
		{"TIFF, big-endian", "a.tif", "-endian MSB", ""},
		{"TIFF of two pages", "a.tif", "( +clone -negate )", "2 trang"},
		{"BMP", "a.bmp", "-alpha off", ""},
		{"BMP of Windows 3", "a.bmp", "-alpha off -define bmp:format=bmp3", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			const q = "-size 48x32 ( xc:#e01010 xc:#10c010 +append ) ( xc:#1020e0 xc:#f8f8f8 +append ) -append "
			m, p, err := importBytes(t, NewImporter(Limits{}), c.file, made(t, c.file, q+c.args))
			if err != nil {
				t.Fatal(err)
			}
			wantFields(t, drawn(t, p, Spec{Width: 96, Height: 64}), 1)
			if told := told(m); c.notice == "" && told != "" || !strings.Contains(told, c.notice) {
				t.Errorf("told %q, want %q", told, c.notice)
			}
		})
	}
	_, _, err := importBytes(t, NewImporter(Limits{}), "a.tif", made(t, "a.tif", "-size 96x64 gradient: -compress JPEG"))
	wantRefusal(t, err, "invalid", "a.tif", "PNG")
	for args, why := range map[string]string{"-monochrome -compress Fax": "Group 3", "-depth 8 -interlace plane -compress None": "planar"} {
		_, _, err := importBytes(t, NewImporter(Limits{}), "a.tif", made(t, "a.tif", "-seed 7 -size 96x64 plasma: "+args))
		wantRefusal(t, err, "invalid", "a.tif", why)
	}
}

// What phones put behind a picture does not get it refused, whatever letters are in it by chance;
// what is a file of its own does.
func TestAMotionPhotoIsAPicture(t *testing.T) {
	b := load(t, "cases/motion.jpg")
	if _, _, err := importBytes(t, NewImporter(Limits{}), "a.jpg", b); err != nil {
		t.Fatal(err)
	}
	zip := append(b[:len(b):len(b)], append([]byte("PK\x05\x06"), make([]byte, 18)...)...)
	_, _, err := importBytes(t, NewImporter(Limits{}), "a.jpg", zip)
	wantRefusal(t, err, "invalid", "a.jpg", "ZIP")
}

// A profile that cannot be read is told to staff.
func TestAProfileThatCannotBeReadIsTold(t *testing.T) {
	b := make([]byte, 132)
	copy(b[16:], "RGB XYZ ")
	copy(b[36:], "acsp")
	c, ns := anatomy{profile: b}.trueColours(image.Config{ColorModel: color.YCbCrModel})
	if c != nil || len(ns) != 1 || !strings.Contains(ns[0].Vi, "ICC") {
		t.Errorf("read as %v, told %v", c, ns)
	}
}

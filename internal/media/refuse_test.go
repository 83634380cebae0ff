package media

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// wantRefusal checks what staff are told: a sentence with the file's name, in both languages,
// that holds the word.
func wantRefusal(t *testing.T, err error, code content.Code, name, word string) {
	t.Helper()
	var e *content.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s: error is %v, want a sentence", name, err)
	}
	if e.Code != code || !strings.Contains(e.Vi, name) || !strings.Contains(e.En, name) || !strings.Contains(e.Error(), word) {
		t.Errorf("%s: told %q (%s), want code %s and %q", name, e.Error(), e.Code, code, word)
	}
	if strings.Contains(e.Error(), "%!") {
		t.Errorf("%s: sentence has a hole: %q", name, e.Error())
	}
}

func TestFormatsThatScreensCannotShowAreExplained(t *testing.T) {
	im := NewImporter(Limits{})
	for _, c := range []struct{ file, word string }{
		{"phone.heic", "Tương thích nhất"},
		{"new.avif", "AVIF"},
		{"quicktime.mov", "HandBrake"},
		{"clip.webm", "ffmpeg -i"},
	} {
		_, _, err := importBytes(t, im, c.file, load(t, c.file))
		wantRefusal(t, err, content.Invalid, c.file, c.word)
	}
	for _, c := range []struct{ name, body, word string }{
		{"a.svg", `<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "SVG"},
		{"a.png", "\xef\xbb\xbf \n<svg onload=alert(1)>", "SVG"},
		{"a.jpg", "<!DOCTYPE html><html>", "HTML"},
		{"b.jpg", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "HTML"},
		{"c.gif", "<?php system($_GET[0]);", "mã lệnh"},
		{"d.pdf", "%PDF-1.7\n", "PDF"},
		{"e.pptx", "PK\x03\x04....ppt/presentation.xml", "PowerPoint"},
		{"f.docx", "PK\x03\x04....word/document.xml", "Word"},
		{"g.xlsx", "PK\x03\x04....xl/workbook.xml", "figures"},
		{"h.ppt", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"},
		{"i.zip", "PK\x03\x04", "giải nén"},
		{"a.key", "PK\x03\x04....Index/Presentation.iwa", "PDF"},
		{"a.pages", "PK\x03\x04....Index/Document.iwa", "PDF"},
		{"a.xps", "PK\x03\x04....FixedDocumentSequence.fdseq", "PDF"},
		{"a.odg", "PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.graphics", "PDF"},
		{"a.rtf", "{\\rtf1 Thong bao}", "PDF"},
		{"a.eps", "%!PS-Adobe-3.0 EPSF-3.0\n", "PDF"},
		{"a.ai", "%PDF-1.5\n", "PDF"},
		{"DSC_1.NEF", "MM\x00*\x00\x00\x00\x08", "RAW"},
		{"IMG_1.dng", "II*\x00\x08\x00\x00\x00", "RAW"},
		{"j.jpg", "MZ\x90\x00", "chương trình"},
		{"k.mp4", "", "rỗng"},
		{"l.png", "chỉ là chữ", "JPEG, PNG, WebP, GIF"},
	} {
		_, _, err := importBytes(t, im, c.name, []byte(c.body))
		wantRefusal(t, err, content.Invalid, c.name, c.word)
	}
}

// Camcorders, recorders and old players make videos of these kinds: the sentence says
// how to convert them.
func TestVideosOfOtherKindsAreNamed(t *testing.T) {
	for _, c := range []struct{ name, args string }{
		{"a.ts", "-c:v mpeg2video -f mpegts"},
		{"a.m2ts", "-c:v libx264 -f mpegts -mpegts_m2ts_mode 1"},
		{"a.mpg", "-c:v mpeg1video"},
		{"a.vob", "-c:v mpeg2video -f vob"},
		{"a.m2v", "-c:v mpeg2video"},
		{"a.h264", "-c:v libx264"},
		{"a.mxf", "-c:v mpeg2video"},
		{"a.dv", "-s 720x576 -pix_fmt yuv420p"},
		{"a.ogv", "-c:v libtheora"},
		{"a.wmv", "-c:v wmv2"},
		{"a.avi", "-c:v mpeg4"},
		{"a.flv", "-c:v flv1"},
		{"a.mkv", "-c:v libx264"},
		{"a.3gp", "-c:v mpeg4"},
		{"a.mov", "-c:v libx264"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.name)
			args := strings.Fields("-v error -f lavfi -i testsrc=s=176x144:r=25:d=1 " + c.args)
			if out, err := exec.Command("ffmpeg", append(args, path)...).CombinedOutput(); err != nil {
				t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = importBytes(t, NewImporter(Limits{}), c.name, b)
			wantRefusal(t, err, content.Invalid, c.name, "HandBrake")
		})
	}
}

func TestNamesThatLie(t *testing.T) {
	im := NewImporter(Limits{})
	for _, c := range []struct{ file, name, word string }{
		{"rgb.jpg", "ảnh.png", ".jpg"},
		{"deep.png", "ảnh.jpg", ".png"},
		{"deep.png", "ảnh.html", ".png"},
		{"silent.mp4", "phim.jpg", ".mp4"},
		{"silent.mp4", "phim.3gp", ".mp4"},
		{"part2.mp4", "phim.3gp", "ffmpeg -i"}, // another name would not help
		{"hevc.mp4", "phim.3g2", "ffmpeg -i"},
	} {
		_, _, err := importBytes(t, im, c.name, load(t, c.file))
		wantRefusal(t, err, content.Invalid, c.name, c.word)
	}
	for _, c := range []struct{ file, name string }{{"rgb.jpg", "A.JPEG"}, {"rgb.jpg", "không đuôi"}, {"rgb.jpg", ""}, {"deep.png", "x.php.PNG"}, {"silent.mp4", "x.m4v"}} {
		if _, _, err := importBytes(t, im, c.name, load(t, c.file)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNamesInSentencesAreHarmless(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"../../etc/passwd", "passwd"},
		{`C:\anh\a.jpg`, "a.jpg"},
		{"a\u202egpj.exe\n\x1b[2J", "agpj.exe[2J"},
		{"", "?"},
		{"\xff\xfe", "?"},
		{strings.Repeat("ễ", 200) + ".jpg", strings.Repeat("ễ", 40) + "…" + strings.Repeat("ễ", 12) + ".jpg"},
	} {
		if got := shownName(c.in); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCutOffFilesAreRefused(t *testing.T) {
	im := NewImporter(Limits{})
	for _, file := range []string{"rgb.jpg", "progressive.jpg", "cmyk.jpg", "deep.png", "quad.webp", "lossless.webp", "quad.gif", "moving.gif", "moving.webp", "plain.mp4", "silent.mp4"} {
		whole := load(t, file)
		for _, keep := range []int{len(whole) - 1, len(whole) * 3 / 4, len(whole) / 2, 20} {
			_, _, err := importBytes(t, im, file, whole[:keep])
			wantRefusal(t, err, content.Invalid, file, "")
		}
	}
}

func TestPolyglots(t *testing.T) {
	im := NewImporter(Limits{})
	for _, file := range []string{"rgb.jpg", "deep.png", "quad.webp", "quad.gif"} {
		for what, tail := range map[string]string{
			"ZIP": "\x00\x00PK\x03\x04 and so on PK\x05\x06", "HTML": "<HTML><body>", "program": "  <?php echo 1;", "PDF": strings.Repeat("x", 5000) + "%PDF-1.4",
		} {
			_, _, err := importBytes(t, im, file, append(load(t, file), tail...))
			wantRefusal(t, err, content.Invalid, file, what)
		}
		m, p, err := importBytes(t, im, file, append(load(t, file), "SEFT camera maker's notes"...))
		if err != nil {
			t.Errorf("%s with a camera's notes behind it: %v", file, err)
			continue
		}
		if len(m.Notices) != 1 || !strings.Contains(m.Notices[0].En, "left out") {
			t.Errorf("%s: notices are %v", file, m.Notices)
		}
		r, err := p.Render(context.Background(), Spec{Width: 96, Height: 64})
		if err != nil || bytes.Contains(r.Bytes, []byte("SEFT")) {
			t.Errorf("%s: what was behind the picture is in its rendition, %v", file, err)
		}
	}
	free := append(binary.BigEndian.AppendUint32(nil, 8+18), "free<script>alert(1)</"...)
	_, _, err := importBytes(t, im, "a.mp4", append(load(t, "silent.mp4"), free[:26]...))
	wantRefusal(t, err, content.Invalid, "a.mp4", "HTML")
}

// hugePNG is a PNG of a kilobyte or so that claims w×h pixels and really inflates to them
// as far as rows go.
func hugePNG(w, h uint32, rows int) []byte {
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	row := make([]byte, 1+w/8)
	for range rows {
		z.Write(row)
	}
	z.Close()
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, b []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(b)))
		start := len(out)
		out = append(append(out, name...), b...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	chunk("IHDR", append(head, 1, 0, 0, 0, 0))
	chunk("IDAT", data.Bytes())
	chunk("IEND", nil)
	return out
}

func TestBombsAreRefusedBeforeTheyGoOff(t *testing.T) {
	im := NewImporter(Limits{})
	_, _, err := importBytes(t, im, "bomb.png", hugePNG(60_000, 60_000, 100))
	wantRefusal(t, err, content.TooLarge, "bomb.png", "60000×60000")
	wide := []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x01\x00\x00\x3b")
	_, _, err = importBytes(t, im, "bomb.gif", wide)
	wantRefusal(t, err, content.TooLarge, "bomb.gif", "65535×65535")
	webp := load(t, "moving.webp")
	copy(webp[24:], "\xff\xff\xff\xff\xff\xff") // the canvas in VP8X
	_, _, err = importBytes(t, im, "bomb.webp", webp)
	wantRefusal(t, err, content.TooLarge, "bomb.webp", "16777216×16777216")
}

// A table that claims four thousand million entries in a file of some kilobytes: a reader that
// believes it takes sixteen gigabytes.
func TestTablesThatClaimTooMuch(t *testing.T) {
	im := NewImporter(Limits{})
	for table, at := range map[string]int{"stsz": 12, "stts": 8, "stco": 8} {
		film := load(t, "silent.mp4")
		place := bytes.Index(film, []byte(table))
		copy(film[place+at:], "\xff\xff\xff\xff")
		_, _, err := importBytes(t, im, "film.mp4", film)
		wantRefusal(t, err, content.Invalid, "film.mp4", "hỏng")
	}
}

func TestLimits(t *testing.T) {
	photo := load(t, "rgb.jpg")
	film := load(t, "plain.mp4")
	for _, c := range []struct {
		name   string
		body   []byte
		limits Limits
		word   string
	}{
		{"a.jpg", photo, Limits{PictureBytes: 100}, "MB"},
		{"b.jpg", photo, Limits{Pixels: 96*64 - 1}, "96×64"},
		{"c.mp4", film, Limits{VideoBytes: 100}, "MB"},
		{"d.mp4", film, Limits{VideoPixels: 100}, "128×72"},
		{"e.mp4", film, Limits{Length: 500 * time.Millisecond}, "0:01"},
		{"f.mp4", film, Limits{BitRate: 1000}, "Mbit/s"},
	} {
		_, _, err := importBytes(t, NewImporter(c.limits), c.name, c.body)
		wantRefusal(t, err, content.TooLarge, c.name, c.word)
	}
	_, _, err := importBytes(t, NewImporter(Limits{Time: time.Nanosecond}), "slow.jpg", photo)
	wantRefusal(t, err, content.TooLarge, "slow.jpg", "thời gian")
}

func TestACancelledImportIsNotARefusal(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	photo := load(t, "rgb.jpg")
	_, _, err := NewImporter(Limits{}).Import(ctx, "a.jpg", bytes.NewReader(photo), int64(len(photo)))
	if !errors.Is(err, context.Canceled) || content.CodeOf(err) != "" {
		t.Errorf("error is %v", err)
	}
}

// A picture that is open takes its share of the memory; the next waits until it is closed, or until
// its caller gives up.
func TestOpenPicturesShareTheMemory(t *testing.T) {
	im := NewImporter(Limits{Memory: 96 * 64 * 18})
	photo := load(t, "rgb.jpg")
	_, first, err := importBytes(t, im, "1.jpg", photo)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if _, _, err := im.Import(ctx, "2.jpg", bytes.NewReader(photo), int64(len(photo))); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second picture in memory for one: %v", err)
	}
	first.Close()
	first.Close()
	if _, _, err := importBytes(t, im, "3.jpg", photo); err != nil {
		t.Errorf("after the first was closed: %v", err)
	}
}

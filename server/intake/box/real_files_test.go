//go:build !race

// The parsers that this drives have their own tests with the race detector; here whole
// files go the whole way.

package box

import (
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// realFile is a file as a program or a device makes it, and what must become of it in the studio
// and in the inbox alike.
type realFile struct {
	name string
	make string // a line of sh that writes "$out"; "$photo" is a picture of 1200 × 800, "$scan" a page of A4 in grey
	want string // "picture", "clip", or words of the sentence that refuses it
}

// Phones, scanners, messengers, office programs, ImageMagick and ffmpeg, each with the settings
// that they are known for.
var realFiles = []realFile{
	// Phones: upright by a mark, a wide gamut, a clip or a maker's note behind the picture.
	{"iphone-jpeg.jpg", `convert "$photo" -sampling-factor 4:2:0 -quality 92 "$out"`, "picture"},
	{"android-444.jpg", `convert "$photo" -sampling-factor 4:4:4 -quality 95 "$out"`, "picture"},
	{"android-422.jpeg", `convert "$photo" -sampling-factor 4:2:2 -quality 90 "$out"`, "picture"},
	{"portrait.jpg", `convert "$photo" -rotate 90 -quality 90 "$out"`, "picture"},
	{"screenshot.png", `convert "$photo" -resize 1080x1920! -define png:color-type=2 "$out"`, "picture"},
	{"motion.jpg", `convert "$photo" jpg:- >"$out"; ffmpeg -v error -f lavfi -i testsrc2=s=320x240:d=1 -c:v libx264 -f mp4 -movflags frag_keyframe+empty_moov - >>"$out"`, "picture"},
	{"progressive.jpg", `convert "$photo" -interlace Plane -quality 85 "$out"`, "picture"},
	{"restart-markers.jpg", `convert "$photo" -define jpeg:restart-interval=4 "$out"`, "picture"},
	{"upper.JPG", `convert "$photo" jpg:"$out"`, "picture"},
	{"pjpeg.pjpeg", `convert "$photo" -interlace JPEG jpg:"$out"`, "picture"},
	{"iphone.heic", `cp ../../../internal/worker/testdata/phone.heic "$out"`, "picture"},
	{"heic.heic", `printf '\0\0\0\030ftypheic\0\0\0\0mif1heic' >"$out"; head -c 9000 "$photo" >>"$out"`, "hỏng"},
	{"avif.avif", `printf '\0\0\0\034ftypavif\0\0\0\0avifmif1miaf' >"$out"; head -c 9000 "$photo" >>"$out"`, "AVIF"},
	// Zalo and other messengers: small, hard compression, names without sense.
	{"z5801234567890_8f2c.jpg", `convert "$photo" -resize 1280x -quality 55 -strip "$out"`, "picture"},
	{"z-thumb.jpg", `convert "$photo" -resize 320x -quality 40 -strip "$out"`, "picture"},
	{"viber.webp", `convert "$photo" -quality 70 "$out"`, "picture"},
	{"sticker.webp", `convert -size 512x512 xc:none -fill red -draw 'circle 256,256 256,40' -define webp:lossless=true "$out"`, "picture"},
	{"zalo.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=30:d=3 -f lavfi -i sine=d=3 -c:v libx264 -pix_fmt yuv420p -profile:v baseline -g 30 -c:a aac "$out"`, "clip"},
	{"zalo-faststart.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=480x848:r=24:d=2 -c:v libx264 -pix_fmt yuv420p -g 24 -movflags +faststart "$out"`, "clip"},
	// Scanners and printers.
	{"scan-a4.jpg", `convert "$scan" -density 150 -quality 80 "$out"`, "picture"},
	{"scan-fax.tif", `convert "$scan" -monochrome -compress Group4 "$out"`, "picture"},
	{"scan-lzw.tiff", `convert "$photo" -depth 8 -compress LZW "$out"`, "picture"},
	{"scan-zip.tif", `convert "$photo" -depth 8 -compress Zip "$out"`, "picture"},
	{"scan-plain.tif", `convert "$scan" -depth 8 -compress None "$out"`, "picture"},
	{"scan-two-pages.tif", `convert "$scan" "$scan" -depth 8 -compress LZW "$out"`, "picture"},
	{"scan-jpeg-inside.tif", `convert "$photo" -compress JPEG "$out"`, "TIFF"},
	{"scan.pdf", `printf '%%PDF-1.7\n%%\342\343\317\323\n1 0 obj<</Type/Catalog>>endobj\n' >"$out"`, "PDF"},
	{"print-cmyk.jpg", `convert "$photo" -colorspace CMYK -quality 90 "$out"`, "picture"},
	{"print.eps", `printf '%%!PS-Adobe-3.0 EPSF-3.0\n%%%%BoundingBox: 0 0 100 100\n' >"$out"`, "không"},
	// ImageMagick and drawing programs.
	{"grey.jpg", `convert "$photo" -colorspace Gray "$out"`, "picture"},
	{"grey.png", `convert "$photo" -colorspace Gray -define png:color-type=0 "$out"`, "picture"},
	{"grey-alpha.png", `convert "$photo" -colorspace Gray -alpha on -define png:color-type=4 "$out"`, "picture"},
	{"deep.png", `convert "$photo" -depth 16 -define png:color-type=2 -define png:bit-depth=16 "$out"`, "picture"},
	{"palette.png", `convert "$photo" -colors 64 -define png:color-type=3 "$out"`, "picture"},
	{"two-colours.png", `convert "$scan" -monochrome -define png:bit-depth=1 "$out"`, "picture"},
	{"interlaced.png", `convert "$photo" -interlace PNG "$out"`, "picture"},
	{"alpha.png", `convert -size 600x400 xc:none -fill navy -draw 'rectangle 80,80 520,320' "$out"`, "picture"},
	{"nothing.png", `convert -size 600x400 xc:none "$out"`, "trong suốt"},
	{"still.gif", `convert "$photo" -colors 128 "$out"`, "picture"},
	{"moving.gif", `convert -delay 20 -size 320x200 xc:red xc:green xc:blue "$out"`, "picture"},
	{"24-bit.bmp", `convert "$photo" -type truecolor bmp3:"$out"`, "picture"},
	{"lossless.webp", `convert "$photo" -define webp:lossless=true "$out"`, "picture"},
	{"tiny.png", `convert -size 16x16 gradient: "$out"`, "picture"},
	{"long.png", `convert -size 4000x200 gradient: "$out"`, "picture"},
	{"icon.ico", `convert "$photo" -resize 64x64! "$out"`, "không"},
	{"layers.psd", `convert "$photo" "$out"`, "không"},
	{"drawing.svg", `printf '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' >"$out"`, "không"},
	{"page.html", `printf '<!doctype html><script>alert(1)</script>' >"$out"`, "không"},
	{"cut.jpg", `convert "$photo" jpg:- | head -c 20000 >"$out"`, "."},
	{"cut.png", `head -c 40000 "$photo" >"$out"`, "."},
	{"png-called.jpg", `convert "$photo" png:"$out"`, "PNG"},
	// ffmpeg and editing programs.
	{"high.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=1280x720:r=25:d=2 -c:v libx264 -pix_fmt yuv420p -profile:v high -g 25 "$out"`, "clip"},
	{"long-sound.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -f lavfi -i sine=d=6 -c:v libx264 -pix_fmt yuv420p -g 25 -c:a aac "$out"`, "clip"},
	{"fragments.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v libx264 -pix_fmt yuv420p -g 25 -movflags frag_keyframe+empty_moov "$out"`, "clip"},
	{"one-key.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=4 -c:v libx264 -pix_fmt yuv420p -g 999 -sc_threshold 0 "$out"`, "clip"},
	{"wide-pixels.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=720x576:r=25:d=2 -vf setsar=64/45 -c:v libx264 -pix_fmt yuv420p -g 25 "$out"`, "clip"},
	{"blink.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=320x240:r=25:d=0.2 -c:v libx264 -pix_fmt yuv420p "$out"`, "giây"},
	{"ten-bit.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v libx264 -pix_fmt yuv420p10le -g 25 "$out"`, "clip"},
	{"old.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v mpeg4 "$out"`, "clip"},
	{"IMG_0001.MOV", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=30:d=2 -f lavfi -i sine=d=2 -c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 -c:a aac "$out"`, "clip"},
	{"browser.webm", `ffmpeg -v error -f lavfi -i testsrc2=s=320x240:r=25:d=1 -c:v libvpx -deadline realtime "$out"`, "ffmpeg"},
	{"vp9.webm", `ffmpeg -v error -f lavfi -i testsrc2=s=320x240:r=25:d=1 -c:v libvpx-vp9 -deadline realtime "$out"`, "clip"},
	{"recorder.mkv", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v libx264 "$out"`, "clip"},
	{"camera.avi", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=2 -c:v mjpeg "$out"`, "clip"},
	{"voice.m4a", `ffmpeg -v error -f lavfi -i sine=d=2 -c:a aac "$out"`, "."},
	{"song.mp3", `ffmpeg -v error -f lavfi -i sine=d=2 "$out"`, "."},
	{"half.mp4", `ffmpeg -v error -f lavfi -i testsrc2=s=640x360:r=25:d=3 -c:v libx264 -pix_fmt yuv420p -g 25 -movflags +faststart "$out.mp4"; head -c 30000 "$out.mp4" >"$out"; rm "$out.mp4"`, "."},
	// Office programs.
	{"notice.docx", `printf 'PK\003\004\024\0\0\0\0\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\023\0\0\0[Content_Types].xml' >"$out"; head -c 4000 "$photo" >>"$out"`, "."},
	{"deck.ppt", `printf '\320\317\021\340\241\261\032\341' >"$out"; head -c 4000 "$photo" >>"$out"`, "."},
	{"thong-bao.doc", `cp testdata/office/thong-bao.doc "$out"`, "picture"},
	{"thong-bao.docx", `cp testdata/office/thong-bao.docx "$out"`, "picture"},
	{"thong-bao.odt", `cp testdata/office/thong-bao.odt "$out"`, "picture"},
	{"thong-bao.pdf", `cp testdata/office/thong-bao.pdf "$out"`, "picture"},
	{"thong-bao.rtf", `cp testdata/office/thong-bao.rtf "$out"`, "không"},
	{"tien-do.ods", `cp testdata/office/tien-do.ods "$out"`, "số liệu"},
	{"tien-do.xls", `cp testdata/office/tien-do.xls "$out"`, "."},
	{"tien-do.xlsx", `cp testdata/office/tien-do.xlsx "$out"`, "số liệu"},
	{"notice.rtf", `printf '{\\rtf1 Thong bao}' >"$out"`, "."},
}

// unfinished are the files whose end is missing: in the inbox they get two minutes to grow, which
// other tests wait for.
var unfinished = []string{"cut.jpg", "cut.png", "half.mp4"}

// Every file comes to the same end in the studio and in the inbox: it is on every canvas, or it is
// refused with a sentence.
func TestRealFiles(t *testing.T) {
	for _, program := range []string{"convert", "ffmpeg", "heif-convert", "soffice"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is not installed: make setup", program)
		}
	}
	if len(realFiles) < 60 {
		t.Fatalf("%d files", len(realFiles))
	}
	studio, box := newRig(t, nil), newRig(t, nil)
	studio.screens(image.Pt(320, 160))
	box.screens(image.Pt(320, 160))
	box.watch()
	box.run()
	from := t.TempDir()
	photo, scan := filepath.Join(from, "photo.png"), filepath.Join(from, "scan.png")
	shell(t, `convert -size 1200x800 plasma:steelblue-orange -seed 7 "$out"`, "out="+photo)
	shell(t, `convert -size 1240x1754 xc:white -colorspace Gray -fill black -pointsize 60 -draw "rectangle 100,200 1100,240 rectangle 100,400 900,430" "$out"`, "out="+scan)
	for _, f := range realFiles {
		out := filepath.Join(from, f.name)
		shell(t, f.make, "out="+out, "photo="+photo, "scan="+scan)
		box.drop("Thử/"+f.name, must(os.ReadFile(out))(t))
	}
	for _, f := range realFiles {
		t.Run(f.name, func(t *testing.T) {
			s, err := studio.sent(intake.Upload{Path: filepath.Join(from, f.name)})
			f.judge(t, s, err)
			if slices.Contains(unfinished, f.name) {
				return
			}
			var row store.InboxFile
			box.until(f.name+" is looked at", func() bool {
				row = box.file("Thử/" + f.name)
				return row.State != "" && (row.State != store.Held || !media.NamedDocument(f.name)) // whose pages come soon
			})
			if taken := row.State == store.Taken; taken != (f.want == "picture" || f.want == "clip") {
				t.Errorf("in the inbox it is %q: %v", row.State, row.Sentence)
			}
			if row.State != store.Taken && row.Sentence.Vi == "" {
				t.Error("the inbox refuses it without a sentence")
			}
		})
	}
}

// judge compares what became of an upload with what must.
func (f realFile) judge(t *testing.T, s content.Slide, err error) {
	t.Helper()
	switch f.want {
	case "picture", "clip":
		kind := content.Picture
		if f.want == "clip" {
			kind = content.Video
		}
		if err != nil || s.Kind != kind {
			t.Errorf("in the studio: %v, %v", s.Kind, err)
		}
	default:
		code := content.CodeOf(err)
		if code != content.Invalid && code != content.TooLarge || !strings.Contains(err.Error(), strings.TrimSuffix(f.want, ".")) {
			t.Errorf("in the studio: %v, want a refusal that says %q", err, f.want)
		}
	}
}

// shell runs a line of sh with variables.
func shell(t *testing.T, line string, vars ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", line)
	cmd.Env = append(os.Environ(), vars...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, said)
	}
}

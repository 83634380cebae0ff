package rendition

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker/workertest"
	"ngatu/server/rendition/renditiontest"
)

// All pictures of a document together have a limit, not those of one worker alone.
func TestPicturesOfADocumentHaveALimit(t *testing.T) {
	r := newRig(t)
	slides := make([]workertest.Slide, 25)
	for i := range slides {
		slides[i] = workertest.Slide{Title: "a", Picture: bytes.Repeat([]byte{byte(i)}, 1000)}
	}
	deck := workertest.Deck(slides...)
	for most, code := range map[int64]content.Code{25_000: "", 24_999: content.TooLarge} {
		d, err := r.all(t.Context(), "a.pptx", bytes.NewReader(deck), int64(len(deck)), most)
		d.Close()
		if content.CodeOf(err) != code || code == "" && err != nil {
			t.Errorf("with a limit of %d bytes: %v", most, err)
		}
	}
}

// Cards are made where a document cannot be shown as it looks, with the reason; not where trying
// again helps.
func TestCardsComeWithTheReason(t *testing.T) {
	r := newRig(t)
	bin := t.TempDir() // a LibreOffice that breaks
	for _, name := range []string{"soffice", "soffice.bin", "libsdlo.so", "libswlo.so"} {
		r.no(os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\nexit 1\n"), 0o700))
	}
	t.Setenv("PATH", bin)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[0])
	deck := workertest.Deck(workertest.Slide{Title: "Thông báo"})
	document := func(name string, b []byte) (pages int, told string, err error) {
		made, notices, err := r.Document(t.Context(), "an", name, bytes.NewReader(b), int64(len(b)), content.Slide{Kind: content.Picture}, func(int, int) error { return nil })
		for _, n := range notices {
			told += n.Vi + "\n"
		}
		return len(made), told, err
	}
	if n, told, err := document("a.pptx", deck); err != nil || n != 1 || !strings.Contains(told, "làm hỏng chương trình đọc tệp") {
		t.Errorf("%d pages, told %q: %v", n, told, err)
	}
	if _, _, err := document("a.doc", workertest.Compound("Root Entry", "WordDocument")); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "làm hỏng chương trình đọc tệp") {
		t.Errorf("an old text: %v", err)
	}
	for code, last := range map[content.Code]bool{content.Missing: true, content.Invalid: true, content.TooLarge: true, content.Exhausted: false, content.Away: false} {
		if lasting(code) != last {
			t.Errorf("%s turns into cards: %v", code, !last)
		}
	}
}

// An old text or deck in a font from before Unicode becomes cards in Unicode, or is refused where
// nobody would look at these; of another one the fonts that the server lacks are named.
func TestOldTextsAndDecksTellTheirFonts(t *testing.T) {
	r := newRig(t)
	t.Run("a text in TCVN3", func(t *testing.T) {
		t.Parallel()
		text := binary(t, "thông báo.doc", "text", ".VnTime", "Th«ng b¸o", "Toµn d©n cµi øng dông iHanoi, ®\u00adêng d©y nãng")
		made, notices, err := r.Document(t.Context(), "an", "thông báo.doc", bytes.NewReader(text), int64(len(text)), content.Slide{Kind: content.Picture}, func(int, int) error { return nil })
		if err != nil || len(made) != 2 {
			t.Fatalf("%+v: %v", made, err)
		}
		said := fmt.Sprint(made[0].Words, made[1].Words, notices)
		for _, want := range []string{"Thông báo", "Toàn dân cài ứng dụng iHanoi, đường dây nóng", "phông cũ (TCVN3 hoặc VNI) đã chuyển sang Unicode", ".VnTime"} {
			if !strings.Contains(said, want) {
				t.Errorf("it does not say %q: %s", want, said)
			}
		}
	})
	t.Run("a deck in VNI", func(t *testing.T) {
		t.Parallel()
		deck := binary(t, "họp.ppt", "presentation", "VNI-Times", "Thoâng baùo", "Ñöôøng daây noùng 1022")
		if _, err := r.PrintInTurn(t.Context(), "họp.ppt", bytes.NewReader(deck), int64(len(deck))); content.CodeOf(err) != content.Missing || !strings.Contains(err.Error(), "phông cũ (TCVN3 hoặc VNI)") {
			t.Error(err)
		}
	})
	t.Run("a text in Unicode", func(t *testing.T) {
		t.Parallel()
		text := binary(t, "mới.doc", "text", "Phông Nhà Làm", "Thông báo")
		p, err := r.Print(t.Context(), "mới.doc", bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if len(p.Notices) != 1 || !strings.Contains(p.Notices[0].Vi, "Phông Nhà Làm") {
			t.Errorf("%+v", p.Notices)
		}
	})
}

// binary is a DOC or PPT of paragraphs in a font, as LibreOffice writes it.
func binary(t *testing.T, name, what, font string, paragraphs ...string) []byte {
	t.Helper()
	folder, body := t.TempDir(), ""
	for _, p := range paragraphs {
		body += `<text:p><text:span text:style-name="T">` + p + `</text:span></text:p>`
	}
	if what == "presentation" {
		body = `<draw:page><draw:frame svg:x="1cm" svg:y="1cm" svg:width="20cm" svg:height="5cm"><draw:text-box>` + body + `</draw:text-box></draw:frame></draw:page>`
	}
	from := filepath.Join(folder, strings.TrimSuffix(name, filepath.Ext(name))+".xml")
	if err := os.WriteFile(from, fmt.Appendf(nil, flat, what, font, what, body, what), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", name[len(name)-3:], "--outdir", folder, from).CombinedOutput()
	made, bad := os.ReadFile(filepath.Join(folder, name))
	if err != nil || bad != nil {
		t.Fatalf("LibreOffice, which makes the file: %v %v: %s", err, bad, out)
	}
	return made
}

const flat = `<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.%s"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;%s&apos;"/></office:font-face-decls>
<office:automatic-styles><style:style style:name="T" style:family="text"><style:text-properties style:font-name="F"/></style:style></office:automatic-styles>
<office:body><office:%s>%s</office:%s></office:body></office:document>`

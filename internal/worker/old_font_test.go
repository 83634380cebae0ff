package worker_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/image/font/sfnt"

	"ngatu/assets/fonts"
	"ngatu/content/oldfont"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
)

// A PDF that LibreOffice made, with a font from before Unicode in it, looks like the same words in
// Unicode and is read as these, also a line that by itself would not show how it is coded.
func TestAnEmbeddedOldFont(t *testing.T) {
	if !worker.HasOffice() {
		t.Skip("LibreOffice makes the file")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "vntime.ttf"), oldTTF(t, ".VnTime"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"today.ttf": fonts.TTF(400),
		"fonts.conf": fmt.Appendf(nil, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s/cache</cachedir></fontconfig>`,
			folder, folder),
		"old.fodt":   text(".VnTime", "Th«ng b¸o tiÕp c«ng d©n", "§iÖn tho¹i nãng 1022", "Hµ"),
		"today.fodt": text("Be Vietnam Pro", "Thông báo tiếp công dân", "Điện thoại nóng 1022", "Hà"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	office := exec.Command("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "pdf", "--outdir", folder,
		filepath.Join(folder, "old.fodt"), filepath.Join(folder, "today.fodt"))
	office.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(folder, "fonts.conf"))
	if said, err := office.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice, which makes the files: %v: %s", err, said)
	}
	p := workertest.Pool(t)
	var looks [2][]byte
	for i, name := range []string{"old.pdf", "today.pdf"} {
		b, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && (!bytes.Contains(b, []byte("VnTime")) || !bytes.Contains(b, []byte("/FontFile2"))) {
			t.Fatal("the font is not in the file")
		}
		_, _, err = p.Pages(t.Context(), name, bytes.NewReader(b), int64(len(b)), 0, 1200, func(_, _ int, drawn worker.Page) error {
			if want := "Thông báo tiếp công dân\nĐiện thoại nóng 1022\nHà"; strings.TrimSpace(drawn.Text) != want {
				t.Errorf("%s says %q", name, drawn.Text)
			}
			m, err := png.Decode(bytes.NewReader(drawn.Picture))
			if err == nil {
				looks[i] = rgba(m).Pix
			}
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if differ := apart(looks[0], looks[1]); differ > len(looks[0])/2000 {
		t.Errorf("of %d bytes %d look otherwise", len(looks[0]), differ)
	}
}

// apart is in how many bytes two pictures differ so much that somebody sees it.
func apart(a, b []byte) (n int) {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > 64 || d < -64 {
			n++
		}
	}
	return n
}

// text is a document of paragraphs in a font, which LibreOffice reads.
func text(font string, paragraphs ...string) []byte {
	body := ""
	for _, p := range paragraphs {
		body += `<text:p text:style-name="P">` + p + `</text:p>`
	}
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><office:font-face-decls><style:font-face
 style:name="F" svg:font-family="&apos;%s&apos;"/></office:font-face-decls><office:automatic-styles><style:style style:name="P" style:family="paragraph"><style:text-properties
 style:font-name="F" fo:font-size="30pt"/></style:style></office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document>`, font, body)
}

// oldTTF is a font of ours under a name from before Unicode, with the letters of TCVN3 at the places
// that those have there.
func oldTTF(t *testing.T, family string) []byte {
	t.Helper()
	from := fonts.TTF(400)
	f, err := sfnt.Parse(from)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	be := binary.BigEndian
	var groups []byte // of a cmap of format 12: a place and its glyph each
	count := uint32(0)
	for place := rune(0x20); place <= 0xff; place++ {
		letter := place
		if place >= 0x80 {
			letter = []rune(oldfont.TCVN3.Text(string(place)))[0]
		}
		if glyph, err := f.GlyphIndex(&buf, letter); err == nil && glyph != 0 {
			groups = be.AppendUint32(be.AppendUint32(be.AppendUint32(groups, uint32(place)), uint32(place)), uint32(glyph))
			count++
		}
	}
	cmap := be.AppendUint32([]byte{0, 0, 0, 1, 0, 3, 0, 10}, 12)
	cmap = be.AppendUint32(append(cmap, 0, 12, 0, 0), uint32(16+len(groups)))
	cmap = append(be.AppendUint32(be.AppendUint32(cmap, 0), count), groups...)
	names, storage := []byte{}, []byte{}
	for id, said := range []string{1: family, 2: "Regular", 3: family, 4: family, 5: "1", 6: family} {
		if said == "" {
			continue
		}
		var wide []byte
		for _, c := range utf16.Encode([]rune(said)) {
			wide = be.AppendUint16(wide, c)
		}
		for _, v := range []int{3, 1, 0x409, id, len(wide), len(storage)} {
			names = be.AppendUint16(names, uint16(v))
		}
		storage = append(storage, wide...)
	}
	name := be.AppendUint16(be.AppendUint16([]byte{0, 0}, uint16(len(names)/12)), uint16(6+len(names)))
	return retabled(from, map[string][]byte{"cmap": cmap, "name": append(append(name, names...), storage...)})
}

// retabled is a font with other tables in the place of some.
func retabled(from []byte, with map[string][]byte) []byte {
	be, n := binary.BigEndian, int(binary.BigEndian.Uint16(from[4:]))
	type table struct {
		tag  string
		body []byte
	}
	var all []table
	for i := range n {
		at := from[12+16*i:]
		one := table{string(at[:4]), from[be.Uint32(at[8:]):][:be.Uint32(at[12:])]}
		if other, ok := with[one.tag]; ok {
			one.body = other
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	head, body := slices.Clone(from[:12]), []byte{}
	for _, one := range all {
		padded := append(slices.Clone(one.body), make([]byte, (4-len(one.body)%4)%4)...)
		sum := uint32(0)
		for i := 0; i < len(padded); i += 4 {
			sum += be.Uint32(padded[i:])
		}
		head = append(head, one.tag...)
		for _, v := range []uint32{sum, uint32(12 + 16*n + len(body)), uint32(len(one.body))} {
			head = be.AppendUint32(head, v)
		}
		body = append(body, padded...)
	}
	return append(head, body...)
}

package worker_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
)

// What people wrote in a deck or a text is read by a worker, in their order, with its pictures and
// fonts, in Unicode; the rest is refused with a sentence.
func TestDocument(t *testing.T) {
	p := worker.New(worker.Options{Folder: t.TempDir()})
	defer p.Close()
	read := func(name string, b []byte) (d worker.Document, pictures [][]byte, err error) {
		for next, count := 0, 1; next < count && err == nil; count = d.Pictures {
			d, next, err = p.Document(t.Context(), name, bytes.NewReader(b), int64(len(b)), next, func(n int, b []byte) error {
				if n != len(pictures) {
					t.Errorf("picture %d after %d", n, len(pictures))
				}
				pictures = append(pictures, bytes.Clone(b))
				return nil
			})
		}
		return d, pictures, err
	}
	many := make([]workertest.Slide, 30)
	for i := range many {
		many[i] = workertest.Slide{Title: fmt.Sprint("Trang ", i+1), Picture: []byte(fmt.Sprint("hình ", i))}
	}
	many[3].Hidden = true
	d, pictures, err := read("nhiều.pptx", workertest.Deck(many...))
	if err != nil || len(d.Pages) != 29 || len(pictures) != 29 || string(pictures[28]) != "hình 29" || d.Pages[3].Title != "Trang 5" || d.Pages[28].Pictures[0] != 28 {
		t.Fatalf("%v %d pictures: %v", d, len(pictures), err)
	}
	// "Thông báo" and "đường dây nóng" in TCVN3, the second as capitals by its font
	d, _, err = read("cũ.pptx", workertest.Deck(
		workertest.Slide{Title: "Th«ng b¸o", Lines: []string{"Toµn d©n", "1022"}, Font: ".VnTime"},
		workertest.Slide{Title: "®\u00adêng d©y nãng", Font: ".VnArialH"}))
	if err != nil || !d.Old || d.Pages[0].Title != "Thông báo" || !reflect.DeepEqual(d.Pages[0].Lines, []string{"Toàn dân", "1022"}) ||
		d.Pages[1].Title != "ĐƯỜNG DÂY NÓNG" || !reflect.DeepEqual(d.Fonts, []string{".VnArialH", ".VnTime"}) {
		t.Errorf("TCVN3: %+v %v", d, err)
	}
	d, _, err = read("vni.pptx", workertest.Deck(workertest.Slide{Title: "Thoâng baùo", Lines: []string{"Ñöôøng daây noùng"}, Font: "VNI-Times"}))
	if err != nil || d.Pages[0].Title != "Thông báo" || d.Pages[0].Lines[0] != "Đường dây nóng" {
		t.Errorf("VNI: %+v %v", d, err)
	}
	d, _, err = read("phông.pptx", workertest.Deck(workertest.Slide{Title: "a", Font: strings.Repeat("x", 101)}, workertest.Slide{Title: "b", Font: " Arial\u202e "}))
	if err != nil || !reflect.DeepEqual(d.Fonts, []string{"Arial"}) || d.Pages[0].Title != "a" {
		t.Errorf("fonts of long names: %+v %v", d, err)
	}
	stamped := `<w:tbl><w:tr><w:tc>` + workertest.Paragraph("", "UBND PHƯỜNG CỬA NAM") + workertest.Paragraph("", "-------") + `</w:tc><w:tc>` +
		workertest.Paragraph("", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + workertest.Paragraph("", "Độc lập - Tự do - Hạnh phúc") + `</w:tc></w:tr></w:tbl>` +
		workertest.Paragraph("", "THÔNG BÁO") + workertest.Paragraph("", "Lịch tiếp dân tháng 12") +
		`<w:tbl><w:tr><w:tc>` + workertest.Paragraph("", "Thứ Hai") + `</w:tc><w:tc>` + workertest.Paragraph("", "8:00") + `</w:tc></w:tr></w:tbl>` +
		`<w:p><w:del><w:r><w:t>bỏ</w:t></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>thấy</w:t><w:br/><w:t>dòng hai</w:t></w:r></w:p>` +
		workertest.Paragraph("Cu", "C«ng d©n") +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + workertest.Paragraph("", "trong khung") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` +
		workertest.Paragraph("", "trong khung") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:r><w:br w:type="page"/></w:r></w:p>` + workertest.Embedded + workertest.Paragraph("u1", "Phụ lục 1") + workertest.Paragraph("", "hết")
	d, pictures, err = read("thông báo.docx", workertest.Text(stamped, []byte("con dấu")))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, one := range d.Pages {
		got += fmt.Sprintf("[%s] %s %v\n", one.Title, strings.Join(one.Lines, " / "), one.Pictures)
	}
	want := `[] UBND PHƯỜNG CỬA NAM []
[THÔNG BÁO] Lịch tiếp dân tháng 12 / Thứ Hai · 8:00 / thấy / dòng hai / Công dân / trong khung []
[] [0]
[Phụ lục 1] hết []
`
	if strings.ReplaceAll(got, "  ", " ") != want || string(pictures[0]) != "con dấu" || !reflect.DeepEqual(d.Fonts, []string{".VnTime", "Times New Roman"}) {
		t.Errorf("a notice: %s %q", got, d.Fonts)
	}
	d, _, err = read("lời.docx", workertest.Text(workertest.Paragraph("", "Cộng hoà xã hội chủ nghĩa Việt Nam.")+workertest.Paragraph("", "Độc lập – Tự do – Hạnh phúc")+workertest.Paragraph("", "*****")+
		workertest.Paragraph("", "Độc lập - Tự do là khát vọng của cả dân tộc.")+workertest.Paragraph("", "Cộng hòa xã hội chủ nghĩa Việt Nam mừng 81 năm Quốc khánh.")+
		`<w:p><w:r><w:t>Gọi 024</w:t><w:noBreakHyphen/><w:t>1022</w:t></w:r></w:p>`, nil))
	if err != nil || !reflect.DeepEqual(d.Pages[0].Lines, []string{"Độc lập - Tự do là khát vọng của cả dân tộc.", "Cộng hòa xã hội chủ nghĩa Việt Nam mừng 81 năm Quốc khánh.", "Gọi 024-1022"}) {
		t.Errorf("what begins as a letterhead: %+v %v", d, err)
	}
	odp := workertest.OpenFile("presentation", `<style:style style:name="T1" style:parent-style-name="T0"/><style:style style:name="T0"><style:text-properties style:font-name=".VnTime"/></style:style>`,
		`<office:presentation><draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Hội nghị</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box><text:p><text:span text:style-name="T1">C«ng</text:span> dân<text:line-break/>số</text:p></draw:text-box></draw:frame>`+
			`<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>ghi chú</text:p></draw:text-box></draw:frame></presentation:notes></draw:page></office:presentation>`, "Pictures/a.png", "hình")
	d, pictures, err = read("a.odp", odp)
	if err != nil || d.Kind != "odp" || len(d.Pages) != 1 || d.Pages[0].Title != "Hội nghị" || !reflect.DeepEqual(d.Pages[0].Lines, []string{"Công dân", "số"}) || string(pictures[0]) != "hình" {
		t.Errorf("an ODP: %+v %v", d, err)
	}
	shown := func(style, title string) string {
		return `<draw:page draw:style-name="` + style + `"><draw:frame presentation:class="title"><draw:text-box><text:p>` + title + `</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame/></presentation:notes></draw:page>`
	}
	d, _, err = read("ẩn.odp", workertest.OpenFile("presentation", `<style:style style:name="dp1" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>
		<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:display-footer="true"/></style:style>`,
		`<office:presentation>`+shown("dp2", "một")+shown("dp1", "ẩn")+shown("dp2", "ba")+`</office:presentation>`))
	if err != nil || len(d.Pages) != 2 || d.Pages[1].Title != "ba" {
		t.Errorf("an ODP with a hidden slide: %+v %v", d, err)
	}
	d, _, err = read("a.odt", workertest.OpenFile("text", "", `<office:text><text:h>Mục 1</text:h><text:p>một<text:note><text:note-body><text:p>chú</text:p></text:note-body></text:note></text:p></office:text>`))
	if err != nil || d.Pages[0].Title != "Mục 1" || !reflect.DeepEqual(d.Pages[0].Lines, []string{"một"}) {
		t.Errorf("an ODT: %+v %v", d, err)
	}

	for kind, entry := range map[string]string{"doc": "WordDocument", "ppt": "PowerPoint Document"} {
		if d, _, err := read("cũ", workertest.Compound("Root Entry", entry)); err != nil || d.Kind != kind || len(d.Pages) > 0 {
			t.Errorf("a %s is %+v: %v", kind, d, err)
		}
	}
	good := workertest.Deck(workertest.Slide{Title: "a"})
	for _, c := range []struct {
		name string
		b    []byte
		code content.Code
		says string
	}{
		{"khoá.docx", workertest.Compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), content.Invalid, "mật khẩu"},
		{"khoá.odt", workertest.OpenFile("text", "", `<office:text/>`, "META-INF/manifest.xml", `<manifest><encryption-data/></manifest>`), content.Invalid, "mật khẩu"},
		{"cũ.msg", workertest.Compound("Root Entry", "Workbook"), content.Invalid, "đời cũ"},
		{"rỗng.pptx", workertest.Deck(), content.Invalid, "không có chữ"},
		{"cụt.pptx", good[:len(good)/2], content.Invalid, "hỏng"},
		{"bảng.odt", workertest.OpenFile("spreadsheet", "", `<office:spreadsheet/>`), content.Invalid, "không phải bài trình chiếu"},
		{"dài.docx", workertest.Text(strings.Repeat(workertest.Paragraph("", strings.Repeat("chữ ", 100)), 4000), nil), content.TooLarge, "quá nhiều"},
		{"nhiều.pptx", workertest.Deck(make([]workertest.Slide, 301)...), content.Invalid, "không có chữ"},
	} {
		_, _, err := read(c.name, c.b)
		if content.CodeOf(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) || worker.Died(err) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Whatever a document holds, the server gets words or a sentence.
func FuzzDocument(f *testing.F) {
	f.Add(workertest.Deck(workertest.Slide{Title: "a", Lines: []string{"b"}, Picture: []byte("c")}))
	f.Add(workertest.Text(workertest.Paragraph("Cu", "a")+workertest.Embedded, []byte("b")))
	f.Add(workertest.OpenFile("text", "", `<office:text><text:p>a</text:p></office:text>`))
	f.Add(workertest.Compound("WordDocument"))
	for _, a := range workertest.Sheets() {
		f.Add(a.Bytes)
	}
	p := worker.New(worker.Options{Folder: f.TempDir()})
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, err := p.Document(t.Context(), "a.docx", bytes.NewReader(b), int64(len(b)), 0, func(int, []byte) error { return nil })
		if c := content.CodeOf(err); err != nil && c != content.Invalid && c != content.TooLarge {
			t.Fatalf("no sentence for staff: %v", err)
		}
	})
}

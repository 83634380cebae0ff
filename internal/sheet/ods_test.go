package sheet_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/internal/sheet"
)

// zipOf is a zip file of parts, each a name and its bytes.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const openKind = "application/vnd.oasis.opendocument.spreadsheet"

// openSheet is an ODS around rows.
func openSheet(t testing.TB, rows string) []byte {
	return zipOf(t, "mimetype", openKind, "content.xml", `<office:document-content><office:automatic-styles>
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Ẩn" table:style-name="ta2"><table:table-row>`+textCell("Đơn vị")+`</table:table-row></table:table>
<table:table table:name="Bảng">`+rows+`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

func textCell(text string) string {
	return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
}

func numberCell(value, shown string) string {
	return `<table:table-cell office:value-type="float" office:value="` + value + `"><text:p>` + shown + `</text:p></table:table-cell>`
}

const openHead = `<table:table-row><table:table-cell office:value-type="string"><text:p>Tính đến <text:span>17h</text:span> ngày<text:s/>21/11/2024</text:p><office:annotation><text:p>đã rà soát</text:p></office:annotation></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Nguồn: Số liệu mẫu</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Đơn vị</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Số tài khoản</text:p></table:table-cell></table:table-row>`

func TestOpenDocument(t *testing.T) {
	f := read(t, "a.ods", openSheet(t, openHead+`<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row>`+textCell("Ba Đình")+numberCell("91234", "91.234")+`</table:table-row>`))
	if len(f.Rows) != 1 || f.Rows[0].Line != 1000004 || f.Rows[0].Value.Count != 91234 || f.Sheet != "Bảng" {
		t.Errorf("%+v", f)
	}
	for name, c := range map[string]struct {
		cell  string
		fault figure.Fault
	}{
		"as it is":         {numberCell("91234", "91234"), figure.None},
		"in thousands":     {numberCell("91234", "91"), figure.Shown},
		"with decimals":    {numberCell("91", "91.000"), figure.Shown},
		"not shown":        {numberCell("91", ""), figure.Shown},
		"a percentage":     {`<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>`, figure.IsPercent},
		"a date":           {`<table:table-cell office:value-type="date" office:date-value="2024-01-02"><text:p>1/2</text:p></table:table-cell>`, figure.IsDate},
		"an error":         {numberCell("0", "#DIV/0!"), figure.Failed},
		"without any text": {`<table:table-cell office:value-type="float" office:value="91"/>`, figure.None},
	} {
		f := read(t, name, openSheet(t, openHead+`<table:table-row>`+textCell("Ba Đình")+c.cell+`</table:table-row>`))
		if got := f.Rows[0].Value.Fault; got != c.fault {
			t.Errorf("%s: %q, want %q", name, got, c.fault)
		}
	}
}

func TestOpenDocumentRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"a password":          {zipOf(t, "mimetype", openKind, "META-INF/manifest.xml", "<m><encryption-data/></m>", "content.xml", "\x00\x01"), "mật khẩu"},
		"a letter":            {zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"), "không phải bảng tính"},
		"rows without end":    {openSheet(t, `<table:table-row table:number-rows-repeated="1000000000">`+textCell("x")+`</table:table-row>`), "20.000 dòng"},
		"cells without end":   {openSheet(t, `<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000000000"/></table:table-row>`), "cột"},
		"broken off":          {zipOf(t, "mimetype", openKind, "content.xml", "<office:document-content><table:table"), "hỏng"},
		"nothing in it":       {zipOf(t, "mimetype", openKind), "hỏng"},
		"text without end":    {openSheet(t, `<table:table-row>`+textCell(strings.Repeat("x", 2<<20))+`</table:table-row>`), "quá lớn"},
		"paragraphs, a flood": {openSheet(t, `<table:table-row><table:table-cell office:value-type="string">`+strings.Repeat("<text:p>xxxxxxxxx</text:p>", 10_000)+`</table:table-cell></table:table-row>`), "quá dài"},
	} {
		begun := time.Now()
		_, err := sheet.Read(t.Context(), "a.ods", bytes.NewReader(c.data))
		if content.CodeOf(err) == "" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// The parts inside of the zip file are fuzzed apart from it, or most tries would
// end at its checksum.
func FuzzParts(f *testing.F) {
	f.Add([]byte(`<worksheet><cols><col min="1" max="9" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Đơn vị</t></is></c><c r="B1" s="1"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`))
	f.Add([]byte(`<d><table:table table:name="a"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1" table:number-columns-spanned="2"><text:p>1<text:s/></text:p></table:table-cell></table:table-row></table:table></d>`))
	f.Fuzz(func(t *testing.T, part []byte) {
		check(t, zipOf(t, "mimetype", openKind, "content.xml", string(part)))
		check(t, zipOf(t, "xl/workbook.xml", `<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml", string(part)))
	})
}

package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// openList is an OpenDocument spreadsheet of the plain list; change edits the XML of its rows.
func openList(t *testing.T, name, styles string, change func(string) string) []byte {
	t.Helper()
	var rows strings.Builder
	word := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s))
		return fmt.Sprintf(`<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>`, b.String())
	}
	for i, line := range plainList().lines() {
		rows.WriteString("<table:table-row>")
		for k, field := range line {
			if i > 3 && k == 2 {
				fmt.Fprintf(&rows, `<table:table-cell office:value-type="float" office:value="%s"><text:p>%s</text:p></table:table-cell>`, field, field)
			} else {
				rows.WriteString(word(field))
			}
		}
		rows.WriteString("</table:table-row>")
	}
	body := rows.String()
	if change != nil {
		changed := change(body)
		if changed == body {
			t.Fatal("nothing was changed")
		}
		body = changed
	}
	const spaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
		` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"`
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
		{"content.xml", `<?xml version="1.0"?><office:document-content` + spaces + "><office:automatic-styles>" + styles +
			`</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="` + name + `"><table:table-column/>` + body +
			`</table:table></office:spreadsheet></office:body></office:document-content>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// openBooks are sheets as LibreOffice keeps them.
func openBooks(t *testing.T) []made {
	first := fmt.Sprintf(`office:value="%d"><text:p>%d</text:p>`, value(0), value(0))
	swap := func(with string) []byte {
		return openList(t, "Sheet1", `<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>`,
			func(rows string) string { return strings.Replace(rows, first, with, 1) })
	}
	at := func(formula string, held int) string {
		return fmt.Sprintf(`table:formula="of:=%s" office:value="%d"><text:p>%d</text:p>`, formula, held, held)
	}
	n := value(0)
	return []made{
		takes("ODS", openList(t, "Sheet1", "", nil)), takes("ODS, grouped", swap(fmt.Sprintf(`office:value="%d"><text:p>%s</text:p>`, n, grouped(n, ".")))),
		takes("ODS, a sum", swap(at(fmt.Sprintf("[.C6]-%d", value(1)-n), n))), takes("ODS, a sum with another sheet's name", swap(at(fmt.Sprintf("[$Sheet1.C6]-%d", value(1)-n), n))),
		stops("ODS, thousands shown", "hiện khác", swap(fmt.Sprintf(`office:value="%d"><text:p>%d</text:p>`, n, n/1000))), stops("ODS, an old result", "kết quả cũ", swap(at("[.C6]-1", n))),
		stops("ODS, looked up", "không tính lại được", swap(at("VLOOKUP([.B5];[.X1:.Y9];2)", n))), stops("ODS, another file", "không tính lại được", swap(at("['file:///a.ods'#$Sheet1.C5]", n))),
		stops("ODS, a raised mark", "hiện khác|không phải là số", swap(fmt.Sprintf(`office:value="%d"><text:p>%d<text:span text:style-name="T1">1</text:span></text:p>`, n, n))),
		stops("ODS, an error", "công thức", swap(`table:formula="of:=1/0" office:value="0"><text:p>#DIV/0!</text:p>`)),
		stops("ODS, a hidden row", "ẩn", openList(t, "Sheet1", "", func(rows string) string {
			i := strings.LastIndex(rows, "<table:table-row>")
			return rows[:i] + `<table:table-row table:visibility="collapse">` + rows[i+len("<table:table-row>"):]
		})),
		stops("ODS, a week", "tuan", openList(t, "Tuan_47", "", nil)),
		stops("ODS, one row many times", "đã có", openList(t, "Sheet1", "", func(rows string) string {
			i := strings.LastIndex(rows, "<table:table-row>")
			return rows[:i] + `<table:table-row table:number-rows-repeated="3">` + rows[i+len("<table:table-row>"):]
		})),
	}
}

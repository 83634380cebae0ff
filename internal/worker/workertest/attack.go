package workertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Attack is a small file that is very expensive to read.
type Attack struct {
	Name  string
	Bytes []byte
}

// Pictures are JPEG files of 60 million pixels in a few hundred kilobytes: a decoder allocates all
// of them before it can know that they are empty.
func Pictures() []Attack {
	return []Attack{
		{"progressive.jpg", progressive(3)},
		{"cmyk.jpg", progressive(4)},
	}
}

// progressive is a progressive JPEG (ITU-T T.81) with one scan, in which every block says "as the
// one before".
func progressive(colours int) []byte {
	const width, height = 10_000, 6_000
	var b bytes.Buffer
	segment := func(mark byte, body ...byte) {
		b.Write([]byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)})
		b.Write(body)
	}
	b.Write([]byte{0xff, 0xd8})
	if colours == 4 {
		segment(0xee, append([]byte("Adobe"), 0, 100, 0, 0, 0, 0, 0)...)
	}
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...) // one table of steps
	frame := []byte{8, height >> 8, height & 0xff, width >> 8, width & 0xff, byte(colours)}
	scan := []byte{byte(colours)}
	for c := range byte(colours) {
		frame = append(frame, c+1, 0x11, 0)
		scan = append(scan, c+1, 0)
	}
	segment(0xc2, frame...)
	segment(0xc4, append([]byte{0, 1}, make([]byte, 16)...)...) // one code, "0", for "no difference"
	segment(0xda, append(scan, 0, 0, 0)...)
	b.Write(make([]byte, (width/8)*(height/8)*colours/8))
	b.Write([]byte{0xff, 0xd9})
	return b.Bytes()
}

// Sheets are workbooks of a few kilobytes that unpack to very many cells or texts.
func Sheets() []Attack {
	var far strings.Builder
	far.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for row := 2; row <= 1001; row++ {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, row, row)
	}
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	return []Attack{
		{"far.xlsx", workbook(strings.NewReader(head+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+far.String()+`</sheetData></worksheet>`), nil)},
		{"strings.xlsx", workbook(strings.NewReader(head+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`),
			io.MultiReader(strings.NewReader(head+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`), io.LimitReader(&again{text: "<si/>"}, 5*13_000_000), strings.NewReader(`</sst>`)))},
		{"zeros.xlsx", workbook(io.LimitReader(&again{text: "\x00"}, 80<<20), nil)},
		{"deep.xlsx", workbook(io.LimitReader(&again{text: "<a>"}, 8<<20), nil)},
	}
}

// workbook is an XLSX of one sheet.
func workbook(page, texts io.Reader) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct {
		name string
		text io.Reader
	}{
		{"[Content_Types].xml", strings.NewReader(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`)},
		{"_rels/.rels", strings.NewReader(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
		{"xl/workbook.xml", strings.NewReader(`<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", strings.NewReader(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)},
		{"xl/worksheets/sheet1.xml", page},
		{"xl/sharedStrings.xml", texts},
	} {
		if part.text == nil {
			continue
		}
		w, err := z.Create(part.name)
		if err == nil {
			_, err = io.Copy(w, part.text)
		}
		if err != nil {
			panic(err) // memory does not fail
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// again reads as one text repeated without end.
type again struct {
	text string
	at   int
}

func (a *again) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = a.text[a.at]
		a.at = (a.at + 1) % len(a.text)
	}
	return len(b), nil
}

// Texts are YAML files that expand to far more than their size, or nest very deep.
func Texts() []Attack {
	laughs := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return []Attack{
		{"laughs.yaml", []byte(laughs)},
		{"deep.yaml", []byte(strings.Repeat("[", 60_000))},
		{"keys.yaml", []byte(strings.Repeat("? ", 30_000))},
	}
}

// Films are broken copies of a good MP4 file: cut off, or with tables that claim four thousand
// million entries.
func Films(good []byte) []Attack {
	counts := bytes.Clone(good)
	for _, table := range []string{"stsz", "stco", "stts", "stsc", "ctts", "stss"} {
		if at := bytes.Index(counts, []byte(table)); at > 0 && at+16 < len(counts) {
			places := 8 // version and flags, then the count
			if table == "stsz" {
				places = 12 // a size of all comes between
			}
			copy(counts[at+places:], "\xff\xff\xff\xff")
		}
	}
	long := bytes.Clone(good)
	if at := bytes.Index(long, []byte("moov")); at > 4 {
		copy(long[at-4:], "\x7f\xff\xff\xff")
	}
	return []Attack{
		{"cut.mp4", good[:len(good)/3]},
		{"counts.mp4", counts},
		{"long.mp4", long},
	}
}

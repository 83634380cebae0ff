package workertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// Slide is one of a deck for tests.
type Slide struct {
	Title   string
	Lines   []string
	Font    string // of its text; "": the theme's
	Picture []byte // a PNG
	Hidden  bool
}

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	office     = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	drawing    = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	picture    = `http://schemas.openxmlformats.org/drawingml/2006/picture`
	relates    = `xmlns:r="` + office + `"`
	wordType   = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` + drawing + ` ` + relates
)

// Deck is a PPTX as PowerPoint writes it.
func Deck(slides ...Slide) []byte {
	parts := []part{{"ppt/theme/theme1.xml", xmlHead + `<a:theme ` + drawing + `><a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Arial Black"/></a:majorFont><a:minorFont><a:latin typeface="Arial"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`}}
	list, rels := "", relation("rTheme", "theme", "theme/theme1.xml")
	for i, s := range slides {
		id := fmt.Sprintf("rId%d", i+1)
		list += fmt.Sprintf(`<p:sldId id="%d" r:id="%s"/>`, 256+i, id)
		rels += relation(id, "slide", fmt.Sprintf("slides/slide%d.xml", i+1))
		run := func(text string) string {
			face := ""
			if s.Font != "" {
				face = `<a:latin typeface="` + s.Font + `"/>`
			}
			return `<a:p><a:r><a:rPr lang="vi-VN">` + face + `</a:rPr><a:t>` + escaped(text) + `</a:t></a:r><a:endParaRPr><a:latin typeface="Courier"/></a:endParaRPr></a:p>`
		}
		body := ""
		for _, l := range s.Lines {
			body += run(l)
		}
		show := ""
		if s.Hidden {
			show = ` show="0"`
		}
		text := xmlHead + `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` + drawing + ` ` + relates + show + `><p:cSld><p:spTree>` +
			`<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:fld><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp>` +
			`<p:sp><p:nvSpPr><p:nvPr><p:ph idx="1"/></p:nvPr></p:nvSpPr><p:txBody>` + body + `</p:txBody></p:sp>` +
			`<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody>` + run(s.Title) + `</p:txBody></p:sp>`
		if s.Picture != nil {
			text += `<p:pic><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic>`
			parts = append(parts, part{fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", i+1), relations(relation("rId1", "image", fmt.Sprintf("../media/image%d.png", i+1)))},
				part{fmt.Sprintf("ppt/media/image%d.png", i+1), string(s.Picture)})
		}
		parts = append(parts, part{fmt.Sprintf("ppt/slides/slide%d.xml", i+1), text + `</p:spTree></p:cSld></p:sld>`})
	}
	return zipped(append([]part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", relations(relation("rId1", "officeDocument", "ppt/presentation.xml"))},
		{"ppt/presentation.xml", xmlHead + `<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` + relates + `><p:sldIdLst>` + list + `</p:sldIdLst></p:presentation>`},
		{"ppt/_rels/presentation.xml.rels", relations(rels)},
	}, parts...)...)
}

// Text is a DOCX with a body as Word writes it, and one picture, which the body embeds as "rPic".
func Text(body string, picture []byte) []byte {
	parts := []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` + // LibreOffice reads no text without it
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/></Types>`},
		{"_rels/.rels", relations(relation("rId1", "officeDocument", "word/document.xml"))},
		{"word/document.xml", xmlHead + `<w:document ` + wordSpaces + `><w:body>` + body + `</w:body></w:document>`},
		{"word/styles.xml", xmlHead + `<w:styles ` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>` +
			`<w:style w:styleId="u1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Cu"><w:name w:val="Cũ"/><w:basedOn w:val="Goc"/></w:style><w:style w:styleId="Goc"><w:name w:val="Gốc"/><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style></w:styles>`},
		{"word/_rels/document.xml.rels", relations(relation("rStyles", "styles", "styles.xml") + relation("rPic", "image", "media/image1.png"))},
	}
	if picture != nil {
		parts = append(parts, part{"word/media/image1.png", string(picture)})
	}
	return zipped(parts...)
}

// Paragraph is one of [Text], in a style of it; "": none.
func Paragraph(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + escaped(text) + `</w:t></w:r></w:p>`
}

// Embedded is a paragraph of [Text] with its picture.
const Embedded = `<w:p><w:r><w:drawing><a:blip r:embed="rPic"/></w:drawing></w:r></w:p>`

// Stamped is a paragraph of [Text] with its picture as Word puts one on the page: 3.5 cm wide.
const Stamped = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="1260000" cy="1260000"/><wp:docPr id="1" name="dau"/>` +
	`<a:graphic><a:graphicData uri="` + picture + `"><pic:pic xmlns:pic="` + picture + `"><pic:nvPicPr><pic:cNvPr id="1" name="dau.png"/><pic:cNvPicPr/></pic:nvPicPr>` +
	`<pic:blipFill><a:blip r:embed="rPic"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1260000" cy="1260000"/></a:xfrm>` +
	`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

// OpenFile is an ODP or ODT: the last word of its kind, what stands in its styles, and its body.
func OpenFile(kind, styles, body string, more ...string) []byte {
	parts := []part{
		{"mimetype", "application/vnd.oasis.opendocument." + kind},
		{"content.xml", xmlHead + `<office:document-content><office:automatic-styles>` + styles + `</office:automatic-styles><office:body>` + body + `</office:body></office:document-content>`},
	}
	for i := 0; i+1 < len(more); i += 2 {
		parts = append(parts, part{more[i], more[i+1]})
	}
	return zipped(parts...)
}

// Presentation is an ODP that LibreOffice opens, with a page for each of these sentences.
func Presentation(pages ...string) []byte {
	const open = `urn:oasis:names:tc:opendocument:xmlns:`
	body := ""
	for _, words := range pages {
		body += `<draw:page><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm"><draw:text-box><text:p>` + escaped(words) + `</text:p></draw:text-box></draw:frame></draw:page>`
	}
	kind := "application/vnd.oasis.opendocument.presentation"
	return zipped(
		part{"mimetype", kind},
		part{"content.xml", xmlHead + `<office:document-content office:version="1.3" xmlns:office="` + open + `office:1.0" xmlns:text="` + open + `text:1.0" xmlns:draw="` + open + `drawing:1.0" xmlns:svg="` + open + `svg-compatible:1.0">` +
			`<office:body><office:presentation>` + body + `</office:presentation></office:body></office:document-content>`},
		part{"META-INF/manifest.xml", xmlHead + `<manifest:manifest xmlns:manifest="` + open + `manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + kind + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	)
}

// Compound is a file of Office 97 with entries of these names in its directory.
func Compound(names ...string) []byte {
	b := make([]byte, 4096)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for i, n := range names {
		at := b[1024+128*i:]
		for j, c := range n {
			at[2*j] = byte(c)
		}
		at[64] = byte(2*len(n) + 2)
	}
	return b
}

type part struct{ name, text string }

func zipped(parts ...part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		method := zip.Deflate
		if p.name == "mimetype" {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		if err == nil {
			_, err = w.Write([]byte(p.text))
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

func relations(all string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + all + `</Relationships>`
}

func relation(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, office, kind, target)
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

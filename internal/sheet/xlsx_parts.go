package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// errUnpacked says that a file unpacks to more than [MaxUnpacked].
var errUnpacked = errors.New("sheet: unpacks to too much")

// parts are the files in an XLSX or ODS. Those of an XLSX have the names that its relations say,
// not what is usual.
type parts struct {
	ctx   context.Context
	files map[string]*zip.File // by name in lower case
	left  int64                // bytes that may still be unpacked
}

func openParts(ctx context.Context, data []byte) (*parts, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > 2000 {
		return nil, errUnpacked
	}
	p := &parts{ctx: ctx, files: map[string]*zip.File{}, left: MaxUnpacked}
	for _, f := range z.File {
		p.files[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	return p, nil
}

// counted counts what is unpacked, so that a file which lies about its size fails at the
// first byte too many.
type counted struct {
	in   io.Reader
	left *int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, errUnpacked
	}
	return n, err
}

// element is the start of an element or its end.
type element struct {
	name  string // without its prefix
	attrs []xml.Attr
	end   bool
	text  string // what stands between it and the tag before
}

// maxText is the most text between two tags, in bytes; a cell may have [MaxCellBytes].
const maxText = 1 << 20

func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// is says whether a boolean attribute is set.
func (e element) is(name string) bool { v := e.attr(name); return v == "1" || v == "true" }

// read hands every tag of a part to f until that returns an error; io.EOF ends the reading early. A
// missing part has no tags.
func (p *parts) read(name string, f func(element) error) error {
	file, ok := p.files[strings.ToLower(name)]
	if !ok {
		return nil
	}
	in, err := file.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	d := xml.NewDecoder(counted{in, &p.left})
	var text []byte
	for tags := 0; ; tags++ {
		if tags%4096 == 0 && p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.CharData:
			if len(text)+len(t) > maxText {
				return errUnpacked
			}
			text = append(text, t...)
			continue
		case xml.StartElement:
			err = f(element{name: t.Name.Local, attrs: t.Attr, text: string(text)})
		case xml.EndElement:
			err = f(element{name: t.Name.Local, end: true, text: string(text)})
		default:
			continue
		}
		text = text[:0]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// workbook is what the main part says.
type workbook struct {
	sheets          []sheetPart
	strings, styles string // names of parts; "" where there is none
	from1904        bool
}

type sheetPart struct {
	title, part string
	hidden      bool
}

// relation is one line of a .rels part.
type relation struct{ kind, target string }

// relations reads what a part refers to; "" stands for the whole file.
func (p *parts) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	out := map[string]relation{}
	err := p.read(dir+"_rels/"+base+".rels", func(e element) error {
		if e.name == "Relationship" && !e.end && len(out) < 2000 {
			target := e.attr("Target")
			if strings.HasPrefix(target, "/") {
				target = strings.TrimPrefix(target, "/")
			} else {
				target = path.Join(dir, target)
			}
			out[e.attr("Id")] = relation{path.Base(e.attr("Type")), target}
		}
		return nil
	})
	return out, err
}

func (p *parts) workbook() (w workbook, err error) {
	main := "xl/workbook.xml"
	top, err := p.relations("")
	if err != nil {
		return w, err
	}
	for _, r := range top {
		if r.kind == "officeDocument" {
			main = r.target
		}
	}
	refs, err := p.relations(main)
	if err != nil {
		return w, err
	}
	for _, r := range refs {
		switch r.kind {
		case "sharedStrings":
			w.strings = r.target
		case "styles":
			w.styles = r.target
		}
	}
	err = p.read(main, func(e element) error {
		switch {
		case e.end:
		case e.name == "workbookPr":
			w.from1904 = e.is("date1904")
		case e.name == "sheet":
			ref := refs[e.attr("id")]
			if ref.kind != "worksheet" {
				return nil // a chart has no rows
			}
			if len(w.sheets) == MaxSheets {
				return errUnpacked
			}
			w.sheets = append(w.sheets, sheetPart{clean(e.attr("name")), ref.target, e.attr("state") != "" && e.attr("state") != "visible"})
		}
		return nil
	})
	if err == nil && len(w.sheets) == 0 {
		err = fmt.Errorf("sheet: no sheet in %q", main)
	}
	return w, err
}

// texts reads the texts that cells share. Readings of characters (Japanese ones have them) are
// no part of a text.
func (p *parts) texts(part string) (out []string, err error) {
	if part == "" {
		return nil, nil
	}
	text, phonetic := "", false
	var up raised
	err = p.read(part, func(e element) error {
		up.take(e)
		switch {
		case e.name == "rPh":
			phonetic = !e.end
		case e.name == "t" && e.end && !phonetic:
			if text += up.text(e.text); len(text) > maxText {
				return errUnpacked
			}
		case e.name == "si" && e.end:
			if len(out) == MaxStrings {
				return errUnpacked
			}
			out = append(out, text)
			text = ""
		}
		return nil
	})
	return out, err
}

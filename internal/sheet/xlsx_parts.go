package sheet

import (
	"bytes"
	"context"
	"fmt"

	"ngatu/internal/archive"
)

// parts are the files in an XLSX or ODS.
type parts struct{ *archive.Archive }

func openParts(ctx context.Context, data []byte) (*parts, error) {
	a, err := archive.Open(ctx, bytes.NewReader(data), int64(len(data)), MaxUnpacked)
	return &parts{a}, err
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

func (p *parts) workbook() (w workbook, err error) {
	main, err := p.Main("xl/workbook.xml")
	if err != nil {
		return w, err
	}
	refs, err := p.Relations(main)
	if err != nil {
		return w, err
	}
	for _, r := range refs {
		switch r.Kind {
		case "sharedStrings":
			w.strings = r.Part
		case "styles":
			w.styles = r.Part
		}
	}
	err = p.Read(main, func(e archive.Element) error {
		switch {
		case e.End:
		case e.Name == "workbookPr":
			w.from1904 = e.Is("date1904")
		case e.Name == "sheet":
			ref := refs[e.Attr("id")]
			if ref.Kind != "worksheet" {
				return nil // a chart has no rows
			}
			if len(w.sheets) == MaxSheets {
				return archive.ErrTooMuch
			}
			w.sheets = append(w.sheets, sheetPart{clean(e.Attr("name")), ref.Part, e.Attr("state") != "" && e.Attr("state") != "visible"})
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
	err = p.Read(part, func(e archive.Element) error {
		up.take(e)
		switch {
		case e.Name == "rPh":
			phonetic = !e.End
		case e.Name == "t" && e.End && !phonetic:
			if text += up.text(e.Text); len(text) > archive.MaxText {
				return archive.ErrTooMuch
			}
		case e.Name == "si" && e.End:
			if len(out) == MaxStrings {
				return archive.ErrTooMuch
			}
			out = append(out, text)
			text = ""
		}
		return nil
	})
	return out, err
}

package archive

import (
	"encoding/xml"
	"errors"
	"io"
)

// Element is the start of an element or its end.
type Element struct {
	Name  string // without its prefix
	End   bool
	Text  string // what stands between it and the tag before
	attrs []xml.Attr
}

// MaxText is the most text between two tags, in bytes.
const MaxText = 1 << 20

// Attr is an attribute by its name without a prefix; "" where there is none.
func (e Element) Attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// AttrIn is an attribute by its prefix and its name, where others are called the same.
func (e Element) AttrIn(prefix, name string) string {
	for _, a := range e.attrs {
		if a.Name.Space == prefix && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Is says whether a boolean attribute is set.
func (e Element) Is(name string) bool { v := e.Attr(name); return v == "1" || v == "true" }

// Read hands every tag of a part to f until that returns an error; io.EOF ends the reading early. A
// missing part has no tags.
func (a *Archive) Read(part string, f func(Element) error) error {
	in, err := a.open(part)
	if in == nil || err != nil {
		return err
	}
	defer in.Close()
	d := xml.NewDecoder(in)
	var text []byte
	for tags := 0; ; tags++ {
		if tags%4096 == 0 && a.ctx.Err() != nil {
			return a.ctx.Err()
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
			if len(text)+len(t) > MaxText {
				return ErrTooMuch
			}
			text = append(text, t...)
			continue
		case xml.StartElement:
			err = f(Element{Name: t.Name.Local, attrs: t.Attr, Text: string(text)})
		case xml.EndElement:
			err = f(Element{Name: t.Name.Local, End: true, Text: string(text)})
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

package office

import (
	"context"
	"errors"
	"io"
	"strings"

	"ngatu/content"
	"ngatu/internal/archive"
)

// Limits of a document. What is beyond them is refused with a sentence.
const (
	MaxBytes    = 100 << 20
	MaxPages    = 300
	MaxPictures = 300
	MaxPicture  = 20 << 20 // bytes of one picture; a larger one is left out
	MaxFonts    = 100      // that are named
	MaxFont     = 100      // bytes of a font's name; a longer one is not named
	maxUnpacked = 400 << 20
	maxWords    = 1 << 20 // bytes of all text
)

// Document is what a file says.
type Document struct {
	Kind     string   // the usual ending of its name, without a dot
	Pages    []Page   // none of a DOC or PPT, which only LibreOffice reads
	Pictures int      // how many there are; see [Open.Picture]
	Fonts    []string // that its text names
	Old      bool     // text in a font from before Unicode was written as Unicode
}

// Binary says whether the document is a DOC or PPT, of which nothing but the kind is known.
func (d Document) Binary() bool { return d.Kind == string(isOldText) || d.Kind == string(isOldDeck) }

// Page is one of a deck, or a part of a text between two breaks or headings.
type Page struct {
	Title    string
	Lines    []string // paragraphs
	Pictures []int    // those that are first seen here, from 0
}

// Open is a document that was found to be readable.
type Open struct {
	Document
	archive *archive.Archive
	parts   []string // of the pictures
}

// Read reads a file of so many bytes, which must stay readable. name is used in sentences alone.
// What cannot be read is a [content.Error] for staff.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64) (*Open, error) {
	if size > MaxBytes {
		return nil, tooLarge(name)
	}
	switch old, err := compound(r, size); {
	case err != nil:
		return nil, unreadable(name, err)
	case old == isOldText, old == isOldDeck:
		return &Open{Document: Document{Kind: string(old)}}, nil
	case old != notCompound:
		return nil, refuseCompound(name, old)
	}
	a, err := archive.Open(ctx, r, size, maxUnpacked)
	if err != nil {
		return nil, unreadable(name, err)
	}
	g := &gather{seen: map[string]int{}, fonts: map[string]bool{}}
	read := readOffice
	if a.Has("content.xml") {
		locked, err := a.Locked()
		if err != nil {
			return nil, unreadable(name, err)
		}
		if locked {
			return nil, refuse(content.Invalid, nil, name, lockedVi, lockedEn)
		}
		read = readOpen
	}
	if err := read(a, g); err != nil {
		return nil, unreadable(name, err)
	}
	o := &Open{archive: a, parts: g.parts, Document: g.document()}
	o.Kind = g.kind
	if len(o.Pages) == 0 {
		return nil, empty(name)
	}
	if len(o.Pages) > MaxPages {
		return nil, tooMany(name, len(o.Pages))
	}
	return o, nil
}

// Picture are the bytes of a picture, whatever they are: 0 is the first.
func (o *Open) Picture(i int) ([]byte, error) {
	if i < 0 || i >= len(o.parts) {
		return nil, errors.New("office: no such picture")
	}
	b, err := o.archive.Bytes(o.parts[i], MaxPicture)
	if errors.Is(err, archive.ErrTooMuch) {
		return nil, nil
	}
	return b, err
}

// readOffice reads a deck or a text of Office.
func readOffice(a *archive.Archive, g *gather) error {
	main, err := a.Main("word/document.xml")
	if err != nil {
		return err
	}
	root := ""
	err = a.Read(main, func(e archive.Element) error {
		root = e.Name
		return io.EOF
	})
	switch {
	case err != nil:
		return err
	case root == "presentation":
		g.kind = "pptx"
		return readDeck(a, g, main)
	case root == "document":
		g.kind = "docx"
		return readText(a, g, main)
	}
	return errOther
}

// errOther says that a file is a zip of something else.
var errOther = errors.New("office: neither a deck nor a text")

// typeface is the font that a theme gives running text; "" where it names none.
func typeface(a *archive.Archive, theme string) (font string, err error) {
	minor := false
	err = a.Read(theme, func(e archive.Element) error {
		switch {
		case e.Name == "minorFont":
			minor = !e.End
		case e.Name == "latin" && minor && !e.End:
			font = e.Attr("typeface")
		}
		return nil
	})
	return strings.TrimSpace(font), err
}

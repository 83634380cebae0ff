package archive

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strings"
)

// ErrTooMuch says that a file unpacks to more than it may.
var ErrTooMuch = errors.New("archive: unpacks to too much")

const (
	maxFiles     = 5000
	maxRelations = 2000 // of a part
)

// Archive is a file with its parts. Those of Office have the names that its relations say, not
// what is usual.
type Archive struct {
	ctx   context.Context
	files map[string]*zip.File // by name in lower case
	left  int64                // bytes that may still be unpacked
}

// Open opens a file of so many bytes, of which no more than most bytes are ever unpacked.
func Open(ctx context.Context, r io.ReaderAt, size, most int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	if len(z.File) > maxFiles {
		return nil, ErrTooMuch
	}
	a := &Archive{ctx: ctx, files: map[string]*zip.File{}, left: most}
	for _, f := range z.File {
		a.files[partOf(f.Name)] = f
	}
	return a, nil
}

// partOf is the key of a part: some programs write its name with backslashes.
func partOf(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Has says whether there is such a part.
func (a *Archive) Has(part string) bool { return a.files[strings.ToLower(part)] != nil }

// Bytes are those of a part, at most so many; nil where there is none.
func (a *Archive) Bytes(part string, most int64) ([]byte, error) {
	in, err := a.open(part)
	if in == nil || err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if int64(len(b)) > most {
		return nil, ErrTooMuch
	}
	return b, err
}

// open is a part whose bytes are counted; nil where there is none.
func (a *Archive) open(part string) (io.ReadCloser, error) {
	file, ok := a.files[strings.ToLower(part)]
	if !ok {
		return nil, nil
	}
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	return counted{in, &a.left}, nil
}

// counted counts what is unpacked.
type counted struct {
	io.ReadCloser
	left *int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	if *c.left -= int64(n); *c.left < 0 {
		return 0, ErrTooMuch
	}
	return n, err
}

// Relation is what a part of Office refers to.
type Relation struct {
	Kind string // last word of its type: "image", "slide"
	Part string
}

// Relations are what a part refers to, by ID; "" stands for the whole file.
func (a *Archive) Relations(part string) (map[string]Relation, error) {
	dir, base := path.Split(part)
	out := map[string]Relation{}
	err := a.Read(dir+"_rels/"+base+".rels", func(e Element) error {
		if e.Name == "Relationship" && !e.End && e.Attr("TargetMode") != "External" && len(out) < maxRelations {
			target := e.Attr("Target")
			if strings.HasPrefix(target, "/") {
				target = strings.TrimPrefix(target, "/")
			} else {
				target = path.Join(dir, target)
			}
			out[e.Attr("Id")] = Relation{path.Base(e.Attr("Type")), target}
		}
		return nil
	})
	return out, err
}

// Main is the part of a file of Office that holds the document, or usual where no relation says.
func (a *Archive) Main(usual string) (string, error) {
	top, err := a.Relations("")
	for _, r := range top {
		if r.Kind == "officeDocument" {
			usual = r.Part
		}
	}
	return usual, err
}

// Locked says whether an OpenDocument file's list of parts names encryption.
func (a *Archive) Locked() (locked bool, err error) {
	err = a.Read("META-INF/manifest.xml", func(e Element) error {
		locked = locked || e.Name == "encryption-data"
		return nil
	})
	return locked, err
}

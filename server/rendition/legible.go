package rendition

import (
	"context"
	"io"
	"os"

	"ngatu/content"
	"ngatu/internal/worker"
)

// legible is a deck or a text whose words we read: the file itself, or what LibreOffice made of a
// DOC or PPT.
type legible struct {
	io.ReaderAt
	worker.Document // without its pictures; of the kind of the file itself
	size            int64
	made            *os.File // nil: it is the file itself
}

// Close lets go of what LibreOffice made.
func (l legible) Close() {
	if l.made != nil {
		l.made.Close()
	}
}

// read finds out what a deck or a text says, and in which fonts. A DOC or PPT need not say anything
// to be shown as it looks. With an error it is the file itself.
func read(ctx context.Context, workers *worker.Pool, name string, r io.ReaderAt, size int64) (l legible, err error) {
	l = legible{ReaderAt: r, size: size}
	if l.Document, _, err = workers.Document(ctx, name, r, size, worker.MaxPictures, nil); err != nil || !l.Binary() {
		return l, err
	}
	var today *os.File
	var length int64
	err = workers.Today(ctx, name, l.Kind, r, size, func(made *os.File) (err error) {
		today, length, err = workers.Spool(made, worker.MaxDocument+1)
		return err
	})
	if err != nil {
		return l, err
	}
	words, _, err := workers.Document(ctx, name, today, length, worker.MaxPictures, nil)
	if code := content.CodeOf(err); code == content.Invalid || code == content.TooLarge {
		today.Close()
		return l, nil
	}
	if err != nil {
		today.Close()
		return l, err
	}
	words.Kind = l.Kind
	return legible{ReaderAt: today, Document: words, size: length, made: today}, nil
}

package worker

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// keptBooks is how many converted workbooks are kept; the one that was used longest ago gives way.
const keptBooks = 100

// converted is what LibreOffice made of old workbooks, by the digest of the old ones: a page that shows
// one opens at once. Workers cannot read the folder. What is in it can be made again.
type converted struct{ folder string } // "": nothing is kept

// name is where the workbook is kept that an old one of so many bytes became; "" where none is kept.
func (c converted) name(r io.ReaderAt, size int64) (string, error) {
	if c.folder == "" {
		return "", nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return "", err
	}
	return filepath.Join(c.folder, hex.EncodeToString(sum.Sum(nil))+".xlsx"), nil
}

// open is the workbook that is kept under a name, with its bytes; false where there is none.
func (c converted) open(name string) (f *os.File, size int64, ok bool) {
	if name == "" {
		return nil, 0, false
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, false
	}
	size, err = f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		f.Close()
		return nil, 0, false
	}
	now := time.Now()
	_ = os.Chtimes(name, now, now) // else it gives way earlier
	return f, size, true
}

// put keeps a workbook. It is whole once it has its name, also after a power cut.
func (c converted) put(name string, book io.ReaderAt, size int64) error {
	if name == "" {
		return nil
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.folder, "*.part")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, io.NewSectionReader(book, 0, size))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return c.prune()
}

// prune removes those that were used longest ago, and what a crash left behind.
func (c converted) prune() error {
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		return err
	}
	type book struct {
		name string
		used time.Time
	}
	var books []book
	for _, e := range entries {
		info, gone := e.Info()
		if gone != nil {
			continue
		}
		if filepath.Ext(e.Name()) == ".xlsx" {
			books = append(books, book{e.Name(), info.ModTime()})
		} else if time.Since(info.ModTime()) > time.Hour {
			err = errors.Join(err, os.Remove(filepath.Join(c.folder, e.Name())))
		}
	}
	slices.SortFunc(books, func(a, b book) int { return b.used.Compare(a.used) })
	for _, b := range books[min(len(books), keptBooks):] {
		err = errors.Join(err, os.Remove(filepath.Join(c.folder, b.name)))
	}
	return err
}

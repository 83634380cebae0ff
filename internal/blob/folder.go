package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
)

const (
	partPrefix = "part-"        // prefix of a file that is still being written
	damagedDir = "damaged"      // for files whose bytes no longer match their name
	staleAfter = 24 * time.Hour // no upload takes that long, so an older part was left by a dead process
)

// Folder is a folder of bytes named by their digest: <dir>/ab/cd/abcd….
//
// A file with its final name is complete and on the disk: it was written under another name,
// flushed, and renamed. The methods are safe for concurrent use, and several processes may use one
// folder.
type Folder struct {
	dir   string
	fresh sync.Mutex // held from looking at how old a file is until that changes
}

// Open opens dir, creating it if missing, and deletes unfinished parts older than 24 hours. If the
// folder cannot be made or written, the error is a [content.Error] with code Missing.
func Open(dir string) (*Folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, unusable(dir, err)
	}
	for _, d := range []string{abs, filepath.Join(abs, damagedDir)} {
		if err := os.MkdirAll(d, 0o750); err != nil {
			return nil, unusable(dir, err)
		}
	}
	f := &Folder{dir: abs}
	if err := durable.Writable(f.dir); err != nil {
		return nil, unusable(dir, err)
	}
	if err := f.clearParts(time.Now().Add(-staleAfter)); err != nil {
		return nil, unusable(dir, err)
	}
	return f, nil
}

// Dir is the absolute path of the folder.
func (f *Folder) Dir() string { return f.dir }

// Path returns the file of d, for a web server that hands it to the kernel. It does not check
// whether the file exists ([Folder.Has]) or is intact ([Folder.Verify]). If d is not a digest, the
// error is a [content.Error] with code NotFound, so that no name from outside becomes a path.
func (f *Folder) Path(_ context.Context, d content.Digest) (string, error) {
	if !d.Valid() {
		return "", notFound(d, nil)
	}
	return f.path(d), nil
}

func (f *Folder) path(d content.Digest) string {
	return filepath.Join(f.dir, string(d[:2]), string(d[2:4]), string(d))
}

// Has reports whether the folder holds d.
func (f *Folder) Has(d content.Digest) bool {
	_, err := f.Size(d)
	return err == nil
}

// Size returns the number of bytes of d, or NotFound.
func (f *Folder) Size(d content.Digest) (int64, error) {
	info, err := f.stat(d)
	return info.Size, err
}

// Stat returns what the file system says about d, without reading it. The error is NotFound if d is
// not there.
func (f *Folder) Stat(ctx context.Context, d content.Digest) (Info, error) {
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	return f.stat(d)
}

// Kept is [Folder.Stat]: there are no copies.
func (f *Folder) Kept(ctx context.Context, d content.Digest) (Info, error) { return f.Stat(ctx, d) }

func (f *Folder) stat(d content.Digest) (Info, error) {
	if !d.Valid() {
		return Info{}, notFound(d, nil)
	}
	info, err := os.Stat(f.path(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Info{}, notFound(d, err)
	case err != nil:
		return Info{}, unreadable(d, err)
	case !info.Mode().IsRegular():
		return Info{}, notFound(d, nil)
	}
	return Info{Size: info.Size(), Modified: info.ModTime()}, nil
}

// Delete removes d. Deleting what is not there is no error.
func (f *Folder) Delete(d content.Digest) error {
	if !d.Valid() {
		return nil
	}
	if err := os.Remove(f.path(d)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(d, err)
	}
	return nil
}

// DeleteOld removes d unless it was put after before, where this process puts; what is put later is
// stored anew. It says how many bytes went, and whether d is gone. One that was not there is.
func (f *Folder) DeleteOld(_ context.Context, d content.Digest, before time.Time) (size int64, gone bool, err error) {
	f.fresh.Lock()
	defer f.fresh.Unlock()
	info, err := f.stat(d)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return 0, true, nil
	case err != nil:
		return 0, false, err
	case info.Modified.After(before):
		return 0, false, nil
	}
	err = f.Delete(d)
	return info.Size, err == nil, err
}

// renew makes d as young as one that is put now, so that [Folder.DeleteOld] leaves it; false where
// that cannot be done. Within an hour it is young enough: readers know a file by its time.
func (f *Folder) renew(d content.Digest) bool {
	f.fresh.Lock()
	defer f.fresh.Unlock()
	info, err := f.stat(d)
	if err != nil {
		return false
	}
	now := time.Now()
	return now.Sub(info.Modified) < time.Hour || os.Chtimes(f.path(d), now, now) == nil
}

// Walk calls visit for every digest in the folder, in ascending order, with its size in bytes. It
// stops at the first error that visit returns. Files whose name is not a digest are skipped.
func (f *Folder) Walk(ctx context.Context, visit func(d content.Digest, size int64) error) error {
	return filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted while walking
			}
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.IsDir() {
			if path == filepath.Join(f.dir, damagedDir) {
				return fs.SkipDir
			}
			return nil
		}
		d := content.Digest(e.Name())
		if !d.Valid() || path != f.path(d) {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return visit(d, info.Size())
	})
}

// clearParts removes unfinished files last written before limit. Younger ones may be in use by
// another process.
func (f *Folder) clearParts(limit time.Time) error {
	parts, err := filepath.Glob(filepath.Join(escapeGlob(f.dir), partPrefix+"*"))
	if err != nil {
		return err
	}
	for _, part := range parts {
		info, err := os.Lstat(part)
		if err != nil || !info.Mode().IsRegular() || info.ModTime().After(limit) {
			continue
		}
		if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

package blob

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
)

const (
	partPrefix = "part-"        // begins the name of a file that is still being written
	damagedDir = "damaged"      // where a file goes whose bytes are no longer those of its name
	staleAfter = 24 * time.Hour // no upload takes that long, so an older part belongs to a process that is gone
)

// Folder is a folder of bytes named by their digest: <dir>/ab/cd/abcd….
//
// A file that has its final name is whole and on the disk: it was written under another name, flushed, and renamed.
// Its methods may be called by many goroutines, and several processes may use one folder.
type Folder struct {
	dir string
}

// Open takes dir, making it where it is missing, and clears parts that were left unfinished more than 24 hours ago.
// It is a [content.Error] with code Missing when the folder cannot be made or written.
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
	if err := f.tryWrite(); err != nil {
		return nil, unusable(dir, err)
	}
	if err := f.clearParts(time.Now().Add(-staleAfter)); err != nil {
		return nil, unusable(dir, err)
	}
	return f, nil
}

// Dir is the absolute path of the folder.
func (f *Folder) Dir() string { return f.dir }

// Path is where the bytes of d are, for a web server that hands a file to the kernel. It does not look whether they
// are there ([Folder.Has]) or still right ([Folder.Verify]). A d that is not written as a digest gives a
// [content.Error] with code NotFound, so that no name from outside becomes a path.
func (f *Folder) Path(d content.Digest) (string, error) {
	if !d.Valid() {
		return "", notFound(d, nil)
	}
	return f.path(d), nil
}

func (f *Folder) path(d content.Digest) string {
	return filepath.Join(f.dir, string(d[:2]), string(d[2:4]), string(d))
}

// Has says whether bytes are kept under d.
func (f *Folder) Has(d content.Digest) bool {
	_, err := f.Size(d)
	return err == nil
}

// Size is the number of bytes kept under d; NotFound where there are none.
func (f *Folder) Size(d content.Digest) (int64, error) {
	info, err := f.Stat(d)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Stat is what the file system says about the bytes kept under d, without reading them: size and time of the last change
// tell one state of a file from another. NotFound where there are none.
func (f *Folder) Stat(d content.Digest) (fs.FileInfo, error) {
	if !d.Valid() {
		return nil, notFound(d, nil)
	}
	info, err := os.Stat(f.path(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound(d, err)
	case err != nil:
		return nil, unreadable(d, err)
	case !info.Mode().IsRegular():
		return nil, notFound(d, nil)
	}
	return info, nil
}

// Delete forgets the bytes of d. Deleting what is not there is no error.
func (f *Folder) Delete(d content.Digest) error {
	if !d.Valid() {
		return nil
	}
	if err := os.Remove(f.path(d)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unreadable(d, err)
	}
	return nil
}

// Walk calls visit for every digest in the folder, in ascending order, with its size in bytes, and ends with the
// first error that visit returns. Files that are not named by a digest are passed over.
func (f *Folder) Walk(visit func(d content.Digest, size int64) error) error {
	return filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted while walking
			}
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

// tryWrite finds out at the start, not at the first upload, that the folder is read-only.
func (f *Folder) tryWrite() error {
	part, err := os.CreateTemp(f.dir, partPrefix)
	if err != nil {
		return err
	}
	part.Close()
	return os.Remove(part.Name())
}

// clearParts removes unfinished files last written before limit. Younger ones may be in use by another process.
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

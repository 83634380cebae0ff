package inbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
)

// ErrChanged means that a file is no longer the one that the event is about; another event follows,
// or it is gone.
var ErrChanged = errors.New("inbox: the file changed since it was reported")

// How long a file must have stood still before it is moved away; [LongRest] is for one whose end is
// missing.
//
// The threat: the copy of a clip over a slow line pauses, the clip is reported too early, cannot be
// read because it is cut off, and would be moved away while it is still being written.
const (
	Rest     = 3 * time.Second
	LongRest = 2 * time.Minute
)

// SetAside moves the file of a Settled event to the folder [Refused] in the root, under its own
// relative path, and writes the sentence into a text file beside it: poster.svg and poster.svg.txt.
// It never overwrites anything: a name that exists gets a number, "poster (2).svg". It returns
// where the file is now, relative to the root, with slashes.
//
// It first waits until nobody has written to the file for [Rest], so call it where it may block. If
// the file is no longer the one that was refused, the error is [ErrChanged]. Other errors are
// [*content.Error]; the file then stays where it was. If a copier still goes on writing, the
// watcher moves the file back (see returns).
func SetAside(ctx context.Context, root string, e Event, sentence string) (string, error) {
	dir, err := os.OpenRoot(root) // links in it cannot lead outside
	if err != nil {
		return "", notSetAside(e.Path, err)
	}
	defer dir.Close()
	if err := rest(ctx, root, e); err != nil {
		return "", err
	}
	place, err := reserve(dir, filepath.FromSlash(e.Path), sentence+"\n\n"+noteOf(e).String())
	if err != nil {
		return "", notSetAside(e.Path, err)
	}
	if err := dir.Rename(e.Real, place); err != nil { // replaces the empty file that reserve made
		_ = dir.Remove(place)
		_ = dir.Remove(place + ".txt")
		if errors.Is(err, fs.ErrNotExist) {
			return "", ErrChanged
		}
		return "", notSetAside(e.Path, err)
	}
	return filepath.ToSlash(place), nil
}

// rest waits until the file of e is old enough and nobody has it open for writing.
func rest(ctx context.Context, root string, e Event) error {
	began, local := time.Now(), Network(root) == ""
	for {
		file, err := Open(root, e.Real)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			return ErrChanged
		}
		if err != nil {
			return notSetAside(e.Path, err)
		}
		info, err := file.Stat()
		wait := Rest
		if err == nil && shapeOf(file, info.Size()) == cut {
			wait = LongRest
		}
		inUse := local && writingTo(file) == writing
		_ = file.Close()
		switch {
		case err != nil:
			return notSetAside(e.Path, err)
		case !e.Is(info):
			return ErrChanged
		}
		age := time.Since(later(e.ModTime, e.Changed)) // copiers set the time that the original had
		if age < 0 {                                   // the disk's clock is ahead of ours
			age = time.Since(began)
		}
		if left := wait - age; left > 0 || inUse {
			if err := pause(ctx, max(min(left, time.Second), 100*time.Millisecond)); err != nil {
				return err
			}
			continue
		}
		return nil
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// reserve creates a free pair of names in the folder of refused files: the complete text, and an
// empty file to be replaced.
func reserve(dir *os.Root, path, sentence string) (string, error) {
	const (
		most        = 10_000
		longestName = 235 // bytes; file systems take 255, and the number and ".txt" must fit in
	)
	if err := dir.MkdirAll(filepath.Join(Refused, filepath.Dir(path)), 0o755); err != nil {
		return "", err
	}
	end := filepath.Ext(path)
	stem := strings.TrimSuffix(path, end)
	for len(filepath.Base(path)) > longestName && len(end) < longestName/2 { // a whole letter at a time
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
		path = stem + end
	}
	for n := 1; n <= most; n++ {
		place := filepath.Join(Refused, path)
		if n > 1 {
			place = filepath.Join(Refused, fmt.Sprintf("%s (%d)%s", stem, n, end))
		}
		err := create(dir, place+".txt", sentence+"\n")
		if err == nil {
			if err = create(dir, place, ""); err == nil {
				return place, nil
			}
			_ = dir.Remove(place + ".txt")
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%w: %d times %s", fs.ErrExist, most, path)
}

// create writes a new file; it must not exist yet.
func create(dir *os.Root, name, text string) error {
	file, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = dir.Remove(name)
	}
	return err
}

func notSetAside(path string, err error) error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   fmt.Sprintf("Không chuyển được tệp “%s” sang thư mục %s: hãy kiểm tra quyền ghi và chỗ trống trên đĩa.", path, Refused),
		En:   fmt.Sprintf("The file “%s” could not be moved to the folder %s: check permissions and free space.", path, Refused),
		Err:  err,
	}
}

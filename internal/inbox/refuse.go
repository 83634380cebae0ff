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

// ErrChanged says that a file is no longer what the event told of; another event follows, or it is gone.
var ErrChanged = errors.New("inbox: the file changed since it was told")

// Rest is how long a file must have stood still before it is set aside.
//
// The threat: a clip that is copied over a slow line pauses, is told too early, cannot be read because it is cut off, and
// would be taken away under the copier's hands.
const Rest = 3 * time.Second

// SetAside moves the file of a Settled event to the folder [Refused] in the root, under its own relative path, and writes
// the sentence into a text file beside it: poster.svg and poster.svg.txt. Nothing is ever overwritten: a name that is taken
// gets a number, "poster (2).svg". It returns where the file is now, relative to the root, with slashes.
//
// It first waits until the file is [Rest] old, so call it where waiting harms nobody, and answers [ErrChanged] if the file is
// not the one that was refused any more. Other errors are [*content.Error]; the file then stays where it was.
func SetAside(ctx context.Context, root string, e Event, sentence string) (string, error) {
	dir, err := os.OpenRoot(root) // links in the folder lead nowhere outside it
	if err != nil {
		return "", notSetAside(e.Path, err)
	}
	defer dir.Close()
	if err := rest(ctx, e); err != nil {
		return "", err
	}
	info, err := dir.Lstat(e.Real)
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrChanged
	}
	if err != nil {
		return "", notSetAside(e.Path, err)
	}
	if !info.Mode().IsRegular() || info.Size() != e.Size || !info.ModTime().Equal(e.ModTime) {
		return "", ErrChanged
	}
	place, err := reserve(dir, filepath.FromSlash(e.Path), sentence)
	if err != nil {
		return "", notSetAside(e.Path, err)
	}
	if err := dir.Rename(e.Real, place); err != nil { // over the empty file that reserve made
		_ = dir.Remove(place)
		_ = dir.Remove(place + ".txt")
		if errors.Is(err, fs.ErrNotExist) {
			return "", ErrChanged
		}
		return "", notSetAside(e.Path, err)
	}
	return filepath.ToSlash(place), nil
}

// rest waits until the file of e is Rest old.
func rest(ctx context.Context, e Event) error {
	wait := Rest - time.Since(e.ModTime)
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(min(wait, Rest)) // the disk's clock may be ahead of ours
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// reserve takes a free pair of names in the folder of refused files: the text, complete, and an empty file to be replaced.
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
	for len(filepath.Base(path)) > longestName && len(end) < longestName/2 { // in steps of whole letters
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

// create writes a file that must not exist yet.
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

package inbox

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// note is the last line of the sentence beside a refused file: the file's size and time when it was
// moved, and where it came from.
type note struct {
	size int64
	mod  time.Time
	from string // its path in the inbox
}

const noteForm = "[%d byte · %s · %q]"

func noteOf(e Event) note { return note{e.Size, e.ModTime, e.Path} }

func (n note) String() string {
	return fmt.Sprintf(noteForm, n.size, n.mod.UTC().Format(time.RFC3339Nano), n.from)
}

// readNote reads the last line of a sentence; ok is false where it is not one of ours.
func readNote(text string) (n note, ok bool) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var mod string
	if _, err := fmt.Sscanf(lines[len(lines)-1], noteForm, &n.size, &mod, &n.from); err != nil {
		return note{}, false
	}
	var err error
	n.mod, err = time.Parse(time.RFC3339Nano, mod)
	return n, err == nil && filepath.IsLocal(filepath.FromSlash(n.from))
}

// mostReturns limits how many refused files are watched: nobody may clear that folder for years.
const mostReturns = 2000

// returns moves files back that changed after they were refused: the copier had only paused, or
// somebody repaired the file in place. They are then handled like any other file.
func (w *Watcher) returns() {
	dir, err := os.OpenRoot(w.root.dir)
	if err != nil {
		return
	}
	defer dir.Close()
	met := map[string]bool{}
	_ = fs.WalkDir(dir.FS(), Refused, func(name string, entry fs.DirEntry, err error) error {
		place, isText := strings.CutSuffix(name, ".txt")
		if err != nil || len(met) >= mostReturns {
			return fs.SkipAll
		}
		if !isText || !entry.Type().IsRegular() {
			return nil
		}
		info, err := dir.Lstat(filepath.FromSlash(place))
		if err != nil || !info.Mode().IsRegular() {
			return nil
		}
		met[place] = true
		n, ok := w.noted[place]
		if !ok {
			if n, ok = noteIn(dir, name); !ok {
				return nil
			}
			w.noted[place] = n
		}
		if info.Size() != n.size || !info.ModTime().Equal(n.mod) {
			delete(w.noted, place)
			putBack(dir, filepath.FromSlash(place), filepath.FromSlash(n.from))
		}
		return nil
	})
	for place := range w.noted {
		if !met[place] {
			delete(w.noted, place)
		}
	}
}

// noteIn reads the note in a sentence's file.
func noteIn(dir *os.Root, name string) (note, bool) {
	const longest = 64 << 10 // bytes; a sentence names at most fifty rows of a sheet
	info, err := dir.Stat(filepath.FromSlash(name))
	if err != nil || info.Size() > longest {
		return note{}, false
	}
	text, err := dir.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return note{}, false
	}
	return readNote(string(text))
}

// putBack moves a file to where it came from, unless another file is there by now.
func putBack(dir *os.Root, place, from string) {
	if _, err := dir.Lstat(from); err == nil {
		return
	}
	if parent := filepath.Dir(from); parent != "." {
		if err := dir.MkdirAll(parent, 0o755); err != nil {
			return
		}
	}
	if err := dir.Rename(place, from); err == nil {
		_ = dir.Remove(place + ".txt")
	}
}

package inbox

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// folder is a folder that exists, the root included.
type folder struct {
	real string      // relative, as the disk spells it
	info os.FileInfo // its identity when it was entered
}

// stands reports whether the folder at the absolute path is still this one.
func (f *folder) stands(at string) bool {
	info, err := os.Lstat(at)
	return err == nil && os.SameFile(f.info, info)
}

// hire subscribes to the system's file events; without them the inbox is scanned instead.
func (w *Watcher) hire() {
	w.remote = w.remote || Network(w.root.dir) != ""
	w.blind = w.remote // writes of other machines cause no events
	var err error
	if w.fs, err = fsnotify.NewWatcher(); err != nil {
		w.fs, w.blind = nil, true
		w.warn("watch", "", unwatched(err))
	}
}

func (w *Watcher) unwatch() {
	if w.fs != nil {
		_ = w.fs.Close()
		w.fs = nil
	}
}

// watch subscribes to the events of one folder, without its subfolders.
func (w *Watcher) watch(real string) {
	if w.fs == nil {
		return
	}
	if err := w.fs.Add(w.root.at(real)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.blind = true
		w.warn("watch", "", unwatched(err))
	}
}

// enter adds a folder, then looks at its files: those written before the watch began caused no
// event.
func (w *Watcher) enter(path, real string, info os.FileInfo) {
	if old := w.folders[path]; old != nil && (old.real != real || !os.SameFile(old.info, info)) {
		w.loseFolder(path)
	}
	if w.folders[path] == nil {
		if strings.Count(path, "/") >= MaxDepth {
			w.warn(real, path, tooDeep(path))
			return
		}
		if len(w.folders) >= MaxFolders {
			w.warn("many", "", tooMany())
			return
		}
		w.loseMoved(info)
		w.folders[path] = &folder{real: real, info: info}
		w.watch(real)
		if w.away[path] {
			delete(w.away, path)
			w.queue.add(Event{Kind: FolderBack, Path: path, Real: real})
		}
	}
	w.scan(path)
}

// loseMoved forgets a folder that now has another name: the system would go on reporting the old
// one.
func (w *Watcher) loseMoved(info os.FileInfo) {
	for path, f := range w.folders {
		if path != "" && os.SameFile(f.info, info) && !f.stands(w.root.at(f.real)) {
			w.loseFolder(path)
		}
	}
}

// scan looks at every entry of a folder.
func (w *Watcher) scan(path string) {
	f := w.folders[path]
	entries, err := os.ReadDir(w.root.at(f.real))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.warn(f.real, path, folderUnreadable(path, err))
	}
	for _, entry := range entries {
		if !Ignored(entry.Name()) {
			w.look(filepath.Join(f.real, entry.Name()))
		}
	}
}

// look finds out what a name is now. It does not follow links nor read pipes, sockets and devices:
// a link in a folder that others can write to may point at any file of this machine.
func (w *Watcher) look(real string) {
	path := pathOf(real)
	info, err := os.Lstat(w.root.at(real))
	switch {
	case err == nil && !readable(path):
		w.warn(real, printable(path), badName(path))
	case err == nil && info.IsDir():
		w.forget(path, real)
		w.enter(path, real, info)
	case err == nil && info.Mode().IsRegular():
		w.present(path, real, info)
	case err == nil || errors.Is(err, fs.ErrNotExist):
		if err == nil {
			w.warn(real, path, noFile(path))
		}
		if f := w.folders[path]; f != nil && f.real == real {
			w.loseFolder(path)
		}
		w.forget(path, real)
	default:
		if f := w.files[path]; f != nil && f.real == real {
			w.failed(f, err)
		}
	}
}

// loseFolder forgets a folder that no longer exists, with everything below it. Its files are not
// reported as gone.
func (w *Watcher) loseFolder(path string) {
	f := w.folders[path]
	if f == nil {
		return
	}
	within := path + "/"
	for p, below := range w.folders {
		if p == path || strings.HasPrefix(p, within) {
			delete(w.folders, p)
			if w.fs != nil {
				// needed if the folder was moved; after a deletion it is gone already
				_ = w.fs.Remove(w.root.at(below.real))
			}
		}
	}
	any := false
	for p, file := range w.files {
		if strings.HasPrefix(p, within) {
			any = any || file.isReported && !file.lost
			w.lose(p, file)
		}
	}
	if any {
		w.tellAway(path, f.real)
	}
}

func (w *Watcher) tellAway(path, real string) {
	if !w.away[path] {
		w.away[path] = true
		w.queue.add(Event{Kind: FolderGone, Path: path, Real: real, Err: FolderAway(path)})
	}
}

// stand reports whether every folder above a path, up to the root, is still the watched one.
func (w *Watcher) stand(p string) bool {
	for p != "" {
		if p = path.Dir(p); p == "." {
			p = ""
		}
		f := w.folders[p]
		if f == nil || p != "" && !f.stands(w.root.at(f.real)) {
			return false
		}
	}
	info, err := os.Stat(w.root.dir)
	return err == nil && w.rootInfo != nil && os.SameFile(w.rootInfo, info)
}

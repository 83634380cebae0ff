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

// folder is one that stands, the root included.
type folder struct {
	real string      // relative, as the disk spells it
	info os.FileInfo // its identity when it was entered
}

// stands says whether the folder at the absolute path is still this one.
func (f *folder) stands(at string) bool {
	info, err := os.Lstat(at)
	return err == nil && os.SameFile(f.info, info)
}

// hire asks the system for events; without them the inbox is scanned instead.
func (w *Watcher) hire() {
	w.blind = false
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

// watch asks for the events of one folder; its subfolders are asked for one by one.
func (w *Watcher) watch(real string) {
	if w.fs == nil {
		return
	}
	if err := w.fs.Add(w.at(real)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.blind = true
		w.warn("watch", "", unwatched(err))
	}
}

// enter takes in a folder that was seen, then looks at what is in it: files written before the watch stood made no event.
func (w *Watcher) enter(path, real string, info os.FileInfo) {
	if old := w.folders[path]; old != nil && (old.real != real || !os.SameFile(old.info, info)) {
		w.loseFolder(path)
	}
	if w.folders[path] == nil {
		if strings.Count(path, "/") >= MaxDepth {
			w.warn(path, path, tooDeep(path))
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

// loseMoved lets go of a folder that is now seen under another name: the system would go on reporting the old one.
func (w *Watcher) loseMoved(info os.FileInfo) {
	for path, f := range w.folders {
		if path != "" && os.SameFile(f.info, info) && !f.stands(w.at(f.real)) {
			w.loseFolder(path)
		}
	}
}

// scan looks at every entry of a folder.
func (w *Watcher) scan(path string) {
	f := w.folders[path]
	entries, err := os.ReadDir(w.at(f.real))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.warn(path, path, folderUnreadable(path, err))
	}
	for _, entry := range entries {
		if !Ignored(entry.Name()) {
			w.look(filepath.Join(f.real, entry.Name()))
		}
	}
}

// look finds out what a name stands for now. Links are passed over, and so are pipes, sockets and devices: a link in a
// folder that others write to can point at any file of this machine.
func (w *Watcher) look(real string) {
	path := pathOf(real)
	info, err := os.Lstat(w.at(real))
	switch {
	case err == nil && !readable(path):
		w.warn(real, strings.ToValidUTF8(path, "�"), badName(path))
	case err == nil && info.IsDir():
		w.forget(path, real)
		w.enter(path, real, info)
	case err == nil && info.Mode().IsRegular():
		w.present(path, real, info)
	case err == nil || errors.Is(err, fs.ErrNotExist):
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

// loseFolder lets go of a folder that no longer stands, with all below it. Its files are not told as gone.
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
				_ = w.fs.Remove(w.at(below.real)) // gone already if the folder was deleted; not if it was moved
			}
		}
	}
	told := false
	for p, file := range w.files {
		if strings.HasPrefix(p, within) {
			told = told || file.isTold && !file.lost
			w.lose(p, file)
		}
	}
	if told {
		w.away[path] = true
		w.queue.add(Event{Kind: FolderGone, Path: path, Real: f.real, Err: folderAway(path)})
	}
}

// stand says whether every folder that a path lies in is still the one that was watched, up to the root.
func (w *Watcher) stand(p string) bool {
	for p != "" {
		if p = path.Dir(p); p == "." {
			p = ""
		}
		f := w.folders[p]
		if f == nil || p != "" && !f.stands(w.at(f.real)) {
			return false
		}
	}
	info, err := os.Stat(w.root)
	return err == nil && w.rootInfo != nil && os.SameFile(w.rootInfo, info)
}

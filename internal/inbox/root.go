package inbox

import (
	"os"
	"path"
	"path/filepath"
	"time"
)

// marker is a file that distinguishes, after a restart, the inbox from the empty folder that a
// share is mounted on. Without it, a server that starts before the share is mounted would take
// everything off air.
const marker = ".ngatu-inbox"

const markerText = "Thư mục này được Ngatu theo dõi; xin đừng xoá tệp này.\nNgatu watches this folder; please leave this file.\n"

// checkRoot notices when the root goes, comes back, or is replaced: unmounting leaves an empty
// folder in its place.
func (w *Watcher) checkRoot() {
	info, err := os.Stat(w.root.dir)
	here := err == nil && info.IsDir()
	if w.rootInfo != nil && (!here || !os.SameFile(w.rootInfo, info)) {
		w.lower(err)
	}
	switch {
	case w.rootInfo == nil && here:
		w.raise(info)
	case w.rootInfo == nil:
		w.miss(err)
	}
}

// lower forgets what depends on the root, and keeps what was reported: none of its files has gone.
func (w *Watcher) lower(err error) {
	if w.rootInfo == nil {
		return
	}
	w.unwatch()
	w.rootInfo = nil
	w.miss(err)
	clear(w.folders)
	clear(w.away)
	clear(w.pending)
	clear(w.removed)
	clear(w.warned)
	for p, f := range w.files {
		w.lose(p, f)
	}
}

// miss reports once that the root is away.
func (w *Watcher) miss(err error) {
	if !w.missed {
		w.missed = true
		w.queue.add(Event{Kind: RootGone, Err: rootAway(w.root.dir, err)})
	}
}

// raise starts watching the root, at the start and whenever it is back.
//
// If there were files before and the root holds neither the marker nor any of them, it is taken for
// the empty folder below an unmounted share: RootGone holds until a file appears in it.
func (w *Watcher) raise(info os.FileInfo) {
	first := !w.started
	w.rootInfo, w.started = info, true
	before := w.lostFiles()
	w.hire()
	w.folders[""] = &folder{info: info}
	w.watch("")
	w.found = false
	waited := w.missed
	w.missed = false // so that the scan reports nothing about the root
	w.scanAll()
	w.missed = waited
	if before > 0 && !w.found && !w.root.marked() {
		w.miss(nil)
		return
	}
	w.welcome()
	if !first {
		return
	}
	for _, f := range w.files { // known before the start and deleted since, if the folder exists
		if f.lost && w.stand(f.path) {
			f.lost = false
			w.vanished(f)
		} else if f.lost {
			w.tellAway(path.Dir(f.path), filepath.Dir(f.real))
		}
	}
}

// welcome reports that the root is back if it was missed, and marks it.
func (w *Watcher) welcome() {
	w.root.mark()
	if w.missed {
		w.missed = false
		w.queue.add(Event{Kind: RootBack})
	}
}

func (w *Watcher) lostFiles() (count int) {
	for _, f := range w.files {
		if f.lost {
			count++
		}
	}
	return count
}

// root is the folder that is watched; dir is its absolute path. Names below it are relative, as
// the disk calls them.
type root struct{ dir string }

// at returns the absolute path of a relative name.
func (r root) at(real string) string { return filepath.Join(r.dir, real) }

func (r root) marked() bool {
	info, err := os.Lstat(r.at(marker))
	return err == nil && info.Mode().IsRegular()
}

// mark writes the marker. A read-only inbox does without: then a file known before must appear.
func (r root) mark() {
	dir, err := os.OpenRoot(r.dir)
	if err != nil {
		return
	}
	defer dir.Close()
	file, err := dir.OpenFile(marker, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return
	}
	_, _ = file.WriteString(markerText)
	_ = file.Close()
}

// scanAll looks at everything: folders that no longer exist, then all files that do, then files
// that were not seen.
func (w *Watcher) scanAll() {
	if w.rootInfo == nil {
		return
	}
	began := time.Now()
	w.visit++
	for p, f := range w.folders {
		if p != "" && !f.stands(w.root.at(f.real)) {
			w.loseFolder(p)
		}
	}
	w.scan("")
	for _, f := range w.files {
		if f.visit != w.visit && !f.lost && f.missing.IsZero() {
			w.look(f.real)
		}
	}
	w.unwarn()
	w.returns()
	for dir, when := range w.removed {
		if began.Sub(when) > longestGrace {
			delete(w.removed, dir)
		}
	}
	pause := w.rescan
	if w.blind {
		pause = min(pause, blindRescan)
	}
	// A share with many files over a slow line must not be scanned all the time.
	w.scanAt = time.Now().Add(max(pause, 10*time.Since(began)))
}

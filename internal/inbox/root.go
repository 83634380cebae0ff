package inbox

import (
	"os"
	"time"
)

// marker is a file that tells, after a restart, the inbox from an empty folder that a share is usually mounted on. Without
// it, a server that starts before the share is mounted would take everything off air.
const marker = ".ngatu-inbox"

const markerText = "Thư mục này được Ngatu theo dõi; xin đừng xoá tệp này.\nNgatu watches this folder; please leave this file.\n"

// checkRoot notices when the root goes, comes, or is another folder than before: unmounting leaves an empty one in place.
func (w *Watcher) checkRoot() {
	info, err := os.Stat(w.root)
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

// lower forgets what depends on the root, and keeps what was told: none of its files has gone.
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
	for path, f := range w.files {
		w.lose(path, f)
	}
}

// miss tells that the root is away, once.
func (w *Watcher) miss(err error) {
	if !w.missed {
		w.missed = true
		w.queue.add(Event{Kind: RootGone, Err: rootAway(w.root, err)})
	}
}

// raise begins to watch the root, at the start and whenever it is back.
//
// If it holds neither the marker nor any file known before, though there were some, it is taken for what lies below a share
// that is not mounted: RootGone is told, or stays told, until a file shows up in it.
func (w *Watcher) raise(info os.FileInfo) {
	first := !w.started
	w.rootInfo, w.started = info, true
	before := w.lostFiles()
	w.hire()
	w.folders[""] = &folder{info: info}
	w.watch("")
	w.found = false
	waited := w.missed
	w.missed = false // so that the scan tells nothing of the root
	w.scanAll()
	w.missed = waited
	if before > 0 && !w.found && !w.marked() {
		w.miss(nil)
		return
	}
	w.welcome()
	if !first {
		return
	}
	for _, f := range w.files { // known before the start and deleted since, if the folder stands
		if f.lost {
			f.lost = false
			w.vanished(f)
		}
	}
}

// welcome tells that the root is back if it was missed, and marks it.
func (w *Watcher) welcome() {
	w.mark()
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

func (w *Watcher) marked() bool {
	info, err := os.Lstat(w.at(marker))
	return err == nil && info.Mode().IsRegular()
}

// mark leaves the marker. An inbox that cannot be written to does without: then one file known before must show up.
func (w *Watcher) mark() {
	dir, err := os.OpenRoot(w.root)
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

// scanAll looks at everything: folders that no longer stand, then all that is there, then files that were not met.
func (w *Watcher) scanAll() {
	if w.rootInfo == nil {
		return
	}
	began := time.Now()
	w.visit++
	for path, f := range w.folders {
		if path != "" && !f.stands(w.at(f.real)) {
			w.loseFolder(path)
		}
	}
	w.scan("")
	for _, f := range w.files {
		if f.visit != w.visit && !f.lost && f.missing.IsZero() {
			w.look(f.real)
		}
	}
	for path, when := range w.removed {
		if began.Sub(when) > longestGrace {
			delete(w.removed, path)
		}
	}
	pause := w.rescan
	if w.blind {
		pause = min(pause, blindRescan)
	}
	// A share with many files over a slow line must not be scanned all the time.
	w.scanAt = time.Now().Add(max(pause, 10*time.Since(began)))
}

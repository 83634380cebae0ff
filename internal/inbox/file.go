package inbox

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"ngatu/content"
)

// stamp is what stands still when a file has settled.
type stamp struct {
	size int64
	mod  time.Time
	info os.FileInfo // identity; nil where only size and time are known
}

func stampOf(info os.FileInfo) stamp { return stamp{info.Size(), info.ModTime(), info} }

func (s stamp) same(o stamp) bool {
	return s.size == o.size && s.mod.Equal(o.mod) && (s.info == nil || o.info == nil || os.SameFile(s.info, o.info))
}

// file is one that was seen, or was known before.
type file struct {
	path, real string
	seen       stamp         // at the last look
	changed    time.Time     // when seen last became different
	calm       time.Duration // how long it must stand still
	due        time.Time     // of the next look, while pending
	told       stamp         // as last told, if isTold
	isTold     bool
	lost       bool      // told, and its folder or the root vanished since
	missing    time.Time // since when it is not there; zero while it is
	failing    time.Time // since when it does not open; zero while it does
	troubled   bool      // that was told
	visit      uint64    // the last full scan that met it
}

// lookAtPending looks again at the files whose time has come, in the order in which it came.
func (w *Watcher) lookAtPending() {
	now := time.Now()
	var ripe []*file
	for _, f := range w.pending {
		if !now.Before(f.due) {
			ripe = append(ripe, f)
		}
	}
	slices.SortFunc(ripe, func(a, b *file) int { return a.due.Compare(b.due) })
	for _, f := range ripe {
		if w.pending[f.path] == f {
			w.look(f.real)
		}
		if w.pending[f.path] == f && f.missing.IsZero() && !now.Before(f.due) {
			w.settle(f)
		}
	}
}

// present takes note of a regular file.
func (w *Watcher) present(path, real string, info os.FileInfo) {
	f := w.files[path]
	switch {
	case f == nil && len(w.files) >= MaxFiles:
		w.warn("many", "", tooMany())
		return
	case f == nil:
		f = &file{path: path, real: real}
		w.files[path] = f
	case f.real != real && w.taken(f, info):
		w.warn(real, path, sameName(path))
		return
	}
	w.found = w.found || f.lost
	f.real, f.visit, f.missing, f.lost = real, w.visit, time.Time{}, false
	if w.missed {
		w.welcome()
	}
	now := stampOf(info)
	if f.isTold && f.told.same(now) {
		f.told, f.seen = now, now
		delete(w.pending, path)
		return
	}
	if !f.seen.same(now) || f.changed.IsZero() {
		w.changed(f, now)
	} else if w.pending[path] == nil {
		f.due = later(f.due, f.changed.Add(f.calm))
	}
	w.pending[path] = f
}

// taken says whether f's own name on the disk still holds another file than info: two names that look the same.
func (w *Watcher) taken(f *file, info os.FileInfo) bool {
	own, err := os.Lstat(w.at(f.real))
	return err == nil && own.Mode().IsRegular() && !os.SameFile(own, info)
}

// changed starts the calm anew. A file that paused while it was growing must stand still twice as long as it paused; one
// that was replaced, or saved again and again, is as fast each time.
func (w *Watcher) changed(f *file, s stamp) {
	now := time.Now()
	pause := now.Sub(f.changed)
	same := f.seen.info != nil && s.info != nil && os.SameFile(f.seen.info, s.info)
	grows := same && (s.size > f.seen.size || s.size == f.seen.size && !f.isTold)
	if grows && pause <= MaxCalm {
		f.calm = max(f.calm, w.quiet, min(2*pause, MaxCalm))
	} else {
		f.calm = w.quiet
	}
	f.seen, f.changed, f.failing, f.troubled = s, now, time.Time{}, false
	f.due = now.Add(f.calm)
	if f.calm == w.quiet { // it was not seen to pause
		f.due = now.Add(min(f.calm, brief))
	}
}

// settle tells a file that stood still long enough, or briefly and is whole, if it has content and opens.
func (w *Watcher) settle(f *file) {
	now := time.Now()
	if f.seen.size == 0 {
		f.due = now.Add(retry)
		if now.Sub(f.changed) >= emptyFor {
			w.trouble(f, empty(f.path))
		}
		return
	}
	opened, err := Open(w.root, f.real)
	if err != nil {
		w.failed(f, err)
		return
	}
	early := now.Before(f.changed.Add(f.calm)) && !whole(opened, f.seen.size)
	info, err := opened.Stat()
	_ = opened.Close()
	if err != nil {
		w.failed(f, err)
		return
	}
	if s := stampOf(info); !s.same(f.seen) {
		w.changed(f, s)
		return
	}
	if early {
		f.due = f.changed.Add(f.calm)
		return
	}
	f.told, f.isTold, f.failing, f.troubled = f.seen, true, time.Time{}, false
	delete(w.pending, f.path)
	w.queue.add(Event{Kind: Settled, Path: f.path, Real: f.real, Size: f.seen.size, ModTime: f.seen.mod})
}

// failed keeps trying for a while: another program may hold the file, or its folder just went.
func (w *Watcher) failed(f *file, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		w.vanished(f)
		return
	}
	now := time.Now()
	if f.failing.IsZero() {
		f.failing = now
	}
	f.due = now.Add(retry)
	w.pending[f.path] = f
	if now.Sub(f.failing) >= patience {
		w.trouble(f, unreadable(f.path, err))
	}
}

// trouble tells it once, and leaves the file to the next full scan or event.
func (w *Watcher) trouble(f *file, err *content.Error) {
	delete(w.pending, f.path)
	if !f.troubled {
		f.troubled = true
		w.queue.add(Event{Kind: Trouble, Path: f.path, Real: f.real, Err: err})
	}
}

// forget follows up that the name real holds no file now.
func (w *Watcher) forget(path, real string) {
	if f := w.files[path]; f != nil && f.real == real {
		w.vanished(f)
	}
}

// vanished waits whether the file comes back or its folder goes too, and tells it as gone if neither happens.
//
// Deleting a folder deletes its files first, one by one. So the wait begins anew with each file deleted from the folder.
func (w *Watcher) vanished(f *file) {
	switch {
	case f.lost:
		delete(w.pending, f.path)
		return
	case !f.isTold:
		delete(w.pending, f.path)
		delete(w.files, f.path)
		return
	}
	now, dir := time.Now(), path.Dir(f.path)
	if f.missing.IsZero() {
		f.missing, w.removed[dir] = now, now
	}
	end, last := later(f.missing, w.removed[dir]).Add(grace), f.missing.Add(longestGrace)
	if end.After(last) {
		end = last
	}
	if now.Sub(end) > stall && now.Before(last) {
		// The machine held this watcher up, and what else went from the folder may not have been heard yet. Were the
		// folder going, this file told as gone would take its slide off the screens.
		w.removed[dir] = now
		end = now.Add(grace)
	}
	if now.Before(end) {
		f.due, w.pending[f.path] = end, f
		return
	}
	delete(w.pending, f.path)
	if !w.stand(f.path) {
		w.lose(f.path, f)
		return
	}
	delete(w.files, f.path)
	w.queue.add(Event{Kind: Gone, Path: f.path, Real: f.real})
}

// lose keeps what was told of a file whose folder vanished: if it comes back as it was, nothing is told.
func (w *Watcher) lose(path string, f *file) {
	delete(w.pending, path)
	if !f.isTold {
		delete(w.files, path)
		return
	}
	f.lost, f.missing, f.failing = true, time.Time{}, time.Time{}
	f.told.info, f.seen.info = nil, nil // a folder copied back has other identities
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

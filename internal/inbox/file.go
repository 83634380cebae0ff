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

// stamp holds what no longer changes once a file has settled.
type stamp struct {
	size   int64
	mod    time.Time
	change time.Time   // zero if unknown
	info   os.FileInfo // identity; nil if only size and times are known
}

func stampOf(info os.FileInfo) stamp {
	return stamp{info.Size(), info.ModTime(), changeTime(info), info}
}

func (s stamp) same(o stamp) bool {
	return s.size == o.size && s.mod.Equal(o.mod) && (s.info == nil || o.info == nil || os.SameFile(s.info, o.info)) &&
		(s.change.IsZero() || o.change.IsZero() || s.change.Equal(o.change))
}

// file is a file that was seen, or was known before.
type file struct {
	path, real string
	seen       stamp         // at the last look
	changed    time.Time     // when seen last became different
	calm       time.Duration // how long it must stand still
	due        time.Time     // of the next look, while pending
	reported   stamp         // as last reported, if isReported
	isReported bool
	lost       bool      // reported, and its folder or the root vanished since
	missing    time.Time // since when it is not there; zero while it is
	failing    time.Time // since when it does not open; zero while it does
	said       string    // the sentence that was reported for it and still holds; "": none
	visit      uint64    // the last full scan that met it
}

// lookAtPending looks again at the files that are due, in order of their due times.
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

// present records a regular file.
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
	delete(w.warned, real)
	w.found = w.found || f.lost
	f.real, f.visit, f.missing, f.lost = real, w.visit, time.Time{}, false
	if w.missed {
		w.welcome()
	}
	now := stampOf(info)
	if f.isReported && f.reported.same(now) {
		f.reported, f.seen = now, now
		delete(w.pending, path)
		return
	}
	if why := w.root.unwanted(real); why != nil && !f.isReported {
		f.seen = now
		w.trouble(f, why)
		return
	}
	if !f.seen.same(now) || f.changed.IsZero() {
		w.changed(f, now)
	} else if w.pending[path] == nil {
		f.due = later(f.due, f.changed.Add(f.calm))
	}
	w.pending[path] = f
}

// taken reports whether f's own name on the disk holds another file than info: two names that look
// the same.
func (w *Watcher) taken(f *file, info os.FileInfo) bool {
	own, err := os.Lstat(w.root.at(f.real))
	return err == nil && own.Mode().IsRegular() && !os.SameFile(own, info)
}

// changed restarts the calm. A file that paused while growing must now stand still twice as long as
// it paused. One that was replaced, or is saved repeatedly, needs no longer each time.
func (w *Watcher) changed(f *file, s stamp) {
	now := time.Now()
	pause := now.Sub(f.changed)
	same := f.seen.info != nil && s.info != nil && os.SameFile(f.seen.info, s.info)
	grows := same && (s.size > f.seen.size || s.size == f.seen.size && !f.isReported)
	if grows && pause <= MaxCalm {
		f.calm = max(f.calm, w.quiet, min(2*pause, MaxCalm))
	} else {
		f.calm = w.quiet
	}
	f.seen, f.changed, f.failing = s, now, time.Time{}
	f.due = now.Add(f.calm)
	if f.calm == w.quiet { // it was not seen to pause
		f.due = now.Add(min(f.calm, brief))
	}
}

// failed keeps trying for a while: another program may hold the file, or its folder was just
// removed.
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

// trouble reports an error once, and leaves the file to the next full scan or event.
func (w *Watcher) trouble(f *file, err *content.Error) {
	delete(w.pending, f.path)
	w.say(f, err)
}

// say reports a sentence about a file once.
func (w *Watcher) say(f *file, err *content.Error) {
	if f.said != err.En {
		f.said = err.En
		w.queue.add(Event{Kind: Trouble, Path: f.path, Real: f.real, Size: f.seen.size, ModTime: f.seen.mod, Err: err})
	}
}

// unsay reports that a file with a sentence is gone.
func (w *Watcher) unsay(f *file) {
	if f.said != "" {
		f.said = ""
		w.queue.add(Event{Kind: Over, Path: f.path, Real: f.real})
	}
}

// forget handles a name that no longer holds a file.
func (w *Watcher) forget(path, real string) {
	if f := w.files[path]; f != nil && f.real == real {
		w.vanished(f)
	}
}

// vanished waits to see whether the file comes back or its folder goes too, and reports it as gone
// if neither happens.
//
// Deleting a folder deletes its files first, one by one. So each file deleted from the folder
// restarts the wait.
func (w *Watcher) vanished(f *file) {
	switch {
	case f.lost:
		delete(w.pending, f.path)
		return
	case !f.isReported:
		w.unsay(f)
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
		// This watcher was delayed, so other deletions in the folder may not have reached it yet.
		// If the whole folder is being deleted, reporting this file as gone would wrongly take its
		// slide off the screens.
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

// lose keeps what was reported of a file whose folder vanished: if it comes back unchanged, nothing
// is reported.
func (w *Watcher) lose(path string, f *file) {
	delete(w.pending, path)
	if !f.isReported {
		w.unsay(f)
		delete(w.files, path)
		return
	}
	f.lost, f.missing, f.failing = true, time.Time{}, time.Time{}
	f.reported.info, f.seen.info = nil, nil // files of a folder that is copied back have other identities
	f.reported.change, f.seen.change = time.Time{}, time.Time{}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

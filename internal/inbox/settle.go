package inbox

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"ngatu/content"
)

// settle reports a file that opens, has content, and stood still long enough: less if it is visibly
// complete.
func (w *Watcher) settle(f *file) {
	now := time.Now()
	if f.seen.size == 0 {
		f.due = now.Add(retry)
		if now.Sub(f.changed) >= emptyFor && !w.root.downloading(f.real) {
			w.trouble(f, empty(f.path))
		}
		return
	}
	opened, err := Open(w.root.dir, f.real)
	if err != nil {
		w.failed(f, err)
		return
	}
	state := unknown
	if !w.remote {
		state = writingTo(opened)
	}
	wait := w.calmFor(f, state, shapeOf(opened, f.seen.size))
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
	if state == writing {
		f.due = now.Add(writingRetry)
		if now.Sub(f.changed) >= writingFor {
			w.say(f, heldOpen(f.path))
		}
		return
	}
	if now.Before(f.changed.Add(wait)) {
		f.due = f.changed.Add(wait)
		return
	}
	f.reported, f.isReported, f.failing, f.said = f.seen, true, time.Time{}, ""
	delete(w.pending, f.path)
	w.queue.add(Event{Kind: Settled, Path: f.path, Real: f.real, Size: f.seen.size, ModTime: f.seen.mod, Changed: f.seen.change})
}

// calmFor returns how long a file must stand still: the usual time if nobody writes to it; where
// the system cannot tell, it depends on the content.
func (w *Watcher) calmFor(f *file, state writer, s shape) time.Duration {
	switch {
	case s == complete && f.calm <= w.quiet:
		return 0
	case state == closed || s == complete:
		return f.calm
	case s == cut:
		return max(f.calm, cutCalm)
	}
	return max(f.calm, unknownCalm)
}

// downloading reports whether an empty file may be the placeholder of a browser's download beside
// it: a.mp4.part, or a.Xy12.mp4.part in newer browsers.
func (r root) downloading(real string) bool {
	dir, name := filepath.Split(real)
	stem := strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name)))
	entries, err := os.ReadDir(r.at(dir))
	if err != nil {
		return false
	}
	for _, e := range entries {
		if other := strings.ToLower(e.Name()); strings.HasPrefix(other, stem) && endsIn(other, unfinished) {
			return true
		}
	}
	return false
}

// unwanted returns the sentence about a file whose name shows that it must not be taken, or nil.
func (r root) unwanted(real string) *content.Error {
	dir, name := filepath.Split(strings.TrimRight(real, " "))
	switch {
	case stub.MatchString(strings.ToLower(name)):
		return shortcut(pathOf(real))
	case conflicting(name, func(other string) bool {
		_, err := os.Lstat(r.at(dir + other))
		return err == nil
	}):
		return conflictCopy(pathOf(real))
	}
	return nil
}

package reserve

import "os"

// tail is a file with blocks allocated behind its end.
type tail struct {
	path string
	file *os.File
}

// Behind keeps blocks allocated behind the end of files that are open elsewhere in this process,
// until [Reserve.Close]. Closing our own descriptors earlier would release all POSIX locks of this
// process on those files, the database's too.
func (r *Reserve) Behind(paths ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	for _, path := range paths {
		r.tails = append(r.tails, &tail{path: path})
	}
	r.mu.Unlock()
	r.Take()
}

// Close ends [Reserve.Behind]. Call it after the database is closed.
func (r *Reserve) Close() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.tails {
		if t.file != nil {
			t.file.Close()
		}
	}
	r.tails = nil
}

// extend allocates blocks up to so many bytes beyond the file's end. If the disk is full or cannot
// do that, nothing changes.
func (t *tail) extend(room int64) {
	now, err := os.Stat(t.path)
	if err != nil || !now.Mode().IsRegular() {
		return
	}
	if t.file == nil {
		if t.file, err = os.OpenFile(t.path, os.O_RDWR, 0); err != nil {
			t.file = nil
			return
		}
	}
	mine, err := t.file.Stat()
	if err != nil || !os.SameFile(mine, now) { // replaced by another file
		t.file.Close()
		t.file = nil
		return
	}
	if want := now.Size() + room; blocks(now) < want {
		extend(t.file, want)
	}
}

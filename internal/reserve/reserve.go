// Package reserve keeps some disk space back, so that what must always work still works when the
// disk is full.
//
// It owns a file beside the data that occupies space and is given up when needed, for example for a
// start on a full disk. It also allocates blocks behind the end of the database's files, which
// nothing else can take. And it says when less urgent writes should wait; callers decide which
// those are.
package reserve

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"ngatu/content"
)

// Name is the name of the file.
const Name = "ngatu.reserve"

// The reserve's size in bytes is a sixteenth of the disk, within these bounds.
const (
	least = 4 << 20
	most  = 32 << 20
)

// Reserve is the space kept back on one disk. Its methods are safe for concurrent use. A nil
// Reserve stands for a disk that cannot be examined, such as another machine's.
type Reserve struct {
	path string
	size int64

	mu    sync.Mutex
	held  bool
	tails []*tail
}

// State describes a disk.
type State struct {
	Free int64 // writable bytes besides the reserve; -1 if the system does not say
	Held bool  // the reserve is in place
}

// Open opens the reserve of a folder, and creates it if missing: now, or later once there is space
// ([Reserve.Take]). An existing reserve is given up if the disk has no space even for a start.
func Open(dir string) *Reserve {
	r := &Reserve{path: filepath.Join(dir, Name), size: least}
	if os.MkdirAll(dir, 0o750) != nil {
		return nil // opening the folder elsewhere fails with a sentence
	}
	free, total, err := space(dir)
	if err != nil {
		return nil
	}
	r.size = min(max(total/16, least), most)
	info, err := os.Stat(r.path)
	r.held = err == nil && info.Mode().IsRegular() && info.Size() == r.size
	if r.held && free < r.size/4 {
		r.Release()
	}
	r.Take()
	return r
}

// Take occupies the space again if there is enough of it.
func (r *Reserve) Take() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.tails {
		t.extend(r.size / 2)
	}
	if r.held {
		return
	}
	if free, _, err := space(filepath.Dir(r.path)); err != nil || free < 3*r.size {
		return
	}
	f, err := os.OpenFile(r.path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	err = fill(f, r.size)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if r.held = err == nil; !r.held {
		os.Remove(r.path)
	}
}

// Release gives the space up for an urgent write, and reports whether that helps.
func (r *Reserve) Release() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.held {
		return false
	}
	r.held = false
	return os.Remove(r.path) == nil
}

// State returns the state of the disk.
func (r *Reserve) State() State {
	if r == nil {
		return State{Free: -1, Held: true}
	}
	free, _, err := space(filepath.Dir(r.path))
	if err != nil {
		free = -1
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return State{Free: free, Held: r.held}
}

// Tight returns an error with code Exhausted while the disk is nearly full and less urgent writes
// must wait.
func (r *Reserve) Tight() error {
	s := r.State()
	if s.Held && (s.Free < 0 || s.Free >= r.size) {
		return nil
	}
	return &content.Error{
		Code: content.Exhausted,
		Vi:   fmt.Sprintf("Ổ đĩa của máy chủ gần đầy (còn %d MB). Chỉ còn làm được: đăng nhập, đăng xuất, gỡ tấm, bật và kết thúc thông báo khẩn, xóa. Hãy báo người vận hành dọn ổ đĩa rồi thử lại.", max(s.Free, 0)>>20),
		En:   fmt.Sprintf("The server's disk is nearly full (%d MB left). Only these still work: signing in and out, taking off, putting on and ending takeovers, deleting. Ask the operator to free space, then try again.", max(s.Free, 0)>>20),
	}
}

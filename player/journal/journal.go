package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"ngatu/content"
	"ngatu/player/protocol"
)

// DefaultLimit is the largest file, in bytes: it holds a month without a server at a slide every 8
// seconds.
const DefaultLimit int64 = 50 << 20

const fileName = "plays.journal"

// Journal is the file of runs. Many goroutines may call its methods; one process owns a folder.
type Journal struct {
	path  string
	limit int64
	date  func(protocol.Run, Loose) (protocol.Run, bool)

	syncing sync.Mutex // held while the file is flushed or replaced; taken before mu

	mu      sync.Mutex
	file    *os.File
	broken  bool  // a flush failed: only reading shows what is on the disk
	size    int64 // bytes written
	synced  int64 // bytes flushed
	dead    int64 // bytes of records that are no longer needed
	lost    int64 // bytes that could not be read when the file was opened
	volumes []*volume
	seen    pages
}

// volume is one journal. The numbers of its runs grow from 1. The last volume takes new runs; older
// ones hold runs from before a repair that still have to be sent.
type volume struct {
	id      string
	next    int64
	highest int64   // highest number that the server has named since the start
	waiting []entry // runs that are not acknowledged, oldest first
}

// entry is the position of a run in the file.
type entry struct {
	seq  int64
	off  int64
	size int64
}

// Open reads the journal in dir, or begins one. It skips damaged bytes, keeps everything whole, and
// then begins a new volume, so that no number is used twice. limit is in bytes; 0 is
// [DefaultLimit]. The error for an unusable folder is a [content.Error] with code Missing.
func Open(dir string, limit int64) (*Journal, error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	j := &Journal{path: filepath.Join(dir, fileName), limit: limit}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unusable(dir, err)
	}
	if err := j.load(); err != nil {
		return nil, unusable(dir, err)
	}
	return j, nil
}

func unusable(dir string, cause error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không dùng được nhật ký phát trong thư mục %q. Hãy cấp quyền ghi hoặc kiểm tra ổ đĩa.", dir),
		En:   fmt.Sprintf("The journal of plays in folder %q cannot be used. Give the right to write there, or check the disk.", dir),
		Err:  cause,
	}
}

// load reads the whole file and makes it ready for new runs. The caller owns the journal.
func (j *Journal) load() error {
	file, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if j.file != nil {
		j.file.Close()
	}
	j.file, j.volumes, j.seen, j.dead, j.lost, j.broken = file, nil, pages{}, 0, 0, true
	s := newScanner(file)
	for {
		rec, off, size, err := s.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		j.take(rec, entry{off: off, size: size})
	}
	j.size, j.synced, j.lost, j.broken = s.off, s.off, s.lost, false
	if s.lost > 0 || len(j.volumes) == 0 {
		j.open(newID())
		return j.rewrite()
	}
	// If a kill, not a power cut, ended the last process, these bytes may not be on the disk yet.
	return file.Sync()
}

// take enters a record that was read or written at e.
func (j *Journal) take(rec record, e entry) {
	switch {
	case rec.Begin != nil:
		v := j.open(rec.Begin.Journal)
		v.next = max(v.next, rec.Begin.Next)
	case rec.Run != nil:
		if rec.From != nil {
			s := j.seen.of(rec.From.Journal)
			s.add(rec.From.Seq)
			j.seen.keep(s)
		}
		v := j.open(rec.ID)
		if rec.Run.Seq < v.next {
			j.dead += e.size
			return
		}
		e.seq = rec.Run.Seq
		v.waiting = append(v.waiting, e)
		v.next = e.seq + 1
	case rec.Acked != nil:
		j.dead += e.size
		j.forget(*rec.Acked)
	case rec.Seen != nil:
		j.dead += e.size
		j.seen.keep(*rec.Seen)
	}
}

// open gives the volume of that name, and begins it if it is new.
func (j *Journal) open(id string) *volume {
	v := j.volume(id)
	if v == nil {
		v = &volume{id: id, next: 1}
		j.volumes = append(j.volumes, v)
	}
	return v
}

func (j *Journal) current() *volume { return j.volumes[len(j.volumes)-1] }

func (j *Journal) volume(id string) *volume {
	for _, v := range j.volumes {
		if v.id == id {
			return v
		}
	}
	return nil
}

// forget drops the runs of a journal up to a number: they need not be sent.
func (j *Journal) forget(a protocol.Acked) {
	v := j.volume(a.Journal)
	if v == nil {
		return
	}
	n := v.after(a.Seq)
	for _, e := range v.waiting[:n] {
		j.dead += e.size
	}
	v.waiting = append([]entry(nil), v.waiting[n:]...)
}

// Date sets how runs with loose dates are dated when they are sent. If it returns false, that run
// and all after it wait for the next time. Without it they are sent unchanged. It has to be called
// before the first [Journal.Pending].
func (j *Journal) Date(how func(protocol.Run, Loose) (protocol.Run, bool)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.date = how
}

// Lost is how many bytes could not be read when the file was opened.
func (j *Journal) Lost() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lost
}

// Size is how many bytes the file takes.
func (j *Journal) Size() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.size
}

// Close flushes and closes the file.
func (j *Journal) Close() error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := errors.Join(j.file.Sync(), j.file.Close())
	j.file, j.broken = nil, true
	return err
}

func newID() string {
	var b [12]byte
	rand.Read(b[:]) // never fails: the runtime would rather end the program than give weak bytes
	return hex.EncodeToString(b[:])
}

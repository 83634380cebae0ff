// Package witness records the last acknowledged change outside the database, so that a server
// notices when its database has lost some: an older backup was restored, or the write-ahead log is
// gone.
//
// The record is the file keys/witness of a data folder ([Path]). It is written after each commit
// and is on disk before the change is acknowledged ([File.Write]); package store does that. The
// file holds two slots of 512 bytes, at offsets 0 and 4096, which are written in turn: a power cut
// in the middle of a write leaves the other one. A slot is one line of text, padded with spaces:
//
//	ngatu-witness 1 <installation> <number> <hash> <crc32>
//
// The installation is the database's random name. The number is the change's, in Unix milliseconds.
// The hash is the SHA-256 of the change's lines in the log, in hexadecimal. The CRC-32 (IEEE, 8
// hexadecimal digits) covers the line before it. Of two readable slots, the one with the higher
// number counts.
//
// `ngatu restore` leaves the file set-back.json in a data folder, so that the server starts held
// ([MarkSetBack]).
package witness

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"

	"ngatu/content"
	"ngatu/internal/durable"
)

// Record says which change was the last one acknowledged.
type Record struct {
	Installation string
	Number       int64  // Unix milliseconds, UTC, as changes are numbered
	Hash         string // SHA-256 of the change's lines, 64 hexadecimal digits
}

const (
	slotSize = 512
	slotStep = 4096 // a separate block for each slot, so that a torn write never damages both
	fileSize = 2 * slotStep
)

// Path returns the path of a data folder's witness.
func Path(data string) string { return filepath.Join(data, "keys", "witness") }

// Read reads the witness file at path. The error is [fs.ErrNotExist] if there is none, and a
// [content.Error] with code Damaged if neither slot is readable.
func Read(path string) (Record, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Record{}, err
	}
	r, _, ok := newest(b)
	if !ok {
		return Record{}, damaged(path, nil)
	}
	return r, nil
}

// newest returns the newer record in a file's bytes, and its slot.
func newest(b []byte) (best Record, slot int, ok bool) {
	for i := range 2 {
		at := i * slotStep
		if len(b) < at+slotSize {
			break
		}
		if r, good := parse(b[at : at+slotSize]); good && (!ok || r.Number > best.Number) {
			best, slot, ok = r, i, true
		}
	}
	return best, slot, ok
}

var slotLine = regexp.MustCompile(`^(ngatu-witness 1 ([0-9A-Za-z-]{1,64}) ([0-9]{1,19}) ([0-9a-f]{64}) )([0-9a-f]{8}) *\n$`)

func parse(slot []byte) (Record, bool) {
	m := slotLine.FindSubmatch(slot)
	if m == nil || fmt.Sprintf("%08x", crc32.ChecksumIEEE(m[1])) != string(m[5]) {
		return Record{}, false
	}
	number, err := strconv.ParseInt(string(m[3]), 10, 64)
	return Record{Installation: string(m[2]), Number: number, Hash: string(m[4])}, err == nil
}

func (r Record) slot() []byte {
	line := fmt.Appendf(nil, "ngatu-witness 1 %s %d %s ", r.Installation, r.Number, r.Hash)
	line = fmt.Appendf(line, "%08x", crc32.ChecksumIEEE(line))
	out := append(line, bytes.Repeat([]byte(" "), max(slotSize-1-len(line), 0))...)
	return append(out, '\n')
}

// File is an open witness file. Its methods are safe for concurrent use.
type File struct {
	path string

	mu   sync.Mutex
	f    *os.File
	last Record
	slot int // holds the last record
}

// Open opens the witness file at path for writing. If it is missing or unreadable, Open creates one
// with the record first, so there never is a file without a record. Callers compare it with the
// database before ([Read]).
func Open(path string, first Record) (*File, error) {
	if b, err := os.ReadFile(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, unwritable(path, err)
	} else if _, _, ok := newest(b); !ok || len(b) != fileSize {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, unwritable(path, err)
		}
		// Its full size at once: later writes need no new block, so they work on a full disk.
		whole := append(first.slot(), bytes.Repeat([]byte("\n"), fileSize-slotSize)...)
		if err := durable.Write(path, whole); err != nil {
			return nil, unwritable(path, err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, unwritable(path, err)
	}
	w := &File{path: path, f: f}
	b := make([]byte, fileSize)
	if _, err := f.ReadAt(b, 0); err != nil {
		return nil, unwritable(path, errors.Join(err, f.Close()))
	}
	w.last, w.slot, _ = newest(b)
	return w, nil
}

// Write records a change and returns when the disk has it. A change with a lower number than the
// recorded one of the same installation is ignored. Errors are [content.Error] sentences with code
// Missing.
func (w *File) Write(r Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Installation == w.last.Installation && r.Number <= w.last.Number {
		return nil
	}
	return w.put(r)
}

// Reset records a change even if its number is lower: the server knows that its database was set
// back.
func (w *File) Reset(r Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r == w.last {
		return nil
	}
	if err := w.put(r); err != nil {
		return err
	}
	if _, err := w.f.WriteAt(bytes.Repeat([]byte("\n"), slotSize), int64((1-w.slot)*slotStep)); err != nil {
		return unwritable(w.path, err)
	}
	return unwritable(w.path, datasync(w.f))
}

func (w *File) put(r Record) error {
	next := 1 - w.slot
	if _, err := w.f.WriteAt(r.slot(), int64(next*slotStep)); err != nil {
		return unwritable(w.path, err)
	}
	if err := datasync(w.f); err != nil {
		return unwritable(w.path, err)
	}
	w.last, w.slot = r, next
	return nil
}

// Close closes the file.
func (w *File) Close() error { return w.f.Close() }

func damaged(path string, err error) error {
	return &content.Error{
		Code: content.Damaged, Err: err,
		Vi: "Tệp chứng " + path + " bị hỏng, nên không biết được thay đổi cuối cùng đã ghi. Hãy khôi phục thư mục keys từ bản sao lưu; nếu chấp nhận, khởi động với --accept-loss.",
		En: "The witness file " + path + " is damaged, so the last change that was written is not known. Restore the keys folder from a backup; if you accept that, start with --accept-loss.",
	}
}

func unwritable(path string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fs.PathError](err); !ok {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return &content.Error{
		Code: content.Missing, Err: err,
		Vi: "Không ghi được tệp chứng " + path + ". Hãy kiểm tra ổ đĩa và quyền ghi của thư mục keys.",
		En: "The witness file " + path + " cannot be written. Check the disk, and who may write in the keys folder.",
	}
}

package worker

import (
	"errors"
	"io"
	"os"
	"syscall"

	"ngatu/content"
)

// Spool copies at most so many bytes of what somebody sends into a file that is gone with its
// Close. What waits for a worker must not wait in memory: twenty sheets of 20 MB would fill a small
// server.
func (p *Pool) Spool(r io.Reader, most int64) (f *os.File, size int64, err error) {
	if f, err = os.CreateTemp(p.Folder, "sent-*"); err != nil {
		return nil, 0, Full(err)
	}
	if err = os.Remove(f.Name()); err == nil { // its descriptor is enough
		size, err = io.Copy(f, io.LimitReader(r, most))
	}
	if err != nil {
		f.Close()
		return nil, 0, Full(err)
	}
	return f, size, nil
}

// fileOf returns r as a file whose descriptor can be passed to another process: r itself or the
// file that it is a section of, from the beginning; else a copy that done removes.
func (p *Pool) fileOf(r io.ReaderAt, size int64) (f *os.File, done func(), err error) {
	if whole, ok := r.(*io.SectionReader); ok {
		if outer, off, _ := whole.Outer(); off == 0 {
			r = outer
		}
	}
	if f, ok := r.(*os.File); ok {
		return f, func() {}, nil
	}
	if f, err = os.CreateTemp(p.Folder, "file-*"); err != nil {
		return nil, nil, Full(err)
	}
	done = func() {
		f.Close()
		_ = os.Remove(f.Name())
	}
	if _, err = io.Copy(f, io.NewSectionReader(r, 0, size)); err != nil {
		done()
		return nil, nil, Full(err)
	}
	return f, done, nil
}

// Full gives the error of a full disk a sentence, because staff can act on it.
func Full(err error) error {
	if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return &content.Error{
		Code: content.Exhausted, Err: err,
		Vi: "Ổ đĩa của máy chủ gần đầy nên chưa nhận được tệp. Hãy báo người vận hành dọn ổ đĩa rồi gửi lại.",
		En: "The server's disk is nearly full, so the file cannot be taken. Ask the operator to free space, then send it again.",
	}
}

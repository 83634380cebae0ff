package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// rewriteAt is how many dead bytes are left lying before the file is written anew.
const rewriteAt = 256 << 10

// rewrite puts what is still needed into a new file and lets it take the old one's place in one step. The caller holds
// both locks.
func (j *Journal) rewrite() error {
	next := j.path + ".new"
	file, err := os.OpenFile(next, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("journal: rewrite: %w", err)
	}
	volumes, size, err := j.copyTo(file)
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(next, j.path)
	}
	if err != nil {
		file.Close()
		os.Remove(next)
		return fmt.Errorf("journal: rewrite: %w", err)
	}
	j.file.Close()
	j.file, j.volumes, j.size, j.synced, j.dead = file, volumes, size, size, 0
	return syncDir(filepath.Dir(j.path))
}

// copyTo writes the pages' numbers, then every journal that is the current one or has runs to send.
func (j *Journal) copyTo(w io.Writer) ([]*volume, int64, error) {
	var size int64
	put := func(rec record) (entry, error) {
		buf, err := encode(nil, rec)
		if err != nil {
			return entry{}, err
		}
		e := entry{off: size, size: int64(len(buf))}
		size += e.size
		_, err = w.Write(buf)
		return e, err
	}
	for _, a := range j.seen.list {
		if _, err := put(record{Seen: a}); err != nil {
			return nil, 0, err
		}
	}
	var kept []*volume
	for _, v := range j.volumes {
		if v != j.current() && len(v.waiting) == 0 {
			continue
		}
		moved, err := j.copyVolume(v, put)
		if err != nil {
			return nil, 0, err
		}
		kept = append(kept, moved)
	}
	return kept, size, nil
}

func (j *Journal) copyVolume(v *volume, put func(record) (entry, error)) (*volume, error) {
	first := v.next
	if len(v.waiting) > 0 {
		first = v.waiting[0].seq
	}
	if _, err := put(record{Begin: &begin{Journal: v.id, Next: first}}); err != nil {
		return nil, err
	}
	moved := &volume{id: v.id, next: v.next, told: v.told}
	for _, old := range v.waiting {
		rec, err := j.read(old)
		if err != nil {
			j.lost += old.size
			continue // a bad sector: the other runs are worth more than this one
		}
		e, err := put(record{ID: v.id, Run: rec.Run, Loose: rec.Loose})
		if err != nil {
			return nil, err
		}
		e.seq = old.seq
		moved.waiting = append(moved.waiting, e)
	}
	return moved, j.keepNext(moved, put)
}

// keepNext holds the place of a journal whose last run could not be copied.
func (j *Journal) keepNext(v *volume, put func(record) (entry, error)) error {
	last := v.next - 1
	if n := len(v.waiting); n == 0 || v.waiting[n-1].seq == last {
		return nil
	}
	_, err := put(record{Begin: &begin{Journal: v.id, Next: v.next}})
	return err
}

func syncDir(dir string) error {
	h, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("journal: flush the folder: %w", err)
	}
	defer h.Close()
	if err := h.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("journal: flush the folder: %w", err)
	}
	return nil
}

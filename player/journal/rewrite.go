package journal

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ngatu/internal/durable"
)

// rewriteAt is how many dead bytes may pile up before the file is rewritten.
const rewriteAt = 256 << 10

// rewrite copies what is still needed into a new file, which replaces the old one in one step. The
// caller holds both locks.
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
	return durable.SyncFolder(filepath.Dir(j.path))
}

// Discard drops the runs that were not sent: they belong to another screen than this computer's.
func (j *Journal) Discard() error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	for _, v := range j.volumes {
		v.waiting = nil
	}
	return j.rewrite()
}

// copyTo writes the pages' numbers, then every volume that is the current one or has runs to send.
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
	moved := &volume{id: v.id, next: v.next, highest: v.highest}
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

// keepNext keeps the next number of a volume whose last run could not be copied.
func (j *Journal) keepNext(v *volume, put func(record) (entry, error)) error {
	last := v.next - 1
	if n := len(v.waiting); n == 0 || v.waiting[n-1].seq == last {
		return nil
	}
	_, err := put(record{Begin: &begin{Journal: v.id, Next: v.next}})
	return err
}

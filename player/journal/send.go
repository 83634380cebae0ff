package journal

import (
	"fmt"

	"ngatu/player/protocol"
)

// Pending gives the oldest runs of the oldest volume that has any: at most limit runs, and no more
// than fit into one message to the server. It gives only runs that are on the disk: a run that a
// power cut could still take must not be counted. If nothing is pending, the Plays have no runs.
func (j *Journal) Pending(limit int) (protocol.Plays, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return protocol.Plays{}, errClosed
	}
	for _, v := range j.volumes {
		var p protocol.Plays
		var bytes int64
		for _, e := range v.waiting {
			bytes += e.size
			if len(p.Runs) == limit || bytes > maxRecord || e.off+e.size > j.synced {
				break
			}
			rec, err := j.read(e)
			if err != nil {
				j.broken = true // the next Append reads the file again and skips what is damaged
				return protocol.Plays{}, err
			}
			run, dated := *rec.Run, true
			if rec.Loose != nil && j.date != nil {
				run, dated = j.date(run, *rec.Loose)
			}
			if !dated {
				break
			}
			p.Runs = append(p.Runs, run)
		}
		if len(p.Runs) > 0 {
			p.Journal = v.id
			return p, nil
		}
	}
	return protocol.Plays{}, nil
}

// read gives the record of the run at e and checks it again: the disk may have changed since it was
// written.
func (j *Journal) read(e entry) (record, error) {
	buf := make([]byte, e.size)
	if _, err := j.file.ReadAt(buf, e.off); err != nil {
		return record{}, fmt.Errorf("journal: run %d cannot be read back: %w", e.seq, err)
	}
	rec, ok := decode(buf)
	if !ok || rec.Run == nil || rec.Run.Seq != e.seq {
		return record{}, fmt.Errorf("journal: run %d is damaged", e.seq)
	}
	return rec, nil
}

// Waiting is how many runs the server has not acknowledged.
func (j *Journal) Waiting() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := 0
	for _, v := range j.volumes {
		n += len(v.waiting)
	}
	return n
}

// Acked notes that the server has stored a journal up to a number, and clears the file if most of
// it is no longer needed. sent is the highest number in the frame that was answered.
//
// The server names the number before the first gap. If this journal has the gap as well, because a
// bad sector took the run, the gap will never be filled. All that was sent was stored nevertheless,
// so that counts.
//
// The note itself is not flushed: if a power cut takes it, the runs are sent once more, and the
// server knows their numbers.
func (j *Journal) Acked(a protocol.Acked, sent int64) error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	v := j.volume(a.Journal)
	if v == nil || a.Seq < v.highest {
		return nil
	}
	v.highest = min(a.Seq, v.next-1)
	if n := v.after(a.Seq); n < len(v.waiting) && v.waiting[n].seq > a.Seq+1 {
		a.Seq = max(a.Seq, sent)
	}
	if v.after(a.Seq) == 0 {
		return nil
	}
	return j.note(a)
}

// after is the index of the first waiting run with a higher number.
func (v *volume) after(seq int64) int {
	n := 0
	for n < len(v.waiting) && v.waiting[n].seq <= seq {
		n++
	}
	return n
}

// note writes an acknowledgement, and clears the file if that is due.
func (j *Journal) note(a protocol.Acked) error {
	buf, err := encode(nil, record{Acked: &a})
	if err != nil {
		return err
	}
	j.forget(a)
	if j.dead > max(rewriteAt, j.size/2) || j.size+int64(len(buf)) > j.limit {
		return j.rewrite()
	}
	if _, err := j.file.WriteAt(buf, j.size); err != nil {
		return j.fail(err)
	}
	j.size += int64(len(buf))
	j.dead += int64(len(buf))
	return nil
}

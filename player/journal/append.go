package journal

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
)

var (
	errClosed = errors.New("journal: closed")
	errBroken = errors.New("journal: a flush failed; the file has to be read again")
	errRoom   = errors.New("journal: no room")
)

// Append keeps the runs that a page sent, oldest first. It returns the page's number up to which,
// without a gap, everything is now on the disk. Runs that it already has are not added again. Each
// run gets this journal's own number. If a page's runs no longer fit, the error is a
// [content.Error] with code Exhausted: nothing that was acknowledged is ever dropped to make room.
func (j *Journal) Append(p protocol.Plays) (int64, error) { return j.AppendLoose(p, nil) }

// AppendLoose is [Journal.Append] for runs whose dates may have to be corrected. loose says for
// each run, by its place in p, how it is tied to the machine's count; nil, for all or for one,
// means that the date is right.
func (j *Journal) AppendLoose(p protocol.Plays, loose []*Loose) (int64, error) {
	end, err := j.write(p, loose)
	if err != nil {
		return 0, err
	}
	if err := j.flush(end); err != nil {
		return 0, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.seen.of(p.Journal).Seq, nil
}

// write adds the runs to the file, not yet flushed, and returns where the file ends. If the file
// has to be read again or cleared first, it does that and tries once more.
func (j *Journal) write(p protocol.Plays, loose []*Loose) (int64, error) {
	end, err := j.tryWrite(p, loose)
	if !errors.Is(err, errRoom) && !errors.Is(err, errBroken) {
		return end, err
	}
	if err := j.clear(); err != nil {
		return 0, err
	}
	end, err = j.tryWrite(p, loose)
	if errors.Is(err, errRoom) {
		return 0, full(j.path)
	}
	return end, err
}

func (j *Journal) tryWrite(p protocol.Plays, loose []*Loose) (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return 0, errClosed
	}
	if j.broken {
		return 0, errBroken
	}
	buf, recs, err := j.records(p, loose)
	if err != nil || len(recs) == 0 {
		return j.size, err
	}
	if j.size+int64(len(buf)) > j.limit {
		return 0, errRoom
	}
	if _, err := j.file.WriteAt(buf, j.size); err != nil {
		// Part of it may be in the file. It is cut off or, if even that fails, read again before
		// the next run.
		if j.file.Truncate(j.size) != nil {
			j.broken = true
		}
		return 0, fmt.Errorf("journal: write: %w", err)
	}
	for _, r := range recs {
		j.take(r.rec, entry{off: j.size, size: r.size})
		j.size += r.size
	}
	return j.size, nil
}

// clear makes the file usable again and as short as possible.
func (j *Journal) clear() error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken {
		return j.usable()
	}
	return j.rewrite()
}

type written struct {
	rec  record
	size int64
}

// records encodes the runs of p that are new.
//
// A page sends its oldest runs first. If it sends one from behind a gap again, before anything
// else, it has nothing to fill the gap with. Then the gap counts as closed; otherwise it would send
// the same runs for ever.
func (j *Journal) records(p protocol.Plays, loose []*Loose) ([]byte, []written, error) {
	var buf []byte
	var recs []written
	put := func(rec record) error {
		grown, err := encode(buf, rec)
		if err == nil {
			recs = append(recs, written{rec, int64(len(grown) - len(buf))})
			buf = grown
		}
		return err
	}
	have, v := j.seen.of(p.Journal), j.current()
	if len(p.Runs) > 0 && p.Runs[0].Seq > have.Seq && have.has(p.Runs[0].Seq) {
		have.skipTo(p.Runs[0].Seq)
		closed := have
		if err := put(record{Seen: &closed}); err != nil {
			return nil, nil, err
		}
	}
	seq := v.next
	for i, run := range p.Runs {
		if run.Seq <= 0 || have.has(run.Seq) {
			continue
		}
		from := protocol.Acked{Journal: p.Journal, Seq: run.Seq}
		have.add(run.Seq)
		run.Seq = seq
		rec := record{ID: v.id, Run: &run, From: &from}
		if i < len(loose) {
			rec.Loose = loose[i]
		}
		err := put(rec)
		if errors.Is(err, errSize) {
			// Nobody could ever read it back or send it; it would block all runs after it.
			skipped := have
			skipped.Beyond = slices.Clone(have.Beyond)
			err = put(record{Seen: &skipped})
			seq--
		}
		if err != nil {
			return nil, nil, err
		}
		seq++
	}
	return buf, recs, nil
}

// usable reads the file again after a failed flush: the kernel may have dropped what it could not
// write, so only the disk knows what is there.
func (j *Journal) usable() error {
	if j.file == nil {
		return errClosed
	}
	if !j.broken {
		return nil
	}
	if err := j.load(); err != nil {
		return j.fail(err)
	}
	// Numbers given before the failure may or may not be on the disk.
	j.open(newID())
	return j.rewrite()
}

// fail marks the file as one to read again.
func (j *Journal) fail(err error) error {
	j.broken = true
	return fmt.Errorf("journal: %w", err)
}

// flush returns once the first end bytes are on the disk. Callers that come while another flushes
// share the next flush.
func (j *Journal) flush(end int64) error {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.mu.Lock()
	done, target, file := j.synced >= end, j.size, j.file
	broken := j.broken
	j.mu.Unlock()
	if broken {
		return errBroken
	}
	if done {
		return nil
	}
	return j.settle(file, target)
}

func (j *Journal) settle(file *os.File, target int64) error {
	err := file.Sync()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		return j.fail(err)
	}
	j.synced = target
	return nil
}

func full(path string) error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   fmt.Sprintf("Nhật ký phát %q đã đầy vì máy chủ chưa nhận được. Hãy kiểm tra kết nối tới máy chủ.", path),
		En:   fmt.Sprintf("The journal of plays %q is full because the server has not received it. Check the connection to the server.", path),
	}
}

package upload

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/intake"
	"ngatu/server/quota"
)

// A file that came through any node is read by one that has room: it takes the row and prolongs its
// time until it is done. A node that dies is silent, and another takes the file up. What is made of
// it is noted with it in the same change, so it is made once. What cannot be read for a trouble that
// goes by is put off, and read by itself: its sender may be gone. See [store.Uploads].

const (
	mostRead  = 3               // files that a node reads at a time; others wait, for this one or another
	lookEvery = 2 * time.Second // at most, until a node with room sees a file that another was sent
	tellEvery = time.Second     // how often a node says how far a file is; a sender hears it as often
)

// errUnread is told of a file that was wanted for so long that nobody waits for it.
var errUnread = &content.Error{
	Code: content.Exhausted,
	Vi:   "Suốt một ngày không máy chủ nào đọc được tệp này, nên tệp không tự được đọc nữa. Hãy báo người vận hành (ổ đĩa, kho tệp), rồi bấm gửi lại.",
	En:   "For a day no server could read this file, so it is not read by itself any more. Tell the operator (disks, media store), then press once more.",
}

var errDeadly = &content.Error{
	Code: content.Exhausted,
	Vi:   "Máy chủ dừng đột ngột ba lần khi đọc tệp này nên không tự đọc lại nữa. Hãy kiểm tra tệp; nếu gửi lại vẫn vậy, báo người vận hành.",
	En:   "Servers ended three times while they read this file, so it is not read again by itself. Check the file; if sending it again does the same, tell the operator.",
}

// read reads what any node was sent, until ctx ends: the server stops then, and leaves what it has to
// another.
func (s *Uploads) read(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	room := make(chan struct{}, mostRead)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	deadly := outcomeOf(uploaded{Fault: errDeadly}).text()
	var after time.Time // nothing is taken before
	for {
		for len(room) < mostRead && s.shared.room() == nil && time.Now().After(after) {
			u, err := s.shared.rows.Take(ctx, s.shared.run, deadly)
			if content.CodeOf(err) == content.Away { // when it is back, those that live say first what they have
				after = time.Now().Add(2 * lookEvery)
			}
			if err != nil {
				if content.CodeOf(err) == "" && ctx.Err() == nil {
					s.Log.Warn("files that wait to be read could not be looked for", "error", err)
				}
				break
			}
			room <- struct{}{}
			all.Go(func() {
				s.readOne(ctx, u)
				<-room
				select { // it may have waited for room
				case s.shared.news <- struct{}{}:
				default:
				}
			})
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.shared.news:
		}
	}
}

// readOne reads a file that this node has, and tells the others how far it is.
func (s *Uploads) readOne(ctx context.Context, u store.Upload) {
	p, far := s.shared, atomic.Pointer[step]{}
	far.Store(&step{})
	mine, lose := context.WithCancel(ctx)
	told := make(chan struct{})
	go func() {
		defer close(told)
		tick := time.NewTicker(tellEvery)
		defer tick.Stop()
		for last, at := *far.Load(), time.Now(); ; {
			select {
			case <-mine.Done():
				return
			case <-tick.C:
			}
			now := *far.Load()
			if now == last && time.Since(at) < store.ReadFor/3 {
				continue
			}
			err := p.rows.Tell(mine, u.ID, p.run, now.Done, now.Of)
			if content.CodeOf(err) == content.Conflict {
				lose() // another node has it
				return
			}
			if err == nil { // else it is said with the next tick: its time must not end
				last, at = now, time.Now()
			}
		}
	}()
	out := s.readFile(mine, u, func(done, of int) { far.Store(&step{done, of}) })
	lost := mine.Err() != nil && ctx.Err() == nil
	lose()
	<-told
	if lost && out.Fault != nil {
		return
	}
	for {
		err := s.ended(ctx, u, out)
		if err == nil || ctx.Err() != nil {
			return
		}
		if content.CodeOf(err) == "" {
			s.Log.Warn("what became of a file is not noted yet", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(tellEvery):
		}
	}
}

// ended notes what this node came to with a file, unless another has it by now, and lets its bytes go
// where nobody needs them.
func (s *Uploads) ended(ctx context.Context, u store.Upload, out uploaded) (err error) {
	p, stopped := s.shared, ctx.Err() != nil
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	fault := out.Fault
	good := fault == nil || fault.Code == content.Invalid || fault.Code == content.TooLarge // else the file is fine
	if fault != nil && (stopped || passes(fault)) {
		if !stopped {
			s.Log.Warn("a file cannot be read for now, and is read again by itself", "why", fault.En)
		}
		err = p.rows.PutOff(ctx, u.ID, p.run, !stopped)
	} else {
		err = p.rows.Made(ctx, u.ID, p.run, outcomeOf(out).text(), good)
	}
	if content.CodeOf(err) == content.Conflict { // it is noted with the drafts, or another node has it
		err = nil
	}
	if err != nil || !good || stopped && fault != nil {
		return err
	}
	if now, err := p.rows.Get(ctx, u.ID); err == nil && now.Done() {
		_ = p.bucket.Drop(ctx, u.ID, u.Object) // or the sweep does
	}
	return nil
}

// passes says whether what is in a file's way goes by without its sender: a machine beside the server
// does not answer, or one has no room. A quota is no such thing.
func passes(f *content.Error) bool {
	return f.Code == content.Away || f.Code == content.Exhausted && !errors.Is(f, quota.ErrOver)
}

// readFile takes a file in, and has the change that makes its drafts say so.
func (s *Uploads) readFile(ctx context.Context, u store.Upload, tell func(done, of int)) uploaded {
	p, out := s.shared, uploaded{Name: u.Name}
	var w wanted
	f, err := p.fetch(ctx, u)
	if err == nil {
		defer os.Remove(f.Name())
		defer f.Close()
		err = json.Unmarshal([]byte(u.Wanted), &w)
	}
	if err != nil {
		out.Fault = s.named(ctx, err)
		return out
	}
	one := s.sentLater(u.Who, u.Name, f, u.Bytes, w)
	one.Note = func(ctx context.Context, tx *store.Tx, made intake.Made) error {
		return tx.UploadMade(ctx, u.ID, p.run, outcomeOf(uploadedOf(ctx, tx.Reader, u.Name, made)).text())
	}
	return s.take(ctx, one, tell)
}

// named is an error as staff read it.
func (s *Uploads) named(ctx context.Context, err error) *content.Error {
	if e, ok := errors.AsType[*content.Error](err); ok {
		return e
	}
	if ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "an upload failed", "error", err)
	}
	return errFailed
}

// fetch brings a file that came whole to this machine.
func (p *shared) fetch(ctx context.Context, u store.Upload) (_ *os.File, err error) {
	at, err := whereOf(u)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(p.folder, readingFile)
	if err != nil {
		return nil, worker.Full(err)
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = os.Remove(f.Name())
			err = worker.Full(err)
		}
	}()
	if len(at.Parts) == 0 { // nothing was in it
		return f, nil
	}
	if err := p.bucket.Join(ctx, u.ID, u.Object, at.Parts); err != nil {
		return nil, err
	}
	if err := p.bucket.Fetch(ctx, u.ID, f); err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() != u.Bytes {
		err = notWhole(nil)
	}
	return f, err
}

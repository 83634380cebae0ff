package upload

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
)

// A file that came through any node is read by one that has room: it takes the row and prolongs its
// time until it is done. A node that dies is silent, and another takes the file up. What is made of
// it is noted with it in the same change, so it is made once.

const (
	mostRead  = 3               // files that a node reads at a time; others wait, for this one or another
	lookEvery = 2 * time.Second // at most, until a node with room sees a file that another was sent
	tellEvery = time.Second     // how often a node says how far a file is; a sender hears it as often
)

// followShared has a file of a person read that came whole, and answers with how far it is, whichever
// node reads it. Whoever did not hear the answer asks again, at any of them.
func (s *Uploads) followShared(c *fiber.Ctx, who, id string) error {
	ctx := c.UserContext()
	u, err := s.shared.rows.Get(ctx, id)
	if content.CodeOf(err) == content.NotFound || err == nil && (u.Who != who || u.Come < u.Bytes) {
		return notWhole(err)
	}
	if err != nil {
		return err
	}
	w, err := s.wantedBy(c)
	if err != nil {
		return err
	}
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	if err := s.shared.rows.Want(ctx, id, string(b)); err != nil {
		return err
	}
	select {
	case s.shared.news <- struct{}{}:
	default:
	}
	ctx, id = context.WithoutCancel(ctx), strings.Clone(id)
	gone := c.Context().Done() // the server stops
	return answerSteps(c, func(tell func(step)) outcome { return s.shared.follow(ctx, gone, id, tell) })
}

// follow waits for the end of a file that some node reads.
func (p *shared) follow(ctx context.Context, stopping <-chan struct{}, id string, tell func(step)) (out outcome) {
	tick := time.NewTicker(tellEvery / 2)
	defer tick.Stop()
	for was := (step{}); ; {
		u, err := p.rows.Get(ctx, id)
		now := step{u.Seen, u.Pages}
		switch {
		case content.CodeOf(err) == content.NotFound:
			return outcomeOf(uploaded{Fault: notWhole(err)})
		case err == nil && u.Made != "":
			if json.Unmarshal([]byte(u.Made), &out) == nil && (out.Made != nil || out.Fault != nil) {
				return out
			}
			return outcomeOf(uploaded{Fault: errFailed})
		case err == nil && now != was && now.Of > 0:
			was = now
			tell(now)
		}
		select {
		case <-stopping:
			return outcomeOf(uploaded{Fault: errElsewhere})
		case <-tick.C:
		}
	}
}

var errElsewhere = &content.Error{
	Code: content.Away,
	Vi:   "Máy chủ này đang dừng; máy chủ khác đọc tiếp tệp. Hãy bấm gửi lại để xem kết quả.",
	En:   "This server stops; another goes on with the file. Press once more to see what became of it.",
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
	deadly, _ := json.Marshal(outcomeOf(uploaded{Fault: errDeadly}))
	for {
		for len(room) < mostRead && s.shared.room() == nil {
			u, err := s.shared.rows.Take(ctx, s.shared.run, string(deadly))
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
			if now := *far.Load(); now != last || time.Since(at) > store.ReadFor/3 {
				last, at = now, time.Now()
				if content.CodeOf(p.rows.Tell(mine, u.ID, p.run, now.Done, now.Of)) == content.Conflict {
					lose() // another node has it
				}
			}
		}
	}()
	out := s.readFile(mine, u, func(done, of int) { far.Store(&step{done, of}) })
	lost := mine.Err() != nil && ctx.Err() == nil
	lose()
	<-told
	after, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	if ctx.Err() != nil {
		_ = p.rows.GiveBack(after, u.ID, p.run) // or its time ends
		return
	}
	if lost {
		return
	}
	good := out.Fault == nil || out.Fault.Code == content.Invalid || out.Fault.Code == content.TooLarge // else the file is fine
	b, err := json.Marshal(outcomeOf(out))
	if err == nil {
		err = p.rows.Made(after, u.ID, p.run, string(b), good)
	}
	if err != nil {
		s.Log.Warn("what became of a file is not noted, and it is read again", "error", err)
		return
	}
	if good {
		_ = p.bucket.Drop(after, u.ID, u.Object) // or the sweep does
	}
}

// readFile takes a file in, unless somebody did who ended before they could say so.
func (s *Uploads) readFile(ctx context.Context, u store.Upload, tell func(done, of int)) uploaded {
	p, out := s.shared, uploaded{Name: u.Name}
	if u.Slides != "" {
		return s.madeBefore(ctx, u)
	}
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
	may := one.May
	one.May = func(ctx context.Context, tx *store.Tx, slide content.Slide) error {
		if err := may(ctx, tx, slide); err != nil {
			return err
		}
		return tx.ReadUpload(ctx, u.ID, p.run, slide.ID)
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

// madeBefore is what was made of a file by a node that did not come to say so.
func (s *Uploads) madeBefore(ctx context.Context, u store.Upload) uploaded {
	out := uploaded{Name: u.Name}
	seen := map[string]bool{}
	for _, id := range strings.Fields(u.Slides) {
		if seen[id] {
			continue
		}
		seen[id] = true
		d, err := s.Store.SlideDraft(ctx, id)
		switch {
		case err == nil:
			out.Slides = append(out.Slides, d.Slide())
		case content.CodeOf(err) != content.NotFound: // deleted meanwhile
			out.Fault = s.named(ctx, err)
			return out
		}
	}
	if len(out.Slides) == 0 {
		out.Fault = cmp.Or(out.Fault, notWhole(nil))
	}
	return out
}

// fetch brings a file that came whole to this machine.
func (p *shared) fetch(ctx context.Context, u store.Upload) (_ *os.File, err error) {
	at, err := whereOf(u)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(p.folder, readingFile)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = os.Remove(f.Name())
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

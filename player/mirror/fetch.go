package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/player/protocol"
)

// stall is how long a download may stand still before it is given up and continued by another.
const stall = 30 * time.Second

// errWrong says that the server's bytes do not match the digest.
var errWrong = errors.New("the server's bytes are not those of the digest")

// Run fetches and checks what is wanted until ctx ends.
func (m *Mirror) Run(ctx context.Context) {
	m.callers.mu.Lock()
	m.callers.run = ctx
	m.callers.mu.Unlock()
	defer m.callers.wait.Wait()
	var wg sync.WaitGroup
	for range m.cfg.Parallel {
		wg.Go(func() { m.work(ctx) })
	}
	wg.Wait()
}

func (m *Mirror) work(ctx context.Context) {
	for ctx.Err() == nil {
		w, ref, wait, wake := m.next(time.Now())
		if w != nil {
			m.done(ctx, w, m.bring(ctx, ref))
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// next picks the medium that is needed soonest and is missing or unchecked. If none is due, it says
// how long to wait for one.
func (m *Mirror) next(now time.Time) (*want, content.Ref, time.Duration, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	wait := time.Hour
	for _, w := range m.wants {
		if k := m.have[w.Digest]; w.busy || k != nil && k.checked || m.callers.coming(w.Digest) {
			continue
		}
		if left := max(w.due.Sub(now), m.waits(w)); left > 0 {
			wait = min(wait, left)
			continue
		}
		w.busy = true
		return w, w.Ref, 0, nil
	}
	return nil, content.Ref{}, wait, m.wake
}

// bring makes sure that the medium is here and whole.
func (m *Mirror) bring(ctx context.Context, ref content.Ref) error {
	if m.check(ctx, ref.Digest) == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := m.makeRoom(ref); err != nil {
		return err
	}
	if m.today(); !m.budget.may(ref.Size) {
		return m.overBudget()
	}
	defer m.budget.settle()
	if err := m.download(ctx, ref); err != nil {
		if full(err) {
			m.evict(ref.Size)
			return noRoom(err)
		}
		return err
	}
	return m.check(ctx, ref.Digest)
}

func (m *Mirror) done(ctx context.Context, w *want, err error) {
	m.mu.Lock()
	w.busy = false
	if err == nil {
		w.trouble = ""
		w.back.Reset()
	} else if ctx.Err() == nil {
		w.trouble = fmt.Sprintf("medium %.12s: %v", w.Digest, err)
		wait := w.back.Next()
		switch {
		case errors.Is(err, errToday): // trying again does not enlarge the budget
			wait = later + rand.N(later)
		case content.CodeOf(err) == content.Exhausted: // looking again whether the disk has room costs nothing
			wait = m.cfg.Again + rand.N(m.cfg.Again)
		}
		w.due = time.Now().Add(wait)
		m.log.Warn("medium not fetched", "digest", w.Digest, "err", err)
	}
	m.mu.Unlock()
	if ctx.Err() == nil {
		m.cfg.Changed()
	}
}

// download fetches ref into a part file, from where an earlier attempt stopped, and moves it into
// the folder when every byte is right.
func (m *Mirror) download(ctx context.Context, ref content.Ref) error {
	part, err := os.OpenFile(filepath.Join(m.parts, string(ref.Digest)), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer part.Close()
	have, err := part.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if have < ref.Size {
		if err := m.transfer(ctx, ref, part, have); err != nil {
			return err
		}
	}
	return m.keep(ctx, ref, part)
}

// transfer appends the rest of ref to part.
func (m *Mirror) transfer(ctx context.Context, ref content.Ref, part *os.File, have int64) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.cfg.Server+protocol.PathMedia+string(ref.Digest), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "identity")
	if have > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(have, 10)+"-")
	}
	resp, err := m.cfg.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusPartialContent && startsAt(resp.Header.Get("Content-Range"), have):
	case resp.StatusCode == http.StatusOK: // the whole file, asked for or not
		have = 0
	case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable, resp.StatusCode == http.StatusPartialContent:
		return errors.Join(fmt.Errorf("the server cannot go on at byte %d", have), part.Truncate(0))
	default:
		return fmt.Errorf("the server answered %s", resp.Status)
	}
	if err := part.Truncate(have); err != nil {
		return err
	}
	if _, err := part.Seek(have, io.SeekStart); err != nil {
		return err
	}
	body := &patient{r: resp.Body, timer: time.AfterFunc(stall, cancel)}
	defer body.timer.Stop()
	n, err := io.Copy(part, &metered{r: io.LimitReader(body, ref.Size-have), m: m, size: ref.Size})
	if err == nil && have+n < ref.Size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func startsAt(contentRange string, have int64) bool {
	return strings.HasPrefix(contentRange, "bytes "+strconv.FormatInt(have, 10)+"-")
}

// patient gives up a download if nothing came for a while, however long all of it takes.
type patient struct {
	r     io.Reader
	timer *time.Timer
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if n > 0 {
		p.timer.Reset(stall)
	}
	return n, err
}

// keep verifies the part and moves it into the folder. It is not copied: that would need room for
// two and wear the disk. Wrong bytes never get there, and are not continued.
func (m *Mirror) keep(ctx context.Context, ref content.Ref, part *os.File) error {
	if _, err := part.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, part); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != string(ref.Digest) {
		return errors.Join(errWrong, part.Truncate(0))
	}
	path, err := m.media.Path(ctx, ref.Digest)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return durable.Place(part, path)
}

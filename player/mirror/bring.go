package mirror

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"ngatu/content"
	"ngatu/player/protocol"
)

// maxBrought is how many media are fetched at once for others.
const maxBrought = 2

// errLater says that a medium is on its way, or waits for its turn.
var errLater = errors.New("mirror: the medium is not here yet")

// brought is a medium that others of the hall asked for, on its way.
type brought struct {
	done chan struct{}
	err  error
}

// callers are those who wait for media that this screen does not want itself.
type callers struct {
	mu     sync.Mutex
	run    context.Context // nil while nothing may be fetched
	byName map[content.Digest]*brought
	wait   sync.WaitGroup
}

func (c *callers) coming(d content.Digest) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byName[d] != nil
}

// Bring fetches a medium for somebody else of the hall, once however many ask, and waits until it is here or ctx ends;
// the download goes on then. A medium that this screen wants comes when its own turn is. Others are kept until their
// room is needed, and count into the day's budget.
func (m *Mirror) Bring(ctx context.Context, d content.Digest) error {
	if !d.Valid() || m.Type(d) != "" {
		return errLater
	}
	c := &m.callers
	c.mu.Lock()
	b := c.byName[d]
	if b == nil {
		if c.run == nil || c.run.Err() != nil || len(c.byName) >= maxBrought {
			c.mu.Unlock()
			return errLater
		}
		b = &brought{done: make(chan struct{})}
		c.byName[d] = b
		run := c.run
		c.wait.Go(func() { m.fetchFor(run, d, b) })
	}
	c.mu.Unlock()
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return errLater
	}
}

func (m *Mirror) fetchFor(ctx context.Context, d content.Digest, b *brought) {
	ref, err := m.ask(ctx, d)
	if err == nil {
		err = m.bring(ctx, ref)
	}
	if err != nil {
		m.log.Info("medium not fetched for the hall", "digest", d, "err", err)
	}
	b.err = err
	m.callers.mu.Lock()
	delete(m.callers.byName, d)
	m.callers.mu.Unlock()
	close(b.done)
	m.mu.Lock()
	m.rouse() // this screen may have come to want it meanwhile
	m.mu.Unlock()
}

// ask asks the server how large a medium is, before room is made for it.
func (m *Mirror) ask(ctx context.Context, d content.Digest) (content.Ref, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, m.cfg.Server+protocol.PathMedia+string(d), nil)
	if err != nil {
		return content.Ref{}, err
	}
	req.Header.Set("Accept-Encoding", "identity")
	resp, err := m.cfg.HTTP.Do(req)
	if err != nil {
		return content.Ref{}, err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.ContentLength <= 0 {
		os.Remove(filepath.Join(m.parts, string(d)))
		return content.Ref{}, &content.Error{
			Code: content.NotFound,
			Vi:   "Máy chủ không có tệp này.",
			En:   "The server does not have this medium.",
			Err:  fmt.Errorf("%s, %d bytes", resp.Status, resp.ContentLength),
		}
	}
	return content.Ref{Digest: d, Size: resp.ContentLength}, nil
}

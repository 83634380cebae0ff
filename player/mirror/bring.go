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

// errLater says that a medium is being fetched, or waits for its turn.
var errLater = errors.New("mirror: the medium is not here yet")

// brought is a medium that is being fetched for other agents of the hall.
type brought struct {
	done chan struct{}
	err  error
}

// callers are the requests for media that this screen itself does not need.
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

// Bring fetches a medium for another agent of the hall, once for any number of requests. It waits
// until the medium is here or ctx ends; the download continues then. A medium that this screen
// needs comes in its own turn. The others are kept until their room is needed, and count into the
// day's budget.
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
	m.rouse() // this screen may need it by now
	m.mu.Unlock()
}

// ask asks the server how large a medium is, so that room can be made for it.
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

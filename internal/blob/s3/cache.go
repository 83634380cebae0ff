package s3

import (
	"container/list"
	"context"
	"io"
	"os"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
)

// heldFor is how long a file stays whose path was given out: the program that it is for opens it
// within that time, and what is open can be read to its end.
const heldFor = 10 * time.Minute

// cache is the folder of copies on this machine. It holds at most limit bytes: what was used longest
// ago goes. Only what S3 has is in it.
type cache struct {
	folder *blob.Folder
	limit  int64

	mu    sync.Mutex
	all   map[content.Digest]*list.Element // of *copied
	order *list.List                       // newest use first
	bytes int64
	held  map[content.Digest]time.Time // until when a file stays
}

// copied is a file of the cache.
type copied struct {
	digest content.Digest
	size   int64
}

// openCache opens the folder. The threat: files that were there before are in no order of use, so
// they go first.
func openCache(dir string, limit int64) (*cache, error) {
	folder, err := blob.Open(dir)
	if err != nil {
		return nil, err
	}
	c := &cache{folder: folder, limit: limit, all: map[content.Digest]*list.Element{}, order: list.New(), held: map[content.Digest]time.Time{}}
	err = folder.Walk(context.Background(), func(d content.Digest, size int64) error {
		c.all[d] = c.order.PushBack(&copied{d, size})
		c.bytes += size
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil // a larger one than now wanted shrinks with the next that comes
}

// stage writes bytes to the folder. Somebody may have removed it: copies can be had again.
func (c *cache) stage(ctx context.Context, r io.Reader, limit int64) (*blob.Part, error) {
	if err := os.MkdirAll(c.folder.Dir(), 0o750); err != nil {
		return nil, err
	}
	return c.folder.Stage(ctx, r, limit)
}

// arrive is stage for what others read meanwhile.
func (c *cache) arrive(ctx context.Context, r io.Reader, a *blob.Arriving) (*blob.Part, error) {
	if err := os.MkdirAll(c.folder.Dir(), 0o750); err != nil {
		return nil, err
	}
	return c.folder.Arrive(ctx, r, a)
}

// keep takes a part in, whole and of the right digest.
func (c *cache) keep(ctx context.Context, part *blob.Part) error {
	if err := c.room(part.Size); err != nil {
		return err
	}
	if err := c.folder.Keep(ctx, part); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.all[part.Digest]; ok {
		c.order.MoveToFront(e)
		return nil
	}
	c.all[part.Digest] = c.order.PushFront(&copied{part.Digest, part.Size})
	c.bytes += part.Size
	return nil
}

// room deletes what was used longest ago until size more bytes fit. What is larger than all has all
// the room.
func (c *cache) room(size int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for d, until := range c.held {
		if now.After(until) {
			delete(c.held, d)
		}
	}
	for e := c.order.Back(); e != nil && c.bytes+size > c.limit; {
		one, before := e.Value.(*copied), e.Prev()
		if _, held := c.held[one.digest]; !held {
			if err := c.remove(e); err != nil {
				return err
			}
		}
		e = before
	}
	return nil
}

// remove deletes a file. The caller holds the lock.
func (c *cache) remove(e *list.Element) error {
	one := e.Value.(*copied)
	if err := c.folder.Delete(one.digest); err != nil {
		return err
	}
	c.order.Remove(e)
	delete(c.all, one.digest)
	c.bytes -= one.size
	return nil
}

// use notes that a file was used just now.
func (c *cache) use(d content.Digest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.all[d]; ok {
		c.order.MoveToFront(e)
	}
}

// hold keeps a file that is here, or comes soon, for a while.
func (c *cache) hold(d content.Digest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held[d] = time.Now().Add(heldFor)
}

// drop deletes a file that is gone from S3 or is not what it should be.
func (c *cache) drop(d content.Digest) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.all[d]; ok {
		return c.remove(e)
	}
	return c.folder.Delete(d)
}

package s3

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"

	"ngatu/content"
	"ngatu/internal/blob"
)

// arriving are the objects that are being fetched.
type arriving struct {
	mu  sync.Mutex
	all map[content.Digest]*blob.Arriving
}

// bring fetches an object into the folder of copies. Many who want it at once share one fetch, which
// goes on when the first of them leaves.
func (b *Bucket) bring(ctx context.Context, d content.Digest) *blob.Arriving {
	b.arriving.mu.Lock()
	defer b.arriving.mu.Unlock()
	a := b.arriving.all[d]
	if a == nil {
		d = content.Digest(strings.Clone(string(d))) // it may lie in a request's buffer, which the fetch outlives
		a = blob.NewArriving()
		b.arriving.all[d] = a
		go func() {
			err := b.bringOne(context.WithoutCancel(ctx), d, a)
			b.arriving.mu.Lock()
			delete(b.arriving.all, d)
			b.arriving.mu.Unlock()
			a.End(err)
		}()
	}
	return a
}

// Follow is described at [blob.Bucket]. The threat: all players of an object that is wrong, or breaks
// off, take almost all of it, again and again, on mobile data. So what did not come right the last
// time is fetched whole before anybody gets a byte.
func (b *Bucket) Follow(ctx context.Context, d content.Digest) *blob.Arriving {
	if !d.Valid() || b.cache.folder.Has(d) || b.bad.doubtful(d) {
		return nil
	}
	return b.bring(ctx, d)
}

// badFor is how long an object that was not what its key says is not fetched again: thousands of
// players ask for it, and it may be a large one.
const badFor = time.Minute

func (b *Bucket) bringOne(ctx context.Context, d content.Digest, a *blob.Arriving) error {
	if b.bad.is(d, badFor) {
		return damaged(d, errBytes)
	}
	var part *blob.Part
	info, begun := blob.Info{}, false
	err := b.line.ask(ctx, func(ctx context.Context, alive func()) error {
		o, err := b.client.GetObject(ctx, b.name, b.key(d), minio.GetObjectOptions{})
		if err != nil {
			return err
		}
		defer o.Close()
		at, err := o.Stat()
		if err != nil {
			return err
		}
		info = infoOf(at)
		if err := b.cache.room(info.Size); err != nil {
			return err
		}
		part, err = b.cache.arrive(ctx, &alivened{o, func() { begun = true; alive() }}, a)
		return err
	})
	if err != nil {
		if begun {
			b.bad.brokeOff(d)
		}
		return b.explain(d, err)
	}
	defer part.Close()
	if part.Digest != d {
		b.bad.found(d)
		return damaged(d, errBytes)
	}
	b.bad.mended(d)
	if err := b.cache.keep(ctx, part); err != nil {
		return err
	}
	path, err := b.cache.folder.Path(ctx, d)
	if err == nil { // it is as old as the object: whoever knows the one by its time knows the other
		err = os.Chtimes(path, time.Time{}, info.Modified)
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil // gone to make room; the caller asks again
	}
	return err
}

// Stream is described at [blob.Bucket].
func (b *Bucket) Stream(ctx context.Context, d content.Digest) (io.ReadCloser, error) {
	if !d.Valid() {
		return nil, notFound(d, nil)
	}
	w, err := b.line.watch(ctx)
	if err != nil {
		return nil, err
	}
	o, err := b.client.GetObject(w.ctx, b.name, b.key(d), minio.GetObjectOptions{})
	if err == nil {
		_, err = o.Stat()
	}
	if err := w.note(err); err != nil {
		w.end()
		return nil, b.explain(d, err)
	}
	w.rest()
	return &stream{o, w, b, d}, nil
}

// stream gives the errors of an object that is read as sentences. Whoever reads takes all the time
// they want between two reads; S3 does not during one.
type stream struct {
	*minio.Object
	watch *watch
	b     *Bucket
	d     content.Digest
}

func (s *stream) Read(p []byte) (int, error) {
	s.watch.alive()
	n, err := s.Object.Read(p)
	s.watch.rest()
	if err != nil && err != io.EOF {
		err = s.b.explain(s.d, s.watch.note(err))
	}
	return n, err
}

func (s *stream) Close() error {
	s.watch.end()
	return s.Object.Close()
}

// alivened is a reader that shows that a request is alive.
type alivened struct {
	io.Reader
	alive func()
}

func (a *alivened) Read(b []byte) (int, error) {
	n, err := a.Reader.Read(b)
	if n > 0 {
		a.alive()
	}
	return n, err
}

package players

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"ngatu/content"
	"ngatu/internal/blob"
)

// farBucket is one where each look is a request of another machine.
type farBucket struct {
	blob.Bucket
	looks, now, most atomic.Int64
	gate             chan struct{} // each look waits for it; closed: none does
}

func (f *farBucket) Stat(ctx context.Context, d content.Digest) (blob.Info, error) {
	f.looks.Add(1)
	n := f.now.Add(1)
	defer f.now.Add(-1)
	for most := f.most.Load(); n > most && !f.most.CompareAndSwap(most, n); most = f.most.Load() {
	}
	<-f.gate
	return f.Bucket.Stat(ctx, d)
}

// Strangers who ask for files that are not there cost few requests of S3, and keep nobody from what
// is there.
func TestStrangersAskForWhatIsNotThere(t *testing.T) {
	far := &farBucket{Bucket: shelfOf(t).bucket, gate: make(chan struct{})}
	s := newShelf(far, nil, nil)
	none := func(i int) content.Digest { return content.DigestOf(fmt.Append(nil, "none ", i)) }
	var all sync.WaitGroup
	for i := range 4 * missesAtOnce {
		all.Go(func() {
			if _, err := s.look(none(i%(2*missesAtOnce)), "a"); content.CodeOf(err) != content.NotFound {
				t.Error(err)
			}
		})
	}
	close(far.gate)
	all.Wait()
	if most, looks := far.most.Load(), far.looks.Load(); most > missesAtOnce || looks > 2*missesAtOnce {
		t.Errorf("%d looks, %d at once", looks, most)
	}
	far.looks.Store(0)
	for i := range 2 * missesAtOnce { // players that try again
		if _, err := s.look(none(i), "b"); content.CodeOf(err) != content.NotFound {
			t.Error(err)
		}
	}
	if n := far.looks.Load(); n != 0 {
		t.Errorf("%d looks for what was not there just now", n)
	}
	for i := range 2 * missesOfOne {
		_, _ = s.look(none(1000+i), "a")
	}
	if _, err := s.look(none(-1), "a"); !errors.Is(err, errUnsure) || far.looks.Load() > missesOfOne {
		t.Errorf("one address asks without end: %d looks, %v", far.looks.Load(), err)
	}
	d, err := far.PutBytes(t.Context(), []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"b", "a"} {
		if _, err := s.look(d, from); err != nil {
			t.Errorf("what is there, for %s: %v", from, err)
		}
	}
}

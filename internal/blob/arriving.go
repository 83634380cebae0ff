package blob

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
)

// Arriving is bytes on their way to this machine, which are read as they come: a player fetches a
// clip while it is fetched here, not after it. The threat: only at the end is it known whether they are
// what was asked for. So no reader gets its last byte before that.
type Arriving struct {
	mu      sync.Mutex
	file    *os.File      // what they are written to, to be read; nil: nothing came yet
	have    int64         // how many are written
	over    bool          // no more come
	err     error         // why not all came, or are not what was asked for
	more    chan struct{} // closed when one of these changes
	readers int           // the last closes the file
}

// NewArriving is bytes of which nothing has come yet. Whoever makes it calls [Arriving.End].
func NewArriving() *Arriving { return &Arriving{more: make(chan struct{})} }

// change does something to what readers wait for.
func (a *Arriving) change(do func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	do()
	close(a.more)
	a.more = make(chan struct{})
}

// begin notes the file that the bytes are written to.
func (a *Arriving) begin(name string) error {
	file, err := os.Open(name)
	if err == nil {
		a.change(func() { a.file = file })
	}
	return err
}

// Write notes that bytes were written to the file.
func (a *Arriving) Write(p []byte) (int, error) {
	a.change(func() { a.have += int64(len(p)) })
	return len(p), nil
}

// End says that all came and are right, or why not.
func (a *Arriving) End(err error) {
	a.change(func() {
		a.over, a.err = true, err
		if a.file != nil && a.readers == 0 {
			a.file.Close()
		}
	})
}

// Wait waits for the end, and gives its error, or that of ctx.
func (a *Arriving) Wait(ctx context.Context) error {
	for {
		_, over, more, err := a.state()
		if over {
			return err
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (a *Arriving) state() (have int64, over bool, more <-chan struct{}, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.have, a.over, a.more, a.err
}

// errArrived says that nothing is on its way any more.
var errArrived = errors.New("all has arrived, or nothing comes")

// Begins gives the first n bytes, which nobody has checked yet, once they are here. It fails where
// there are fewer, and after the end.
func (a *Arriving) Begins(n int) ([]byte, error) {
	r, err := a.Open(0, int64(n)+1)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b := make([]byte, n)
	_, err = io.ReadFull(r, b)
	return b, err
}

// Open gives the bytes from the one at from to the one before to, each once it is here and the last
// once all are known to be right. After the end it fails: they are where they belong then, or nowhere.
func (a *Arriving) Open(from, to int64) (io.ReadCloser, error) {
	for {
		a.mu.Lock()
		switch more := a.more; {
		case a.over:
			a.mu.Unlock()
			return nil, errArrived
		case a.file != nil:
			a.readers++
			a.mu.Unlock()
			return &arrivingPart{a, from, to}, nil
		default:
			a.mu.Unlock()
			<-more
		}
	}
}

// arrivingPart is what somebody reads of it.
type arrivingPart struct {
	a      *Arriving
	at, to int64
}

func (r *arrivingPart) Read(p []byte) (int, error) {
	for {
		have, over, more, err := r.a.state()
		end := min(have, r.to)
		switch {
		case err != nil:
			return 0, err
		case r.at >= r.to:
			return 0, io.EOF
		case !over && end == r.to:
			end-- // until it is known that it is right
		}
		if n := min(end-r.at, int64(len(p))); n > 0 {
			read, err := r.a.file.ReadAt(p[:n], r.at)
			r.at += int64(read)
			return read, err
		}
		if over {
			return 0, io.ErrUnexpectedEOF // there is less than was asked for
		}
		<-more
	}
}

func (r *arrivingPart) Close() error {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	if r.a.readers--; r.a.readers == 0 && r.a.over {
		return r.a.file.Close()
	}
	return nil
}

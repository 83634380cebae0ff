package box

import (
	"context"
	"sync"

	"ngatu/content"
	"ngatu/internal/store"
)

// work is what is made of a file of the inbox beside it, because it takes minutes: other files need
// not wait, and what is on air stays until it is done.
type work struct {
	of   string        // what the file held when it began
	made chan struct{} // closed when it is done; what follows is set by then
	stop context.CancelFunc

	pages  []store.Medium // of a PDF
	digest content.Digest // of a PDF
	looks  []*look        // of its pages; none where nobody stands for them
	look   *look          // of a clip
	err    error
}

// waitsForWork is the error of a file that waits for what is made of it.
type waitsForWork struct {
	notice store.Notice
	made   <-chan struct{}
}

func (waitsForWork) Error() string { return "intake: what screens show of the file is being made" }

// ready reports whether there is nothing to wait for any more.
func (w waiting) ready() bool {
	if w.made == nil {
		return false
	}
	select {
	case <-w.made:
		return true
	default:
		return false
	}
}

// works are those under way, by the path of their file, and the setting aside of refused files.
type works struct {
	under  map[string]*work
	going  *sync.WaitGroup
	ending context.Context // ends with close
	end    context.CancelFunc
}

func newWorks() works {
	ctx, end := context.WithCancel(context.Background())
	return works{under: map[string]*work{}, going: &sync.WaitGroup{}, ending: ctx, end: end}
}

func (ws works) close() {
	ws.end()
	ws.going.Wait()
}

// done gives what was made of a file that holds this. While it is being made, the error says so.
// nil: nobody has begun.
func (ws works) done(file, of string, notice store.Notice) (*work, error) {
	w := ws.under[file]
	if w == nil || w.of != of {
		ws.leave(file)
		return nil, nil
	}
	select {
	case <-w.made:
		delete(ws.under, file)
		return w, nil
	default:
		return nil, waitsForWork{notice, w.made}
	}
}

// begin has something made of a file. It returns the error of a file that waits for it.
func (ws works) begin(file, of string, notice store.Notice, do func(context.Context, *work)) error {
	ctx, stop := context.WithCancel(ws.ending)
	w := &work{of: of, made: make(chan struct{}), stop: stop}
	ws.under[file] = w
	ws.going.Go(func() {
		defer close(w.made)
		defer stop()
		do(ctx, w)
	})
	return waitsForWork{notice, w.made}
}

// leave ends what is made of a file that holds something else by now, or is gone.
func (ws works) leave(file string) {
	if w := ws.under[file]; w != nil {
		w.stop()
		delete(ws.under, file)
	}
}

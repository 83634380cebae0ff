package intake

import (
	"context"

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
	err    error
}

// waitsForWork is the error of a file that waits for what is made of it.
type waitsForWork struct {
	told store.Notice
	made <-chan struct{}
}

func (waitsForWork) Error() string { return "intake: what screens show of the file is being made" }

// over reports whether there is nothing to wait for any more.
func (w waiting) over() bool {
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

// worked gives what was made of a file that holds this. While it is being made, the error says so.
// nil: nobody has begun.
func (box *Folder) worked(file, of string, told store.Notice) (*work, error) {
	w := box.works[file]
	if w == nil || w.of != of {
		box.leaveWork(file)
		return nil, nil
	}
	select {
	case <-w.made:
		delete(box.works, file)
		return w, nil
	default:
		return nil, waitsForWork{told, w.made}
	}
}

// begin has something made of a file. It returns the error of a file that waits for it.
func (box *Folder) begin(file, of string, told store.Notice, do func(context.Context, *work)) error {
	ctx, stop := context.WithCancel(box.ending)
	w := &work{of: of, made: make(chan struct{}), stop: stop}
	box.works[file] = w
	box.moving.Go(func() {
		defer close(w.made)
		defer stop()
		do(ctx, w)
	})
	return waitsForWork{told, w.made}
}

// leaveWork ends what is made of a file that holds something else by now, or is gone.
func (box *Folder) leaveWork(file string) {
	if w := box.works[file]; w != nil {
		w.stop()
		delete(box.works, file)
	}
}

package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// patience is how long a worker may take for one answer before it is killed.
const patience = 20 * time.Second

// process is the server's handle of one worker.
type process struct {
	cmd    *exec.Cmd
	limit  time.Duration // for one answer
	line   io.ReadWriteCloser
	stderr *tail         // the start of what it wrote to its standard error
	heard  chan struct{} // closed when it has sent its last message
	gone   chan struct{} // closed when the process has ended
	give   func()        // frees its place in the pool
	name   string        // of the file, for sentences

	mu    sync.Mutex
	last  int              // ID of the newest request
	asks  map[int]*pending // requests without a final answer
	why   error            // why it was killed; nil: it was not
	ended bool             // end was called
}

// pending is a request that waits for its answer, or for the next piece of it.
type pending struct {
	answers chan reply
	timer   *time.Timer
}

type reply struct {
	answer
	body []byte
}

// Reasons to kill a worker.
var (
	errTime   = errors.New("worker: no answer in time")
	errClosed = errors.New("worker: the picture is closed")
)

// ask sends a request. [process.wait] returns its answer.
func (w *process) ask(a ask) (*pending, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return nil, errClosed
	}
	w.last++
	a.ID = w.last
	one := &pending{answers: make(chan reply, 1)}
	one.timer = time.AfterFunc(w.limit, func() { w.kill(errTime) })
	w.asks[a.ID] = one
	if err := write(w.line, a, nil); err != nil {
		w.killed(nil)
	}
	return one, nil
}

// wait returns the answer to a request, or its next piece. If ctx ends first, the worker is killed.
func (w *process) wait(ctx context.Context, one *pending) (reply, error) {
	select {
	case r := <-one.answers:
		return w.took(one, r)
	case <-ctx.Done():
		w.kill(ctx.Err())
		return reply{}, ctx.Err()
	case <-w.heard:
		select {
		case r := <-one.answers: // it came just before the worker ended
			return w.took(one, r)
		default:
			one.timer.Stop()
			return reply{}, w.death()
		}
	}
}

func (w *process) took(one *pending, r reply) (reply, error) {
	if r.More {
		one.timer.Reset(w.limit)
		return r, nil
	}
	one.timer.Stop()
	return r, r.Fault.err()
}

// listen passes answers to their requests until the connection ends.
func (w *process) listen() {
	defer close(w.heard)
	for {
		var a answer
		body, err := read(w.line, &a, maxValue, maxBody)
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				w.kill(err) // it broke the protocol
			}
			w.kill(nil) // it only hung up
			return
		}
		w.mu.Lock()
		one := w.asks[a.ID]
		if !a.More {
			delete(w.asks, a.ID)
		}
		w.mu.Unlock()
		if one == nil {
			w.kill(errTooMuch)
			return
		}
		select {
		case one.answers <- reply{a, body}: // also the last answer of a worker that is gone already
		default:
			select { // the previous piece was not read yet
			case one.answers <- reply{a, body}:
			case <-w.gone:
				return
			}
		}
	}
}

// kill ends the worker and all its children, and keeps the reason.
func (w *process) kill(why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.killed(why)
}

// killed is kill with mu held. Only the first reason is kept.
func (w *process) killed(why error) {
	if w.why == nil {
		w.why = why
	}
	select {
	case <-w.gone:
	default:
		killGroup(w.cmd.Process)
	}
}

// end closes the worker. It may be called more than once.
func (w *process) end() {
	w.mu.Lock()
	if w.ended {
		w.mu.Unlock()
		return
	}
	w.ended = true
	for _, one := range w.asks {
		one.timer.Stop()
	}
	w.killed(errClosed)
	w.mu.Unlock()
	<-w.gone
	w.line.Close()
	w.give()
}

// death turns the end of a worker into a refusal of its file.
func (w *process) death() error {
	<-w.gone
	w.mu.Lock()
	why := w.why
	w.mu.Unlock()
	switch {
	case errors.Is(why, context.Canceled), errors.Is(why, context.DeadlineExceeded), errors.Is(why, errClosed):
		return why
	case why != nil:
		return w.refuse(why)
	}
	return w.refuse(fmt.Errorf("it ended: %s: %s", w.cmd.ProcessState, w.stderr))
}

// tail keeps the beginning of a worker's standard error: Go prints the reason of a crash first.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, b[:min(len(b), 2000-len(t.kept))]...)
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}

// launch starts this program again as a worker: its mode, and what that is told. It gets the files
// in open as descriptors from 3 on.
func launch(as []string, cmd *exec.Cmd, open ...*os.File) error {
	if !diverted.Load() {
		return errors.New("worker: this program's main does not begin with worker.Divert")
	}
	cmd.Path, cmd.Args, cmd.Env, cmd.Dir = self(), append([]string{name}, as...), []string{}, "/"
	cmd.ExtraFiles = open
	apart(cmd)
	return cmd.Start()
}

// readied waits for a worker's first message.
func (w *process) readied(r *ready) error {
	timer := time.AfterFunc(patience, func() { w.kill(errTime) })
	defer timer.Stop()
	if _, err := read(w.line, r, maxAsk, 0); err != nil {
		w.kill(err)
		<-w.gone
		return fmt.Errorf("worker: it did not start: %w: %s", err, w.stderr)
	}
	return nil
}

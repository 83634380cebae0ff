package worker

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Options configure a [Pool].
type Options struct {
	Folder string // for files that came as bytes, and for converters: each gets a folder of its own in it; "": the system's
	Cache  string // keeps the machine code that draws PDFs, and nobody else may write to it; "": it is made again for this pool
	Log    *slog.Logger

	Converted string // keeps what LibreOffice made of old workbooks, in the server's account alone; "": they are converted again each time
}

// Pool starts workers and gives them jobs. Its methods are safe for concurrent use.
type Pool struct {
	Options
	places chan struct{} // a semaphore: one entry for each busy worker

	patience time.Duration // limit for one answer
	mu       sync.Mutex
	ahead    *process // started, waits for the next job
	starting bool
	closed   bool
	missing  []string // protections that this machine lacks; nil before the first worker is ready
	starts   sync.WaitGroup

	papers   *turns // for the PDF whose pages are being drawn: one
	office   *turns // for files that LibreOffice reads
	films    *turns // for clips that are being converted
	compiler compiler
}

// New returns a pool and starts its first worker.
func New(o Options) *Pool {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	films, papers, office := filmPlaces(Memory(), runtime.NumCPU()), 1, officePlaces(Memory())
	p := &Pool{
		Options: o, places: make(chan struct{}, places(Memory())+films-1), patience: patience,
		papers: newTurns(papers, papers), films: newTurns(films, max(1, films-1)), office: newTurns(office, office),
	}
	p.startAhead()
	return p
}

// ours is the memory in bytes that stays for the server and the system.
const ours = 384 << 20

// places returns how many workers may run at once within so many bytes of memory. One more than
// there are processors is enough: usually some worker waits for the disk.
func places(memory int64) int {
	return max(1, min(runtime.NumCPU()+1, int((memory-ours)/hardMemory)))
}

// Close ends the idle worker. Running jobs end with their callers.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	w := p.ahead
	p.ahead = nil
	p.mu.Unlock()
	if w != nil {
		w.end()
	}
	p.starts.Wait()
	p.compiler.forget()
}

// startAhead starts a worker for the next job, unless one is waiting.
func (p *Pool) startAhead() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.starting || p.ahead != nil {
		return
	}
	p.starting = true
	p.starts.Go(func() {
		w, err := p.start(asParser)
		p.mu.Lock()
		p.starting = false
		closed := p.closed
		if err == nil && !closed {
			p.ahead = w
		}
		p.mu.Unlock()
		if err != nil {
			p.Log.Error("a worker for files cannot be started and will be tried again", "error", err)
		} else if closed {
			w.end()
		}
	})
}

// take returns an idle worker of a mode as soon as a place is free.
func (p *Pool) take(ctx context.Context, as ...string) (*process, error) {
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var w *process
	if as[0] == asParser {
		p.mu.Lock()
		w, p.ahead = p.ahead, nil
		p.mu.Unlock()
	}
	if w != nil {
		select {
		case <-w.gone: // a machine short of memory kills workers first
			w.end()
			w = nil
		default:
		}
	}
	if w == nil {
		var err error
		if w, err = p.start(as...); err != nil {
			<-p.places
			return nil, err
		}
	}
	w.limit, w.give = p.patience, func() { <-p.places; p.startAhead() }
	return w, nil
}

// begin starts a job on a file and decodes the first answer into out. The caller ends the worker.
func (p *Pool) begin(ctx context.Context, a ask, r io.ReaderAt, out any) (*process, error) {
	return p.beginAs(ctx, a, r, out, asParser)
}

// beginAs is begin in a worker of a mode.
func (p *Pool) beginAs(ctx context.Context, a ask, r io.ReaderAt, out any, as ...string) (*process, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	file, done, err := p.fileOf(r, a.Size)
	if err != nil {
		return nil, err
	}
	defer done() // the worker has its own descriptor
	w, err := p.take(ctx, as...)
	if err != nil {
		return nil, err
	}
	a.Name = clip(strings.ToValidUTF8(a.Name, ""), 1000)
	w.name = a.Name
	if err := hand(w.line, file); err != nil {
		w.end()
		return nil, err
	}
	one, err := w.ask(a)
	if err == nil {
		var got reply
		if got, err = w.wait(ctx, one); err == nil {
			if bad := decode(got.Value, out); bad != nil {
				err = w.refuse(bad)
			}
		}
	}
	if err != nil {
		w.end()
		return nil, p.noted(w, err)
	}
	return w, nil
}

// noted logs why a worker died. Staff get a sentence; the operator needs the cause.
func (p *Pool) noted(w *process, err error) error {
	var d *died
	if errors.As(err, &d) {
		p.Log.Warn("a worker ended over a file, which is refused", "file", w.name, "why", d.cause)
	}
	return err
}

// start starts a worker and waits until it is confined.
func (p *Pool) start(as ...string) (*process, error) {
	w, err := begun(nil, as...)
	if err != nil {
		return nil, err
	}
	var r ready
	if err := w.readied(&r); err != nil {
		w.end()
		return nil, err
	}
	p.mu.Lock()
	tell := p.missing == nil && len(r.Missing) > 0
	p.missing = append([]string{}, r.Missing...)
	p.mu.Unlock()
	if tell {
		p.Log.Warn("files of strangers are parsed with less protection than this program knows of", "missing", strings.Join(r.Missing, ", "))
	}
	go w.listen()
	return w, nil
}

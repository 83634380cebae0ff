package command

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/player/protocol"
)

const (
	maxWaiting = 16               // commands that wait for a page
	timeLimit  = 40 * time.Second // for one command of the agent's own
)

// Config is what commands are carried out with.
type Config struct {
	Dir     string   // the agent's data folder
	Restart []string // program and arguments that restart the machine, such as [Reboot]; none: not allowed

	Pages   func(protocol.Frame) int     // hands a command to all pages and says how many there are
	Browser *Browser                     // nil: the agent has none
	Log     func(lines, most int) []byte // the newest lines of the agent's log, in at most so many bytes
	Send    func(protocol.Answer) bool   // false: there is no connection

	Now  func() int64 // the server's time in Unix milliseconds; 0: unknown
	Mono func() int64 // the machine's count of milliseconds

	BeforeRestart func()       // saves what must survive a restart of the machine
	Changed       func()       // the commands carried out are others now
	Trouble       func(string) // notes what went wrong, for the operator
	Logger        *slog.Logger
}

// Browser is what commands do with the agent's browser.
type Browser struct {
	Screenshot func(ctx context.Context, most int) ([]byte, error) // a JPEG of at most so many bytes
	Restart    func(why string)
}

// Runner carries out commands. Many goroutines may use it.
type Runner struct {
	cfg     Config
	done    done
	answers answers

	mu      sync.Mutex
	waiting []protocol.Frame // for a page
	queue   []task           // for the agent, oldest first
	kick    chan struct{}    // holds one token while the queue may not be empty
}

// task is a command that the agent carries out itself.
type task struct {
	protocol.Command
	until int64 // Unix milliseconds by the server's clock
}

// New reads which commands an earlier agent carried out.
func New(cfg Config) *Runner {
	r := &Runner{cfg: cfg, kick: make(chan struct{}, 1)}
	r.done.load(cfg.Dir)
	return r
}

// Take begins a command. obeyed are the commands that must not be obeyed again, this one among
// them: they are on the disk before anything is done. A command that cannot be noted is not carried
// out.
func (r *Runner) Take(f protocol.Frame, obeyed map[string]int64) {
	if err := r.keepObeyed(obeyed); err != nil {
		r.cfg.Trouble(err.Error())
		return
	}
	var c protocol.Command
	if f.Open(&c) != nil || c.ID == "" {
		return
	}
	switch c.Kind {
	case protocol.Identify, protocol.Reload, protocol.DimGlass:
		r.pass(f)
		return
	}
	r.mu.Lock()
	r.queue = append(r.queue, task{c, f.Until})
	r.mu.Unlock()
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// pass hands a command to the pages, or keeps it for the first one that comes.
func (r *Runner) pass(f protocol.Frame) {
	if r.cfg.Pages(f) > 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) < maxWaiting {
		r.waiting = append(r.waiting, f)
	}
}

// ForPage gives a page that has just come the commands that waited for one, but for those that have
// expired.
func (r *Runner) ForPage() (frames []protocol.Frame) {
	r.mu.Lock()
	waiting := r.waiting
	r.waiting = nil
	r.mu.Unlock()
	now := r.cfg.Now()
	for _, f := range waiting {
		if now == 0 || f.Until == 0 || now < f.Until {
			frames = append(frames, f)
		}
	}
	return frames
}

// Done names the commands that the agent carried out last.
func (r *Runner) Done() []string { return r.done.list() }

// Forget drops what waits and what was begun: the agent is another screen's from now on.
func (r *Runner) Forget() error {
	r.mu.Lock()
	r.waiting = nil
	r.mu.Unlock()
	return r.forgetObeyed()
}

// Run carries out the agent's own commands, one at a time, until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.kick:
		}
		for ctx.Err() == nil {
			next, ok := r.next()
			if !ok {
				break
			}
			r.carryOut(ctx, next)
		}
	}
}

func (r *Runner) next() (task, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 {
		return task{}, false
	}
	first := r.queue[0]
	r.queue = r.queue[1:]
	return first, true
}

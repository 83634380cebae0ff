package backdrop

import (
	"log/slog"
	"os/exec"
	"time"
)

// overlap is how long the old program keeps running after the next has started, so that the next
// has time to draw.
const overlap = 2 * time.Second

// program is the one that shows the picture. Some stay, such as swaybg; others end at once, such as
// feh. Only one goroutine uses it.
type program struct {
	overlap time.Duration
	cmd     *exec.Cmd // nil: none was started yet
	ended   chan struct{}
}

// replace starts a program, and ends the one before it if that is still running.
func (p *program) replace(words []string, log *slog.Logger) error {
	next := program{overlap: p.overlap, cmd: exec.Command(words[0], words[1:]...), ended: make(chan struct{})}
	if err := next.cmd.Start(); err != nil {
		return err
	}
	go func() {
		err := next.cmd.Wait()
		if err != nil && next.cmd.ProcessState.Exited() {
			log.Warn("the background program failed", "err", err)
		}
		close(next.ended)
	}()
	select {
	case <-next.ended:
	case <-time.After(p.overlap):
	}
	p.stop()
	*p = next
	return nil
}

// stop ends the program and waits for it.
func (p *program) stop() {
	if p.cmd == nil {
		return
	}
	select {
	case <-p.ended:
	default:
		p.cmd.Process.Kill()
		<-p.ended
	}
}

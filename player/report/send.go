package report

import (
	"context"
	"fmt"
	"time"

	"ngatu/player/protocol"
)

const (
	every  = 10 * time.Minute       // without a change: a status costs half a kilobyte
	gather = 200 * time.Millisecond // changes within this go together
)

// Run sends the status when it changes, and every ten minutes, until ctx ends.
func (r *Report) Run(ctx context.Context) {
	timer := time.NewTimer(every)
	defer timer.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			last = ""
		case <-r.kick:
			select {
			case <-ctx.Done():
				return
			case <-time.After(gather):
			}
		}
		now := r.Status()
		if key := r.key(now); key != last && r.cfg.Send(now) {
			last = key
		}
		timer.Reset(every)
	}
}

// key differs whenever a status has to be sent again: something in it has changed, or the
// connection is a new one. The offset, the computer's figures and which slide is on change all the
// time and do not count: the slide follows from the programme and the time, and sending each would
// cost megabytes a day.
func (r *Report) key(s protocol.Status) string {
	s.Offset, s.Machine = 0, nil
	if s.Slide != "" {
		s.Slide = "one"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprintf("%d %+v", r.connections, s)
}

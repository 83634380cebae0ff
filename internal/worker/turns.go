package worker

import (
	"context"
	"slices"
	"sync"
)

// sender is the key of whose file a context is about.
type sender struct{}

// For is a context for the files of a sender, who waits behind their own files rather than before
// those of others: see [Pool.Pages], [Pool.Office] and [Pool.Remake].
func For(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, sender{}, who)
}

// turns let some at a time do something. Who waits gets a turn by sender, one after the other: three
// hundred files of one hold nobody else up for longer than the one that is at work. Where one sender may
// not have all of them at once, another does not wait for a long one either.
type turns struct {
	mu      sync.Mutex
	free    int
	each    int            // of one sender at a time
	busy    map[string]int // turns of a sender
	senders []string       // that wait, whose turn is next first
	waiting map[string][]chan struct{}
}

func newTurns(most, each int) *turns {
	return &turns{free: most, each: each, busy: map[string]int{}, waiting: map[string][]chan struct{}{}}
}

// take waits for a turn of the context's sender. give ends it.
func (t *turns) take(ctx context.Context) (give func(), err error) {
	who, _ := ctx.Value(sender{}).(string)
	give = func() { t.give(who) }
	t.mu.Lock()
	if t.free > 0 && t.busy[who] < t.each { // whoever waits has all that they may
		t.begin(who)
		t.mu.Unlock()
		return give, nil
	}
	mine := make(chan struct{})
	if len(t.waiting[who]) == 0 {
		t.senders = append(t.senders, who)
	}
	t.waiting[who] = append(t.waiting[who], mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return give, nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	at := slices.Index(t.waiting[who], mine)
	if at >= 0 {
		t.leave(who, at)
	}
	t.mu.Unlock()
	if at < 0 { // it came meanwhile
		give()
	}
	return nil, ctx.Err()
}

func (t *turns) begin(who string) {
	t.free--
	t.busy[who]++
}

// give ends a turn of a sender, and hands it on.
func (t *turns) give(who string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free++
	if t.busy[who]--; t.busy[who] == 0 {
		delete(t.busy, who)
	}
	at := slices.IndexFunc(t.senders, func(s string) bool { return t.busy[s] < t.each })
	if at < 0 {
		return
	}
	who = t.senders[at]
	next := t.waiting[who][0]
	t.leave(who, 0)
	if len(t.waiting[who]) > 0 { // behind the others
		t.senders = append(slices.Delete(t.senders, at, at+1), who)
	}
	t.begin(who)
	close(next)
}

// leave takes who waits at a place out of the queue, and the sender with the last of theirs.
func (t *turns) leave(who string, at int) {
	t.waiting[who] = slices.Delete(t.waiting[who], at, at+1)
	if len(t.waiting[who]) == 0 {
		delete(t.waiting, who)
		t.senders = slices.DeleteFunc(t.senders, func(s string) bool { return s == who })
	}
}

package fleet

import (
	"context"
	"time"

	"ngatu/internal/store"
	"ngatu/server/hub"
)

// readOthers takes in what the other nodes know: what they have kept, and who is connected to them
// now, so that a screen of a node that is killed is silent since then.
func (r *Recorder) readOthers(ctx context.Context, present func() []hub.Presence) {
	if r.store.Nodes.Self() == "" {
		return
	}
	all, err := r.store.Presences(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.log.Warn("it cannot be read when other nodes last heard from screens", "error", err)
		}
		return
	}
	here := map[string]hub.Presence{}
	for _, p := range present() {
		here[p.Screen] = p
	}
	now, making := r.now().Truncate(time.Millisecond), r.store.Nodes.Making()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range all {
		if there, is := here[p.Screen]; is && !r.known[p.Screen].Here {
			r.elsewhere(there, now)
			continue
		}
		r.compare(p, now, making)
	}
}

// elsewhere notes that a screen is connected to another node; that one keeps it. The caller holds mu.
func (r *Recorder) elsewhere(p hub.Presence, now time.Time) {
	r.known[p.Screen] = store.Presence{Screen: p.Screen, At: now}
	delete(r.fresh, p.Screen)
	if r.said[p.Screen] = p.Status; p.Status == nil {
		delete(r.said, p.Screen)
	}
}

// compare holds what is kept of a screen against what this node knows, where it is not connected to
// another. The maker corrects what a node has left behind that was killed. The caller holds mu.
func (r *Recorder) compare(kept store.Presence, now time.Time, making bool) {
	known := r.known[kept.Screen]
	switch {
	case known.Here:
		if !kept.Here && !r.fresh[kept.Screen] { // this node was cut off, and believed to be gone
			known.At = now
			r.known[kept.Screen], r.fresh[kept.Screen] = known, true
		}
	case known.At.Before(kept.At):
		r.known[kept.Screen] = store.Presence{Screen: kept.Screen, At: kept.At}
	case kept.Here && making:
		r.fresh[kept.Screen] = true
	}
}

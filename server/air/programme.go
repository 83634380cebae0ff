package air

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// pace is the least time between two programmes of one audience; what cannot wait does not (see urgent).
const pace = time.Second

// planSum is the digest of a plan and of the window that it is resolved for.
type planSum = [sha256.Size]byte

// round is one refresh under way: what audiences with equal plans share in it, whatever their names.
type round struct {
	*gathered
	lineup content.Lineup

	mu       sync.Mutex
	resolved map[planSum]*resolved
	ways     map[[2]string]*way // by the hashes of the programme before and of the one to come
}

// resolved is a programme as it is sealed. It does not change once it is made.
type resolved struct {
	once      sync.Once
	programme content.Programme
	body      json.RawMessage
	hash      string
	took      time.Duration // to resolve
	err       error
}

// way is the change from one programme to another.
type way struct {
	once   sync.Once
	urgent bool
}

func (a *Air) newRound() *round {
	return &round{
		gathered: a.gathered, lineup: a.gathered.library.Lineup(),
		resolved: map[planSum]*resolved{}, ways: map[[2]string]*way{},
	}
}

// draft is an audience's programme reckoned, and what is to become of it.
type draft struct {
	key    string
	sum    planSum
	now    *resolved // nil where the plan is the one before
	same   bool      // another plan makes the same programme
	urgent bool
	frame  protocol.Frame // sealed where it is to be handed out
	err    error
}

// programmes resolves the plans of audiences where they changed, and hands the programmes out where those differ too. The
// reckoning is spread over all processors: it only reads what Air has, but for what a round shares.
func (a *Air) programmes(ctx context.Context, r *round, keys []string) error {
	drafts := make([]draft, len(keys))
	across(len(keys), func(i int) { drafts[i] = a.draft(ctx, r, keys[i]) })
	for _, now := range r.resolved {
		a.stats.Resolving += now.took
		if now.err == nil {
			a.stats.Programmes++
		}
	}
	var out []*draft
	var errs []error
	for i := range drafts {
		d := &drafts[i]
		delete(a.waiting, d.key)
		errs = append(errs, d.err)
		if d.err == nil && a.isDue(d) {
			out = append(out, d)
		}
	}
	across(len(out), func(i int) { a.seal(r, out[i]) })
	posts := make([]hub.Post, len(out))
	for i, d := range out {
		posts[i] = hub.Post{Topic: audienceTopic(d.key), Frame: d.frame}
	}
	errs = append(errs, a.hand(ctx, posts, func(i int) {
		d := out[i]
		d.frame.Body = nil
		a.audiences[d.key] = &onAir{
			plan: d.sum, frame: d.frame, programme: d.now.programme, boards: protocol.Boards(d.now.programme), sent: time.Now(),
		}
	}))
	return errors.Join(errs...)
}

// draft reckons an audience's programme.
func (a *Air) draft(ctx context.Context, r *round, key string) draft {
	d := draft{key: key}
	c := a.fleet.crowds[key]
	plan, err := a.plan(ctx, r, c)
	if err != nil {
		d.err = err
		return d
	}
	text, err := json.Marshal(plan)
	if err != nil {
		d.err = fmt.Errorf("write the plan of audience %s: %w", key, err)
		return d
	}
	from, until, _ := window(r.now, c.audience.Zone, key)
	d.sum = sha256.Sum256(fmt.Appendf(text, "%d", from.UnixMilli()))
	last, known := a.audiences[key]
	if known && last.plan == d.sum {
		return d
	}
	now := r.resolve(plan, d.sum, from, until)
	if content.CodeOf(now.err) == content.Invalid { // trying again does not help, a change does: the others go on
		a.log.Error("an audience's programme could not be made; its screens go on with what they have", "audience", key, "error", now.err)
		return d
	}
	d.now, d.err = now, now.err
	if known && d.err == nil {
		d.same = last.frame.Hash == now.hash
		d.urgent = !d.same && r.isUrgent(last, now)
	}
	return d
}

// isDue says whether a draft goes out now: it is another programme than before, and the second of that one is over or it cannot
// wait.
func (a *Air) isDue(d *draft) bool {
	last, known := a.audiences[d.key]
	switch {
	case d.now == nil:
		return false
	case !known || d.urgent:
		return true
	case d.same:
		last.plan = d.sum
		return false
	}
	if wait := time.Until(last.sent.Add(pace)); wait > 0 {
		a.waiting[d.key] = true
		a.wake(wait)
		return false
	}
	return true
}

// seal signs a draft for its audience: the body is another's too, so that only the head is its own.
func (a *Air) seal(r *round, d *draft) {
	d.frame = protocol.Frame{
		Type: protocol.TypeProgramme, For: d.key, Number: r.number, From: d.now.programme.From, Until: d.now.programme.Until,
		Body: d.now.body, Hash: d.now.hash, Key: a.keyName,
	}
	d.frame.Sig = ed25519.Sign(a.key, d.frame.SigningText())
}

// resolve resolves a plan once for all audiences that have it.
func (r *round) resolve(plan content.Plan, sum planSum, from, until time.Time) *resolved {
	r.mu.Lock()
	now := r.resolved[sum]
	if now == nil {
		now = &resolved{}
		r.resolved[sum] = now
	}
	r.mu.Unlock()
	now.once.Do(func() {
		began := time.Now()
		now.programme, _, now.err = content.Resolve(plan, from, until)
		now.took = time.Since(began)
		if now.err != nil {
			return
		}
		if now.body, now.err = json.Marshal(now.programme); now.err == nil {
			now.hash = string(content.DigestOf(now.body))
		}
	})
	return now
}

// plan gathers what an audience may be shown.
func (a *Air) plan(ctx context.Context, r *round, c *crowd) (content.Plan, error) {
	facts := a.factsOf(c)
	var failed error
	plan := r.lineup.PlanFor(c.audience, func(s content.Slide) (content.Ready, bool) {
		if failed != nil {
			return content.Ready{}, false
		}
		ready, ok, err := a.ready(ctx, r.gathered, s, c.audience.Canvas, facts)
		failed = err
		return ready, ok
	})
	return plan, failed
}

// isUrgent asks urgent once for all audiences that go from one programme to the same other one.
func (r *round) isUrgent(last *onAir, now *resolved) bool {
	key := [2]string{last.frame.Hash, now.hash}
	r.mu.Lock()
	w := r.ways[key]
	if w == nil {
		w = &way{}
		r.ways[key] = w
	}
	r.mu.Unlock()
	w.once.Do(func() { w.urgent = urgent(&last.programme, &now.programme, r.now.UnixMilli()) })
	return w.urgent
}

// urgent says whether a programme cannot wait its second: a slide of the one before was taken off, or within that second
// something cuts in that was not to be shown then.
func urgent(before, now *content.Programme, at int64) bool {
	for _, s := range before.Slides {
		if !slices.ContainsFunc(now.Slides, func(other content.Shown) bool { return other.ID == s.ID }) {
			return true
		}
	}
	for _, t := range []int64{at, at + pace.Milliseconds()} {
		if now.Exclusive(t) && on(now, t) != on(before, t) {
			return true
		}
	}
	return false
}

// on is the slide that a programme shows at t; "" for the safe card.
func on(p *content.Programme, t int64) string {
	if i := p.At(t).Slide; i >= 0 {
		return p.Slides[i].ID
	}
	return ""
}

// ready is what an eligible slide has for a canvas: a rendition or a layout. One that does not fit there is not ready
// there; an error is the disk's, and must not take a slide off the air.
func (a *Air) ready(ctx context.Context, g *gathered, s content.Slide, canvas content.Canvas, facts layout.Facts) (content.Ready, bool, error) {
	if s.Dwell > content.MaxLoop*time.Millisecond {
		return content.Ready{}, false, nil
	}
	if s.Kind.LaidOut() {
		return a.readyLaidOut(ctx, g, s, canvas, facts)
	}
	m, of := g.media[s.Medium], pixelsOf(canvas)
	if m == nil || s.Kind == content.Video && m.length <= 0 {
		return content.Ready{}, false, nil
	}
	ref, ok := m.made[rendition{of, s.FitKey()}]
	if !ok {
		return content.Ready{}, false, nil
	}
	r := content.Ready{Medium: ref, Length: m.length}
	if still, ok := m.made[rendition{of, s.StillKey()}]; ok {
		r.Still = &still
	}
	return r, true, nil
}

// readyLaidOut is what a slide has that Ngatu sets itself.
func (a *Air) readyLaidOut(ctx context.Context, g *gathered, s content.Slide, canvas content.Canvas, facts layout.Facts) (content.Ready, bool, error) {
	l, board := sketch{slide: s, sum: g.looks[s.ID]}, boardID(s)
	if board != "" {
		l.rows = a.rowsOf(board)
	}
	made, err := a.shelf.lay(ctx, l, canvas, facts)
	if content.CodeOf(err) == content.Invalid {
		return content.Ready{}, false, nil
	}
	return content.Ready{Medium: made.ref, Board: board, Printed: made.printed}, err == nil, err
}

package air

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/internal/spread"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// pace is the least time between two programmes of one audience; what cannot wait does not (see
// urgent).
const pace = time.Second

// round is one refresh under way: what audiences with equal plans share in it, whatever their
// names.
type round struct {
	*gather.State
	crowds *crowd.Crowds
	plans  *scene.Planner
	faded  time.Time // when figures last became too old for boards

	mu       sync.Mutex
	resolved map[content.PlanSum]*resolved
	bodySize atomic.Int64        // of the last programme, in bytes
	steps    map[[2]string]*step // by the hashes of the programme before and of the one to come
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

// step is the change from one programme to another.
type step struct {
	once   sync.Once
	urgent bool
}

func newRound(s *scene.Scene) *round {
	return &round{
		State: s.State, crowds: s.Crowds, plans: s.Planner(s.State.Library), faded: s.Faded(),
		resolved: map[content.PlanSum]*resolved{}, steps: map[[2]string]*step{},
	}
}

// draft is an audience's programme worked out, and what is to become of it.
type draft struct {
	key    string
	sum    content.PlanSum
	now    *resolved // nil where the plan is the one before
	same   bool      // another plan makes the same programme
	urgent bool
	frame  protocol.Frame // sealed where it is to be handed out
	lacks  error          // a slide is as it was or missing, because its layout could not be written
	err    error
}

// retry is how soon a layout that could not be written is tried once more.
const retry = 5 * time.Second

// aHandful is how many programmes are worked out together: while the database writes them, the next
// ones are.
const aHandful = 512

// programmes resolves the plans of audiences where they changed, and hands the programmes out where
// those differ too. The work is spread over all processors: it only reads what Air has, but for
// what a round shares.
func (a *Air) programmes(ctx context.Context, r *round, keys []string) error {
	h := newHands(ctx, a)
	lacks := lacking{}
	var errs []error
	for some := range slices.Chunk(keys, aHandful) {
		out, err := r.drafts(ctx, a, some, &lacks)
		errs = append(errs, err)
		spread.Over(len(out), func(i int) { out[i].seal(r, a.keyName, a.key) })
		posts := make([]hub.Post, len(out))
		for i, d := range out {
			posts[i] = hub.Post{Topic: audienceTopic(d.key), Frame: d.frame}
		}
		if h.pass(posts, func(i int) { out[i].noteOnAir(a) }) != nil {
			break
		}
	}
	for _, now := range r.resolved {
		a.stats.Resolving += now.took
		if now.err == nil {
			a.stats.Programmes++
		}
	}
	if lacks.err != nil {
		a.wake(retry)
		a.log.Error("a layout cannot be written; everything else goes on", "audiences", lacks.audiences, "error", lacks.err)
	}
	r.resolved, r.steps = nil, nil // a body lies in its frame; a city's weigh more than all else that a round holds
	return errors.Join(append(errs, h.finish())...)
}

// lacking counts the audiences for which a layout could not be written.
type lacking struct {
	audiences int
	err       error
}

// drafts works out the programmes of some audiences, and gives those that go out now.
func (r *round) drafts(ctx context.Context, a *Air, keys []string, lacks *lacking) (out []*draft, err error) {
	drafts := make([]draft, len(keys))
	spread.Over(len(keys), func(i int) { drafts[i] = a.draft(ctx, r, keys[i]) })
	var errs []error
	for i := range drafts {
		d := &drafts[i]
		delete(a.waiting, d.key)
		errs = append(errs, d.err)
		if d.lacks != nil {
			a.waiting[d.key] = true
			lacks.audiences, lacks.err = lacks.audiences+1, d.lacks
		}
		if d.err == nil && a.isDue(d) {
			out = append(out, d)
		}
	}
	out, err = a.holdBack(ctx, r, out)
	return out, errors.Join(append(errs, err)...)
}

// noteOnAir notes what an audience is sent.
func (d *draft) noteOnAir(a *Air) {
	d.frame.Body = nil
	a.audiences[d.key] = &onAir{
		plan: d.sum, frame: d.frame, programme: d.now.programme, boards: protocol.Boards(d.now.programme), sent: time.Now(),
	}
}

// rooms are for the slides of plans, which nobody keeps.
var rooms = sync.Pool{New: func() any { return new([]content.PlanSlide) }}

// draft works out an audience's programme.
func (a *Air) draft(ctx context.Context, r *round, key string) draft {
	d := draft{key: key}
	c := r.crowds.ByKey[key]
	zone, err := content.Zone(c.Audience.Zone)
	if err != nil {
		unmade(a.log, key, err)
		return d
	}
	last, known := a.audiences[key]
	var plan content.Plan
	room := rooms.Get().(*[]content.PlanSlide)
	defer rooms.Put(room)
	plan, d.lacks = r.plans.Plan(ctx, c, *room, func(slide string) (content.Ready, bool) { return last.shows(slide, a.draw.Has) })
	*room = plan.Slides
	from, until, _ := draw.Window(r.Now, zone, key)
	d.sum = plan.Sum(from)
	if known && last.plan == d.sum {
		return d
	}
	now := r.resolve(plan, d.sum, from, until)
	if content.CodeOf(now.err) == content.Invalid { // trying again does not help, a change does: the others go on
		unmade(a.log, key, now.err)
		return d
	}
	d.now, d.err = now, now.err
	if known && d.err == nil {
		d.same = last.frame.Hash == now.hash
		d.urgent = !d.same && r.isUrgent(last, now)
	}
	return d
}

// unmade logs why an audience has no new programme.
func unmade(log *slog.Logger, key string, err error) {
	log.Error("an audience's programme could not be made; its screens go on with what they have", "audience", key, "error", err)
}

// isDue says whether a draft goes out now: it is another programme than before, and the second of
// that one is over or it cannot wait.
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
func (d *draft) seal(r *round, keyName string, key ed25519.PrivateKey) {
	d.frame = protocol.Frame{
		Type: protocol.TypeProgramme, For: d.key, Number: r.Number, From: max(d.now.programme.From, latest(r.Now, r.crowds.Turned, r.faded)), Until: d.now.programme.Until,
		Body: d.now.body, Hash: d.now.hash, Key: keyName,
	}
	d.frame.Sig = ed25519.Sign(key, d.frame.SigningText())
}

// resolve resolves a plan once for all audiences that have it.
func (r *round) resolve(plan content.Plan, sum content.PlanSum, from, until time.Time) *resolved {
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
		about := r.bodySize.Load() // audiences have programmes of much the same length
		if now.body, now.err = now.programme.AppendJSON(make([]byte, 0, about+about/32)); now.err == nil {
			r.bodySize.Store(int64(len(now.body)))
			now.hash = string(content.DigestOf(now.body))
		}
	})
	return now
}

// shows is how a slide was last shown, where its medium still is there.
func (o *onAir) shows(id string, has func(content.Digest) bool) (content.Ready, bool) {
	if o == nil {
		return content.Ready{}, false
	}
	i := slices.IndexFunc(o.programme.Slides, func(s content.Shown) bool { return s.ID == id })
	if i < 0 || !has(o.programme.Slides[i].Medium.Digest) {
		return content.Ready{}, false
	}
	s := o.programme.Slides[i]
	return content.Ready{Medium: s.Medium, Still: s.Still, Board: s.Board}, true
}

// isUrgent asks urgent once for all audiences that go from one programme to the same other one.
func (r *round) isUrgent(last *onAir, now *resolved) bool {
	key := [2]string{last.frame.Hash, now.hash}
	r.mu.Lock()
	w := r.steps[key]
	if w == nil {
		w = &step{}
		r.steps[key] = w
	}
	r.mu.Unlock()
	w.once.Do(func() { w.urgent = urgent(&last.programme, &now.programme, r.Now.UnixMilli()) })
	return w.urgent
}

// urgent says whether a programme cannot wait its second: a slide of the one before was taken off,
// for good or for now, or within that second something cuts in that was not to be shown then.
func urgent(before, now *content.Programme, at int64) bool {
	places := placesOf(before, now)
	if slices.Contains(places, -1) {
		return true
	}
	for _, t := range []int64{at, at + pace.Milliseconds()} {
		if lost(places, before.Slots(t), now.Slots(t), len(now.Slides)) || now.Exclusive(t) && on(now, t) != on(before, t) {
			return true
		}
	}
	return false
}

// placesOf are the places of a programme's slides in another one; -1: it is not there. The search
// for each begins behind the one before, for most keep their order.
func placesOf(p, other *content.Programme) []int {
	places := make([]int, len(p.Slides))
	next := 0
	for i := range p.Slides {
		places[i] = -1
		for n := range other.Slides {
			if at := (next + n) % len(other.Slides); other.Slides[at].ID == p.Slides[i].ID {
				places[i], next = at, at+1
				break
			}
		}
	}
	return places
}

// lost reports whether a slide of some slots has none among others, which are of another programme
// of n slides.
func lost(places, some, others []int, n int) bool {
	turn := make([]bool, n)
	for _, i := range others {
		turn[i] = true
	}
	return slices.ContainsFunc(some, func(i int) bool { return !turn[places[i]] })
}

// on is the slide that a programme shows at t; "" for the safe card.
func on(p *content.Programme, t int64) string {
	if i := p.At(t).Slide; i >= 0 {
		return p.Slides[i].ID
	}
	return ""
}

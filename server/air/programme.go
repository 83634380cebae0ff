package air

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// pace is the least time between two programmes of one audience; what cannot wait does not (see urgent).
const pace = time.Second

// planSum is the digest of a plan and of the window that it is resolved for.
type planSum = [sha256.Size]byte

// round is one refresh under way: what audiences with equal plans share in it, whatever their names.
type round struct {
	*gathered
	resolved map[planSum]*resolved
	urgent   map[[2]string]bool // by the hashes of the programme before and of the one to come
}

// resolved is a programme as it is sealed.
type resolved struct {
	programme content.Programme
	body      json.RawMessage
	hash      string
	err       error
}

// programme resolves an audience's plan where it changed, and hands the programme out where that differs too.
func (a *Air) programme(ctx context.Context, r *round, key string, c *crowd) error {
	delete(a.waiting, key)
	plan, err := a.plan(ctx, r.gathered, c)
	if err != nil {
		return err
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return fmt.Errorf("write the plan of audience %s: %w", key, err)
	}
	from, until, _ := window(r.now, c.audience.Zone, key)
	sum := sha256.Sum256(fmt.Appendf(text, "%d", from.UnixMilli()))
	last, known := a.audiences[key]
	if known && last.plan == sum {
		return nil
	}
	now := a.resolve(r, plan, sum, from, until)
	if content.CodeOf(now.err) == content.Invalid { // trying again does not help, a change does: the others go on
		a.log.Error("an audience's programme could not be made; its screens go on with what they have", "audience", key, "error", now.err)
		return nil
	}
	if now.err != nil {
		return now.err
	}
	if known && last.frame.Hash == now.hash {
		last.plan = sum
		return nil
	}
	if known && !r.isUrgent(last.frame, now) {
		if wait := time.Until(last.sent.Add(pace)); wait > 0 {
			a.waiting[key] = true
			a.wake(wait)
			return nil
		}
	}
	return a.handProgramme(ctx, r, key, sum, now)
}

// resolve resolves a plan once for all audiences that have it.
func (a *Air) resolve(r *round, plan content.Plan, sum planSum, from, until time.Time) *resolved {
	if now, ok := r.resolved[sum]; ok {
		return now
	}
	now := &resolved{}
	r.resolved[sum] = now
	if now.programme, _, now.err = content.Resolve(plan, from, until); now.err != nil {
		return now
	}
	a.stats.Programmes++
	if now.body, now.err = json.Marshal(now.programme); now.err == nil {
		now.hash = string(content.DigestOf(now.body))
	}
	return now
}

func (a *Air) handProgramme(ctx context.Context, r *round, key string, sum planSum, now *resolved) error {
	f, err := protocol.Seal(protocol.Frame{
		Type: protocol.TypeProgramme, For: key, Number: r.number, From: now.programme.From, Until: now.programme.Until,
	}, now.body, a.key)
	if err != nil {
		return err
	}
	if err := a.hand(ctx, audienceTopic(key), f); err != nil {
		return err
	}
	f.Body = now.body // kept once for all who have it
	a.audiences[key] = &onAir{plan: sum, frame: f, boards: protocol.Boards(now.programme), sent: time.Now()}
	return nil
}

// plan gathers what an audience may be shown.
func (a *Air) plan(ctx context.Context, g *gathered, c *crowd) (content.Plan, error) {
	facts := a.factsOf(c)
	var failed error
	plan := content.PlanFor(c.audience, g.library, func(s content.Slide) (content.Ready, bool) {
		if failed != nil {
			return content.Ready{}, false
		}
		r, ok, err := a.ready(ctx, g, s, c.audience, facts)
		failed = err
		return r, ok
	})
	return plan, failed
}

// isUrgent asks urgent once for all audiences that go from one programme to the same other one.
func (r *round) isUrgent(old protocol.Frame, now *resolved) bool {
	way := [2]string{old.Hash, now.hash}
	yes, known := r.urgent[way]
	if !known {
		yes = urgent(old, now.programme, r.now.UnixMilli())
		r.urgent[way] = yes
	}
	return yes
}

// urgent says whether a programme cannot wait its second: a slide of the one before was taken off, or within that second
// something cuts in that was not to be shown then.
func urgent(old protocol.Frame, now content.Programme, at int64) bool {
	var before content.Programme
	if old.Open(&before) != nil {
		return true
	}
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
func on(p content.Programme, t int64) string {
	if i := p.At(t).Slide; i >= 0 {
		return p.Slides[i].ID
	}
	return ""
}

// ready is what a slide has for an audience's canvas: a rendition or a layout. One that does not fit there is not ready
// there; an error is the disk's, and must not take a slide off the air.
func (a *Air) ready(ctx context.Context, g *gathered, s content.Slide, audience content.Audience, facts layout.Facts) (content.Ready, bool, error) {
	if !g.library.Eligible(s, audience) || s.Dwell > content.MaxLoop*time.Millisecond {
		return content.Ready{}, false, nil
	}
	if s.Kind.LaidOut() {
		return a.readyLaidOut(ctx, g, s, audience.Canvas, facts)
	}
	m, of := g.media[s.Medium], pixelsOf(audience.Canvas)
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
		if len(g.of(board)) == 0 {
			return content.Ready{}, false, nil // a board without figures would be empty rows
		}
		l.rows = a.rowsOf(board)
	}
	made, err := a.shelf.lay(ctx, l, canvas, facts)
	if content.CodeOf(err) == content.Invalid {
		return content.Ready{}, false, nil
	}
	return content.Ready{Medium: made.ref, Board: board, Printed: made.printed}, err == nil, err
}

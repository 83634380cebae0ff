package air

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// pace is the least time between two programmes of one audience; what cannot wait does not (see urgent).
const pace = time.Second

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func screenTopic(code string) string  { return "screen/" + code }
func boardTopic(id string) string     { return "board/" + id }

// refresh reads what there is and hands every frame that differs to the hub. Where it fails, what is on stays on, and the
// next look tries again.
func (a *Air) refresh(ctx context.Context) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() {
		if err != nil { // an alarm that has gone off must not ring on and on
			a.failed, a.alarm = true, time.Time{}
		}
	}()
	began := time.Now()
	number, err := a.store.LastChange(ctx)
	if err != nil {
		return err
	}
	if number == a.number && !a.failed && (a.alarm.IsZero() || began.Before(a.alarm)) {
		return nil
	}
	g, err := a.gather(ctx)
	if err != nil {
		return err
	}
	a.alarm = time.Time{}
	if err := a.publish(ctx, g); err != nil {
		return err
	}
	a.failed, a.number = false, g.number
	a.stats.Took = time.Since(began)
	return nil
}

// stand is a screen at the place where it stands now, with the audience that it belongs to.
type stand struct {
	screen   content.Screen
	place    content.Place
	audience content.Audience
	key      string
}

func (g *gathered) stands() []stand {
	inUse := g.library.Targets()
	out := make([]stand, 0, len(g.screens))
	for _, s := range g.screens {
		if p, ok := s.PlaceAt(g.now); ok {
			audience := content.AudienceOf(p, inUse)
			out = append(out, stand{s, p, audience, audience.Key()})
		}
	}
	return out
}

// publish hands out programmes first, for they are what is waited for, then figures, then screens: a board's figures go out
// before a screen that newly listens to them is told to. What fails for one does not keep the others.
func (a *Air) publish(ctx context.Context, g *gathered) error {
	var errs []error
	stands := g.stands()
	a.wakeForPlaces(g)
	byKey := map[string][]stand{}
	for _, s := range stands {
		byKey[s.key] = append(byKey[s.key], s)
	}
	boards := map[string]bool{}
	for key, members := range byKey {
		errs = append(errs, a.programme(ctx, g, key, members))
		for _, b := range a.boardsOf(key) {
			boards[b] = true
		}
	}
	for id := range boards {
		errs = append(errs, a.board(ctx, g, id))
	}
	for _, s := range stands {
		errs = append(errs, a.screen(ctx, g, s))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	a.forget(stands, byKey, boards)
	return nil
}

// wakeForPlaces looks forward to the next place of every screen: a move that was entered beforehand is only a border in time.
func (a *Air) wakeForPlaces(g *gathered) {
	for _, s := range g.screens {
		for _, p := range s.Places {
			if p.From.After(g.now) {
				a.wake(p.From.Sub(g.now))
			}
		}
	}
}

// boardsOf are the boards of an audience's programme.
func (a *Air) boardsOf(key string) []string {
	if on, ok := a.audiences[key]; ok {
		return on.boards
	}
	return nil
}

// programme resolves an audience's plan where it changed, and hands the programme out where that differs too.
func (a *Air) programme(ctx context.Context, g *gathered, key string, members []stand) error {
	audience := members[0].audience
	from, until, next := window(g.now, audience.Zone, key)
	a.wake(next.Sub(g.now))
	plan, err := a.plan(ctx, g, members)
	if err != nil {
		return err
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return fmt.Errorf("write the plan of audience %s: %w", key, err)
	}
	sum := sha256.Sum256(fmt.Appendf(text, "%d", from.UnixMilli()))
	last, known := a.audiences[key]
	if known && last.plan == sum {
		return nil
	}
	prog, _, err := content.Resolve(plan, from, until)
	if content.CodeOf(err) == content.Invalid { // trying again does not help, a change does: the others go on
		a.log.Error("an audience's programme could not be made; its screens go on with what they have", "audience", key, "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	a.stats.Programmes++
	f, err := protocol.Seal(protocol.Frame{
		Type: protocol.TypeProgramme, For: key, Number: g.number, From: prog.From, Until: prog.Until,
	}, prog, a.key)
	if err != nil {
		return err
	}
	if known && last.frame.Hash == f.Hash {
		last.plan = sum
		return nil
	}
	if known && !urgent(last.frame, prog, g.now.UnixMilli()) {
		if wait := time.Until(last.sent.Add(pace)); wait > 0 {
			a.wake(wait)
			return nil
		}
	}
	if err := a.hand(ctx, audienceTopic(key), f); err != nil {
		return err
	}
	a.audiences[key] = &onAir{plan: sum, frame: f, boards: protocol.Boards(prog), sent: time.Now()}
	return nil
}

// plan gathers what an audience may be shown.
func (a *Air) plan(ctx context.Context, g *gathered, members []stand) (content.Plan, error) {
	audience := members[0].audience
	facts := a.facts(g, members)
	var failed error
	plan := content.PlanFor(audience, g.library, func(s content.Slide) (content.Ready, bool) {
		if failed != nil {
			return content.Ready{}, false
		}
		r, ok, err := a.ready(ctx, g, s, audience, facts)
		failed = err
		return r, ok
	})
	return plan, failed
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
	c := audience.Canvas
	if s.Kind.LaidOut() {
		board := boardID(s)
		if board != "" {
			if len(g.releases[board]) == 0 {
				return content.Ready{}, false, nil // a board without figures would be empty rows
			}
			facts = a.boardFacts(facts, s, g.releases[board][0])
		}
		ref, err := a.shelf.lay(ctx, s, c, facts)
		if content.CodeOf(err) == content.Invalid {
			return content.Ready{}, false, nil
		}
		return content.Ready{Medium: ref, Board: board}, err == nil, err
	}
	ref, ok := g.renditions[renditionKey{s.Medium, c.Width, c.Height, s.FitKey()}]
	if !ok || s.Kind == content.Video && g.lengths[s.Medium] <= 0 {
		return content.Ready{}, false, nil
	}
	r := content.Ready{Medium: ref, Length: g.lengths[s.Medium]}
	if still, ok := g.renditions[renditionKey{s.Medium, c.Width, c.Height, s.StillKey()}]; ok {
		r.Still = &still
	}
	return r, true, nil
}

// screen hands out the truth of one screen where it differs, and has its players listen to what it needs.
func (a *Air) screen(ctx context.Context, g *gathered, s stand) error {
	truth := a.screenFrame(s, g)
	head := protocol.Frame{Type: protocol.TypeScreen, For: s.screen.Code, Number: g.number}
	f, err := protocol.Seal(head, truth, nil) // unsigned: most changes do not touch most screens
	if err != nil {
		return err
	}
	topics := []string{screenTopic(s.screen.Code), audienceTopic(s.key)}
	for _, b := range a.boardsOf(s.key) {
		topics = append(topics, boardTopic(b))
	}
	last, known := a.screens[s.screen.Code]
	if !known {
		last = &heard{}
	}
	if last.hash != f.Hash {
		if f, err = protocol.Seal(head, truth, a.key); err != nil {
			return err
		}
		if err := a.store.PutFrame(ctx, f); err != nil {
			return err
		}
		if err := a.hub.Tell(topics[0], f); err != nil {
			return err
		}
		a.stats.Frames++
		last.hash = f.Hash
	}
	if !slices.Equal(last.topics, topics) {
		last.topics = topics
		a.hub.Retopic(s.screen.Code, topics)
	}
	a.screens[s.screen.Code] = last
	return nil
}

// board hands out the figures of a board where they differ.
func (a *Air) board(ctx context.Context, g *gathered, id string) error {
	figures, ok := a.figures(id, g)
	if !ok {
		return nil
	}
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: id, Number: g.number}, figures, a.key)
	if err != nil || a.boards[id] == f.Hash {
		return err
	}
	if err := a.hand(ctx, boardTopic(id), f); err != nil {
		return err
	}
	a.boards[id] = f.Hash
	return nil
}

// hand keeps a frame for the record and gives it to the hub: what was shown can always be read back.
func (a *Air) hand(ctx context.Context, topic string, f protocol.Frame) error {
	if err := a.store.PutFrame(ctx, f); err != nil {
		return err
	}
	if err := a.hub.Publish(topic, f); err != nil {
		return err
	}
	a.stats.Frames++
	return nil
}

// forget drops what nobody listens to any more.
func (a *Air) forget(stands []stand, audiences map[string][]stand, boards map[string]bool) {
	for key := range a.audiences {
		if _, ok := audiences[key]; !ok {
			delete(a.audiences, key)
			a.hub.Forget(audienceTopic(key))
		}
	}
	for id := range a.boards {
		if !boards[id] {
			delete(a.boards, id)
			a.hub.Forget(boardTopic(id))
		}
	}
	standing := make(map[string]bool, len(stands))
	for _, s := range stands {
		standing[s.screen.Code] = true
	}
	for code := range a.screens {
		if !standing[code] {
			delete(a.screens, code)
			a.hub.Drop(code, "the screen was removed")
		}
	}
}

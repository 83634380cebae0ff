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

// Topics of the hub.
func audienceTopic(key string) string { return "audience/" + key }
func screenTopic(code string) string  { return "screen/" + code }
func boardTopic(id string) string     { return "board/" + id }

// refresh reads what there is and hands every frame that differs to the hub.
func (a *Air) refresh(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	began := time.Now()
	number, err := a.store.LastChange(ctx)
	if err != nil {
		return err
	}
	week := weekOf(began)
	if number == a.number && week == a.week && (a.due.IsZero() || began.Before(a.due)) {
		return nil
	}
	g, err := a.gather(ctx)
	if err != nil {
		return err
	}
	a.due = time.Time{}
	if err := a.publish(ctx, g); err != nil {
		return err
	}
	a.number, a.week = g.number, week
	a.stats.Took = time.Since(began)
	return nil
}

// weekOf is the start of the window that t lies in, by the zone that most screens have.
func weekOf(t time.Time) int64 {
	from, _ := content.Window(t, zoneOf(content.DefaultZone))
	return from.UnixMilli()
}

func zoneOf(name string) *time.Location {
	if z, err := time.LoadLocation(name); err == nil {
		return z
	}
	return time.UTC
}

func (g *gathered) zone(name string) *time.Location { return zoneOf(name) }

func (g *gathered) from(zone string) time.Time {
	from, _ := content.Window(g.now, zoneOf(zone))
	return from
}

func (g *gathered) until(zone string) time.Time {
	_, until := content.Window(g.now, zoneOf(zone))
	return until
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
	var out []stand
	for _, s := range g.screens {
		if p, ok := s.PlaceAt(g.now); ok {
			audience := content.AudienceOf(p, inUse)
			out = append(out, stand{s, p, audience, audience.Key()})
		}
	}
	return out
}

// publish hands out programmes first, for they are what is waited for, then screens, then figures. A board's figures go
// out before a screen that newly listens to them is told to.
func (a *Air) publish(ctx context.Context, g *gathered) error {
	stands := g.stands()
	byKey := map[string][]stand{}
	for _, s := range stands {
		byKey[s.key] = append(byKey[s.key], s)
	}
	boards := map[string]bool{}
	for key, members := range byKey {
		if err := a.programme(ctx, g, key, members); err != nil {
			return err
		}
		for _, b := range a.audiences[key].boards {
			boards[b] = true
		}
	}
	for id := range boards {
		if err := a.board(ctx, g, id); err != nil {
			return err
		}
	}
	for _, s := range stands {
		if err := a.screen(ctx, g, s); err != nil {
			return err
		}
	}
	a.forget(g, byKey, boards)
	return nil
}

// programme resolves an audience's plan where it changed, and hands the programme out where that differs too.
func (a *Air) programme(ctx context.Context, g *gathered, key string, members []stand) error {
	audience := members[0].audience
	facts := a.facts(g, members)
	plan := content.PlanFor(audience, g.library, func(s content.Slide) (content.Ready, bool) {
		return a.ready(ctx, g, s, audience, facts)
	})
	from, until := content.Window(g.now, zoneOf(audience.Zone))
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
			if due := time.Now().Add(wait); a.due.IsZero() || due.Before(a.due) {
				a.due = due
			}
			return nil
		}
	}
	a.audiences[key] = &onAir{plan: sum, frame: f, boards: protocol.Boards(prog), sent: time.Now()}
	return a.hand(ctx, audienceTopic(key), f)
}

// urgent says whether a programme cannot wait its second: something cuts in now, or what is on the glass was taken off.
func urgent(old protocol.Frame, now content.Programme, at int64) bool {
	if now.Exclusive(at) {
		return true
	}
	var before content.Programme
	if old.Open(&before) != nil {
		return true
	}
	on := before.At(at).Slide
	return on >= 0 && !slices.ContainsFunc(now.Slides, func(s content.Shown) bool { return s.ID == before.Slides[on].ID })
}

// ready is what a slide has for an audience's canvas: a rendition or a layout.
func (a *Air) ready(ctx context.Context, g *gathered, s content.Slide, audience content.Audience, facts layout.Facts) (content.Ready, bool) {
	if !g.library.Eligible(s, audience) {
		return content.Ready{}, false
	}
	c := audience.Canvas
	if s.Kind.LaidOut() {
		ref, err := a.shelf.lay(ctx, s, c, facts)
		if err != nil {
			if content.CodeOf(err) != content.Invalid {
				a.log.Error("a slide could not be laid out", "slide", s.ID, "canvas", c.String(), "error", err)
			}
			return content.Ready{}, false
		}
		return content.Ready{Medium: ref, Board: boardID(s)}, true
	}
	ref, ok := g.renditions[renditionKey{s.Medium, c.Width, c.Height, s.FitKey()}]
	if !ok {
		return content.Ready{}, false
	}
	r := content.Ready{Medium: ref, Length: g.lengths[s.Medium]}
	if still, ok := g.renditions[renditionKey{s.Medium, c.Width, c.Height, s.StillKey()}]; ok {
		r.Still = &still
	}
	return r, true
}

// screen hands out the truth of one screen where it differs, and has its players listen to what it needs.
func (a *Air) screen(ctx context.Context, g *gathered, s stand) error {
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeScreen, For: s.screen.Code, Number: g.number},
		a.screenFrame(s.screen, s.place, s.audience, g), a.key)
	if err != nil {
		return err
	}
	topics := []string{screenTopic(s.screen.Code), audienceTopic(s.key)}
	for _, b := range a.audiences[s.key].boards {
		topics = append(topics, boardTopic(b))
	}
	last, known := a.screens[s.screen.Code]
	if !known {
		last = &told{}
		a.screens[s.screen.Code] = last
	}
	if last.hash != f.Hash {
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
		if known {
			a.hub.Retopic(s.screen.Code, topics)
		}
	}
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
	a.boards[id] = f.Hash
	return a.hand(ctx, boardTopic(id), f)
}

// hand keeps a frame for the record and gives it to the hub.
func (a *Air) hand(ctx context.Context, topic string, f protocol.Frame) error {
	if err := a.hub.Publish(topic, f); err != nil {
		return err
	}
	a.stats.Frames++
	return a.store.PutFrame(ctx, f)
}

// forget drops what nobody listens to any more.
func (a *Air) forget(g *gathered, audiences map[string][]stand, boards map[string]bool) {
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
	for code := range a.screens {
		if !slices.ContainsFunc(g.screens, func(s content.Screen) bool { return s.Code == code }) {
			delete(a.screens, code)
			a.hub.Forget(screenTopic(code))
			a.hub.Drop(code, "the screen was removed")
		}
	}
}

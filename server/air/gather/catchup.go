package gather

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// Difference is what catching up altered: of slides and campaigns both what was and what is,
// because both what lost and what gained them is concerned.
type Difference struct {
	Slides     []content.Slide // approved before or now
	Campaigns  []content.Campaign
	Settings   map[string]bool // keys whose values differ
	Screens    map[string]bool // by code
	Renditions map[Rendered]bool
	Media      map[content.Digest]bool // came or went
	Takeovers  []content.Takeover
	Surfaces   map[content.Surface]bool           // that begin or end to keep off all that was approved before
	Looks      map[string]map[content.Canvas]bool // by slide: where it may be kept off otherwise than before
	Holds      []content.Hold                     // set, lifted, prolonged, or too long ago to bear on anything

	measures map[string]bool // whose releases differ
}

// Figures says whether the releases that a board shows differ.
func (d Difference) Figures(board string) bool {
	return len(d.measures) > 0 && d.measures[measureOf(board)]
}

// CatchUp brings g to what the store holds now, reading only what changed. It reports false where
// the log does not say enough; then, as after an error, g is of no use any more.
func (g *State) CatchUp(ctx context.Context, s *store.Store) (d Difference, ok bool, err error) {
	err = s.View(ctx, func(r store.Reader) error {
		d, ok, err = g.catchUp(ctx, r)
		return err
	})
	return d, ok && err == nil, err
}

func (g *State) catchUp(ctx context.Context, r store.Reader) (d Difference, ok bool, err error) {
	before := g.Now
	n, ok, err := g.readNews(ctx, r)
	if err != nil || !ok {
		return d, false, err
	}
	if err := g.readNumber(ctx, r); err != nil {
		return d, false, err
	}
	if g.Now.Before(before) { // the database's clock was set back: places and windows begin once more
		return d, false, nil
	}
	d = Difference{Screens: n.screens, Renditions: n.renditions, Media: n.media}
	if err := rereadCovers(ctx, g, r, n, &d); err != nil {
		return d, false, err
	}
	for _, reread := range []func(context.Context, store.Reader, news, *Difference) error{
		g.rereadSettings, g.rereadCampaigns, g.rereadHolds, g.rereadSlides, g.rereadMedia, g.rereadScreens, g.rereadFigures, g.rereadTakeovers,
	} {
		if err := reread(ctx, r, n, &d); err != nil {
			return d, false, err
		}
	}
	g.listOffers()
	return d, true, nil
}

func (g *State) rereadSettings(ctx context.Context, r store.Reader, n news, d *Difference) error {
	if !n.settings {
		return nil
	}
	before := g.Library.Settings
	if err := g.readSettings(ctx, r); err != nil {
		return err
	}
	d.Settings = map[string]bool{}
	for _, one := range []map[string]string{before, g.Library.Settings} {
		for key := range one {
			if before[key] != g.Library.Settings[key] {
				d.Settings[key] = true
			}
		}
	}
	return nil
}

func (g *State) rereadCampaigns(ctx context.Context, r store.Reader, n news, d *Difference) error {
	if len(n.campaigns) == 0 {
		return nil
	}
	before := g.Library.Campaigns
	if err := g.readCampaigns(ctx, r); err != nil {
		return err
	}
	for _, all := range [][]content.Campaign{before, g.Library.Campaigns} {
		for _, c := range all {
			if n.campaigns[c.ID] {
				d.Campaigns = append(d.Campaigns, c)
			}
		}
	}
	bindAgain(g, n.campaigns, d)
	return nil
}

// bindAgain has slides take from campaigns that changed what they take from them.
func bindAgain(g *State, campaigns map[string]bool, d *Difference) {
	for _, was := range slices.Clone(g.Library.Slides) {
		if now := g.Bound(was); campaigns[was.Campaign] && !now.Deadline.Equal(was.Deadline) {
			g.remove(was.ID)
			g.put(now)
			d.Slides = append(d.Slides, was, now)
		}
	}
}

func (g *State) rereadSlides(ctx context.Context, r store.Reader, n news, d *Difference) error {
	for id := range n.slides {
		if s, was := g.remove(id); was {
			d.Slides = append(d.Slides, s)
		}
		s, err := r.Slide(ctx, id)
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if s.State == content.Approved {
			g.put(s)
			d.Slides = append(d.Slides, s)
		}
	}
	return nil
}

// rereadMedia drops the media that no slide shows any more, and reads those that one shows newly. A
// medium itself makes nothing ready: what was made of it does, and every rendition has its line in
// the log.
func (g *State) rereadMedia(ctx context.Context, r store.Reader, n news, d *Difference) error {
	for of := range n.media {
		delete(g.media, of)
	}
	if len(d.Slides)+len(n.media) > 0 {
		shown := map[content.Digest]content.Slide{}
		for _, s := range g.Library.Slides {
			shown[s.Medium] = s
		}
		for of := range g.media {
			if _, ok := shown[of]; !ok {
				delete(g.media, of)
			}
		}
		for of, s := range shown {
			if of == "" || g.media[of] != nil {
				continue
			}
			if err := g.readMedium(ctx, r, s); err != nil {
				return err
			}
		}
	}
	for one := range n.renditions {
		if err := g.readRendition(ctx, r, one); err != nil {
			return err
		}
	}
	return nil
}

func (g *State) rereadScreens(ctx context.Context, r store.Reader, n news, _ *Difference) error {
	for code := range n.screens {
		s, err := r.Screen(ctx, code)
		if content.CodeOf(err) == content.NotFound {
			delete(g.Screens, code)
			continue
		}
		if err != nil {
			return err
		}
		g.Screens[code] = s
		if err := g.readCanvases(ctx, r, s); err != nil {
			return err
		}
	}
	return nil
}

func (g *State) rereadFigures(ctx context.Context, r store.Reader, n news, d *Difference) error {
	boards := false
	for _, s := range d.Slides {
		boards = boards || s.Kind == content.Board
	}
	if !n.figures && !boards {
		return nil
	}
	before := g.measures
	if err := g.readFigures(ctx, r); err != nil {
		return err
	}
	d.measures = map[string]bool{}
	for of, m := range g.measures {
		if old, ok := before[of]; !ok || !old.equal(m) {
			d.measures[of] = true
		}
	}
	return nil
}

func (g *State) rereadTakeovers(ctx context.Context, r store.Reader, n news, d *Difference) error {
	if len(n.takeovers) == 0 {
		return nil
	}
	before := g.Takeovers
	if err := g.readTakeovers(ctx, r); err != nil {
		return err
	}
	for _, all := range [][]content.Takeover{before, g.Takeovers} {
		for _, t := range all {
			if n.takeovers[t.ID] {
				d.Takeovers = append(d.Takeovers, t)
			}
		}
	}
	return nil
}

package air

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// difference is what reading the news altered: of slides and campaigns both what was and what is, because both what lost
// and what gained them is concerned.
type difference struct {
	slides     []content.Slide // approved before or now
	campaigns  []content.Campaign
	settings   map[string]bool // keys whose values differ
	screens    map[string]bool // by code
	renditions map[made]bool
	media      map[content.Digest]bool // came or went
	measures   map[string]bool         // whose releases differ
	takeovers  []content.Takeover
}

// catchUp brings g to what the store holds now, reading only what changed. It reports false where that cannot be told; then,
// as after an error, g is of no use any more.
func (g *gathered) catchUp(ctx context.Context, r store.Reader) (d difference, ok bool, err error) {
	before := g.now
	n, ok, err := g.readNews(ctx, r)
	if err != nil || !ok {
		return d, false, err
	}
	if err := g.readNumber(ctx, r); err != nil {
		return d, false, err
	}
	if g.now.Before(before) { // the database's clock was set back: places and windows begin once more
		return d, false, nil
	}
	d = difference{screens: n.screens, renditions: n.renditions, media: n.media}
	for _, reread := range []func(context.Context, store.Reader, news, *difference) error{
		g.againSettings, g.againCampaigns, g.againSlides, g.againMedia, g.againScreens, g.againFigures, g.againTakeovers,
	} {
		if err := reread(ctx, r, n, &d); err != nil {
			return d, false, err
		}
	}
	g.reckonOffers()
	return d, true, nil
}

func (g *gathered) againSettings(ctx context.Context, r store.Reader, n news, d *difference) error {
	if !n.settings {
		return nil
	}
	before := g.library.Settings
	if err := g.readSettings(ctx, r); err != nil {
		return err
	}
	d.settings = map[string]bool{}
	for _, one := range []map[string]string{before, g.library.Settings} {
		for key := range one {
			if before[key] != g.library.Settings[key] {
				d.settings[key] = true
			}
		}
	}
	return nil
}

func (g *gathered) againCampaigns(ctx context.Context, r store.Reader, n news, d *difference) error {
	if len(n.campaigns) == 0 {
		return nil
	}
	before := g.library.Campaigns
	if err := g.readCampaigns(ctx, r); err != nil {
		return err
	}
	for _, all := range [][]content.Campaign{before, g.library.Campaigns} {
		for _, c := range all {
			if n.campaigns[c.ID] {
				d.campaigns = append(d.campaigns, c)
			}
		}
	}
	return nil
}

func (g *gathered) againSlides(ctx context.Context, r store.Reader, n news, d *difference) error {
	for id := range n.slides {
		if s, was := g.remove(id); was {
			d.slides = append(d.slides, s)
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
			d.slides = append(d.slides, s)
		}
	}
	return nil
}

// againMedia drops the media that no slide shows any more, and reads those that one shows newly. A medium itself makes
// nothing ready: what was made of it does, and every rendition has its line in the log.
func (g *gathered) againMedia(ctx context.Context, r store.Reader, n news, d *difference) error {
	for of := range n.media {
		delete(g.media, of)
	}
	if len(d.slides)+len(n.media) > 0 {
		shown := map[content.Digest]content.Slide{}
		for _, s := range g.library.Slides {
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
		if err := g.readRendition(ctx, r, one.medium, one.which); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathered) againScreens(ctx context.Context, r store.Reader, n news, _ *difference) error {
	for code := range n.screens {
		s, err := r.Screen(ctx, code)
		if content.CodeOf(err) == content.NotFound {
			delete(g.screens, code)
			continue
		}
		if err != nil {
			return err
		}
		g.screens[code] = s
		if err := g.readCanvases(ctx, r, s); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathered) againFigures(ctx context.Context, r store.Reader, n news, d *difference) error {
	boards := false
	for _, s := range d.slides {
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

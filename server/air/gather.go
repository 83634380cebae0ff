package air

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// gathered is everything that bears on what is on, as it stands at one change. It is read in one snapshot, whole at first,
// and after that only as far as the log of changes says (see catchUp). After it only pure functions follow.
type gathered struct {
	number   int64 // of the last change in it
	now      time.Time
	library  content.Library              // of slides, the approved ones
	looks    map[string][sha256.Size]byte // by slide that Ngatu sets itself: digest of what its layout depends on
	screens  map[string]content.Screen    // by code
	canvases map[pixels]bool              // whose renditions are in media
	media    map[content.Digest]*medium   // that approved slides show
	measures map[string]measured          // by measure and period: the figures of the boards of approved slides

	takeovers []content.Takeover // that may be on
	offers    []offer            // of the library and the media
}

func newGathered() *gathered {
	return &gathered{
		library:  content.Library{Settings: map[string]string{}},
		looks:    map[string][sha256.Size]byte{},
		screens:  map[string]content.Screen{},
		canvases: map[pixels]bool{},
		media:    map[content.Digest]*medium{},
		measures: map[string]measured{},
	}
}

// gather reads everything.
func (a *Air) gather(ctx context.Context) (*gathered, error) {
	g := newGathered()
	err := a.view(ctx, g.readNumber, g.readSettings, g.readCampaigns, g.readSlides, g.readScreens, g.readMedia, g.readFigures,
		g.readTakeovers)
	g.reckonOffers()
	return g, err
}

// view has all of reads look at one snapshot, in order.
func (a *Air) view(ctx context.Context, reads ...func(context.Context, store.Reader) error) error {
	return a.store.View(ctx, func(r store.Reader) error {
		for _, read := range reads {
			if err := read(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (g *gathered) readNumber(ctx context.Context, r store.Reader) (err error) {
	if g.now, err = r.Now(ctx); err != nil {
		return err
	}
	g.number, err = r.LastChange(ctx)
	return err
}

func (g *gathered) readSettings(ctx context.Context, r store.Reader) error {
	settings, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	g.library.Settings = map[string]string{}
	for _, s := range settings {
		g.library.Settings[s.Key] = s.Value
	}
	if PublicLink(g.library.Settings[content.SettingPublic], "") == "" {
		delete(g.library.Settings, content.SettingPublic) // what is no web address leads nowhere: slides that need it wait
	}
	return nil
}

func (g *gathered) readCampaigns(ctx context.Context, r store.Reader) (err error) {
	g.library.Campaigns, err = r.Campaigns(ctx)
	return err
}

func (g *gathered) readSlides(ctx context.Context, r store.Reader) error {
	slides, err := r.ApprovedSlides(ctx)
	for _, s := range slides {
		g.put(s)
	}
	return err
}

// put takes an approved slide in.
func (g *gathered) put(s content.Slide) {
	g.library.Slides = append(g.library.Slides, s)
	if s.Kind.LaidOut() {
		g.looks[s.ID] = lookOf(s)
	}
}

// remove takes a slide out, and gives it where it was there.
func (g *gathered) remove(id string) (content.Slide, bool) {
	i := slices.IndexFunc(g.library.Slides, func(s content.Slide) bool { return s.ID == id })
	if i < 0 {
		return content.Slide{}, false
	}
	s := g.library.Slides[i]
	g.library.Slides = slices.Delete(g.library.Slides, i, i+1)
	delete(g.looks, id)
	return s, true
}

func (g *gathered) readScreens(ctx context.Context, r store.Reader) error {
	screens, err := r.AllScreens(ctx)
	for _, s := range screens {
		g.screens[s.Code] = s
	}
	return err
}

package gather

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// State is everything that bears on what is on, as it stands at one change. It is read in one
// snapshot of the store, whole at first, and after that only as far as the log of changes says (see
// [State.CatchUp]). Nobody but this package changes it.
type State struct {
	Number  int64                     // of the last change in it
	Now     time.Time                 // by the database's clock
	Read    time.Time                 // by the machine's clock: just before Now was read
	Library content.Library           // of slides, the approved ones
	Screens map[string]content.Screen // by code

	Takeovers []content.Takeover // each press that may be on, as a takeover of its own
	Ready     []content.Takeover // approved ones, which may be put on
	Offers    Offers             // guides that kiosks may offer

	Held  *store.SetBack // nil: the server is not held
	Floor int64          // what frames from before the data were set back bear once a person has continued; 0: they never were

	looks    map[string][sha256.Size]byte // by slide that Ngatu lays out itself: digest of what its layout depends on
	canvases map[Pixels]bool              // whose renditions are in media
	media    map[content.Digest]*Medium   // that approved slides show
	measures map[string]measured          // by measure and period: the figures of the boards of approved slides
}

// NewState is the state of an empty store.
func NewState() *State {
	return &State{
		Library:  content.Library{Settings: map[string]string{}},
		Screens:  map[string]content.Screen{},
		looks:    map[string][sha256.Size]byte{},
		canvases: map[Pixels]bool{},
		media:    map[content.Digest]*Medium{},
		measures: map[string]measured{},
	}
}

// Read reads everything from the store, in one snapshot.
func Read(ctx context.Context, s *store.Store) (*State, error) {
	g := NewState()
	err := s.View(ctx, func(r store.Reader) error {
		if err := readCovers(ctx, g, r); err != nil {
			return err
		}
		for _, read := range []func(context.Context, store.Reader) error{
			g.readNumber, g.readSettings, g.readCampaigns, g.readHolds, g.readSlides, g.readScreens, g.readMedia, g.readFigures,
			g.readHeld, g.readTakeovers,
		} {
			if err := read(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	g.listOffers()
	return g, err
}

// Clone is a state that can catch up without changing this one.
func (g *State) Clone() *State {
	out := *g
	out.Library.Slides = slices.Clone(g.Library.Slides)
	out.Screens, out.looks, out.canvases = maps.Clone(g.Screens), maps.Clone(g.looks), maps.Clone(g.canvases)
	out.media = make(map[content.Digest]*Medium, len(g.media))
	for d, m := range g.media {
		out.media[d] = &Medium{Length: m.Length, Bytes: m.Bytes, made: maps.Clone(m.made)}
	}
	return &out
}

func (g *State) readNumber(ctx context.Context, r store.Reader) (err error) {
	g.Read = time.Now()
	if g.Now, err = r.Now(ctx); err != nil {
		return err
	}
	g.Number, err = r.LastChange(ctx)
	return err
}

func (g *State) readSettings(ctx context.Context, r store.Reader) error {
	settings, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	g.Library.Settings = map[string]string{}
	for _, s := range settings {
		g.Library.Settings[s.Key] = s.Value
	}
	g.dropNoAddress()
	return nil
}

// dropNoAddress unsets a public address that is no web address: slides that need it wait.
func (g *State) dropNoAddress() {
	if InstallLink(g.Library.Settings[content.SettingPublic], "") == "" {
		delete(g.Library.Settings, content.SettingPublic)
	}
}

func (g *State) readCampaigns(ctx context.Context, r store.Reader) (err error) {
	g.Library.Campaigns, err = r.Campaigns(ctx)
	return err
}

func (g *State) readSlides(ctx context.Context, r store.Reader) error {
	slides, err := r.ApprovedSlides(ctx)
	for _, s := range slides {
		g.put(s)
	}
	return err
}

// put takes an approved slide in, with what it takes from its campaign.
func (g *State) put(s content.Slide) {
	s = g.Bound(s)
	g.Library.Slides = append(g.Library.Slides, s)
	if s.Kind.LaidOut() {
		g.looks[s.ID] = lookOf(s)
	}
}

// Look is the digest of what the layout of an approved slide depends on.
func (g *State) Look(slide string) [sha256.Size]byte { return g.looks[slide] }

// lookOf is the digest of what a slide's layout depends on.
func lookOf(s content.Slide) [sha256.Size]byte {
	b, err := json.Marshal(s.Document())
	if err != nil { // all of it is text, times and numbers that came from JSON
		panic("gather: what a layout depends on cannot be written: " + err.Error())
	}
	return sha256.Sum256(b)
}

// remove takes a slide out, and gives it where it was there.
func (g *State) remove(id string) (content.Slide, bool) {
	i := slices.IndexFunc(g.Library.Slides, func(s content.Slide) bool { return s.ID == id })
	if i < 0 {
		return content.Slide{}, false
	}
	s := g.Library.Slides[i]
	g.Library.Slides = slices.Delete(g.Library.Slides, i, i+1)
	delete(g.looks, id)
	return s, true
}

// Bound is a slide with what it takes from its campaign as that is now.
func (g *State) Bound(s content.Slide) content.Slide {
	c, _ := g.Campaign(s.Campaign)
	return s.Bound(c)
}

// Campaign is the campaign of an ID.
func (g *State) Campaign(id string) (content.Campaign, bool) {
	i := slices.IndexFunc(g.Library.Campaigns, func(c content.Campaign) bool { return c.ID == id })
	if i < 0 {
		return content.Campaign{}, false
	}
	return g.Library.Campaigns[i], true
}

func (g *State) readScreens(ctx context.Context, r store.Reader) error {
	screens, err := r.AllScreens(ctx)
	for _, s := range screens {
		g.Screens[s.Code] = s
	}
	return err
}

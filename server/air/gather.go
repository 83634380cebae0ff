package air

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// gathered is everything that bears on what is on, read in one snapshot. After it only pure functions follow.
type gathered struct {
	number     int64 // of the last change in it
	now        time.Time
	library    content.Library
	screens    []content.Screen
	renditions map[renditionKey]content.Ref
	lengths    map[content.Digest]time.Duration // of videos
	releases   map[string][]figure.Release      // by board: the newest, and the one before it
}

// renditionKey names a rendition: a medium made ready for the pixels of a canvas in one way.
type renditionKey struct {
	medium        content.Digest
	width, height int
	fit           string
}

func (a *Air) gather(ctx context.Context) (*gathered, error) {
	g := &gathered{
		library:    content.Library{Settings: map[string]string{}},
		renditions: map[renditionKey]content.Ref{},
		lengths:    map[content.Digest]time.Duration{},
		releases:   map[string][]figure.Release{},
	}
	err := a.store.View(ctx, func(r store.Reader) error {
		for _, read := range []func(context.Context, store.Reader) error{g.readNumber, g.readLibrary, g.readScreens, g.readMedia, g.readFigures} {
			if err := read(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	return g, err
}

func (g *gathered) readNumber(ctx context.Context, r store.Reader) (err error) {
	if g.now, err = r.Now(ctx); err != nil {
		return err
	}
	g.number, err = r.LastChange(ctx)
	return err
}

func (g *gathered) readLibrary(ctx context.Context, r store.Reader) (err error) {
	settings, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	for _, s := range settings {
		g.library.Settings[s.Key] = s.Value
	}
	if PublicLink(g.library.Settings[content.SettingPublic], "") == "" {
		delete(g.library.Settings, content.SettingPublic) // what is no web address leads nowhere: slides that need it wait
	}
	if g.library.Campaigns, err = r.Campaigns(ctx); err != nil {
		return err
	}
	g.library.Slides, err = r.ApprovedSlides(ctx)
	return err
}

func (g *gathered) readScreens(ctx context.Context, r store.Reader) (err error) {
	g.screens, err = r.AllScreens(ctx)
	return err
}

// readMedia reads the renditions for every canvas in use, and the lengths of the clips on air.
func (g *gathered) readMedia(ctx context.Context, r store.Reader) error {
	type size struct{ w, h int }
	seen := map[size]bool{}
	for _, s := range g.screens {
		p, ok := s.PlaceAt(g.now)
		if !ok || seen[size{p.Canvas.Width, p.Canvas.Height}] {
			continue
		}
		seen[size{p.Canvas.Width, p.Canvas.Height}] = true
		all, err := r.RenditionsFor(ctx, p.Canvas.Width, p.Canvas.Height)
		if err != nil {
			return err
		}
		for _, one := range all {
			g.renditions[renditionKey{one.Medium, one.Width, one.Height, one.Fit}] = one.Ref
		}
	}
	for _, s := range g.library.Slides {
		if s.Kind != content.Video || g.lengths[s.Medium] != 0 {
			continue
		}
		m, err := r.Medium(ctx, s.Medium)
		if err != nil {
			return fmt.Errorf("medium of slide %s: %w", s.ID, err)
		}
		g.lengths[s.Medium] = m.Duration
	}
	return nil
}

// readFigures reads what the boards on air show: the newest release of their measure and the one before.
func (g *gathered) readFigures(ctx context.Context, r store.Reader) error {
	read := map[string][]figure.Release{} // by measure and period: boards of several areas share them
	for _, s := range g.library.Slides {
		id := boardID(s)
		measure, parent, err := boardOf(id)
		if id == "" || err != nil {
			continue
		}
		of := measure + "@" + string(parent.Period)
		if _, done := read[of]; !done {
			if read[of], err = releases(ctx, r, measure, parent.Period); err != nil {
				return err
			}
		}
		g.releases[id] = read[of]
	}
	return nil
}

// releases are the newest release of a measure and the one before it, as far as there are.
func releases(ctx context.Context, r store.Reader, measure string, period area.Period) ([]figure.Release, error) {
	newest, err := r.LatestRelease(ctx, measure, period)
	if content.CodeOf(err) == content.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []store.Release{newest}
	before, err := r.PreviousRelease(ctx, newest)
	if err == nil {
		all = append(all, before)
	} else if content.CodeOf(err) != content.NotFound {
		return nil, err
	}
	out := make([]figure.Release, len(all))
	for i, rel := range all {
		figures, err := r.Figures(ctx, rel)
		if err != nil {
			return nil, err
		}
		out[i] = figure.Release{
			Measure: rel.Measure, AsOf: rel.AsOf, Source: rel.Source, ReleasedBy: rel.By, Sample: rel.Sample, Figures: figures,
		}
	}
	return out, nil
}

package gather

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// measured is what was released of a measure for the areas of a period: the newest release and the
// one before it, as far as there are. Boards of several areas share it.
type measured struct {
	names    []string // that distinguish releases; one is never edited
	releases []figure.Release
}

func (m measured) equal(o measured) bool { return slices.Equal(m.names, o.names) }

// measureOf names the figures that a board shows; "" for no board.
func measureOf(name string) string {
	measure, parent, err := board.ParseName(name)
	if name == "" || err != nil {
		return ""
	}
	return measure + "@" + string(parent.Period)
}

// Releases are the releases that a board shows, the newest first.
func (g *State) Releases(board string) []figure.Release { return g.measures[measureOf(board)].releases }

// WithSlides is a state whose library holds these slides alone, with the figures of their boards:
// what it takes to look at slides that are not on air.
func (g *State) WithSlides(ctx context.Context, r store.Reader, slides ...content.Slide) (*State, error) {
	out := *g
	out.Library.Slides, out.measures = slides, nil
	err := out.readFigures(ctx, r)
	return &out, err
}

// readFigures reads what the boards of approved slides show, but for releases that it has already.
func (g *State) readFigures(ctx context.Context, r store.Reader) error {
	inUse := map[string]measured{}
	for _, s := range g.Library.Slides {
		of := measureOf(s.BoardName())
		if _, done := inUse[of]; done || of == "" {
			continue
		}
		m, err := g.readMeasure(ctx, r, s.BoardName())
		if err != nil {
			return err
		}
		inUse[of] = m
	}
	g.measures = inUse
	return nil
}

// readMeasure reads the figures of one board's measure.
func (g *State) readMeasure(ctx context.Context, r store.Reader, name string) (measured, error) {
	measure, parent, err := board.ParseName(name)
	if err != nil {
		return measured{}, nil
	}
	newest, err := newestReleases(ctx, r, measure, parent.Period)
	if err != nil {
		return measured{}, err
	}
	var m measured
	for _, rel := range newest {
		m.names = append(m.names, fmt.Sprint(rel.Number, " ", rel.ID))
	}
	if old, ok := g.measures[measureOf(name)]; ok && old.equal(m) {
		return old, nil
	}
	for _, rel := range newest {
		figures, err := r.Figures(ctx, rel)
		if err != nil {
			return measured{}, err
		}
		m.releases = append(m.releases, figure.Release{
			Measure: rel.Measure, AsOf: rel.AsOf, Source: rel.Source, ReleasedBy: rel.By, Sample: rel.Sample, Figures: figures,
		})
	}
	return m, nil
}

// newestReleases are the newest release of a measure and the one before it, as far as there are.
func newestReleases(ctx context.Context, r store.Reader, measure string, period area.Period) ([]store.Release, error) {
	newest, err := r.LatestRelease(ctx, measure, period)
	if content.CodeOf(err) == content.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	before, err := r.PreviousRelease(ctx, newest)
	if content.CodeOf(err) == content.NotFound {
		return []store.Release{newest}, nil
	}
	return []store.Release{newest, before}, err
}

// WithRelease is a state in which one more release is out: what it takes to look at what boards would
// show of it. false where boards would go on with a newer one.
func WithRelease(g *State, r figure.Release) (*State, bool) {
	of := r.Measure + "@" + string(r.Period())
	var m measured
	for _, old := range g.measures[of].releases {
		if old.AsOf.After(r.AsOf) {
			return nil, false
		}
		if len(m.releases) == 0 && old.AsOf.Before(r.AsOf) && old.Sample == r.Sample {
			m.releases = []figure.Release{old}
		}
	}
	m.releases = slices.Insert(m.releases, 0, r)
	out := *g
	out.measures = maps.Clone(g.measures)
	out.measures[of] = m
	return &out, true
}

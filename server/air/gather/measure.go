package gather

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// measured is what was released of a measure for the areas of a period: the newest release and the
// one before it, or for a trend more of them, as far as there are. Boards of several areas share
// it.
type measured struct {
	names    []string // that distinguish releases; one changes with the targets that are set
	releases []figure.Release
	measure  figure.Measure // its limits, and the bodies that it counts
}

func (m measured) equal(o measured) bool {
	return slices.Equal(m.names, o.names) && m.measure.Limits == o.measure.Limits && slices.Equal(m.measure.Bodies, o.measure.Bodies)
}

// measureOf names the figures that a board shows; "" for no board.
func measureOf(name string) string {
	of, err := board.ParseName(name)
	if name == "" || err != nil {
		return ""
	}
	return keyOf(of)
}

func keyOf(of board.Name) string {
	key := of.Measure + "@" + string(of.Parent.Period)
	if n := of.Releases(); n > 2 {
		key += "@" + strconv.Itoa(n)
	}
	return key
}

// Releases are the releases that a board shows, the newest first, and its measure.
func (g *State) Releases(board string) ([]figure.Release, figure.Measure) {
	m := g.measures[measureOf(board)]
	return m.releases, m.measure
}

// WithSlides is a state whose library holds these slides alone, with the figures of their boards:
// what it takes to look at slides that are not on air.
func (g *State) WithSlides(ctx context.Context, r store.Reader, slides ...content.Slide) (*State, error) {
	out := *g
	out.Library.Slides, out.measures = nil, nil
	for _, one := range slides {
		out.Library.Slides = append(out.Library.Slides, g.Bound(one))
	}
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
	of, err := board.ParseName(name)
	if err != nil {
		return measured{}, nil
	}
	newest, err := newestReleases(ctx, r, of)
	if err != nil {
		return measured{}, err
	}
	settings, err := r.Measure(ctx, of.Measure)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return measured{}, err
	}
	targets, err := r.Targets(ctx, of.Measure, of.Parent.Period)
	if err != nil {
		return measured{}, err
	}
	m, set := measured{measure: settings}, content.DigestOf([]byte(fmt.Sprint(targets)))
	for _, rel := range newest {
		m.names = append(m.names, fmt.Sprint(rel.Number, " ", rel.ID, " ", set))
	}
	for i, rel := range newest {
		if known, there := released(g.measures, m.names[i]); there {
			m.releases = append(m.releases, known)
			continue
		}
		figures, err := r.Figures(ctx, rel)
		if err != nil {
			return measured{}, err
		}
		m.releases = append(m.releases, figure.Release{
			Measure: rel.Measure, AsOf: rel.AsOf, Source: rel.Source, ReleasedBy: rel.By, Sample: rel.Sample, Figures: figures,
			ID: rel.ID, Corrects: rel.Record.Corrects,
		})
	}
	return m, nil
}

// released is a release that was read before, by its name.
func released(in map[string]measured, name string) (figure.Release, bool) {
	for _, m := range in {
		if i := slices.Index(m.names, name); i >= 0 && i < len(m.releases) {
			return m.releases[i], true
		}
	}
	return figure.Release{}, false
}

// newestReleases are the newest release of a measure and those before it, as many as a board is
// made from, as far as there are.
func newestReleases(ctx context.Context, r store.Reader, of board.Name) (out []store.Release, err error) {
	next, err := r.LatestRelease(ctx, of.Measure, of.Parent.Period)
	for err == nil {
		if out = append(out, next); len(out) == of.Releases() {
			return out, nil
		}
		next, err = r.PreviousRelease(ctx, next)
	}
	if content.CodeOf(err) == content.NotFound {
		return out, nil
	}
	return out, err
}

// WithRelease is a state in which one more release is out: what it takes to look at what boards
// would show of it. false where boards would go on with a newer one.
func WithRelease(g *State, r figure.Release) (*State, bool) {
	of := r.Measure + "@" + string(r.Period())
	out := *g
	out.measures = maps.Clone(g.measures)
	for key, old := range g.measures {
		if key != of && !strings.HasPrefix(key, of+"@") {
			continue
		}
		m := measured{measure: old.measure, releases: []figure.Release{r}}
		most := 2
		if key != of {
			most = board.History
		}
		for _, earlier := range old.releases {
			if earlier.AsOf.After(r.AsOf) {
				return nil, false
			}
			if len(m.releases) < most && earlier.AsOf.Before(r.AsOf) && earlier.Sample == r.Sample && earlier.ID != r.Corrects {
				m.releases = append(m.releases, earlier)
			}
		}
		out.measures[key] = m
	}
	return &out, true
}

package picture

import (
	"context"
	"image"
	"strings"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/eye"
	"ngatu/internal/link"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/air/answer"
)

// Facts are what preflight judges of a slide on the canvases that it is meant for: the standard
// ones where no screen stands that it is meant for. texts are what it says beside its words. A clip
// is searched for flashes, which takes a while, only where whole is set or it was searched before.
func (p *Pictures) Facts(ctx context.Context, slide content.Slide, texts []string, whole bool) (preflight.Facts, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return preflight.Facts{}, err
	}
	return p.factsOf(ctx, on, slide, texts, whole, p.stored(slide), meantFor(on, slide))
}

// Findings are what the checks find of a slide that shows a medium: a picture that is not stored yet
// where opened is not nil.
func (p *Pictures) Findings(ctx context.Context, slide content.Slide, m store.Medium, opened *media.Opened) ([]preflight.Finding, error) {
	from := p.stored(slide)
	from.medium = func(context.Context) (store.Medium, error) { return m, nil }
	if opened != nil {
		from.grey = func(ctx context.Context, s content.Slide, c content.Canvas) (*image.Gray, error) {
			how, err := spec(s, c)
			if err != nil {
				return nil, err
			}
			return opened.Grey(ctx, how)
		}
		from.view = func(ctx context.Context, s content.Slide, c content.Canvas) (Picture, error) {
			how, err := spec(s, c)
			if err != nil {
				return Picture{}, err
			}
			r, err := opened.Render(ctx, how)
			return Picture{r.Bytes, r.Type}, err
		}
	}
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	f, err := p.factsOf(ctx, on, slide, nil, true, from, meantFor(on, slide))
	return preflight.Check(f), err
}

// FindingsIn are what the checks find of stored slides if their campaign were another one, for other
// screens, of each in their order. A clip that was searched for flashes is not searched again: they
// are the same everywhere.
func (p *Pictures) FindingsIn(ctx context.Context, slides []content.Slide, in content.Campaign) ([][]preflight.Finding, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if on, err = answer.With(on, in); err != nil {
		return nil, err
	}
	out := make([][]preflight.Finding, len(slides))
	for i, slide := range slides {
		f, err := p.factsOf(ctx, on, slide, nil, false, p.stored(slide), meantFor(on, slide))
		if err != nil {
			return nil, err
		}
		out[i] = preflight.Check(f)
	}
	return out, nil
}

// FindingsOn are what the checks find of a stored slide on surfaces, whatever it is meant for. Where
// somebody has to enter something before it can be on air at all, such as a setting, they find
// nothing yet: ready is false.
func (p *Pictures) FindingsOn(ctx context.Context, slide content.Slide, surfaces []content.Surface) (found []preflight.Finding, ready bool, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, false, err
	}
	if lacks, err := on.Lacks(ctx, slide); err != nil || len(lacks) > 0 {
		return nil, false, err
	}
	var meant []answer.Meant
	for _, s := range surfaces {
		meant = append(meant, answer.Meant{Canvas: s.Canvas, Street: s.Street, Screens: answer.ScreensOn(on, s)})
	}
	f, err := p.factsOf(ctx, on, slide, nil, false, p.stored(slide), meant)
	return preflight.Check(f), true, err
}

// source is where the file of a slide is looked at.
type source struct {
	medium func(context.Context) (store.Medium, error)
	grey   func(context.Context, content.Slide, content.Canvas) (*image.Gray, error) // for a search
	view   func(context.Context, content.Slide, content.Canvas) (Picture, error)     // as a screen shows it
	kept   bool                                                                      // in the store, which makes of it what screens fetch
}

// stored is the file of a slide in the store.
func (p *Pictures) stored(slide content.Slide) source {
	return source{
		medium: func(ctx context.Context) (store.Medium, error) { return p.store.Medium(ctx, slide.Medium) },
		grey:   p.grey, view: p.Draw, kept: true,
	}
}

func (p *Pictures) factsOf(ctx context.Context, on *answer.Snapshot, slide content.Slide, texts []string, whole bool, from source, meant []answer.Meant) (f preflight.Facts, err error) {
	if f, err = p.facts(ctx, slide, texts); err != nil {
		return f, err
	}
	if slide.Kind == content.Guide {
		return f, nil
	}
	var lines []content.Line
	lost := false
	if slide.Medium.Valid() {
		// a page says on each canvas what cannot be read; what is sent on must have been looked at
		if err := p.file(ctx, slide, whole, meant, from, &f, &lines); err != nil && (whole || content.CodeOf(err) == "") {
			return f, err
		} else if err != nil {
			lost = true
		}
	}
	for _, m := range meant {
		v := preflight.View{Canvas: m.Canvas, Street: m.Street, Screens: m.Screens}
		if slide.Kind == content.Picture {
			v = f.Paged(v, lines)
		}
		if err := p.view(ctx, on, slide, from, f.Budget, &v, lost || f.Coded()); err != nil {
			return f, err
		}
		f.Views = append(f.Views, v)
	}
	return f, nil
}

// facts are those of a slide beside its canvases.
func (p *Pictures) facts(ctx context.Context, slide content.Slide, texts []string) (f preflight.Facts, err error) {
	zone, err := content.Zone(content.DefaultZone)
	if err != nil {
		return f, err
	}
	set, err := p.store.SettingValues(ctx, []string{content.SettingDomains, content.SettingPublic, content.SettingHotline, content.SettingPhones, content.SettingScreenMB, content.SettingAllMB})
	if err != nil {
		return f, err
	}
	phones, err := preflight.ReadPhones(set[3])
	if err != nil {
		return f, err
	}
	return preflight.Facts{
		Slide: slide, Texts: texts, Now: p.now(), Zone: zone, Hotline: set[2], Phones: phones, Areas: p.areas,
		Leads: link.Allowed(set[0], set[1]), Budget: preflight.BudgetOf(set[4], set[5]),
	}, nil
}

// file fills in what the file of a slide is, and of a pair both.
func (p *Pictures) file(ctx context.Context, slide content.Slide, whole bool, meant []answer.Meant, from source, f *preflight.Facts, lines *[]content.Line) error {
	m, err := from.medium(ctx)
	if err != nil {
		return err
	}
	*lines = m.Lines
	f.Picture = &preflight.Picture{Width: m.Width, Height: m.Height, AI: m.Origin != "", Bare: slide.Kind == content.Video && !media.CanPoster()}
	f.Texts = append(f.Texts, m.Text)
	if slide.Kind == content.Video {
		f.Clip = &preflight.Clip{Sound: strings.Contains(m.Codec, ",")}
		return p.flashes(ctx, slide.Medium, whole, f.Clip)
	}
	of := slide
	of.Fit, of.Label, of.Pair = content.Contain, "", nil
	if f.Picture.Codes, err = p.hidden(ctx, of, slide.Fit, m, meant, from); err != nil {
		return err
	}
	if err := p.words(ctx, of, whole, m, from, f); err != nil || slide.Pair == nil {
		return err
	}
	of.Medium = slide.Pair.Medium
	if m, err = p.store.Medium(ctx, of.Medium); err != nil {
		return err
	}
	f.Picture.AI, f.After = f.Picture.AI || m.Origin != "", &preflight.Picture{Width: m.Width, Height: m.Height}
	f.Texts = append(f.Texts, m.Text, slide.Pair.Was, slide.Pair.Is)
	if f.After.Codes, err = p.hidden(ctx, of, content.Cover, m, meant, from); err != nil {
		return err
	}
	before := f.Lines
	err = p.words(ctx, of, whole, m, from, f)
	f.Lines = before // where those of the other half stand, nobody works out
	return err
}

// hidden are the codes in an original.
func (p *Pictures) hidden(ctx context.Context, of content.Slide, fit content.Fit, m store.Medium, meant []answer.Meant, from source) ([]preflight.Code, error) {
	if m.Width <= 0 || m.Height <= 0 {
		return nil, nil
	}
	times := searchedAt(fit, m.Width, m.Height, meant)
	size := content.Canvas{Width: max(1, int(float64(m.Width)*times)), Height: max(1, int(float64(m.Height)*times))}
	return p.codes.get(pictureKey{of.Medium, size.Width, size.Height, "original"}, func() ([]preflight.Code, error) {
		lights, err := from.grey(context.WithoutCancel(ctx), of, size)
		if err != nil {
			return nil, err
		}
		return eye.Hidden(lights, times), nil
	})
}

// read is what was read in a picture.
type read struct {
	eye.Words
	unread bool // the program died of it
}

// words adds what is read in a picture, where the program for that is installed. That takes a
// second, so it is done where whole is set, or was done before; then a page says it too. Where the
// program dies of the picture, somebody has to look at it, and it is tried again where whole is set.
func (p *Pictures) words(ctx context.Context, of content.Slide, whole bool, m store.Medium, from source, f *preflight.Facts) error {
	if m.Width <= 0 || m.Height <= 0 {
		return nil
	}
	size := media.ReadAt(m.Width, m.Height)
	key := pictureKey{of.Medium, size.X, size.Y, "words"}
	said, found := p.read.made.Get(key)
	if said.unread && whole {
		p.read.made.Remove(key)
		found = false
	}
	if !found && whole && media.CanRead() {
		var err error
		said, err = p.read.get(key, func() (read, error) {
			ctx := context.WithoutCancel(ctx)
			grey, err := from.grey(ctx, of, content.Canvas{Width: size.X, Height: size.Y})
			if err != nil {
				return read{}, err
			}
			table, err := p.workers.Words(ctx, of.Title, grey)
			if worker.Died(err) {
				return read{unread: true}, nil
			}
			return read{Words: eye.Read(string(table))}, err
		})
		if err != nil {
			return err
		}
	}
	lines, sure, doubtful := said.In(m.Width, m.Height, size)
	f.Lines, f.Texts = append(f.Lines, lines...), append(f.Texts, sure...)
	f.Doubtful, f.Unread = append(f.Doubtful, doubtful...), said.unread
	return nil
}

// searchedAt is the scale at which an original is searched for codes: that of the canvas that shows
// most of its pixels, for what is smaller there no camera reads either.
func searchedAt(fit content.Fit, width, height int, meant []answer.Meant) float64 {
	times := 0.0
	for _, m := range meant {
		x, y := float64(m.Canvas.Width)/float64(width), float64(m.Canvas.Height)/float64(height)
		if fit == content.Cover {
			times = max(times, max(x, y))
		} else {
			times = max(times, min(x, y))
		}
	}
	long := float64(max(width, height))
	return min(1, max(times, leastSearched/long), mostSearched/long)
}

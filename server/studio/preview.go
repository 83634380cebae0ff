package studio

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/server/air"
)

// standard are the canvases that every slide is shown at, whether or not such a screen stands somewhere yet.
var standard = []content.Canvas{
	{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
	{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
	{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
	{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
	{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
}

// thumb is what lists show a slide at: a lobby monitor made small.
var thumb = content.Canvas{Width: 480, Height: 270, PitchMM: 2.5, DistanceM: 3}

// shown is a canvas that slides are previewed at.
type shown struct {
	content.Canvas
	Screens int // that have it
}

// canvases lists the canvases in use, most screens first, and then the standard ones that are not.
func (s *Studio) canvases(ctx context.Context) ([]shown, error) {
	screens, err := s.Store.AllScreens(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	var out []shown
	at := func(c content.Canvas) int {
		return slices.IndexFunc(out, func(o shown) bool { return o.Width == c.Width && o.Height == c.Height })
	}
	for _, screen := range screens {
		p, ok := screen.PlaceAt(now)
		if !ok {
			continue
		}
		if i := at(p.Canvas); i >= 0 {
			out[i].Screens++
		} else {
			out = append(out, shown{p.Canvas, 1})
		}
	}
	slices.SortStableFunc(out, func(a, b shown) int { return b.Screens - a.Screens })
	for _, c := range standard {
		if at(c) < 0 {
			out = append(out, shown{c, 0})
		}
	}
	return out, nil
}

// picture is an encoded picture.
type picture struct {
	body []byte
	mime string
}

// draw is a slide on a canvas, encoded.
func (s *Studio) draw(ctx context.Context, slide content.Slide, canvas content.Canvas) (picture, error) {
	if slide.Kind.LaidOut() {
		return s.paint(ctx, slide, canvas)
	}
	if slide.Kind == content.Guide || !slide.Medium.Valid() {
		return picture{}, &content.Error{Code: content.NotFound, Vi: "Trang này chưa có hình.", En: "This slide has no picture yet."}
	}
	fit := slide.FitKey()
	if slide.Kind == content.Video {
		fit = slide.StillKey()
	}
	if r, err := s.Store.Rendition(ctx, slide.Medium, canvas.Width, canvas.Height, fit); err == nil {
		body, err := s.Media.Read(ctx, r.Ref.Digest)
		return picture{body, r.Ref.Type}, err
	}
	return s.pictures.get(pictureKey{slide.Medium, canvas.Width, canvas.Height, fit}, func() (picture, error) {
		return s.render(ctx, slide, canvas)
	})
}

// paint lays a slide out and paints it. What it depends on is read once a change: a list shows dozens.
func (s *Studio) paint(ctx context.Context, slide content.Slide, canvas content.Canvas) (picture, error) {
	p, err := s.previewer(ctx)
	if err != nil {
		return picture{}, err
	}
	laid, err := p.Lay(ctx, slide, canvas)
	if err != nil {
		return picture{}, err
	}
	return encode(paint.Paint(laid.Layout, valuesOf(laid, s.Now())))
}

func (s *Studio) previewer(ctx context.Context) (*air.Previewer, error) {
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if p := s.newest.Load(); p != nil && p.Number() == number {
		return p, nil
	}
	p, err := s.Air.Previewer(ctx)
	if err == nil {
		s.newest.Store(p)
	}
	return p, err
}

// encode writes a painted layout quickly rather than small: it is looked at once.
func encode(img image.Image) (picture, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	return picture{b.Bytes(), "image/png"}, err
}

func valuesOf(p air.Preview, now time.Time) paint.Values {
	v := paint.Values{Texts: p.Fills, Fractions: map[string]int{}, Levels: map[string]int{}, Codes: map[string][]string{}, At: now}
	if v.Texts == nil {
		v.Texts = map[string]string{}
	}
	for bind, c := range p.Cells {
		if c.T != "" {
			v.Texts[bind] = c.T
		}
		v.Fractions[bind], v.Levels[bind] = c.F, c.L
	}
	for bind, c := range p.Codes {
		v.Codes[bind] = c.Rows
	}
	return v
}

// render makes the picture of a medium for a canvas that has no rendition yet, exactly as intake will.
func (s *Studio) render(ctx context.Context, slide content.Slide, canvas content.Canvas) (picture, error) {
	p, err := s.open(ctx, slide)
	if err != nil {
		return picture{}, err
	}
	defer p.Close()
	fit := media.Contain
	if slide.Fit == content.Cover {
		fit = media.Cover
	}
	r, err := p.Render(ctx, media.Spec{Width: canvas.Width, Height: canvas.Height, Fit: fit, FocusX: slide.FocusX, FocusY: slide.FocusY})
	return picture{r.Bytes, r.Type}, err
}

// open decodes a slide's picture, or a picture out of its clip.
func (s *Studio) open(ctx context.Context, slide content.Slide) (*media.Picture, error) {
	if slide.Kind == content.Video {
		path, err := s.Media.Path(slide.Medium)
		if err != nil {
			return nil, err
		}
		return s.Intake.Importer.Poster(ctx, path, time.Second)
	}
	f, err := s.Media.Open(slide.Medium)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	_, p, err := s.Intake.Importer.Import(ctx, "", f, info.Size())
	return p, err
}

// pictures remembers previews that were rendered here, so that a page with ten of them does not decode a photograph ten
// times at each look, and lets two be rendered at a time.
type pictures struct {
	places chan struct{}

	mu    sync.Mutex
	made  map[pictureKey]picture
	bytes int
}

type pictureKey struct {
	medium        content.Digest
	width, height int
	fit           string
}

// maxPictures is how many bytes of previews are remembered.
const maxPictures = 48 << 20

func newPictures() *pictures {
	return &pictures{places: make(chan struct{}, 2), made: map[pictureKey]picture{}}
}

func (p *pictures) get(key pictureKey, render func() (picture, error)) (picture, error) {
	if one, ok := p.look(key); ok {
		return one, nil
	}
	p.places <- struct{}{}
	defer func() { <-p.places }()
	if one, ok := p.look(key); ok { // made while we waited
		return one, nil
	}
	one, err := render()
	if err != nil {
		return one, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bytes += len(one.body); p.bytes > maxPictures {
		clear(p.made)
		p.bytes = len(one.body)
	}
	p.made[key] = one
	return one, nil
}

func (p *pictures) look(key pictureKey) (picture, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one, ok := p.made[key]
	return one, ok
}

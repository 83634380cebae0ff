package campaign

import (
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// shape is what is shown at one size of screen.
type shape struct {
	content.Canvas
	Screens    int
	WasScreens int // as it is live
	Is, Was    strip
	Same       bool // both show the same slides in the same order
	Missing    []content.Slide
	Others     int // that are missing, beside those
}

// strip is some slides as they look at one size of screen, in their order.
type strip struct {
	Canvas   content.Canvas
	Shown    []pictured
	More     int // slides beside those
	pictures string
}

// pictured is a slide with its picture.
type pictured struct {
	content.Slide
	Off bool // the person here may take it off
}

// mostPictures is how many slides are shown at each size of screen.
const mostPictures = 6

// Picture is the address of a slide's picture.
func (r strip) Picture(id string) string {
	return fmt.Sprintf("%s/%s/preview/%dx%d.png", r.pictures, id, r.Canvas.Width, r.Canvas.Height)
}

// Leads is where the picture of a slide leads: to its page, or to the picture alone for who may not
// open that.
func (r strip) Leads(id string) string {
	if r.pictures == shell.PathSlides {
		return shell.SlidePath(id)
	}
	return r.Picture(id)
}

// shapes are what a version shows at each size of screen, beside what is live there; sizes that it
// leaves come last.
func shapes(v version, is, was []answer.Shape, slides []content.Slide) (out []shape) {
	byID := map[string]content.Slide{}
	for _, one := range slides {
		byID[one.ID] = one
	}
	at := func(on content.Canvas, ids []string) strip {
		r := strip{Canvas: on, pictures: v.Pictures}
		for _, id := range ids[:min(len(ids), mostPictures)] {
			r.Shown = append(r.Shown, pictured{Slide: byID[id]})
		}
		r.More = len(ids) - len(r.Shown)
		return r
	}
	for _, one := range is {
		i := slices.IndexFunc(was, func(w answer.Shape) bool { return w.Width == one.Width && w.Height == one.Height })
		live := answer.Shape{}
		if i >= 0 {
			live = was[i]
			was = slices.Delete(slices.Clone(was), i, i+1)
		}
		sh := shape{
			Canvas: one.Canvas, Screens: one.Screens, WasScreens: live.Screens, Is: at(one.Canvas, one.Slides), Was: at(one.Canvas, live.Slides),
			Same: slices.Equal(one.Slides, live.Slides),
		}
		for _, id := range one.Lacking[:min(len(one.Lacking), mostPictures)] {
			sh.Missing = append(sh.Missing, byID[id])
		}
		sh.Others = len(one.Lacking) - len(sh.Missing)
		out = append(out, sh)
	}
	for _, one := range was {
		out = append(out, shape{Canvas: one.Canvas, WasScreens: one.Screens, Is: at(one.Canvas, nil), Was: at(one.Canvas, one.Slides), Same: len(one.Slides) == 0})
	}
	return out
}

// by is the outlook as a person sees it, who may take slides of these campaigns off.
func (o outlook) by(p *signin.Person, campaigns ...content.Campaign) *outlook {
	o.Shapes = slices.Clone(o.Shapes)
	for i := range o.Shapes {
		o.Shapes[i].Is, o.Shapes[i].Was = o.Shapes[i].Is.by(p, campaigns), o.Shapes[i].Was.by(p, campaigns)
	}
	return &o
}

func (r strip) by(p *signin.Person, campaigns []content.Campaign) strip {
	r.Shown = slices.Clone(r.Shown)
	for i := range r.Shown {
		r.Shown[i] = picturedBy(p, r.Shown[i].Slide, campaigns)
	}
	return r
}

// picturedBy is a slide of one of some campaigns, as a person sees it.
func picturedBy(p *signin.Person, one content.Slide, campaigns []content.Campaign) pictured {
	return pictured{one, one.State == content.Approved && p.Partly(signin.TakeOff, care.SlideOf(one, campaigns))}
}

package mandate

import (
	"ngatu/content"
	"ngatu/content/area"
)

// OfForm is what a form is for: where its copies may be at most.
func OfForm(f content.Form, c content.Campaign) Subject {
	s := f.Slide
	s.Targets = f.Targets
	out := OfSlide(s, c)
	out.By = nil
	return out
}

// OutsideForm says whether a copy reaches further than its form.
func OutsideForm(f content.Form, s content.Slide, c content.Campaign, units *area.Set) bool {
	of := OfSlide(s, c)
	return of.Above || len(f.Targets) > 0 && !inside(of.Areas, f.Targets, units) || s.Campaign != f.Slide.Campaign
}

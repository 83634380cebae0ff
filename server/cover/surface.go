package cover

import (
	"context"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/store"
)

// onAir is what a look goes by.
type onAir struct {
	all       []content.Coverage
	live      []content.Slide
	campaigns map[string]content.Campaign
	stands    content.Stands
	rest      time.Time // slides that no screen waits for are left to the next look from then on; zero: none were met
}

func (l *Looker) onAir(ctx context.Context, all []content.Coverage) (*onAir, error) {
	on := &onAir{all: all, campaigns: map[string]content.Campaign{}}
	err := l.Store.View(ctx, func(r store.Reader) (err error) {
		if on.live, err = r.ApprovedSlides(ctx); err != nil {
			return err
		}
		campaigns, err := r.Campaigns(ctx)
		if err != nil {
			return err
		}
		for _, c := range campaigns {
			on.campaigns[c.ID] = c
		}
		screens, err := r.AllScreens(ctx)
		on.stands = content.StandsAt(screens, time.Now())
		return err
	})
	return on, err
}

// meant says whether a slide is for some screen of a surface that stands now.
func (on *onAir) meant(s *content.Slide, surface content.Surface) bool {
	c, known := on.campaigns[s.Campaign]
	return known && on.stands.Meant(s, c, surface)
}

// waiting are the live slides that have to be looked at on a surface: those first that screens wait
// for, and, where what was found is looked for anew, what it keeps off.
func (on *onAir) waiting(one content.Coverage, anew bool) (out []*content.Slide, screens int) {
	var rest []*content.Slide
	for i := range on.live {
		s := &on.live[i]
		before, off := one.Keeps(s)
		if !off || before.Done && !anew {
			continue
		}
		if before.Done || on.meant(s, one.Surface) {
			out = append(out, s)
		} else {
			rest = append(rest, s)
		}
	}
	return append(out, rest...), len(out)
}

// spent says whether a look has taken as long for slides that no screen waits for as it may.
func (on *onAir) spent() bool {
	if on.rest.IsZero() {
		on.rest = time.Now().Add(restFor)
	}
	return time.Now().After(on.rest)
}

// surface looks at all live slides that were not looked at yet on one surface, and keeps what is
// found as it goes on. What cannot be looked at now is tried again. Slides that no screen waits for
// come last, and a little at a time: they are many where many are approved for a few screens.
func (l *Looker) surface(ctx context.Context, one content.Coverage, on *onAir) error {
	found, left, looked, last := store.Looks{Slides: map[string]content.Look{}}, 0, 0, time.Now()
	if !one.Looked { // of those that were found before a restart people were not told yet
		for id, look := range one.Slides {
			if look.Done && look.Found != "" {
				found.Off = append(found.Off, id)
			}
		}
	}
	keep := func(done bool) error {
		found.Done = done
		if !done && len(found.Slides) == 0 {
			return nil
		}
		part := found
		if !done {
			part.Off = nil
		}
		slices.Sort(part.Off)
		_, err := l.Store.Change(ctx, by, func(tx *store.Tx) error { return tx.PutLooks(ctx, one.Surface, part) })
		found.Slides, last = map[string]content.Look{}, time.Now()
		return err
	}
	waiting, screens := on.waiting(one, l.anew)
	for i, s := range waiting {
		before, _ := one.Keeps(s)
		if i >= screens && one.Looked && on.spent() {
			l.more = true
			break
		}
		look := content.Look{Approved: s.Approval.At, Done: true}
		if shown(s, one.Surface) {
			what, ready, err := l.find(ctx, *s, one.Surface, on)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				l.Log.Error("a slide could not be looked at for a new kind of screen and stays off it until it is", "slide", s.ID, "surface", one.Key(), "error", err)
			}
			if look.Done = ready && err == nil; look.Done {
				look.Found, look.FoundEn = said(what)
			}
		}
		if before.Done && (look.Found == before.Found || !look.Done) { // it stays as it was
			if !look.Done {
				l.again = time.Now().Add(againAfter)
			}
			continue
		}
		looked++
		if !look.Done {
			left++
		} else if look.Found != "" && !before.Done { // else people were told
			found.Off = append(found.Off, s.ID)
		}
		if look.Done || !one.Looked {
			found.Slides[s.ID] = look
		}
		if time.Since(last) > flushAfter {
			if err := keep(false); err != nil {
				return err
			}
		}
	}
	if left > 0 && l.again.IsZero() {
		l.again = time.Now().Add(againAfter)
	}
	if looked == left && one.Looked {
		return nil // nothing new
	}
	return keep(true)
}

// shown says whether a slide may be shown on a surface at all, where an approval covers it.
func shown(s *content.Slide, on content.Surface) bool {
	return (s.Kind != content.Video || !on.Street) && s.Sizes.Has(on.Canvas)
}

// find is what the approval of a slide does not cover on a surface: what the checks find there, but
// for warnings like those that the slide has where it covers it, despite which it is shown. Screens
// that it is not meant for say nothing of what it was approved despite.
func (l *Looker) find(ctx context.Context, s content.Slide, on content.Surface, air *onAir) (found []preflight.Finding, ready bool, err error) {
	found, ready, err = l.Check(ctx, s, []content.Surface{on})
	if found = onCanvas(found, on.Canvas); err != nil || !ready || len(found) == 0 || s.Despite == "" {
		return found, ready, err
	}
	together := []content.Surface{on}
	for _, c := range air.all {
		if _, off := c.Keeps(&s); !off && c.Canvas != on.Canvas && air.meant(&s, c.Surface) {
			together = append(together, c.Surface)
		}
	}
	everywhere, ready, err := l.Check(ctx, s, together)
	if err != nil || !ready {
		return nil, ready, err
	}
	warned := map[preflight.Rule]bool{}
	for _, f := range everywhere {
		if f.Canvas == nil || *f.Canvas != on.Canvas {
			warned[f.Rule] = true
		}
	}
	return slices.DeleteFunc(onCanvas(everywhere, on.Canvas), func(f preflight.Finding) bool {
		return f.Level == preflight.Warning && warned[f.Rule]
	}), true, nil
}

// onCanvas are the findings of one canvas: what holds wherever the slide is shown is not new.
func onCanvas(all []preflight.Finding, c content.Canvas) []preflight.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f preflight.Finding) bool { return f.Canvas == nil || *f.Canvas != c })
}

// most is how many findings are kept; the page of the slide shows all once it is changed.
const most = 3

// said are findings in sentences.
func said(all []preflight.Finding) (vi, en string) {
	var inVi, inEn []string
	for _, f := range all[:min(len(all), most)] {
		inVi, inEn = append(inVi, f.Vi), append(inEn, f.En)
	}
	return strings.Join(inVi, " "), strings.Join(inEn, " ")
}

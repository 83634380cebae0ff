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

// surface looks at all live slides that were not looked at yet on one surface, and keeps what is
// found as it goes on. What cannot be looked at now is tried again.
func (l *Looker) surface(ctx context.Context, one content.Coverage, all []content.Coverage, live []content.Slide) error {
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
	for i := range live {
		s := &live[i]
		before, off := one.Keeps(s)
		if !off || before.Done && !l.anew {
			continue
		}
		look := content.Look{Approved: s.Approval.At, Done: true}
		if shown(s, one.Surface) {
			what, ready, err := l.find(ctx, *s, one.Surface, all)
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
	if left > 0 {
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
// for warnings like those that the slide has where it covers it, despite which it is shown.
func (l *Looker) find(ctx context.Context, s content.Slide, on content.Surface, all []content.Coverage) (found []preflight.Finding, ready bool, err error) {
	found, ready, err = l.Check(ctx, s, []content.Surface{on})
	if found = onCanvas(found, on.Canvas); err != nil || !ready || len(found) == 0 || s.Despite == "" {
		return found, ready, err
	}
	together := []content.Surface{on}
	for _, c := range all {
		if _, off := c.Keeps(&s); !off && c.Canvas != on.Canvas && shown(&s, c.Surface) {
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

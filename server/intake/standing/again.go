package standing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// As is how the file of a folder would have the folder's slides on air shown.
type As struct {
	By        content.Standing // by which it may
	Now, Said content.Campaign // as it is, and as the file says it
	Fit       content.Fit
	Dwell     time.Duration
}

// Changes says whether a slide would be on other screens, at other times, fitted in another way, or
// for another time.
func (as As) Changes(s content.Slide) bool {
	return content.SightOf(as.Now.Targets, as.Now.Valid, as.Now.Hours) != content.SightOf(as.Said.Targets, as.Said.Valid, as.Said.Hours) ||
		s.Fit != as.Fit || s.Dwell != as.Dwell
}

// sight is the digest of all that the checks go by for a slide.
func (as As) sight(s content.Slide) content.Digest {
	s.Fit, s.Dwell = as.Fit, as.Dwell
	return content.SightOf(s, as.By, as.Said.Targets, as.Said.Valid, as.Said.Hours)
}

// Objection is why a slide that is on air would wait if it were shown as the file says.
type Objection struct {
	Slide content.Slide
	Why   store.Notice
}

// Seen is what the checks looked at, and what they object to.
type Seen struct {
	at      map[content.Digest]bool // of each slide, by its sight
	Objects []Objection
}

// Again has the checks look at slides that are on air as they would be shown.
func Again(ctx context.Context, check CheckIn, as As, slides []content.Slide) (Seen, error) {
	seen := Seen{at: map[content.Digest]bool{}}
	if len(slides) == 0 {
		return seen, nil
	}
	all := slices.Clone(slides)
	for i, s := range slides {
		seen.at[as.sight(s)] = true
		all[i].Fit, all[i].Dwell = as.Fit, as.Dwell
	}
	found, err := check(ctx, all, as.Said)
	if err != nil {
		return seen, err
	}
	for i, s := range all {
		of := as.By
		of.Despite = cmp.Or(of.Despite, s.Despite)
		if why, _, objects := Objects(of, found[i]); objects {
			seen.Objects = append(seen.Objects, Objection{s, why})
		}
	}
	return seen, nil
}

// Covers says whether the checks looked at a slide exactly as it would be shown now.
func (l Seen) Covers(as As, s content.Slide) bool { return !as.Changes(s) || l.at[as.sight(s)] }

// ObjectsTo says whether the checks object to a slide.
func (l Seen) ObjectsTo(s content.Slide) bool {
	return slices.ContainsFunc(l.Objects, func(o Objection) bool { return o.Slide.ID == s.ID })
}

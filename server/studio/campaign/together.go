package campaign

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// sentWith is how many slides of a campaign wait in the submission of its change.
func sentWith(ctx context.Context, r store.Reader, id string) (n int, err error) {
	change, err := r.Waiting(ctx, store.DraftKey{Noun: store.NounCampaign, ID: id})
	if content.CodeOf(err) == content.NotFound {
		return 0, nil // it was given back
	}
	if err != nil {
		return 0, err
	}
	all, err := r.Submission(ctx, change.Submission)
	if err != nil {
		return 0, err
	}
	for _, one := range all.Waits() {
		if one.Noun != store.NounSlide {
			continue
		}
		d, err := r.SlideDraft(ctx, one.ID)
		switch {
		case content.CodeOf(err) == content.NotFound: // somebody has just deleted it
		case err != nil:
			return 0, err
		case d.Doc.Campaign == id:
			n++
		}
	}
	return n, nil
}

package campaign

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// waits is the version of a campaign that waits, in place of what is live, with the pictures of
// slides below an address.
func waits(ctx context.Context, r store.Reader, live, is content.Campaign, pictures string) (v version, err error) {
	v = version{Campaign: is, Draft: true, Pictures: pictures}
	if live.Stage != content.Planned {
		v.Live = &live
	}
	v.With, err = sentWith(ctx, r, live.ID)
	return v, err
}

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

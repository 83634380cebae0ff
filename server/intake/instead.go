package intake

import (
	"cmp"
	"context"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition"
)

// A file that takes the place of another one is a draft of its slide. While that is on air it shows
// what was approved.

// instead has an upload take the place of what a slide shows, once somebody has submitted it and
// another person approved it.
func (in *Intake) instead(ctx context.Context, who string, u Upload, t rendition.Taken) (content.Slide, error) {
	was, err := in.Store.SlideDraft(ctx, u.Slide)
	if err != nil {
		return content.Slide{}, err
	}
	doc, err := showing(ctx, in.Store.Reader, u, was.Offered(), t.Medium)
	if err != nil {
		return content.Slide{}, err
	}
	var now content.SlideDraft
	err = in.Renditions.Publish(ctx, who, t, doc, false, func(tx *store.Tx) error {
		now, err = in.putInstead(ctx, tx, who, u, t.Medium)
		return err
	})
	return now.Slide(), err
}

// putInstead writes the draft of a slide that shows another medium.
func (in *Intake) putInstead(ctx context.Context, tx *store.Tx, who string, u Upload, m store.Medium) (now content.SlideDraft, err error) {
	fits, err := u.fits(ctx, tx)
	if err != nil {
		return now, err
	}
	if now, err = tx.SlideDraft(ctx, u.Slide); err != nil {
		return now, err
	}
	was := now
	doc, err := showing(ctx, tx.Reader, u, now.Offered(), m)
	if err != nil {
		return now, err
	}
	for _, one := range []content.Slide{now.Live, doc} {
		if err := u.may(ctx, tx, one); err != nil {
			return now, err
		}
	}
	now = now.Save(doc, cmp.Or(u.Author, who), tx.Time())
	if err := tx.PutSlideDraft(ctx, "write", now); err != nil {
		return now, err
	}
	if err := fits(&was); err != nil {
		return now, err
	}
	return now, u.note(ctx, tx, Made{Slides: []content.Slide{now.Slide()}})
}

// showing is a slide with the medium of an upload. Its label goes where somebody says that AI had no
// part in that.
func showing(ctx context.Context, r store.Reader, u Upload, s content.Slide, m store.Medium) (content.Slide, error) {
	if s.Kind != content.Picture && s.Kind != content.Video {
		return s, &content.Error{
			Code: content.Invalid,
			Vi:   "Tấm “" + s.Title + "” không phải ảnh hay video, không thay tệp được.",
			En:   "“" + s.Title + "” is no picture or clip, so it has no file to replace.",
		}
	}
	s = s.Showing(m.Digest, m.Kind)
	label, err := Label(ctx, r, u.AI, m)
	if label != "" || u.AI == No {
		s.Label = label
	}
	return s, err
}

package upload

import (
	"context"

	"ngatu/content"
	"ngatu/server/quota"
)

// areaUse is what a person's area may have, for the form.
type areaUse struct {
	quota.Use
	Name     string
	MaxBytes int64 // 0: no bound
	MaxWaits int   // the same

	Instead  bool  // the file takes the place of another one, and is no draft more
	Replaced int64 // bytes of that
}

// Left is how many bytes more may come.
func (u areaUse) Left() int64 { return max(0, u.MaxBytes-u.Bytes, u.Replaced) }

// Full says whether no draft more may come.
func (u areaUse) Full() bool {
	return u.MaxWaits > 0 && u.Waits >= u.MaxWaits && !u.Instead || u.MaxBytes > 0 && u.Left() == 0
}

// MB is how many megabytes are used, rounded up.
func (u areaUse) MB() int64 { return (u.Bytes + 1<<20 - 1) >> 20 }

// MaxMB is how many may be.
func (u areaUse) MaxMB() int64 { return u.MaxBytes >> 20 }

// book counts what the area of a person has and what is on its way.
func (s *Uploads) book(ctx context.Context, who string) (quota.Book, error) {
	return quota.Read(ctx, s.Store.Reader, quota.Options{Units: s.Areas, At: s.Now(), Who: who, Coming: true, Come: s.parts.coming()})
}

// fits refuses a file before it comes, where its sender's area has no room for it. slide is whose file it
// takes the place of: that counts only by what it adds.
func (s *Uploads) fits(ctx context.Context, who, slide string, bytes int64) error {
	b, err := s.book(ctx, who)
	if err != nil || !b.Bounds() {
		return err
	}
	if slide == "" {
		return b.Room(who, bytes, 1)
	}
	d, err := s.Store.SlideDraft(ctx, slide)
	if err != nil {
		return err
	}
	before, err := quota.Replaced(ctx, s.Store.Reader, d)
	if err != nil {
		return err
	}
	return b.Room(who, max(0, bytes-before), 0)
}

// areaOf is what the area of a person has who sends a new file, or one in place of a slide's; nil:
// nothing bounds them.
func (s *Uploads) areaOf(ctx context.Context, who string, instead *content.SlideDraft) (*areaUse, error) {
	b, err := s.book(ctx, who)
	use, bounded := b.Of(who)
	if err != nil || !bounded {
		return nil, err
	}
	out := &areaUse{Use: use, Name: b.Name(use.Area), MaxBytes: b.MaxBytes, MaxWaits: b.MaxWaits}
	if out.Instead = instead != nil; out.Instead {
		out.Replaced, err = quota.Replaced(ctx, s.Store.Reader, *instead)
	}
	return out, err
}

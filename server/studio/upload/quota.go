package upload

import (
	"context"

	"ngatu/server/quota"
)

// areaUse is what a person's area may have, for the form.
type areaUse struct {
	quota.Use
	Name     string
	MaxBytes int64 // 0: no bound
	MaxWaits int   // the same
}

// Left is how many bytes more may come.
func (u areaUse) Left() int64 { return max(0, u.MaxBytes-u.Bytes) }

// Full says whether no draft more may come.
func (u areaUse) Full() bool {
	return u.MaxWaits > 0 && u.Waits >= u.MaxWaits || u.MaxBytes > 0 && u.Left() == 0
}

// MB is how many megabytes are used, rounded up.
func (u areaUse) MB() int64 { return (u.Bytes + 1<<20 - 1) >> 20 }

// MaxMB is how many may be.
func (u areaUse) MaxMB() int64 { return u.MaxBytes >> 20 }

// book counts what all areas have and what is on its way.
func (s *Uploads) book(ctx context.Context) (quota.Book, error) {
	return quota.Read(ctx, s.Store.Reader, quota.Options{Units: s.Areas, At: s.Now(), Coming: true, Come: s.parts.coming()})
}

// fits refuses a file before it comes, where its sender's area has no room for it.
func (s *Uploads) fits(ctx context.Context, who string, bytes int64) error {
	b, err := s.book(ctx)
	if err != nil {
		return err
	}
	return b.Room(who, bytes, 1)
}

// areaOf is what the area of a person has; nil: nothing bounds them.
func (s *Uploads) areaOf(ctx context.Context, who string) (*areaUse, error) {
	b, err := s.book(ctx)
	use, bounded := b.Of(who)
	if err != nil || !bounded {
		return nil, err
	}
	return &areaUse{use, b.Name(use.Area), b.MaxBytes, b.MaxWaits}, nil
}

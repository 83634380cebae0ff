package setting

import (
	"context"

	"ngatu/server/quota"
)

// mostUsed is how many areas are listed.
const mostUsed = 50

// used is what an area has of its quota.
type used struct {
	quota.Use
	Name string
	Over bool // no more is taken from its people
}

// MB is how many megabytes it has, rounded up.
func (u used) MB() int64 { return (u.Bytes + 1<<20 - 1) >> 20 }

// used lists the areas that have most.
func (s *Settings) used(ctx context.Context) (out []used, err error) {
	b, err := quota.Read(ctx, s.Store.Reader, quota.Options{Units: s.Areas, At: s.Now(), Coming: true, Always: true})
	for _, one := range b.All() {
		if len(out) < mostUsed && (one.Bytes > 0 || one.Waits > 0) {
			over := b.MaxBytes > 0 && one.Bytes >= b.MaxBytes || b.MaxWaits > 0 && one.Waits >= b.MaxWaits
			out = append(out, used{one, b.Name(one.Area), over})
		}
	}
	return out, err
}

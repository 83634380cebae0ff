package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is being read is known until it was read, and the log of changes does not speak of it.
func TestTrying(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		before, err := s.LastChange(ctx)
		if err != nil {
			t.Fatal(err)
		}
		one := Trying{Path: "Tết/ảnh.jpg", Size: 7, Modified: time.Unix(1, 5).UTC()}
		two := Trying{Path: "b.xlsx", Size: 8, Modified: time.Unix(2, 0).UTC()}
		for _, f := range []Trying{one, {Path: two.Path, Size: 1}, two} {
			if err := s.Try(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		if all, err := s.AllTrying(ctx); err != nil || cmp.Diff([]Trying{one, two}, all) != "" {
			t.Errorf("%v %v", err, cmp.Diff([]Trying{one, two}, all))
		}
		for range 2 {
			if err := s.Tried(ctx, one.Path); err != nil {
				t.Fatal(err)
			}
		}
		if all, err := s.AllTrying(ctx); err != nil || cmp.Diff([]Trying{two}, all) != "" {
			t.Errorf("%v %v", err, all)
		}
		if err := s.Try(ctx, Trying{Path: "a\x00b"}); err == nil {
			t.Error("a name that no database keeps was noted")
		}
		if after, err := s.LastChange(ctx); err != nil || after != before {
			t.Errorf("the log grew: %v", err)
		}
	})
}

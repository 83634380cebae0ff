package store

import (
	"fmt"
	"testing"
	"time"

	"ngatu/content"
)

// What is typed is for one person and one form, bounded, forgotten after a month, and no change.
func TestTyped(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, at := t.Context(), time.Date(2026, 11, 21, 7, 32, 0, 0, time.UTC)
		before, err := s.LastChange(ctx)
		if err != nil {
			t.Fatal(err)
		}
		keep := func(who, place, fields string, at time.Time) {
			t.Helper()
			if err := KeepTyped(ctx, s, who, Typed{place, at, fields}); err != nil {
				t.Fatal(err)
			}
		}
		keep("lan", "/studio/notice", "head=a", at.Add(-31*24*time.Hour))
		keep("minh", "/studio/notice", "head=c", at)
		if _, err := s.TypedAt(ctx, "lan", "/studio/notice"); content.CodeOf(err) != content.NotFound {
			t.Errorf("kept for more than a month: %v", err)
		}
		keep("lan", "/studio/notice", "head=b", at)
		keep("lan", "/studio/notice", "head=bb", at.Add(time.Second))
		if got, err := s.TypedAt(ctx, "lan", "/studio/notice"); err != nil || got.Fields != "head=bb" || !got.At.Equal(at.Add(time.Second)) {
			t.Errorf("%+v %v", got, err)
		}
		for i := range mostPlaces {
			keep("lan", fmt.Sprint("/studio/slides/", i), "head=x", at.Add(time.Minute))
		}
		if _, err := s.TypedAt(ctx, "lan", "/studio/notice"); content.CodeOf(err) != content.NotFound {
			t.Errorf("the oldest of too many is kept: %v", err)
		}
		if got, err := s.TypedAt(ctx, "minh", "/studio/notice"); err != nil || got.Fields != "head=c" {
			t.Errorf("another person's: %+v %v", got, err)
		}
		for range 2 {
			if err := DropTyped(ctx, s, "minh", "/studio/notice"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.TypedAt(ctx, "minh", "/studio/notice"); content.CodeOf(err) != content.NotFound {
			t.Errorf("dropped, and there: %v", err)
		}
		if after, err := s.LastChange(ctx); err != nil || after != before {
			t.Errorf("typing left a line in the log: %d, %d, %v", before, after, err)
		}
		if err := KeepTyped(ctx, s, "lan", Typed{Place: "/studio/a\x00", At: at}); err == nil {
			t.Error("a text that no database takes")
		}
	})
}

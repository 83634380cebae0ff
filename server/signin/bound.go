package signin

import (
	"context"
	"slices"

	"ngatu/content/area"
	"ngatu/content/mandate"
)

// boundKey is where a context keeps the area that a token is for.
type boundKey struct{}

// Bound is a context in which everybody may act in an area and below alone, whatever their
// mandates: the bounds of a token. "" bounds nothing.
func Bound(ctx context.Context, area string) context.Context {
	return context.WithValue(ctx, boundKey{}, area)
}

// bounds are those of a request.
type bounds struct {
	area  string // "": the whole city
	units *area.Set
}

func bound(ctx context.Context, s *Signin) bounds {
	of, _ := ctx.Value(boundKey{}).(string)
	return bounds{of, s.areas}
}

// allows says whether all of a subject lies within the bounds.
func (b bounds) allows(s mandate.Subject) bool {
	if b.area == "" {
		return true
	}
	return len(s.Areas) > 0 && !slices.ContainsFunc(s.Areas, func(key string) bool { return !b.has(key) })
}

func (b bounds) has(key string) bool { return b.area == "" || mandate.Within(key, b.area, b.units) }

// Bears says whether a subject bears on what a request may do: some of it lies within the bounds,
// or holds all of them.
func Bears(ctx context.Context, s *Signin, on mandate.Subject) bool {
	b := bound(ctx, s)
	return b.area == "" || len(on.Areas) == 0 || slices.ContainsFunc(on.Areas, func(key string) bool {
		return b.has(key) || mandate.Within(b.area, key, b.units)
	})
}

package signin

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// ActOf is what a token of a scope does.
func ActOf(scope string) Act {
	switch scope {
	case store.ScopeFigures:
		return Release
	case store.ScopeSlides:
		return Edit
	case store.ScopeOn, store.ScopeScreens:
		return Look
	}
	return TakeOff
}

// AskMaker refuses (Denied) a token whose maker may not do anywhere what it is for: a token acts as
// its maker, by the mandates that they have when it is used.
func (s *Signin) AskMaker(ctx context.Context, t store.Token) error {
	b, err := s.store.Bearer(ctx, t.By)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if err != nil || !mandate.Somewhere(b, ActOf(t.Scope), s.now(), s.areas) {
		return &content.Error{
			Code: content.Denied,
			Vi:   "Mã “" + t.Name + "” làm việc thay người đã tạo, mà người đó không còn quyền này. Hãy nhờ người có quyền tạo mã khác.",
			En:   "The token “" + t.Name + "” acts as whoever made it, and that person may not do this any more. Have somebody who may make another.",
		}
	}
	return nil
}

// Sees is which areas lie within another ("": the whole city) and within the mandates that a person
// has now. Lists for programs are narrowed to them.
func (s *Signin) Sees(ctx context.Context, who, within string) (func(area string) bool, error) {
	b, err := s.store.Bearer(ctx, who)
	if err != nil {
		return nil, err
	}
	now := s.now()
	return func(area string) bool {
		return mandate.Within(area, within, s.areas) && mandate.Sees(b, area, now, s.areas)
	}, nil
}

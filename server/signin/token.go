package signin

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// ActOf is what a token of a scope does.
func ActOf(scope string) Act {
	switch scope {
	case store.ScopeFigures:
		return Release
	case store.ScopeSlides, store.ScopeForms:
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
		return bound(ctx, s).has(area) && mandate.Within(area, within, s.areas) && mandate.Sees(b, area, now, s.areas)
	}, nil
}

// scopes are what tokens can be for.
var scopes = []string{store.ScopeFigures, store.ScopeSlides, store.ScopeForms, store.ScopeHolds, store.ScopeOn, store.ScopeScreens}

// boundScopes are those that can be bounded by an area; figures are the city's.
var boundScopes = []string{store.ScopeSlides, store.ScopeForms, store.ScopeHolds, store.ScopeScreens}

// maxTokenName is how many letters the name of a token has at most.
const maxTokenName = 200

// NewToken makes a token with a name, scope, area and end that acts as its By, and gives its secret
// this once: the store keeps its digest alone. who is named in the log.
func NewToken(ctx context.Context, s *Signin, who string, t store.Token) (secret string, err error) {
	key, bad := area.ParseKey(t.Area)
	_, known := s.areas.Area(key)
	switch {
	case t.Name == "" || utf8.RuneCountInString(t.Name) > maxTokenName:
		return "", refused("Hãy ghi mã này dùng cho chương trình nào.", "Say which program the token is for.")
	case !slices.Contains(scopes, t.Scope):
		return "", refused("Hãy chọn mã được làm gì.", "Choose what the token may do.")
	case t.Area != "" && (bad != nil || !known):
		return "", refused("Không có địa bàn “"+t.Area+"”. Hãy tìm theo tên rồi chọn; mã ghi như 2025-07/00004.", "There is no area “"+t.Area+"”. Look it up by its name; a key is written as 2025-07/00004.")
	case t.Area != "" && !slices.Contains(boundScopes, t.Scope):
		return "", refused("Việc này là của toàn thành phố, không giới hạn theo địa bàn được. Hãy bỏ trống địa bàn.", "This is for the whole city and cannot be bounded by an area. Leave the area empty.")
	case !t.Expires.IsZero() && !t.Expires.After(s.now()):
		return "", refused("Hạn dùng của mã phải ở phía trước.", "The token must end in the future.")
	}
	b, err := s.store.Bearer(ctx, t.By)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return "", err
	}
	if err != nil || !mandate.Somewhere(b, ActOf(t.Scope), s.now(), s.areas) {
		return "", &content.Error{
			Code: content.Denied,
			Vi:   "Mã làm việc thay một người, mà bạn không có quyền này. Hãy nhờ người có quyền tạo mã.",
			En:   "A token acts as somebody, and that person may not do this. Have somebody who may make it.",
		}
	}
	secret = "ngatu_" + strings.ToLower(rand.Text()+rand.Text()) // 260 bits
	t.ID, t.Hash = "t-"+strings.ToLower(rand.Text()[:12]), content.DigestOf([]byte(secret))
	_, err = s.store.Change(ctx, who, func(tx *store.Tx) error { return tx.PutToken(ctx, t) })
	return secret, err
}

func refused(vi, en string) error { return &content.Error{Code: content.Invalid, Vi: vi, En: en} }

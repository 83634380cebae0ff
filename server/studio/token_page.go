package studio

import (
	"crypto/rand"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleTokens = text{"Mã API", "API tokens"}

// tokensView is the page; Made is a token that was made just now, shown this once.
type tokensView struct {
	Rows   []tokenRow
	Scopes []scope
	Made   string
	Name   string
}

type tokenRow struct {
	store.Token
	By    string
	Scope text
}

type scope struct {
	Key  string
	Name text
}

var scopes = []scope{
	{"figures", text{"Gửi số liệu (/api/figures)", "Send figures"}},
	{"slides", text{"Gửi ảnh, video thành bản nháp (/api/slides)", "Send pictures and clips as drafts"}},
}

func (s *Studio) tokenList(c *fiber.Ctx) error {
	v, err := s.tokensView(c)
	if err != nil {
		return err
	}
	return s.show(c, "tokens", titleTokens, v)
}

func (s *Studio) tokensView(c *fiber.Ctx) (tokensView, error) {
	v := tokensView{Scopes: scopes}
	all, err := s.Store.Tokens(c.UserContext())
	for _, t := range all {
		row := tokenRow{Token: t, By: s.nameOf(c.UserContext(), t.By)}
		for _, one := range scopes {
			if one.Key == t.Scope {
				row.Scope = one.Name
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return v, err
}

// tokenMake makes a token and shows it this once: the store keeps its digest alone.
func (s *Studio) tokenMake(c *fiber.Ctx) error {
	ctx, name, wanted := c.UserContext(), field(c, "name"), field(c, "scope")
	var err error
	if name == "" || len(name) > 200 {
		err = invalid("Hãy ghi mã này dùng cho chương trình nào.", "Say which program the token is for.")
	}
	if known := wanted == "figures" || wanted == "slides"; err == nil && !known {
		err = invalid("Hãy chọn mã được làm gì.", "Choose what the token may do.")
	}
	secret := "ngatu_" + strings.ToLower(rand.Text()+rand.Text()) // 260 bits
	if err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			return tx.PutToken(ctx, store.Token{
				ID: "t-" + strings.ToLower(rand.Text()[:12]), Hash: content.DigestOf([]byte(secret)), Name: name, Scope: wanted,
			})
		})
	}
	v, failed := s.tokensView(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		v.Name = name
		return s.refuse(c, err, "tokens", titleTokens, v)
	}
	v.Made = secret
	return s.show(c, "tokens", titleTokens, v)
}

func (s *Studio) tokenRevoke(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return tx.DeleteToken(ctx, id) })
	if err != nil {
		return err
	}
	return done(c, "/studio/tokens", "revoked")
}

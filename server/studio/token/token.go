// Package token is the room of tokens with which programs send figures and files.
//
// It owns how a token is made and shown once. It must not check one: that is the API's.
package token

import (
	"crypto/rand"
	"embed"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var page = shell.Page{Name: "tokens", Title: shell.Say("Mã API", "API tokens")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "token", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{"revoked": shell.Say("Đã thu hồi mã.", "The token was revoked.")},
}

// Tokens answers for tokens.
type Tokens struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Tokens { return &Tokens{s} }

// view is the page; Made is a token that was made just now, shown this once.
type view struct {
	Rows   []row
	Scopes []scope
	Made   string
	Name   string
}

type row struct {
	store.Token
	By      shell.Text
	Scope   shell.Text
	Stopped bool // the account of its maker is disabled
}

type scope struct {
	Key  string
	Name shell.Text
}

var scopes = []scope{
	{store.ScopeFigures, shell.Say("Gửi số liệu (/api/figures)", "Send figures")},
	{store.ScopeSlides, shell.Say("Gửi ảnh, video thành bản nháp (/api/slides)", "Send pictures and clips as drafts")},
	{store.ScopeHolds, shell.Say("Tạm ngừng chiếu (/api/holds)", "Set holds")},
	{store.ScopeOn, shell.Say("Xem đang chiếu gì (/api/on)", "Ask what is on")},
	{store.ScopeScreens, shell.Say("Xem trạng thái màn hình (/api/screens)", "Ask how screens are")},
}

func (s *Tokens) List(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Tokens) view(c *fiber.Ctx) (view, error) {
	v := view{Scopes: scopes}
	all, err := s.Store.Tokens(c.UserContext())
	for _, t := range all {
		one := row{Token: t, By: s.NameOf(c.UserContext(), t.By)}
		if maker, err := s.Store.Staff(c.UserContext(), t.By); err == nil {
			one.Stopped = maker.Disabled
		}
		for _, known := range scopes {
			if known.Key == t.Scope {
				one.Scope = known.Name
			}
		}
		v.Rows = append(v.Rows, one)
	}
	return v, err
}

// Make makes a token and shows it this once: the store keeps its digest alone.
func (s *Tokens) Make(c *fiber.Ctx) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	name, wanted := f.Field("name"), f.Field("scope")
	var bad shell.Faults
	bad.Add(f.Again())
	if name == "" || utf8.RuneCountInString(name) > 200 {
		bad.Add(shell.At("name", shell.Invalid("Hãy ghi mã này dùng cho chương trình nào.", "Say which program the token is for.")))
	}
	if !slices.ContainsFunc(scopes, func(one scope) bool { return one.Key == wanted }) {
		bad.Add(shell.At("scope", shell.Invalid("Hãy chọn mã được làm gì.", "Choose what the token may do.")))
	} else if !signin.From(c).Somewhere(signin.ActOf(wanted)) {
		bad.Add(shell.At("scope", &content.Error{
			Code: content.Denied,
			Vi:   "Mã làm việc thay người tạo, mà bạn không có quyền này. Hãy nhờ người có quyền tạo mã.",
			En:   "A token acts as whoever makes it, and you may not do this yourself. Have somebody who may make it.",
		}))
	}
	err := bad.Err()
	secret := "ngatu_" + strings.ToLower(rand.Text()+rand.Text()) // 260 bits
	if err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			return tx.PutToken(ctx, store.Token{
				ID: "t-" + strings.ToLower(rand.Text()[:12]), Hash: content.DigestOf([]byte(secret)), Name: name, Scope: wanted,
			})
		})
	}
	v, failed := s.view(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		v.Name = name
		return s.Refuse(c, err, page, v)
	}
	v.Made = secret
	return s.Page(c, page, v)
}

func (s *Tokens) Revoke(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return tx.DeleteToken(ctx, id) })
	if err != nil {
		return err
	}
	return shell.Done(c, "/studio/tokens", "revoked")
}

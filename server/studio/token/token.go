// Package token is the room of tokens with which programs send figures and files.
//
// It owns how a token is made and shown once. It must not check one: that is the API's.
package token

import (
	"embed"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
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
	Until  string // the last day that is offered, as a field has it
	Name   string
}

type row struct {
	store.Token
	By      shell.Text
	Scope   shell.Text
	Where   shell.Text
	Stopped bool // the account of its maker is disabled
	Over    bool // it has expired
}

type scope struct {
	Key  string
	Name shell.Text
}

var scopes = []scope{
	{store.ScopeFigures, shell.Say("Gửi số liệu (/api/figures)", "Send figures")},
	{store.ScopeSlides, shell.Say("Gửi ảnh, video thành bản nháp (/api/slides)", "Send pictures and clips as drafts")},
	{store.ScopeForms, shell.Say("Điền biểu mẫu, chiếu ngay trong giới hạn đã duyệt (/api/forms)", "Fill in forms: on air at once within what was approved")},
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
	v := view{Scopes: scopes, Until: s.Now().In(area.Local).AddDate(1, 0, 0).Format(time.DateOnly)}
	all, err := s.Store.Tokens(c.UserContext())
	for _, t := range all {
		one := row{Token: t, By: s.NameOf(c.UserContext(), t.By)}
		if maker, err := s.Store.Staff(c.UserContext(), t.By); err == nil {
			one.Stopped = maker.Disabled
		}
		one.Over = !t.Expires.IsZero() && !s.Now().Before(t.Expires)
		if t.Area != "" {
			one.Where = s.AreaName(t.Area)
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
	if !slices.ContainsFunc(scopes, func(known scope) bool { return known.Key == wanted }) {
		bad.Add(shell.At("scope", shell.Invalid("Hãy chọn mã được làm gì.", "Choose what the token may do.")))
	}
	expires, err := s.end(f)
	bad.Add(err)
	secret := ""
	if err = bad.Err(); err == nil {
		who := signin.From(c).ID
		secret, err = signin.NewToken(ctx, s.SignIn, who, store.Token{Name: name, Scope: wanted, By: who, Area: f.Field("area"), Expires: expires})
	}
	v, failed := s.view(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		v.Name, v.Until = name, f.Field("until")
		return s.Refuse(c, err, page, v)
	}
	v.Made = secret
	return s.Page(c, page, v)
}

// end is the end of the day that was typed; none: the token goes on until it is revoked.
func (s *Tokens) end(f shell.Form) (time.Time, error) {
	if !f.Has("until") {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, f.Field("until"), area.Local)
	if err != nil {
		return day, shell.At("until", shell.Invalid("Không đọc được hạn dùng. Hãy ghi như 2027-01-31.", "The end cannot be read. Write it as 2027-01-31."))
	}
	return day.AddDate(0, 0, 1), nil
}

func (s *Tokens) Revoke(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return tx.DeleteToken(ctx, id) })
	if err != nil {
		return err
	}
	return shell.Done(c, "/studio/tokens", "revoked")
}

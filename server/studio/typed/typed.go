// Package typed is the room of what somebody is typing and has not sent yet: it is kept while they
// type, for themselves alone, and given back when they come again.
//
// It owns nothing of what is typed: a form becomes something only by its own button.
package typed

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Typed answers for it.
type Typed struct{ *shell.Shell }

// New answers within a shell.
func New(s *shell.Shell) *Typed { return &Typed{s} }

// mostPlace is how many letters the name of a form has.
const mostPlace = 200

// secret are fields that are never kept.
var secret = []string{signin.FieldCSRF, "password", "old", "token", "digits"}

// answer is what the script is told.
type answer struct {
	At     string `json:"at"`               // the time of the day, as it is shown
	Day    string `json:"day,omitempty"`    // "17/12"
	Fields string `json:"fields,omitempty"` // as a query
}

func answerOf(t store.Typed) answer {
	local := t.At.In(area.Local)
	return answer{At: local.Format("15:04"), Day: local.Format("2/1"), Fields: t.Fields}
}

// Show is what the person here was typing in a form; nothing where nothing is kept.
func (s *Typed) Show(c *fiber.Ctx) error {
	t, err := s.Store.TypedAt(c.UserContext(), signin.From(c).ID, shell.Query(c, "place"))
	if content.CodeOf(err) == content.NotFound {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(answerOf(t))
}

// Keep keeps what is typed so far, or forgets it where the form says so.
func (s *Typed) Keep(c *fiber.Ctx) error {
	f, who := shell.FormOf(c), signin.From(c).ID
	place := f.Field("place")
	if !strings.HasPrefix(place, "/studio/") || utf8.RuneCountInString(place) > mostPlace {
		return shell.Invalid("Biểu này không được lưu tự động.", "This form is not kept while it is typed.")
	}
	if f.Has("drop") {
		if err := store.DropTyped(c.UserContext(), s.Store, who, place); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusNoContent)
	}
	fields, err := url.ParseQuery(f.Raw("fields"))
	if err != nil {
		return shell.Invalid("Không đọc được phần đang soạn.", "What is typed cannot be read.")
	}
	for _, name := range secret {
		fields.Del(name)
	}
	t := store.Typed{Place: place, At: s.Now(), Fields: fields.Encode()}
	if len(t.Fields) > store.MaxTyped {
		return &content.Error{Code: content.TooLarge, Vi: "Phần đang soạn quá dài để lưu tự động. Hãy bấm lưu.", En: "What is typed is too long to be kept by itself. Press save."}
	}
	if err := store.KeepTyped(c.UserContext(), s.Store, who, t); err != nil {
		return err
	}
	t.Fields = ""
	return c.JSON(answerOf(t))
}

package shell

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// pageUnsaved keeps what was typed in a form while the database is away.
var pageUnsaved = Page{"unsaved", Text{"Chưa lưu được", "Not saved yet"}}

// unsavedView is a form that can be sent once more, with all that was typed.
type unsavedView struct {
	To, Back, CSRF string
	Fields         [][2]string
	Files          bool // files were chosen, too: a page cannot choose them again
}

// isUnsaved says whether a request of somebody signed in is a form that was not stored, for the
// database does not answer (err). Where it may be stored all the same nobody is invited to send it
// again.
func isUnsaved(c *fiber.Ctx, err error) bool {
	return c.Method() == fiber.MethodPost && !store.Unsure(err) && c.Get("HX-Request") == ""
}

// headerUnsaved tells our script to leave the page as it is: it has files, too.
const headerUnsaved = "X-Ngatu-Unsaved"

// unsaved answers such a form: nothing is lost, and one press sends it again.
func (s *Shell) unsaved(c *fiber.Ctx, fault *content.Error) error {
	f := FormOf(c)
	c.Set(headerUnsaved, "yes")
	v := unsavedView{To: strings.Clone(c.Path()), Back: fromPage(c), CSRF: signin.From(c).CSRF, Files: len(f.Files) > 0}
	for name, values := range f.Typed() {
		for _, value := range values {
			v.Fields = append(v.Fields, [2]string{name, value})
		}
	}
	return s.fill(c, pageUnsaved, v, fault)
}

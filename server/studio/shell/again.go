package shell

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/signin"
)

// A session can end while somebody fills in a form. What they had typed then goes through the
// sign-in page in the bodies of requests, never in an address, and comes back on its own page,
// where it is not saved until they press the button again.

// fieldAgain is in a form that is shown again with what was typed: nothing is to be done with it
// yet.
const fieldAgain = "_again"

// Wanted is what somebody asked for who has to sign in first.
type Wanted struct {
	Next  string // the page
	To    string // the path that a form was sent to; "": it was a page
	Typed string // the form, as a query
}

// WantedOf reads it from the sign-in form. Only our own paths count: the form comes from outside.
func WantedOf(f Form) Wanted {
	w := Wanted{Next: ownPath(f.Raw("next")), To: ownPath(f.Raw("to")), Typed: f.Raw("typed")}
	if _, err := url.ParseQuery(w.Typed); err != nil {
		w.Typed = ""
	}
	return w
}

// WantedPage is what somebody asked for whom an address led to the sign-in page.
func WantedPage(c *fiber.Ctx) Wanted { return Wanted{Next: ownPath(Query(c, "next"))} }

// SignInForm is what is put back into the sign-in form after a failure: never the password.
type SignInForm struct {
	Login string
	First bool // nobody has an account yet: the first one is made through the one-time link
	Lost  bool // a session has ended while a form was filled in
	Wanted
}

// PageSignIn is the page of the sign-in form.
var PageSignIn = Page{"signin", Text{"Đăng nhập", "Sign in"}}

// ownPath is a path of the studio that somebody can be sent to, with its query; "" for anything
// else.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(address, "\\\r\n") {
		return ""
	}
	if u.Path != "/studio" && !strings.HasPrefix(u.Path, "/studio/") || strings.Contains(u.Path, "..") {
		return ""
	}
	for _, not := range []string{PathSignin, "/studio/signout", PathBegin} {
		if strings.HasPrefix(u.Path, not) {
			return ""
		}
	}
	q := u.Query()
	q.Del("done")
	u.RawQuery, u.Fragment = q.Encode(), ""
	return u.String()
}

// fromPage is the page of ours that a request came from; "" where the browser does not say.
func fromPage(c *fiber.Ctx) string {
	address := c.Get("HX-Current-URL")
	if address == "" {
		address = c.Get(fiber.HeaderReferer)
	}
	u, err := url.Parse(whole(address))
	if err != nil || !strings.EqualFold(u.Host, string(c.Request().Host())) {
		return ""
	}
	return ownPath(u.RequestURI())
}

// signinFor is the address of the sign-in page that leads on to a page.
func signinFor(next string) string {
	if next == "" || next == PathHome || next == PathHome+"/" {
		return PathSignin
	}
	return PathSignin + "?next=" + url.QueryEscape(next)
}

// signedOut answers a request whose session has ended.
func (s *Shell) signedOut(c *fiber.Ctx) error {
	if c.Get("HX-Request") != "" {
		c.Status(fiber.StatusUnauthorized)
		return s.Part(c, "lost", signinFor(fromPage(c)))
	}
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		return c.Status(fiber.StatusUnauthorized).JSON(fiber.Map{"error": fiber.Map{
			"code": "signed_out", "vi": "Phiên làm việc đã hết. Hãy đăng nhập lại trong thẻ khác rồi gửi lại.",
			"en": "You were signed out. Sign in again in another tab, then send it again.",
		}})
	}
	if c.Method() != fiber.MethodPost {
		next := ""
		if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMETextHTML) { // a page, no picture of one
			next = ownPath(whole(c.OriginalURL()))
		}
		return c.Redirect(signinFor(next), fiber.StatusSeeOther)
	}
	if err := s.SignIn.OwnPages(c); err != nil {
		return err
	}
	c.Status(fiber.StatusUnauthorized)
	form := SignInForm{Lost: true, Wanted: Wanted{Next: fromPage(c), To: ownPath(c.Path()), Typed: FormOf(c).Typed().Encode()}}
	return s.fill(c, PageSignIn, form, nil)
}

// stale answers a form of ours that an earlier session had made: it is shown again with what was
// typed.
func (s *Shell) stale(c *fiber.Ctx) error {
	person := signin.From(c)
	if c.Get("HX-Request") != "" || strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		c.Set(signin.HeaderCSRF, person.CSRF) // the script tries once more
		return &content.Error{
			Code: content.Denied,
			Vi:   "Trang này mở từ phiên làm việc trước. Hãy bấm lại một lần nữa.",
			En:   "This page is from an earlier session. Press once more.",
		}
	}
	c.Status(fiber.StatusForbidden)
	return s.Onward(c, person, Wanted{Next: fromPage(c), To: strings.Clone(c.Path()), Typed: FormOf(c).Typed().Encode()})
}

// onwardView is a form that brings what was typed back to its own page.
type onwardView struct {
	To, Next, CSRF string
	Fields         [][2]string
}

// Onward leads somebody who has just signed in to what they wanted.
func (s *Shell) Onward(c *fiber.Ctx, person *signin.Person, w Wanted) error {
	if w.To == "" {
		if w.Next == "" {
			w.Next = PathHome
		}
		return c.Redirect(w.Next, fiber.StatusSeeOther)
	}
	v := onwardView{To: w.To, Next: w.Next, CSRF: person.CSRF}
	fields, _ := url.ParseQuery(w.Typed)
	for name, values := range fields {
		for _, value := range values {
			v.Fields = append(v.Fields, [2]string{name, value})
		}
	}
	return s.fill(c, pageOnward, v, nil)
}

// Again is the fault of a form that came back after a sign-in; nil for any other.
func (f Form) Again() error {
	if !f.Has(fieldAgain) {
		return nil
	}
	return Invalid(
		"Bạn đã đăng nhập lại. Những gì đã gõ còn nguyên ở dưới nhưng chưa được lưu: hãy xem lại rồi bấm nút lần nữa. Tệp đã chọn thì phải chọn lại.",
		"You have signed in again. What you typed is still here and not saved yet: look at it and press the button again. Files have to be chosen again.")
}

// pressed sends somebody back to the page of a button that was pressed before the session had
// ended. Nothing is done: they see the page as it is now and press again.
func pressed(c *fiber.Ctx) error {
	f := FormOf(c)
	if !f.Has(fieldAgain) {
		return c.Next()
	}
	back := ownPath(f.Raw("next"))
	if back == "" {
		back = PathHome
	}
	if strings.Contains(back, "?") {
		return c.Redirect(back+"&done=again", fiber.StatusSeeOther)
	}
	return Done(c, back, "again")
}

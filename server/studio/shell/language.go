package shell

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/hours"
	"ngatu/server/signin"
)

// Language is one that the studio speaks; a page speaks one of them.
type Language string

// The languages, the default first.
const (
	Vietnamese Language = "vi"
	English    Language = "en"
)

// cookieLanguage remembers what a browser chose before anybody signed in.
const cookieLanguage = "ngatu_language"

var (
	languages = []Language{Vietnamese, English}
	matcher   = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})
)

// LanguageOf is the language that a request is answered in: the one that the person chose, or else
// this browser. Before somebody has signed in, the browser's settings count as well. It is
// Vietnamese where nothing says otherwise.
func LanguageOf(c *fiber.Ctx) Language {
	if p := signin.From(c); p != nil {
		if l := Language(p.Language); known(l) {
			return l
		}
	}
	if l := Language(c.Cookies(cookieLanguage)); known(l) {
		return Language(strings.Clone(string(l)))
	}
	if wanted := c.Get(fiber.HeaderAcceptLanguage); wanted != "" && signin.From(c) == nil {
		if tags, _, err := language.ParseAcceptLanguage(wanted); err == nil {
			_, i, sure := matcher.Match(tags...)
			if sure != language.No {
				return languages[i]
			}
		}
	}
	return Vietnamese
}

func known(l Language) bool { return l == Vietnamese || l == English }

// Other is the language that one can switch to.
func (l Language) Other() Language {
	if l == English {
		return Vietnamese
	}
	return English
}

// SetLanguage takes the switch between the languages: it stays with the account, or with the
// browser where nobody is signed in, and leads back to the page that it was pressed on.
func (s *Shell) SetLanguage(c *fiber.Ctx) error {
	f := FormOf(c)
	l := Language(f.Field("to"))
	if !known(l) {
		return Invalid("Không có ngôn ngữ này. Hãy chọn tiếng Việt hoặc tiếng Anh.", "There is no such language. Choose Vietnamese or English.")
	}
	if err := s.SignIn.ChooseLanguage(c, string(l)); err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{
		Name: cookieLanguage, Value: string(l), Path: "/studio", HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
		MaxAge: int((400 * 24 * time.Hour).Seconds()),
	})
	back := ownPath(f.Raw("next"))
	if back == "" {
		back = PathSignin
	}
	return c.Redirect(back, fiber.StatusSeeOther)
}

// When is an instant as people in the city read it; a dash where there is none.
func (l Language) When(t time.Time) string {
	switch {
	case t.IsZero():
		return "—"
	case l == English:
		return t.In(area.Local).Format("15:04, 2 Jan 2006")
	}
	return t.In(area.Local).Format("15:04 02/01/2006")
}

// Span is from when until when something holds, as people read it; "" where it has neither a
// beginning nor an end.
func (l Language) Span(s hours.Span) string {
	from, until := l.When(s.From), l.When(s.Until)
	switch {
	case s.From.IsZero() && s.Until.IsZero():
		return ""
	case s.From.IsZero():
		return Text{"đến ", "until "}.In(l) + until
	case s.Until.IsZero():
		return Text{"từ ", "from "}.In(l) + from
	}
	return Text{"từ " + from + " đến " + until, from + " to " + until}.In(l)
}

// Day is a day of its own time zone as people read it.
func (l Language) Day(t time.Time) string {
	if l == English {
		return t.Format("2 Jan 2006")
	}
	return t.Format("02/01/2006")
}

// Count is a whole number with its thousands marked.
func (l Language) Count(n int64) string {
	if l == English {
		return figure.FormatCountEn(n)
	}
	return figure.FormatCount(n)
}

// Percent is a percentage.
func (l Language) Percent(t figure.Tenths) string {
	if l == English {
		return figure.FormatPercentEn(t)
	}
	return figure.FormatPercent(t)
}

// Period says when a list of administrative units held: the same name was another place before and
// after.
func (l Language) Period(p area.Period) string {
	last := p.Until().Add(-time.Second)
	switch {
	case p.Until().IsZero() && l == English:
		return "since " + p.From().Format("1/2006")
	case p.Until().IsZero():
		return "từ " + p.From().Format("1/2006")
	}
	return p.From().Format("1") + "–" + last.Format("1/2006")
}

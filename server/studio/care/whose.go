package care

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Whose is of whom a list is: of the person here, with which it begins, or of everybody.
type Whose struct {
	Narrow bool   // there are things that are not in the person's care
	All    bool   // of everybody
	Own    string // address of the list of their own
	Rest   string // and of everybody's
	filter Filter // of a list of slides
	person *signin.Person
}

// By is the list narrowed by a filter.
func (w Whose) By(f Filter) Whose {
	w.filter = f
	return w
}

// everybody is what an address says for a list of all.
const everybody = "all"

// WhoseOf is of whom the list of a request is. The addresses keep what else was asked.
func WhoseOf(c *fiber.Ctx) Whose {
	p := signin.From(c)
	w := Whose{Narrow: p.Narrow(), All: shell.Query(c, "whose") == everybody, person: p}
	query := url.Values{}
	for name := range c.Request().URI().QueryArgs().All() {
		if n := string(name); n != "whose" && n != "after" && n != "skip" && n != "done" && n != "mark" {
			query.Set(n, shell.Query(c, n))
		}
	}
	at := string(c.Request().URI().Path())
	w.Own = at
	if len(query) > 0 {
		w.Own += "?" + query.Encode()
	}
	query.Set("whose", everybody)
	w.Rest = at + "?" + query.Encode()
	return w
}

// Has says whether something belongs to the list.
func (w Whose) Has(s mandate.Subject) bool { return !w.Only() || w.person.Mine(s) }

// Only says whether the list leaves something out.
func (w Whose) Only() bool { return w.Narrow && !w.All }

// HasSlide is [Whose.Has] for a slide of one of some campaigns, which the filter lets through.
func (w Whose) HasSlide(slide content.Slide, campaigns []content.Campaign) bool {
	return (!w.Only() || w.person.Mine(SlideOf(slide, campaigns))) && (!w.filter.Any() || w.filter.has(slide, campaigns))
}

// SlideOf is what a slide of one of some campaigns is for.
func SlideOf(slide content.Slide, campaigns []content.Campaign) mandate.Subject {
	for _, one := range campaigns {
		if one.ID == slide.Campaign {
			return mandate.OfSlide(slide, one)
		}
	}
	return mandate.OfSlide(slide, content.Campaign{})
}

// Keep adds to an address below the list what keeps it of everybody.
func (w Whose) Keep(query url.Values) string {
	if w.All {
		query.Set("whose", everybody)
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

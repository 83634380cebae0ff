package care

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/studio/shell"
)

// Filter narrows a list of slides by who had a part in them and whom they are for.
type Filter struct {
	Author string // staff ID; "": anybody
	Area   string // "period/code", that they or their campaign name, or one that lies in it; "": any
	Tag    string // of screens that they or their campaign name; "": any

	units   *area.Set
	writing map[string][]string // who wrote drafts that are kept beside slides, by slide
}

// FilterOf is how the list of a request is narrowed.
func FilterOf(s *shell.Shell, c *fiber.Ctx) (Filter, error) {
	f := Filter{Author: shell.Query(c, "author"), Area: shell.Query(c, "area"), Tag: shell.Query(c, "tag"), units: s.Areas, writing: map[string][]string{}}
	drafts, err := s.Store.SlideDrafts(c.UserContext())
	for _, d := range drafts {
		f.writing[d.ID] = d.By
	}
	return f, err
}

// Any says whether it leaves anything out.
func (f Filter) Any() bool { return f.Author != "" || f.Area != "" || f.Tag != "" }

// Add adds it to the query of an address.
func (f Filter) Add(q url.Values) {
	for name, value := range map[string]string{"author": f.Author, "area": f.Area, "tag": f.Tag} {
		if value != "" {
			q.Set(name, value)
		}
	}
}

// authors are all who had a part in a slide as it is, or in the draft beside it.
func (f Filter) authors(s content.Slide) []string { return append(s.Authors(), f.writing[s.ID]...) }

// targets are whom a slide is for, by itself or by its campaign.
func targets(s content.Slide, campaigns []content.Campaign) []content.Target {
	out := slices.Clone(s.Targets)
	for _, c := range campaigns {
		if c.ID == s.Campaign {
			out = append(out, c.Targets...)
		}
	}
	return out
}

// has says whether a slide of one of some campaigns is let through.
func (f Filter) has(s content.Slide, campaigns []content.Campaign) bool {
	all := targets(s, campaigns)
	in := func(t content.Target) bool { return t.Area != "" && mandate.Within(t.Area, f.Area, f.units) }
	return (f.Author == "" || slices.Contains(f.authors(s), f.Author)) &&
		(f.Area == "" || slices.ContainsFunc(all, in)) &&
		(f.Tag == "" || slices.ContainsFunc(all, func(t content.Target) bool { return t.Tag == f.Tag }))
}

// Field is a field of the form of a filter, with what can be chosen.
type Field struct {
	Name    string
	Label   shell.Text
	Any     shell.Text
	Value   string
	Options []Option
}

// Option is what can be chosen in a field.
type Option struct {
	Value string
	Name  shell.Text
}

// Fields are those in which there is something to choose: what slides and their campaigns have.
func (f Filter) Fields(ctx context.Context, s *shell.Shell, campaigns []content.Campaign) (out []Field, err error) {
	authors, areas, tags := map[string]bool{f.Author: true}, map[string]bool{f.Area: true}, map[string]bool{f.Tag: true}
	err = s.Store.EachSlide(ctx, store.SlideQuery{}, func(one content.Slide) error {
		for _, id := range f.authors(one) {
			authors[id] = true
		}
		for _, t := range targets(one, campaigns) {
			areas[t.Area], tags[t.Tag] = true, true
		}
		return nil
	})
	for _, one := range []struct {
		field Field
		ids   map[string]bool
		name  func(string) shell.Text
	}{
		{Field{Name: "author", Label: shell.Say("Người soạn", "Author"), Any: shell.Say("Mọi người", "Anybody"), Value: f.Author}, authors, func(id string) shell.Text { return s.NameOf(ctx, id) }},
		{Field{Name: "area", Label: shell.Say("Khu vực", "Area"), Any: shell.Say("Mọi khu vực", "All areas"), Value: f.Area}, areas, s.AreaName},
		{Field{Name: "tag", Label: shell.Say("Nhãn", "Tag"), Any: shell.Say("Mọi nhãn", "All tags"), Value: f.Tag}, tags, shell.Same},
	} {
		for id := range one.ids {
			if id != "" {
				one.field.Options = append(one.field.Options, Option{id, one.name(id)})
			}
		}
		slices.SortFunc(one.field.Options, func(a, b Option) int { return cmp.Or(cmp.Compare(a.Name.Vi, b.Name.Vi), cmp.Compare(a.Value, b.Value)) })
		if len(one.field.Options) > 0 {
			out = append(out, one.field)
		}
	}
	return out, err
}

package takeover

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// What a takeover of the list is, as the address says it.
const (
	isOn       = "on"
	isPrepared = "prepared" // by our own people, and may be put on, again too
	isEnded    = "ended"    // it was on
)

// What its presses were.
const (
	wasDrill = "drill"
	wasReal  = "real"
)

// filter narrows the list of takeovers; what is "" lets all through.
type filter struct {
	State string // isOn, isPrepared or isEnded
	Was   string // wasDrill or wasReal
	Area  string // "period/code": it was put on there, or is prepared for it, or for more
	By    string // staff ID of who wrote it, approved it or put it on
	Text  string // in its name or words, whatever the marks

	units *area.Set
}

func filterOf(s *shell.Shell, c *fiber.Ctx) filter {
	f := filter{
		State: shell.Query(c, "state"), Was: shell.Query(c, "was"), Area: shell.Query(c, "area"), By: shell.Query(c, "by"),
		Text: shell.Query(c, "q"), units: s.Areas,
	}
	if !slices.Contains([]string{isOn, isPrepared, isEnded}, f.State) {
		f.State = ""
	}
	if f.Was != wasDrill && f.Was != wasReal {
		f.Was = ""
	}
	return f
}

// Narrow says whether it leaves something out of what the tabs count.
func (f filter) Narrow() bool { return f.Was != "" || f.Area != "" || f.By != "" || f.Text != "" }

// query is what an address says of it, at another state.
func (f filter) query(state string) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"state": state, "was": f.Was, "area": f.Area, "by": f.By, "q": f.Text} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// people are all who had a part in a takeover.
func people(t content.Takeover) []string {
	all := append([]string{t.Author, t.Approval.By}, t.Editors...)
	for _, p := range t.Presses() {
		all = append(all, p.By)
	}
	return all
}

// lets says whether a takeover passes, whatever its state.
func (f filter) lets(t content.Takeover) bool {
	was := func(p content.Takeover) bool { return p.Drill == (f.Was == wasDrill) }
	return (f.Was == "" || slices.ContainsFunc(t.Presses(), was)) &&
		(f.By == "" || slices.Contains(people(t), f.By)) &&
		(f.Area == "" || f.touches(t)) &&
		(f.Text == "" || strings.Contains(area.Fold(strings.Join([]string{t.Title, t.Words.Head, t.Words.Brief, t.Words.Foot}, " ")), area.Fold(f.Text)))
}

// touches says whether the area has to do with a takeover: that is for it, for a part of it or for more.
func (f filter) touches(t content.Takeover) bool {
	in := func(one string) bool {
		return one != "" && (mandate.Within(one, f.Area, f.units) || mandate.Within(f.Area, one, f.units))
	}
	if slices.ContainsFunc(t.Presses(), func(p content.Takeover) bool { return in(p.In) }) {
		return true
	}
	return len(t.Targets) == 0 || slices.ContainsFunc(t.Targets, func(one content.Target) bool { return in(one.Area) })
}

// is says whether a takeover is in a state of the list. One that was on, and may be put on again, is in
// two.
func is(t content.Takeover, state string, now time.Time) bool {
	on := t.On(now)
	switch state {
	case isOn:
		return on
	case isPrepared:
		return !on && !t.Free && t.Warned == nil
	case isEnded:
		return !on && len(t.Presses()) > 0
	}
	return true
}

// fields are those in which there is something to choose among some takeovers.
func (f filter) fields(c *fiber.Ctx, s *Takeovers, all []content.Takeover) (out []care.Field) {
	who, areas := map[string]bool{f.By: true}, map[string]bool{f.Area: true}
	for _, t := range all {
		for _, id := range people(t) {
			who[id] = true
		}
		for _, p := range t.Presses() {
			areas[p.In] = true
		}
		for _, one := range t.Targets {
			areas[one.Area] = true
		}
	}
	options := func(ids map[string]bool, name func(string) shell.Text) (all []care.Option) {
		for id := range ids {
			if id != "" {
				all = append(all, care.Option{Value: id, Name: name(id)})
			}
		}
		slices.SortFunc(all, func(a, b care.Option) int {
			return cmp.Or(cmp.Compare(a.Name.Vi, b.Name.Vi), cmp.Compare(a.Value, b.Value))
		})
		return all
	}
	out = []care.Field{
		{
			Name: "was", Label: shell.Say("Đã phát", "It was"), Any: shell.Say("Thật và diễn tập", "Real or a drill"), Value: f.Was,
			Options: []care.Option{{Value: wasReal, Name: shell.Say("Phát thật", "Real")}, {Value: wasDrill, Name: shell.Say("Diễn tập", "A drill")}},
		},
		{Name: "area", Label: shell.Say("Khu vực", "Area"), Any: shell.Say("Mọi khu vực", "All areas"), Value: f.Area, Options: options(areas, s.AreaName)},
		{
			Name: "by", Label: shell.Say("Người soạn, duyệt hoặc phát", "Who wrote, approved or put it on"), Any: shell.Say("Mọi người", "Anybody"), Value: f.By,
			Options: options(who, func(id string) shell.Text { return s.NameOf(c.UserContext(), id) }),
		},
	}
	return slices.DeleteFunc(out, func(one care.Field) bool { return len(one.Options) == 0 })
}

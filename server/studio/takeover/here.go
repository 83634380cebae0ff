package takeover

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// While the database is away these pages are of this server alone: what is approved by what it knows,
// and the screens that are connected to it.

// here answers for takeovers while the database is away.
type here struct{ *Takeovers }

// apart is what a page says of that.
type apart struct {
	Node string // name of the server among several; "": it is alone
	Near int    // screens connected to this server
	All  int    // that there are
}

// hereView is a takeover while the database is away.
type hereView struct {
	content.Takeover
	Apart    apart
	On       bool
	Name     shell.Text // of its gravity
	Where    shell.Text // that it is prepared for
	Each     []pressed  // that are on
	Press    choice
	MayPress bool
	Previews []picture.Preview
	Mark     string
}

// About is the takeover.
func (v hereView) About() []mandate.Subject { return []mandate.Subject{mandate.OfTakeover(v.Takeover)} }

// stored is the takeover of a request's address, as far as it is known.
func stored(s *Takeovers, c *fiber.Ctx) (content.Takeover, error) {
	if reads := signin.From(c).Reads; reads != nil {
		if s.presses == nil {
			return content.Takeover{}, reads
		}
		return s.presses.Takeover(shell.Param(c, "id"))
	}
	return s.Store.Takeover(c.UserContext(), shell.Param(c, "id"))
}

// look looks at the screens: those that are connected to this server, while the database is away.
func look(s *Takeovers, c *fiber.Ctx) (*fleet.View, error) {
	if signin.From(c).Reads != nil {
		return s.fleet.LookHere(c.UserContext())
	}
	return s.fleet.Look(c.UserContext())
}

// apart is what a page says of the screens that a takeover is for.
func (s here) apart(looked *fleet.View, t content.Takeover) apart {
	out := apart{Node: s.Store.Nodes.Self()}
	for _, one := range looked.Screens() {
		if place, stands := one.PlaceAt(s.Now()); stands && prepared(t).Reaches(place) {
			if out.All++; looked.Connected(one.Code) {
				out.Near++
			}
		}
	}
	return out
}

func (s here) list(c *fiber.Ctx) error {
	if s.presses == nil {
		return signin.From(c).Reads
	}
	all, err := s.presses.Ready()
	if err != nil {
		return err
	}
	whose := care.WhoseOf(c)
	all = slices.DeleteFunc(all, func(t content.Takeover) bool {
		return len(on(whose, t, s.Now())) == 0 && !whose.Has(mandate.OfTakeover(t)) && !mayPress(c, t, s.Now())
	})
	var marks []string
	for _, t := range all {
		marks = append(marks, s.Takeovers.mark(t))
	}
	looked, err := look(s.Takeovers, c)
	if err != nil {
		return err
	}
	everywhere := s.apart(looked, content.Takeover{})
	v := listView{Whose: whose, Apart: &everywhere, Mark: apartMark + string(content.SightOf(marks))}
	if c.Query("mark") == v.Mark {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if turned(c, true) {
		return reopen(c, c.Path()+v.Keep(url.Values{}))
	}
	for _, t := range all {
		to, presses := &v.On, on(whose, t, s.Now())
		if !t.On(s.Now()) {
			to, presses = &v.Rest, []content.Takeover{t}
		}
		for _, one := range presses {
			row, err := s.row(c, one, looked)
			if err != nil {
				return err
			}
			*to = append(*to, row)
		}
	}
	return s.Page(c, pageList, v)
}

func (s here) show(c *fiber.Ctx) error {
	t, err := stored(s.Takeovers, c)
	if err != nil {
		return err
	}
	if c.Query("mark") == s.mark(t) {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if turned(c, true) {
		return reopen(c, c.Path())
	}
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Page(c, pageHere.Titled(shell.Same(t.Title)), v)
}

// mark is the mark of a takeover while the database is away.
func (s here) mark(t content.Takeover) string {
	return apartMark + string(content.SightOf(s.Takeovers.mark(t)))
}

// apartMark begins the marks of pages while the database is away.
const apartMark = "apart-"

// turned says whether a page asks for itself that is of before the database went away, or came back.
func turned(c *fiber.Ctx, apart bool) bool {
	mark := c.Query("mark")
	return mark != "" && strings.HasPrefix(mark, apartMark) != apart
}

// reopen has such a page open again, whole: what stands above it is not true any more either.
func reopen(c *fiber.Ctx, path string) error {
	c.Set("HX-Redirect", strings.Clone(path))
	return c.SendStatus(fiber.StatusNoContent)
}

func (s here) view(c *fiber.Ctx, t content.Takeover) (v hereView, err error) {
	looked, err := look(s.Takeovers, c)
	if err != nil {
		return v, err
	}
	p := signin.From(c)
	v = hereView{
		Takeover: t, Apart: s.apart(looked, t), On: t.On(s.Now()), Name: gravityName(t.Gravity), Where: s.where(t),
		Press: s.press(c, t, looked), MayPress: p.Partly(signin.PutOn, mandate.OfTakeover(t)) && !t.Free && t.Warned == nil, Mark: s.mark(t),
	}
	for _, one := range t.Presses() {
		if !one.On(s.Now()) {
			continue
		}
		row, err := s.row(c, one, looked)
		if err != nil {
			return v, err
		}
		by := shell.Nobody
		if name, known := signin.NameKept(s.SignIn, one.By); known {
			by = shell.Same(name)
		}
		v.Each = append(v.Each, pressed{row: row, By: by, MayEnd: p.May(signin.TakeOff, mandate.OfPress(one))})
	}
	v.Previews, err = s.pictures.Takeover(c.UserContext(), leading(t, s.Now()))
	if store.Silent(err) {
		err = nil
	}
	return v, err
}

func (s here) refuse(c *fiber.Ctx, fault error) error {
	t, err := stored(s.Takeovers, c)
	if err != nil {
		return err
	}
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageHere.Titled(shell.Same(t.Title)), v)
}

// on puts it on at this server.
func (s here) on(c *fiber.Ctx) error {
	p, id := signin.From(c), shell.Param(c, "id")
	if s.presses == nil {
		return p.Reads
	}
	asked, err := readPress(shell.FormOf(c), s.Areas, s.Now())
	if err == nil && asked.kept {
		err = &content.Error{
			Code: content.Conflict,
			Vi:   "Khi mất cơ sở dữ liệu không gia hạn được. Muốn phát lâu hơn, hãy dừng rồi phát lại.",
			En:   "It cannot be prolonged while the database is away. To have it longer, end it and put it on again.",
		}
	}
	if err == nil {
		err = s.presses.PutOn(p, id, asked.area, asked.lasts, asked.drill)
	}
	if err != nil {
		return s.refuse(c, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+id, "on_here")
}

// end ends it on the screens of this server: where one press put it on, or wherever it is on.
func (s here) end(c *fiber.Ctx) error {
	p, id, f := signin.From(c), shell.Param(c, "id"), shell.FormOf(c)
	if s.presses == nil {
		return p.Reads
	}
	one, begun := f.Field("press"), begunOf(f)
	err := s.presses.End(p, id, func(t content.Takeover) bool {
		return one == "" || t.Key == keyOf(one) && t.Begun.UnixMilli() == begun.UnixMilli()
	})
	if err != nil {
		return s.refuse(c, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+id, "ended_here")
}

// refused is a press that did not enter, as a page tells it.
type refused struct {
	store.RefusedPress
	Title string
	Who   shell.Text
	Why   shell.Text
}

// refusedFor is how long pages tell of a press that did not enter.
const refusedFor = 24 * time.Hour

// refusals lists the presses of a takeover, or of all, that did not enter within the last day.
func refusals(ctx context.Context, s *Takeovers, id string) (out []refused, err error) {
	all, err := s.Store.RefusedPresses(ctx, id, s.Now().Add(-refusedFor))
	for _, one := range all {
		t, gone := s.Store.Takeover(ctx, one.Takeover)
		if gone != nil {
			t.Title = one.Takeover
		}
		out = append(out, refused{one, t.Title, s.NameOf(ctx, one.By), shell.Text{Vi: one.Vi, En: one.En}})
	}
	return out, err
}

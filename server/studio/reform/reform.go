// Package reform is the room of the reform of areas of 1 July 2025: it shows what still names a unit
// of before, proposes the unit that took its place where there is exactly one, asks where there are
// several, and makes drafts of it.
//
// It owns these proposals. It must not know how drafts are approved: they go to the approver
// together, through the room of submissions.
package reform

import (
	"context"
	"embed"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var page = shell.Page{Name: "reform", Title: shell.Say("Địa bàn sau 1/7/2025", "Areas since 1 July 2025")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "reform", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{
		"followed": shell.Say("Đã giao quyền theo địa bàn mới. Quyền duyệt và quản trị chờ một quản trị khác xác nhận.",
			"The mandates for the new areas are granted. Those to approve and to manage accounts wait for another admin."),
	},
}

// Reform answers for it.
type Reform struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Reform { return &Reform{s} }

// path is the page of it.
const path = "/studio/reform"

type view struct {
	Units   []unit
	Busy    []thing // they name such a unit, and somebody is changing them already
	Screens int     // that stand in a unit of before
	Before  bool    // the reform is still ahead: what is live keeps the unit of before as well
}

// unit is one of before, with what names it and what may take its place.
type unit struct {
	Key     string
	Name    shell.Text
	Things  []thing
	Holds   []hold
	Choices []choice
	One     bool // exactly one took its place
}

type choice struct {
	Key    string
	Name   string
	Chosen bool
}

// Show lists the units of before that are still named.
func (s *Reform) Show(c *fiber.Ctx) error {
	v, err := s.view(c.UserContext(), signin.From(c), nil)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

// view is the page for a person: what they may change, and mandates where they grant them. chosen
// are the answers that were typed; nil: those that are certain.
func (s *Reform) view(ctx context.Context, p *signin.Person, chosen answers) (v view, err error) {
	v.Before = s.Now().Before(area.Jul2025.From())
	things, err := s.things(ctx, p)
	if err != nil {
		return v, err
	}
	holds, err := s.holds(ctx, p)
	if err != nil {
		return v, err
	}
	units := map[string]*unit{}
	of := func(key string) *unit {
		if units[key] == nil {
			units[key] = s.unit(key, chosen)
		}
		return units[key]
	}
	for _, one := range things {
		if one.Busy {
			v.Busy = append(v.Busy, one)
			continue
		}
		for _, key := range s.old(one.Targets) {
			u := of(key)
			u.Things = append(u.Things, one)
		}
	}
	for _, one := range holds {
		u := of(one.mandate.Area)
		u.Holds = append(u.Holds, one)
	}
	for _, u := range units {
		v.Units = append(v.Units, *u)
	}
	slices.SortFunc(v.Units, func(a, b unit) int { return compare(a.Key, b.Key) })
	v.Screens, err = s.screens(ctx)
	return v, err
}

func compare(a, b string) int {
	x, _ := area.ParseKey(a)
	y, _ := area.ParseKey(b)
	if len(x.Code) != len(y.Code) {
		return len(x.Code) - len(y.Code)
	}
	return x.Compare(y)
}

func (s *Reform) unit(key string, chosen answers) *unit {
	u := &unit{Key: key, Name: s.AreaName(key)}
	k, _ := area.ParseKey(key)
	all, one := s.Areas.Successors(k)
	u.One = one
	for _, to := range all {
		ward, _ := s.Areas.Area(to)
		is := one
		if chosen != nil {
			is = slices.Contains(chosen[key], to.String())
		}
		u.Choices = append(u.Choices, choice{to.String(), ward.Name, is})
	}
	return u
}

// old are the units of before that targets name and that nothing has followed yet.
func (s *Reform) old(targets []content.Target) (out []string) {
	for _, t := range targets {
		if s.before(t.Area) && !slices.Contains(out, t.Area) && !(s.Now().Before(area.Jul2025.From()) && s.followed(t.Area, targets)) {
			out = append(out, t.Area)
		}
	}
	return out
}

// before says whether an area is a unit of before the reform.
func (s *Reform) before(key string) bool {
	k, err := area.ParseKey(key)
	return err == nil && !k.IsZero() && k.Period != area.Jul2025
}

// followed says whether targets name something already that the unit may have become.
func (s *Reform) followed(key string, targets []content.Target) bool {
	k, _ := area.ParseKey(key)
	all, _ := s.Areas.Successors(k)
	return slices.ContainsFunc(targets, func(t content.Target) bool {
		return slices.ContainsFunc(all, func(to area.Key) bool { return to.String() == t.Area })
	})
}

// screens is how many stand in a unit of before, now that there are others.
func (s *Reform) screens(ctx context.Context) (n int, err error) {
	all, err := s.Store.Screens(ctx, "", 0)
	now := s.Now()
	for _, one := range all {
		if place, stands := one.PlaceAt(now); stands && !now.Before(area.Jul2025.From()) && s.before(place.Area) {
			n++
		}
	}
	return n, err
}

// thing is something live that names units.
type thing struct {
	Key     string // “campaign:main”, as the room of submissions calls its draft
	Title   shell.Text
	Kind    shell.Text
	At      string // its page
	Targets []content.Target
	Busy    bool // somebody is changing it: that comes first
	subject mandate.Subject
	over    time.Time
}

// hold is a mandate for a unit of before.
type hold struct {
	Who     shell.Text
	What    shell.Text
	staff   string
	mandate mandate.Mandate
}

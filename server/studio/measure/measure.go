// Package measure is the room of measures: what is counted, of how many, who may release it, and
// from where on a difference holds figures back.
//
// It owns the pages and what a form of theirs may say. It must not check figures: what the limits
// mean is content/figure's.
package measure

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/pulls"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	listPage = shell.Page{Name: "measures", Title: shell.Say("Chỉ số", "Measures")}
	page     = shell.Page{Name: "measure"}
	newPage  = shell.Page{Name: "measure", Title: shell.Say("Chỉ số mới", "New measure")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "measure", Files: files, Pages: []shell.Page{listPage, page}, Done: map[string]shell.Text{
	"pull_added": shell.Say("Đã thêm địa chỉ. Máy chủ lấy bảng trong ít giây nữa.", "The address was added. The server fetches its sheet within seconds."),
	"pull_ended": shell.Say("Đã bỏ địa chỉ. Số liệu đã nhận vẫn giữ nguyên.", "The address was removed. The figures that came from it stay."),
}}

// Options are the parts that the room works with.
type Options struct {
	Status func(measure, pull string) pulls.Status // how an address of figures is
	Inside []netip.Prefix                          // internal networks in which such addresses may lie
}

// Measures answers for measures.
type Measures struct {
	*shell.Shell
	Options
}

// New answers within a shell that has the room.
func New(s *shell.Shell, o Options) *Measures { return &Measures{s, o} }

func pathOf(id string) string { return shell.PathMeasures + "/" + id }

// List shows all measures.
func (s *Measures) List(c *fiber.Ctx) error {
	all, err := s.Store.Measures(c.UserContext())
	if err != nil {
		return err
	}
	return s.Page(c, listPage, all)
}

// view is the page of one measure, or of a new one.
type view struct {
	figure.Measure
	New        bool
	Base       string // names what the form was filled with
	Of         []figure.Denominator
	Sources    string // one a line
	BodyNames  string // likewise
	Limits     []limitView
	Releasers  []choice
	Groups     []groupView
	MaxSources int

	Addresses []pullRow
	Pull      pullForm // what the form of a new address holds
	MayPull   bool     // enter one
	MayEnd    bool     // remove one
}

// choice is a person or a sender that may be ticked.
type choice struct {
	ID     string
	Name   shell.Text
	Chosen bool
}

type groupView struct {
	Index   int
	Name    string
	Senders []choice
}

// Show shows a measure with all its settings.
func (s *Measures) Show(c *fiber.Ctx) error {
	m, err := s.Store.Measure(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.view(c, m)
	if err != nil {
		return err
	}
	return s.Page(c, page.Titled(shell.Say(m.Vi, m.En)), v)
}

// Make is the form of a new measure, with the limits that fit the campaign.
func (s *Measures) Make(c *fiber.Ctx) error {
	v, err := s.view(c, figure.Measure{Limits: figure.StandardLimits})
	if err != nil {
		return err
	}
	v.New = true
	return s.Page(c, newPage, v)
}

// spare is how many empty lines a list of the form ends with.
const spare = 1

func (s *Measures) view(c *fiber.Ctx, m figure.Measure) (v view, err error) {
	ctx, who := c.UserContext(), signin.From(c)
	v = view{Measure: m, Base: digestOf(m), Sources: lines(m.Sources), BodyNames: bodyNames(m), Limits: limitsOf(m.Limits), MaxSources: maxSources}
	v.Addresses, v.Pull = s.pullRows(ctx, m), pullForm{Minutes: int(figure.UsualEvery / time.Minute)}
	v.MayPull, v.MayEnd = who.Somewhere(signin.Release) && m.MayRelease(who.ID), mayEnd(who, m)
	v.Of = append(slices.Clone(m.Denominators), make([]figure.Denominator, spare)...)
	staff, err := s.Store.AllStaff(ctx, "", 0)
	if err != nil {
		return v, err
	}
	for _, p := range staff {
		if slices.ContainsFunc(p.Mandates, func(m mandate.Mandate) bool { return m.Role == signin.Reporter && m.Holds(s.Now()) }) {
			v.Releasers = append(v.Releasers, choice{p.ID, shell.Same(p.Name), slices.Contains(m.Releasers, p.ID)})
		}
	}
	senders, err := s.senders(ctx, m)
	for i, g := range append(slices.Clone(m.Groups), make([]figure.Group, spare)...) {
		one := groupView{Index: i, Name: g.Name}
		for _, sender := range senders {
			sender.Chosen = slices.Contains(g.Senders, sender.ID)
			one.Senders = append(one.Senders, sender)
		}
		v.Groups = append(v.Groups, one)
	}
	return v, err
}

// bodyNames are the names of a measure's bodies, one a line.
func bodyNames(m figure.Measure) string {
	var names []string
	for _, b := range m.Bodies {
		names = append(names, b.Name)
	}
	return lines(names)
}

// senders are those that may belong to a group: who has sent figures lately, and who is in one.
func (s *Measures) senders(ctx context.Context, m figure.Measure) (out []choice, err error) {
	known := map[string]bool{"": true}
	add := func(id string) {
		if !known[id] {
			known[id] = true
			out = append(out, choice{ID: id, Name: s.NameOf(ctx, id)})
		}
	}
	for _, g := range m.Groups {
		for _, id := range g.Senders {
			add(id)
		}
	}
	releases, err := s.Store.Releases(ctx, m.ID, 0, store.MaxPage)
	if err != nil {
		return nil, err
	}
	for _, r := range releases {
		add(r.Sender)
	}
	waiting, err := s.Store.WaitingSheets(ctx)
	for _, w := range waiting {
		if w.Measure == m.ID {
			add(w.Sender)
		}
	}
	return out, err
}

// digestOf names what a measure says, so that a form that was filled with something else by now is
// noticed.
func digestOf(m figure.Measure) string {
	b, err := json.Marshal(m)
	if err != nil { // texts and finite numbers
		panic("measure: a measure cannot be written: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Save changes a measure.
func (s *Measures) Save(c *fiber.Ctx) error {
	ctx := c.UserContext()
	m, err := s.Store.Measure(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.save(c, m, page.Titled(shell.Say(m.Vi, m.En)), false)
}

// Create makes a new measure.
func (s *Measures) Create(c *fiber.Ctx) error {
	return s.save(c, figure.Measure{ID: shell.FormOf(c).Field("id"), Limits: figure.StandardLimits}, newPage, true)
}

func (s *Measures) save(c *fiber.Ctx, was figure.Measure, on shell.Page, isNew bool) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	m, err := read(f, was, isNew)
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(err)
	if err = bad.Err(); err == nil {
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			now, err := tx.Measure(ctx, m.ID)
			switch {
			case isNew && err == nil:
				return shell.At("id", shell.Invalid("Đã có chỉ số với mã này.", "There is a measure with this ID already."))
			case isNew && content.CodeOf(err) == content.NotFound:
			case err != nil:
				return err
			case digestOf(now) != f.Field("base"):
				return changedMeanwhile
			}
			for _, id := range m.Releasers {
				if _, err := tx.Staff(ctx, id); err != nil {
					return err
				}
			}
			return tx.PutMeasure(ctx, m)
		})
	}
	if err != nil {
		v, failed := s.view(c, m)
		if failed != nil {
			return failed
		}
		v.New, v.Base = isNew, f.Field("base")
		return s.Refuse(c, err, on, v)
	}
	return shell.Done(c, pathOf(m.ID), "saved")
}

var changedMeanwhile = &content.Error{
	Code: content.Conflict,
	Vi:   "Chỉ số này vừa có người khác thay đổi. Hãy mở lại trang để xem bản mới rồi sửa.",
	En:   "Somebody has changed this measure since you opened it. Open the page again, look at it and then change it.",
}

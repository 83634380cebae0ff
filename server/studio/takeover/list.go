package takeover

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// perPage is how many takeovers that are not on a page of the list has.
const perPage = 30

type listView struct {
	care.Whose
	Any      bool // there are takeovers
	Filter   filter
	Fields   []care.Field // of its form
	Tabs     []tab
	Warnings []bulletin.Bulletin // of others, that wait for somebody on duty
	On       []row               // a press each
	Hidden   int                 // presses that are on and that the filter leaves out
	Rest     []row
	Refused  []refused // that did not enter when the database was back
	Apart    *apart    // the database is away; nil: it is not
	Skip     int       // how many stand on the pages before
	More     string    // query of the next page; "": this is the last
	Mark     string    // of what the list says
}

// tab is a state of the list.
type tab struct {
	State string
	Name  shell.Text
	Count int
	Query string // of its address
}

type row struct {
	content.Takeover
	On    bool
	Until time.Time
	Name  shell.Text // of its gravity
	Where shell.Text
	Seen  seen
}

func (s *Takeovers) List(c *fiber.Ctx) error {
	if signin.From(c).Reads != nil {
		return here{s}.list(c)
	}
	ctx := c.UserContext()
	all, err := s.Store.Takeovers(ctx)
	if err != nil {
		return err
	}
	whose := care.WhoseOf(c)
	all = slices.DeleteFunc(all, func(t content.Takeover) bool {
		return len(on(whose, t, s.Now())) == 0 && !whose.Has(mandate.OfTakeover(t)) && !mayPress(c, t, s.Now())
	})
	v := listView{Whose: whose, Any: len(all) > 0, Filter: filterOf(s.Shell, c), Skip: skipped(c)}
	v.Fields = v.Filter.fields(c, s, all)
	running, rest := v.narrow(all, s.Now())
	proposed, err := s.Store.ProposedBulletins(ctx)
	if err != nil {
		return err
	}
	v.Warnings = slices.DeleteFunc(proposed, func(b bulletin.Bulletin) bool { return !b.Waits(s.Now()) })
	if v.Refused, err = refusals(ctx, s, ""); err != nil {
		return err
	}
	var marks []string
	for _, t := range slices.Concat(running, rest) {
		marks = append(marks, s.mark(t))
	}
	v.Mark = string(content.SightOf(marks, v.Warnings, v.Hidden, v.Tabs, v.More, len(v.Refused)))
	if c.Query("mark") == v.Mark {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if turned(c, false) {
		return reopen(c, c.Path()+v.address(v.Filter.State, v.Skip))
	}
	looked, err := s.fleet.Look(ctx)
	if err != nil {
		return err
	}
	for _, t := range running {
		for _, one := range on(whose, t, s.Now()) {
			row, err := s.row(c, one, looked)
			if err != nil {
				return err
			}
			v.On = append(v.On, row)
		}
	}
	for _, t := range rest {
		row, err := s.row(c, t, looked)
		if err != nil {
			return err
		}
		v.Rest = append(v.Rest, row)
	}
	return s.Page(c, pageList, v)
}

// mayPress reports whether the person here may put a takeover on in a part of what it is approved
// for: who is on duty in a district finds the city's storm without looking beyond their own.
func mayPress(c *fiber.Ctx, t content.Takeover, now time.Time) bool {
	ready := is(t, isPrepared, now) && t.State == content.Approved && t.Approval.Valid.Contains(now)
	return ready && signin.From(c).Partly(signin.PutOn, mandate.OfTakeover(t))
}

// narrow gives the takeovers of this page of the list: those that are on, which stand on the first,
// and others. What is on and is not shown is counted: nobody may take a filter for silence.
func (v *listView) narrow(all []content.Takeover, now time.Time) (running, rest []content.Takeover) {
	var passed []content.Takeover
	for _, t := range all {
		lets := v.Filter.lets(t)
		if lets {
			passed = append(passed, t)
		}
		switch shown := lets && is(t, v.Filter.State, now); {
		case t.On(now) && shown && v.Skip == 0:
			running = append(running, t)
		case t.On(now):
			v.Hidden += len(on(v.Whose, t, now))
		case shown:
			rest = append(rest, t)
		}
	}
	v.tabs(passed, now)
	rest = rest[min(v.Skip, len(rest)):]
	if len(rest) > perPage {
		rest, v.More = rest[:perPage], v.address(v.Filter.State, v.Skip+perPage)
	}
	return running, rest
}

// skipped reads how many stand on the pages before.
func skipped(c *fiber.Ctx) int {
	n, err := strconv.Atoi(shell.Query(c, "skip"))
	if err != nil {
		return 0
	}
	return max(0, n)
}

// tabs counts takeovers that the rest of the filter lets through, by state.
func (v *listView) tabs(passed []content.Takeover, now time.Time) {
	for _, one := range []tab{
		{Name: shell.Say("Tất cả", "All")},
		{State: isOn, Name: shell.Say("Đang phát", "On now")},
		{State: isPrepared, Name: shell.Say("Đã soạn", "Prepared")},
		{State: isEnded, Name: shell.Say("Đã kết thúc", "Ended")},
	} {
		for _, t := range passed {
			if is(t, one.State, now) {
				one.Count++
			}
		}
		one.Query = v.address(one.State, 0)
		v.Tabs = append(v.Tabs, one)
	}
}

// address is the query of a page of the list.
func (v listView) address(state string, skip int) string {
	q := v.Filter.query(state)
	if skip > 0 {
		q.Set("skip", strconv.Itoa(skip))
	}
	return v.Keep(q)
}

// Everything is the address of the list without a filter.
func (v listView) Everything() string { return shell.PathTakeovers + v.Keep(url.Values{}) }

// on lists the presses of a takeover that are on and in somebody's care: what is on everywhere is
// in everybody's.
func on(whose care.Whose, t content.Takeover, now time.Time) []content.Takeover {
	return slices.DeleteFunc(t.Presses(), func(one content.Takeover) bool {
		at := mandate.OfPress(one)
		return !one.On(now) || len(at.Areas) > 0 && !whose.Has(at) && !whose.Has(mandate.OfTakeover(t))
	})
}

// Again is the address at which the page asks whether it still is so.
func (v listView) Again() string {
	q := v.Filter.query(v.Filter.State)
	q.Set("mark", v.Mark)
	if v.Skip > 0 {
		q.Set("skip", strconv.Itoa(v.Skip))
	}
	return shell.PathTakeovers + v.Keep(q)
}

func (s *Takeovers) row(c *fiber.Ctx, t content.Takeover, looked *fleet.View) (row, error) {
	row := row{Takeover: t, On: t.On(s.Now()), Until: t.Until(), Name: gravityName(t.Gravity), Where: s.where(t)}
	var err error
	if row.On {
		row.Where = wherePut(s, t)
	}
	row.Seen, err = s.seen(c.UserContext(), t, looked)
	return row, err
}

// mark is what a page says of a takeover that somebody else may change: the page is read again
// where it is another.
func (s *Takeovers) mark(t content.Takeover) string {
	on := []bool{t.On(s.Now())}
	for _, one := range t.Presses() {
		on = append(on, one.On(s.Now()))
	}
	return string(content.SightOf(t, on))
}

// Badge is the colour of its gravity: a badge's class.
func (r row) Badge() string {
	switch r.Gravity {
	case content.Danger:
		return "taken_off"
	case content.Warning:
		return "submitted"
	}
	return ""
}

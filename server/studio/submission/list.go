package submission

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// How many submissions a page of the list shows: of those that wait for others, and of those that
// are decided.
const (
	perPage  = 50
	mostDone = 20
)

// Row is a submission as lists show it.
type Row struct {
	At      string     // its page
	Title   shell.Text // of its first draft
	More    int        // others beside that
	Kind    shell.Text // of the first
	Picture string
	By      shell.Text // who sent it
	Sent    time.Time
	Making  bool // a medium is still being made ready
	Outcome store.Outcome
	Desk    shell.Text // names of those on whose desk it lies
	Nobody  bool       // nobody may decide on something in it
	Since   time.Time  // when it came to the desk it went to last
	Stepped bool       // it had waited too long, and the next in line were told

	mine bool // something in it waits for the person here
	own  bool // the person here had a part in something in it
	of   []mandate.Subject
}

type listView struct {
	care.Whose
	Mine   []Row // they wait for the person here
	Own    []Row // the person here has sent or written them
	Others []Row // they wait for others
	Done   []Row
	More   string // query of the page with the next that wait for others; "": these are the last
	Older  string // query of the page with the next that are decided; "": these are the last
	Past   bool   // it is such a page, without what waits for the person here
}

// List shows what awaits whose approval.
func (s *Submissions) List(c *fiber.Ctx) error {
	ctx, person := c.UserContext(), signin.From(c)
	rows, err := s.waiting(ctx, person)
	if err != nil {
		return err
	}
	v := listView{Whose: care.WhoseOf(c)}
	skip, last := skipped(c), decidedBefore(c)
	v.Past = skip > 0 || !last.At.IsZero()
	for _, r := range rows {
		switch {
		case r.mine:
			v.Mine = append(v.Mine, r)
		case r.own:
			v.Own = append(v.Own, r)
		case slices.ContainsFunc(r.of, v.Has):
			v.Others = append(v.Others, r)
		}
	}
	v.Others = v.Others[min(skip, len(v.Others)):]
	if len(v.Others) > perPage {
		v.Others, v.More = v.Others[:perPage], "?skip="+strconv.Itoa(skip+perPage)
	}
	if v.Past {
		v.Mine, v.Own = nil, nil
	}
	if !last.At.IsZero() {
		v.Others, v.More = nil, ""
	}
	if skip > 0 {
		return s.Page(c, pageList, v)
	}
	done, err := s.Store.DecidedSubmissions(ctx, last, mostDone+1)
	if err != nil {
		return err
	}
	if len(done) > mostDone {
		done = done[:mostDone]
		end := done[mostDone-1]
		v.Older = "?at=" + strconv.FormatInt(end.At.UnixMilli(), 10) + "&after=" + url.QueryEscape(end.ID)
	}
	for _, one := range done {
		r := Row{At: shell.SubmissionPath(one.ID), Title: s.titleOf(ctx, one.Items[0].DraftKey), More: len(one.Items) - 1, By: s.NameOf(ctx, one.By), Sent: one.At}
		if r.More == 0 {
			r.Outcome = one.Items[0].Outcome
		}
		v.Done = append(v.Done, r)
	}
	return s.Page(c, pageList, v)
}

// skipped reads how many that wait for others stand on the pages before.
func skipped(c *fiber.Ctx) int {
	n, err := strconv.Atoi(shell.Query(c, "skip"))
	if err != nil {
		return 0
	}
	return max(0, n)
}

// decidedBefore reads after which submission a page of those that are decided begins.
func decidedBefore(c *fiber.Ctx) (last store.Submission) {
	if ms, err := strconv.ParseInt(shell.Query(c, "at"), 10, 64); err == nil && ms > 0 {
		last.At, last.ID = time.UnixMilli(ms), shell.Query(c, "after")
	}
	return last
}

// Mine lists what waits for a person: they may approve it, and had no part in it.
func (s *Submissions) Mine(ctx context.Context, p *signin.Person) ([]Row, error) {
	all, err := s.waiting(ctx, p)
	return slices.DeleteFunc(all, func(r Row) bool { return !r.mine }), err
}

// waiting are all submissions of which something waits, as a person sees them.
func (s *Submissions) waiting(ctx context.Context, p *signin.Person) (rows []Row, err error) {
	alone, err := signin.Alone(ctx, s.Store.Reader, p.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Submissions(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	desks, err := signin.DesksAt(ctx, s.Store.Reader, s.Now(), s.Areas)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		r := Row{At: shell.SubmissionPath(one.ID), More: -1, By: s.NameOf(ctx, one.By), Sent: one.At, own: one.By == p.ID}
		var on []string
		for _, i := range one.Waits() {
			n, known := s.noun(i.Noun)
			if !known {
				continue
			}
			h, err := n.Gate.Head(ctx, i.ID)
			if err != nil {
				return nil, err
			}
			if r.More++; r.More == 0 {
				r.Title, r.Kind, r.Picture = h.Title, h.Kind, h.Picture
			}
			own := slices.Contains(h.By, p.ID)
			r.of = append(r.of, h.Subject)
			r.Making, r.own = r.Making || h.Making, r.own || own
			r.mine = r.mine || decides(p, h, alone)
			if !h.Making {
				about := h.Subject
				about.By = h.By
				to := desks.On(signin.Approve, about, one.Step)
				r.Nobody = r.Nobody || len(to) == 0
				for _, id := range to {
					if !slices.Contains(on, id) {
						on = append(on, id)
					}
				}
			}
		}
		r.Desk = namesOf(desks, on)
		r.Nobody = r.Nobody && !r.mine // who is alone decides on their own
		if r.Since = one.At; !one.Step.IsZero() {
			r.Since, r.Stepped = one.Step, true
		}
		if r.More >= 0 {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// mostNames is how many people a line names.
const mostNames = 3

// namesOf names people by their IDs, the nearest first, and says how many more there are.
func namesOf(d signin.Desks, ids []string) (out shell.Text) {
	var names []string
	for _, id := range ids[:min(len(ids), mostNames)] {
		names = append(names, d.People[id].Name)
	}
	out = shell.Same(strings.Join(names, ", "))
	if more := len(ids) - len(names); more > 0 {
		out = shell.Textf("%s và %s người nữa", "%s and %s more", out, shell.PlainNumber(float64(more)))
	}
	return out
}

// decides says whether a draft is on somebody's desk.
func decides(p *signin.Person, h shell.Head, alone bool) bool {
	return !h.Making && p.May(signin.Approve, h.Subject) && (alone || !slices.Contains(h.By, p.ID))
}

// titleOf names what a draft is of, also once it is decided.
func (s *Submissions) titleOf(ctx context.Context, d store.DraftKey) shell.Text {
	switch d.Noun {
	case store.NounSetting:
		return shell.SettingNames[d.ID]
	case store.NounStanding:
		return shell.Say("Phê duyệt thường trực", "A standing approval")
	case store.NounForm:
		if f, err := s.Store.Form(ctx, d.ID); err == nil {
			return shell.Same(f.Name)
		}
		return shell.Say("Biểu mẫu", "A form")
	case store.NounTakeover:
		if t, err := s.Store.Takeover(ctx, d.ID); err == nil {
			return shell.Same(t.Title)
		}
		return shell.Say("Thông báo khẩn đã xóa", "A takeover that is gone")
	case store.NounCampaign:
		if c, err := s.Store.Campaign(ctx, d.ID); content.CodeOf(err) != content.NotFound {
			return shell.Same(c.Name)
		}
	}
	return s.SlideTitle(ctx, d.ID)
}

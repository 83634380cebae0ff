package slide

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// perPage is how many slides a page of the list has.
const perPage = 48

type slideRow struct {
	content.Slide
	CampaignName string
	Reach        answer.Reach
	Draft        content.State // of the draft beside it; "": there is none
	Off          bool          // the person here may take it off somewhere
	Missing      []need        // of an approved slide that is on no screen
	Why          []reason      // of one that lacks nothing
}

type slidesView struct {
	care.Whose
	State     content.State // the filter; "": all
	Campaign  string        // whose slides alone are listed, in its order; "": all
	Campaigns []content.Campaign
	Filter    care.Filter
	Fields    []care.Field // of its form
	Tabs      []slideTab
	Rows      []slideRow
	Next      string // query of the next page; "": this is the last
	Thumb     content.Canvas
	Choose    bool // several can be chosen, to be submitted together
	Waiting   bool // there are files in the inbox that somebody should look at
}

type slideTab struct {
	State content.State
	Name  shell.Text
	Count int
	Query string // of its address
}

func (s *Slides) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	q := store.SlideQuery{State: content.State(shell.Query(c, "state")), Campaign: shell.Query(c, "campaign"), After: store.SlideKeyOf(shell.Query(c, "after"))}
	if _, ok := shell.StateNames[q.State]; !ok {
		q.State = ""
	}
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return err
	}
	filter, err := care.FilterOf(s.Shell, c)
	if err != nil {
		return err
	}
	v := slidesView{Whose: care.WhoseOf(c).By(filter), Filter: filter, Campaign: q.Campaign, Campaigns: campaigns, State: q.State, Thumb: picture.Thumb, Choose: q.State == content.Draft && signin.From(c).Somewhere(signin.Edit)}
	if v.Fields, err = filter.Fields(ctx, s.Shell, campaigns); err != nil {
		return err
	}
	if v.Tabs, err = s.slideTabs(ctx, v); err != nil {
		return err
	}
	slides, more, err := v.Slides(ctx, s.Store.Reader, q, campaigns, perPage)
	if err != nil {
		return err
	}
	if more {
		v.Next = v.address(q.State, store.KeyOf(slides[perPage-1]).String())
	}
	if v.Rows, err = s.slideRows(c, slides, campaigns); err != nil {
		return err
	}
	if v.Waiting, err = s.Waiting(ctx); err != nil {
		return err
	}
	return s.Page(c, pageList, v)
}

// address is the query of a page of the list.
func (v slidesView) address(state content.State, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(state), "campaign": v.Campaign, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	v.Filter.Add(q)
	return v.Keep(q)
}

func (s *Slides) slideTabs(ctx context.Context, v slidesView) ([]slideTab, error) {
	counts, drafts, err := v.CountSlides(ctx, s.Store.Reader, v.Campaigns, v.Campaign)
	if err != nil {
		return nil, err
	}
	all := slideTab{Name: shell.Say("Tất cả", "All"), Query: v.address("", "")}
	for _, n := range counts {
		all.Count += n
	}
	tabs := []slideTab{all}
	for _, state := range []content.State{content.Approved, content.Submitted, content.Draft, content.TakenOff} {
		tabs = append(tabs, slideTab{state, shell.StateNames[state], counts[state] + drafts[state], v.address(state, "")})
	}
	return tabs, nil
}

func (s *Slides) slideRows(c *fiber.Ctx, slides []content.Slide, campaigns []content.Campaign) ([]slideRow, error) {
	names := map[string]string{}
	for _, one := range campaigns {
		names[one.ID] = one.Name
	}
	reached, err := s.reached(c.UserContext())
	if err != nil {
		return nil, err
	}
	drafts, err := s.Store.SlideDrafts(c.UserContext())
	if err != nil {
		return nil, err
	}
	written := map[string]content.State{}
	for _, d := range drafts {
		written[d.ID] = d.Doc.State
	}
	var rows []slideRow
	for _, one := range slides {
		row := slideRow{Slide: one, CampaignName: names[one.Campaign], Reach: reached[one.ID], Draft: written[one.ID]}
		row.Off = one.State == content.Approved && signin.From(c).Partly(signin.TakeOff, care.SlideOf(one, campaigns))
		if one.State == content.Approved && row.Reach.Now == 0 {
			if row.Missing, err = s.missing(c.UserContext(), one); err != nil {
				return nil, err
			}
			if row.Why, err = s.whyNot(c.UserContext(), one); err != nil {
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

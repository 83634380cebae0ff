package slide

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
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
	Missing      []need        // of an approved slide that is on no screen
	Why          []reason      // of one that lacks nothing
}

type slidesView struct {
	State   content.State // the filter; "": all
	Tabs    []slideTab
	Rows    []slideRow
	Next    string // query of the next page; "": this is the last
	Thumb   content.Canvas
	Choose  bool // several can be chosen, to be submitted together
	Waiting bool // there are files in the inbox that somebody should look at
}

type slideTab struct {
	State content.State
	Name  shell.Text
	Count int
}

func (s *Slides) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	q := store.SlideQuery{State: content.State(shell.Query(c, "state")), Limit: perPage + 1, After: afterOf(shell.Query(c, "after"))}
	if _, ok := shell.StateNames[q.State]; !ok {
		q.State = ""
	}
	slides, err := s.Store.Slides(ctx, q)
	if err != nil {
		return err
	}
	v := slidesView{State: q.State, Thumb: picture.Thumb, Choose: q.State == content.Draft && signin.From(c).Somewhere(signin.Edit)}
	if v.Tabs, err = s.slideTabs(c); err != nil {
		return err
	}
	if len(slides) > perPage {
		slides = slides[:perPage]
		v.Next = "?state=" + url.QueryEscape(string(q.State)) + "&after=" + url.QueryEscape(afterText(store.KeyOf(slides[perPage-1])))
	}
	if v.Rows, err = s.slideRows(c, slides); err != nil {
		return err
	}
	if v.Waiting, err = s.Waiting(ctx); err != nil {
		return err
	}
	return s.Page(c, pageList, v)
}

func (s *Slides) slideTabs(c *fiber.Ctx) ([]slideTab, error) {
	counts, err := s.Store.CountSlides(c.UserContext())
	if err != nil {
		return nil, err
	}
	drafts, err := s.Store.CountSlideDrafts(c.UserContext())
	if err != nil {
		return nil, err
	}
	all := slideTab{Name: shell.Say("Tất cả", "All")}
	for _, n := range counts {
		all.Count += n
	}
	tabs := []slideTab{all}
	for _, state := range []content.State{content.Approved, content.Submitted, content.Draft, content.TakenOff} {
		tabs = append(tabs, slideTab{state, shell.StateNames[state], counts[state] + drafts[state]})
	}
	return tabs, nil
}

func (s *Slides) slideRows(c *fiber.Ctx, slides []content.Slide) ([]slideRow, error) {
	campaigns, err := s.campaignNames(c)
	if err != nil {
		return nil, err
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
		row := slideRow{Slide: one, CampaignName: campaigns[one.Campaign], Reach: reached[one.ID], Draft: written[one.ID]}
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

func (s *Slides) campaignNames(c *fiber.Ctx) (map[string]string, error) {
	all, err := s.Store.Campaigns(c.UserContext())
	m := map[string]string{}
	for _, one := range all {
		m[one.ID] = one.Name
	}
	return m, err
}

// afterText and afterOf write and read where a page of the list begins.

func afterText(k store.SlideKey) string {
	return strconv.Itoa(k.Order) + " " + k.ID + " " + k.Campaign
}

func afterOf(text string) (k store.SlideKey) {
	parts := strings.SplitN(text, " ", 3)
	if len(parts) == 3 {
		if n, err := strconv.Atoi(parts[0]); err == nil {
			k = store.SlideKey{Campaign: parts[2], Order: n, ID: parts[1]}
		}
	}
	return k
}

package studio

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
)

// perPage is how many slides a page of the list has.
const perPage = 48

var titleSlides = text{"Trang chiếu", "Slides"}

type slideRow struct {
	content.Slide
	CampaignName string
	Reach        reach
}

type slidesView struct {
	State content.State // the filter; "": all
	Tabs  []slideTab
	Rows  []slideRow
	Next  string // query of the next page; "": this is the last
	Thumb content.Canvas
}

type slideTab struct {
	State content.State
	Name  text
	Count int
}

func (s *Studio) slideList(c *fiber.Ctx) error {
	ctx := c.UserContext()
	q := store.SlideQuery{State: content.State(query(c, "state")), Limit: perPage + 1, After: afterOf(query(c, "after"))}
	if _, ok := states[q.State]; !ok {
		q.State = ""
	}
	slides, err := s.Store.Slides(ctx, q)
	if err != nil {
		return err
	}
	v := slidesView{State: q.State, Thumb: thumb}
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
	return s.show(c, "slides", titleSlides, v)
}

func (s *Studio) slideTabs(c *fiber.Ctx) ([]slideTab, error) {
	counts, err := s.Store.CountSlides(c.UserContext())
	if err != nil {
		return nil, err
	}
	all := slideTab{Name: text{"Tất cả", "All"}}
	for _, n := range counts {
		all.Count += n
	}
	tabs := []slideTab{all}
	for _, state := range []content.State{content.Approved, content.Submitted, content.Draft, content.TakenOff} {
		tabs = append(tabs, slideTab{state, states[state], counts[state]})
	}
	return tabs, nil
}

func (s *Studio) slideRows(c *fiber.Ctx, slides []content.Slide) ([]slideRow, error) {
	campaigns, err := s.campaignNames(c)
	if err != nil {
		return nil, err
	}
	reached, err := s.reached(c.UserContext())
	if err != nil {
		return nil, err
	}
	var rows []slideRow
	for _, one := range slides {
		rows = append(rows, slideRow{one, campaigns[one.Campaign], reached[one.ID]})
	}
	return rows, nil
}

func (s *Studio) campaignNames(c *fiber.Ctx) (map[string]string, error) {
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

package campaign

import (
	"cmp"
	"context"
	"math"
	"slices"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/week"
)

// hoursWords are what the hours of a campaign are called.
var hoursWords = week.Words{What: shell.Say("Giờ chiếu", "Hours"), Always: shell.Say("Cả ngày", "All day"), Off: shell.Say("không chiếu", "off air")}

// maxWeight is the greatest weight that can be typed, as in a campaign.yaml.
const maxWeight = 1000

// mostPlaced is how many slides the form puts in order; those after them follow by their own place.
const mostPlaced = 500

// form is what the form of a campaign is filled with.
type form struct {
	content.Campaign
	Week     week.Week
	Plain    bool // the form can say its targets
	Where    where
	Sequence []pictured // in order
	More     int        // slides after those
	Pools    []string   // whose airtime there is on screens; one alone is not asked
}

func (s *Campaigns) formOf(ctx context.Context, p *signin.Person, c content.Campaign, slides []content.Slide, live ...content.Campaign) (f form, err error) {
	f = form{Campaign: c, Week: week.Of(hoursWords, c.Hours)}
	inOrder := slices.Clone(slides)
	slices.SortFunc(inOrder, c.InOrder(slides))
	inOrder = slices.DeleteFunc(inOrder, func(s content.Slide) bool { return follows(s, slides) })
	f.More = max(0, len(inOrder)-mostPlaced)
	for _, one := range inOrder[:len(inOrder)-f.More] {
		f.Sequence = append(f.Sequence, picturedBy(p, one, live))
	}
	if f.Pools, err = s.pools(ctx, c); err != nil {
		return f, err
	}
	b, plain := boxOf(c.Targets)
	if f.Plain = plain; plain {
		f.Where, err = s.whereOf(ctx, b)
	}
	return f, err
}

// pools are the parts of airtime that a campaign may use: the city's, its own, and those that
// screens have.
func (s *Campaigns) pools(ctx context.Context, c content.Campaign) ([]string, error) {
	screens, err := s.Screens(ctx)
	out := []string{content.DefaultPools()[0].ID}
	out = known(out, cmp.Or(c.Pool, out[0]))
	for _, one := range screens {
		place, stands := one.PlaceAt(s.Now())
		if !stands {
			continue
		}
		for _, p := range place.Pools {
			out = known(out, p.ID)
		}
	}
	slices.Sort(out[1:])
	return out, err
}

// read is a campaign with what the form says; what the form does not ask stays as it was.
func (s *Campaigns) read(f shell.Form, c content.Campaign, slides []content.Slide) (content.Campaign, error) {
	var bad shell.Faults
	bad.Add(f.Again())
	if c.Name = f.Field("name"); c.Name == "" || utf8.RuneCountInString(c.Name) > 120 {
		bad.Add(shell.At("name", shell.Invalid("Tên chiến dịch cần từ 1 đến 120 ký tự.", "The name has 1 to 120 characters.")))
	}
	var err error
	c.Valid, err = f.Span("from", "until")
	bad.Add(err)
	c.Hours, err = week.Read(f, hoursWords, c.Hours)
	bad.Add(err)
	if pool := f.Field("pool"); pool != "" {
		bad.Add(shell.At("pool", content.CheckPools([]content.Pool{{ID: pool, Percent: 100}})))
		c.Pool = pool
	}
	percent, err := f.Number("percent", shell.Say("Phần thời lượng", "The share of airtime"), 1, 100, 0)
	bad.Add(err)
	c.Percent = int(math.Round(percent))
	weight, err := f.Number("weight", shell.Say("Tỷ trọng", "The weight"), 1, maxWeight, float64(c.Weight))
	bad.Add(err)
	c.Weight = int(weight)
	if _, plain := boxOf(c.Targets); plain {
		c.Targets, err = s.readTargets(f)
		bad.Add(err)
	}
	c.Sequence = sequence(f.Values["sequence"], c, slides)
	c.AtOnce = f.Has("at_once")
	return c, bad.Err()
}

// sequence is the one of a campaign whose slides were put in an order. Where that is the order that
// they have, the campaign's stays: nobody approves what is no change.
func sequence(placed []string, c content.Campaign, slides []content.Slide) []string {
	inOrder := slices.Clone(slides)
	slices.SortFunc(inOrder, c.InOrder(slides))
	var now []string
	for _, one := range inOrder {
		if slices.Contains(placed, one.ID) {
			now = append(now, one.ID)
		}
	}
	var out []string
	for _, id := range placed {
		if slices.Contains(now, id) {
			out = known(out, id)
		}
	}
	if slices.Equal(out, now) {
		return c.Sequence
	}
	return out
}

// follows says whether a slide is a card of one of the others: it stands behind that by itself.
func follows(card content.Slide, slides []content.Slide) bool {
	page := card.CardOf()
	return page != "" && slices.ContainsFunc(slides, func(s content.Slide) bool { return s.ID == page })
}

// slidesOf are the slides of a campaign, whatever their state, by their own place.
func slidesOf(ctx context.Context, r store.Reader, campaign string) (out []content.Slide, err error) {
	if campaign == "" { // it is being made
		return nil, nil
	}
	err = r.EachSlide(ctx, store.SlideQuery{Campaign: campaign}, func(s content.Slide) error {
		out = append(out, s)
		return nil
	})
	return out, err
}

// approved are those of them that are live.
func approved(slides []content.Slide) []content.Slide {
	return slices.DeleteFunc(slices.Clone(slides), func(s content.Slide) bool { return s.State != content.Approved })
}

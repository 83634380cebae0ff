package content

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// airtime is how much of a pool's airtime each campaign has, in percent, where each has slides of
// ten seconds.
func airtime(t *testing.T, campaigns ...PlanCampaign) map[string]float64 {
	t.Helper()
	plan := onePool()
	plan.Campaigns = nil
	for i, c := range campaigns {
		c.ID, c.Pool = fmt.Sprint("c", i), "city"
		plan.Campaigns = append(plan.Campaigns, c)
		plan.Slides = append(plan.Slides, slide(fmt.Sprint("s", i), c.ID, 10))
	}
	p, _ := resolve(t, plan)
	out := map[string]float64{}
	for _, i := range p.Loops[0] {
		out[p.Slides[i].Campaign] += 100 / float64(len(p.Loops[0]))
	}
	return out
}

// A campaign with a percentage has that much; the others divide what it leaves by their weights.
func TestPercentagesDivideAPool(t *testing.T) {
	for _, c := range []struct {
		why  string
		all  []PlanCampaign
		want []float64
	}{
		{"one takes a fifth", []PlanCampaign{{Percent: 20, Weight: 1}, {Weight: 3}, {Weight: 1}}, []float64{20, 60, 20}},
		{"its weight does not count", []PlanCampaign{{Percent: 50, Weight: 9}, {Weight: 1}}, []float64{50, 50}},
		{"alone it has all", []PlanCampaign{{Percent: 20}}, []float64{100}},
		{"nobody takes the rest", []PlanCampaign{{Percent: 20}, {Percent: 30}}, []float64{40, 60}},
		{"more than there is", []PlanCampaign{{Percent: 100}, {Percent: 100}}, []float64{50, 50}},
		{"nothing is left", []PlanCampaign{{Percent: 100}, {Weight: 1}}, []float64{99, 1}},
		{"great weights", []PlanCampaign{{Percent: 50}, {Weight: math.MaxInt32}, {Weight: math.MaxInt32}}, []float64{50, 25, 25}},
	} {
		got := airtime(t, c.all...)
		for i, want := range c.want {
			if is := got[fmt.Sprint("c", i)]; math.Abs(is-want) > 1.5 {
				t.Errorf("%s: campaign %d has %.1f %%, want %.0f", c.why, i, is, want)
			}
		}
	}
}

// Only a campaign that runs is on air, and kiosks offer only its guides.
func TestOnlyCampaignsThatRunAreOnAir(t *testing.T) {
	guide := Slide{ID: "g", Campaign: "c", Kind: Guide, State: Approved}
	for stage, want := range map[Stage]int{Running: 1, Planned: 0, Ended: 0} {
		l := Library{
			Campaigns: []Campaign{{ID: "c", Pool: "city", Weight: 1, Stage: stage}},
			Slides:    []Slide{{ID: "a", Campaign: "c", Kind: Picture, State: Approved, Dwell: 8 * time.Second}, guide},
		}
		plan := PlanFor(AudienceOf(Place{Canvas: Canvas{Width: 432, Height: 216}}, l.Targets()), l, func(*Slide) (Ready, bool) { return Ready{}, true })
		if len(plan.Slides) != want || len(l.Offers()) != want {
			t.Errorf("%q: %d slides, %d guides, want %d", stage, len(plan.Slides), len(l.Offers()), want)
		}
	}
}

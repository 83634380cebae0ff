package content

import (
	"testing"
	"time"

	"ngatu/content/hours"
)

// Every end of a term is that of the paper which is narrowest there, and says which.
func TestTermsSayWhatDecidesThem(t *testing.T) {
	day := func(n int) time.Time { return noonOf.AddDate(0, 0, n) }
	live := func(own, paper hours.Span) Slide {
		return Slide{ID: "a", State: Approved, Valid: own, Approval: Approval{By: "binh", At: day(0), Valid: paper}}
	}
	for name, c := range map[string]struct {
		slide    Slide
		campaign Campaign
		want     Term
	}{
		"no dates":                          {live(hours.Span{}, hours.Span{}), Campaign{}, Term{From: day(0), Begins: ByItsApproval}},
		"its beginning passed":              {live(hours.Span{From: day(-5)}, hours.Span{From: day(-3)}), Campaign{}, Term{From: day(0), Begins: ByItsApproval}},
		"its own dates":                     {live(hours.Span{From: day(1), Until: day(4)}, hours.Span{}), Campaign{}, Term{From: day(1), Begins: ByItsDates, Until: day(4), Ends: ByItsDates}},
		"the dates of its approval":         {live(hours.Span{Until: day(9)}, hours.Span{From: day(2), Until: day(3)}), Campaign{}, Term{From: day(2), Begins: ByItsPaper, Until: day(3), Ends: ByItsPaper}},
		"its campaign":                      {live(hours.Span{Until: day(9)}, hours.Span{}), Campaign{Valid: hours.Span{From: day(3), Until: day(8)}}, Term{From: day(3), Begins: ByItsCampaign, Until: day(8), Ends: ByItsCampaign}},
		"it ends before its campaign opens": {live(hours.Span{Until: day(2)}, hours.Span{}), Campaign{Valid: hours.Span{From: day(3)}}, Term{From: day(3), Begins: ByItsCampaign, Until: day(2), Ends: ByItsDates, Never: true}},
		"a campaign that is not approved":   {live(hours.Span{Until: day(2)}, hours.Span{}), Campaign{Stage: Planned}, Term{Begins: ByOpening, Until: day(2), Ends: ByItsDates}},
		"a campaign that was put away":      {live(hours.Span{}, hours.Span{}), Campaign{Stage: Ended}, Term{From: day(0), Begins: ByItsApproval, Ends: ByClosing, Never: true}},
		"a draft whose beginning passed":    {Slide{State: Draft, Valid: hours.Span{From: day(-5), Until: day(2)}}, Campaign{}, Term{Begins: ByItsApproval, Until: day(2), Ends: ByItsDates}},
		"a draft that is to come":           {Slide{State: Submitted, Valid: hours.Span{From: day(2)}}, Campaign{}, Term{From: day(2), Begins: ByItsDates}},
		"a draft that is over":              {Slide{State: Submitted, Valid: hours.Span{Until: day(-2)}}, Campaign{}, Term{Begins: ByItsApproval, Until: day(-2), Ends: ByItsDates, Never: true}},
		"from before approvals had times":   {Slide{State: Approved}, Campaign{}, Term{}},
	} {
		got := TermOf(c.slide, c.campaign, nil, day(0).Add(time.Hour))
		if got.From.Equal(c.want.From) && got.Begins == c.want.Begins && got.Until.Equal(c.want.Until) && got.Ends == c.want.Ends && got.Never == c.want.Never {
			continue
		}
		t.Errorf("%s: %+v", name, got)
	}
}

// Nothing of before its approval is claimed, whatever its dates are.
func TestNoTermBeginsBeforeTheApproval(t *testing.T) {
	for days := -9; days < 9; days++ {
		s := Slide{ID: "a", State: Submitted, Author: "an", Valid: hours.Span{From: noonOf.AddDate(0, 0, days)}}
		d := Writing(s, nil)
		seen := d.Sight(nil)
		live, err := d.Approve(Approval{By: "binh", At: noonOf}, seen, seen, false)
		if err != nil {
			t.Fatal(err)
		}
		if !live.Valid.From.Equal(s.Valid.From) {
			t.Error("what was approved is not what was seen")
		}
		if got := TermOf(live, Campaign{}, nil, noonOf); got.From.Before(noonOf) || (got.Begins == ByItsApproval) != (days <= 0) {
			t.Errorf("a beginning %d days off: %+v", days, got)
		}
	}
}

// A term names the holds that are not over, those first that begin first.
func TestATermNamesHolds(t *testing.T) {
	s := Slide{ID: "a", State: Approved, Approval: Approval{At: noonOf}}
	over := Hold{ID: "1", Scope: HoldSlide, Slide: "a", Span: hours.Span{Until: noonOf}}
	later := Hold{ID: "2", Scope: HoldNotSober, Span: hours.Span{From: noonOf.Add(3 * time.Hour), Until: noonOf.Add(5 * time.Hour)}}
	now := Hold{ID: "3", Scope: HoldSlide, Slide: "a", At: noonOf}
	other := Hold{ID: "4", Scope: HoldSlide, Slide: "b", At: noonOf}
	got := TermOf(s, Campaign{}, []Hold{over, later, other, now}, noonOf.Add(time.Hour)).Held
	if len(got) != 2 || got[0].ID != "3" || got[1].ID != "2" {
		t.Errorf("holds: %+v", got)
	}
}

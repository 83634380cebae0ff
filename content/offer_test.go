package content

import (
	"slices"
	"testing"
	"time"

	"ngatu/content/hours"
)

func TestWhatKiosksOffer(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	past, soon := now.Add(-time.Hour), now.Add(time.Hour)
	ward := Target{Area: "2025-07/00004"}
	guide := func(id, campaign string, order int, change ...func(*Slide)) Slide {
		s := Slide{ID: id, Campaign: campaign, Kind: Guide, Order: order, State: Approved}
		for _, c := range change {
			c(&s)
		}
		return s
	}
	l := Library{
		Campaigns: []Campaign{
			{ID: "b", Order: 2}, {ID: "a", Order: 1, Targets: []Target{ward}}, {ID: "over", Order: 3, Valid: hours.Span{Until: past}},
		},
		Settings: map[string]string{SettingHotline: "1022"},
		Slides: []Slide{
			guide("last", "b", 9), guide("first", "b", 1), guide("ward", "a", 5),
			guide("draft", "b", 2, func(s *Slide) { s.State = Submitted }),
			guide("off", "b", 2, func(s *Slide) { s.State = TakenOff }),
			guide("hotline", "b", 3, func(s *Slide) { s.Needs = []string{SettingHotline} }),
			guide("waits", "b", 3, func(s *Slide) { s.Needs = []string{SettingPublic} }),
			guide("soon", "b", 4, func(s *Slide) { s.Valid.From = soon }),
			guide("licence over", "b", 4, func(s *Slide) { s.Approval.Valid.Until = past }),
			guide("never", "b", 4, func(s *Slide) { s.Valid.From, s.Approval.Valid.Until = soon, past }),
			guide("campaign over", "over", 1), guide("no campaign", "gone", 1),
			{ID: "notice", Campaign: "b", Kind: Notice, State: Approved},
		},
	}
	there, elsewhere := Audience{Targets: []string{ward.String()}}, Audience{}
	names := func(of func(Offer) bool) (out []string) {
		for _, o := range l.Offers() {
			if of(o) {
				out = append(out, o.Slide.ID)
			}
		}
		return out
	}
	for what, c := range map[string]struct {
		of   func(Offer) bool
		want []string
	}{
		"in the ward":        {func(o Offer) bool { return o.For(there, now) }, []string{"ward", "first", "hotline", "last"}},
		"elsewhere":          {func(o Offer) bool { return o.For(elsewhere, now) }, []string{"first", "hotline", "last"}},
		"elsewhere, later":   {func(o Offer) bool { return o.For(elsewhere, soon) }, []string{"first", "hotline", "soon", "last"}},
		"elsewhere, earlier": {func(o Offer) bool { return o.For(elsewhere, past.Add(-1)) }, []string{"first", "hotline", "licence over", "last", "campaign over"}},
		"at some time":       {func(o Offer) bool { return o.Ever(elsewhere) }, []string{"first", "hotline", "licence over", "soon", "last", "campaign over"}},
	} {
		if got := names(c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", what, got, c.want)
		}
	}
	for _, s := range l.Slides {
		if s.Kind == Guide && l.Eligible(s, there) {
			t.Errorf("%s would be on a loop", s.ID)
		}
	}
}

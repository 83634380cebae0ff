package content

import (
	"testing"
	"time"

	"ngatu/content/hours"
)

func TestACampaignBegins(t *testing.T) {
	at := noonOf
	span := func(from, until time.Duration) (s hours.Span) {
		if from != 0 {
			s.From = at.Add(from)
		}
		if until != 0 {
			s.Until = at.Add(until)
		}
		return s
	}
	const day = 24 * time.Hour
	for what, c := range map[string]struct {
		draft, live hours.Span
		from        time.Time
		code        Code
	}{
		"a past end":                    {span(0, -1), span(0, day), time.Time{}, Invalid},
		"an end now":                    {hours.Span{Until: at}, span(0, 0), time.Time{}, Invalid},
		"a new beginning that is past":  {span(-day, day), span(0, 0), at, ""},
		"a beginning that stays":        {span(-day, 2*day), span(-day, day), at.Add(-day), ""},
		"a beginning in the future":     {span(day, 2*day), span(0, 0), at.Add(day), ""},
		"after its end, with a new one": {span(-9*day, day), span(-9*day, -day), at.Add(-9 * day), ""},
		"without beginning and end":     {span(0, 0), span(-9*day, -day), time.Time{}, ""},
	} {
		got, err := Campaign{Valid: c.draft}.Begin(Campaign{Valid: c.live}, at)
		if CodeOf(err) != c.code || err == nil && !got.Valid.From.Equal(c.from) {
			t.Errorf("%s: begins %s, %v", what, got.Valid.From, err)
		}
	}
}

func TestOneApprovalRenewsWhatEndsEarlier(t *testing.T) {
	end := noonOf.AddDate(0, 1, 0)
	c := Campaign{ID: "c", Valid: hours.Span{Until: end}}
	s := Slide{ID: "s", Author: "an", State: Approved, Approval: Approval{By: "binh", Document: "1", Valid: hours.Span{From: noonOf, Until: end.AddDate(0, 0, -9)}}}
	if !s.EndsBefore(c) || !s.EndsBefore(Campaign{}) {
		t.Error("it ends before its campaign, and is not listed")
	}
	if _, err := Renew(s, c, "an", noonOf, "2", false); CodeOf(err) != Denied {
		t.Errorf("the author renews: %v", err)
	}
	if got, err := Renew(s, c, "an", noonOf, "2", true); err != nil || !got.Approval.Alone {
		t.Errorf("the only account renews: %+v, %v", got.Approval, err)
	}
	got, err := Renew(s, c, "chi", noonOf, "2", false)
	if err != nil || got.EndsBefore(c) || got.Approval.Document != "2" || got.Approval.By != "chi" || !got.Approval.Valid.From.Equal(noonOf) {
		t.Errorf("renewed: %+v, %v", got.Approval, err)
	}
	for what, other := range map[string]Slide{
		"no end":   {State: Approved},
		"a draft":  {State: Draft, Approval: s.Approval},
		"the same": {State: Approved, Approval: Approval{Valid: c.Valid}},
	} {
		if other.EndsBefore(c) {
			t.Errorf("%s: listed", what)
		}
	}
}

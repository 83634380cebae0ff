package content

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content/hours"
)

func TestWhoIsEligibleWhere(t *testing.T) {
	junction := Place{Venue: Intersection, Areas: []string{"2024-11/001", "2024-11/01"}, Canvas: Canvas{432, 216, 5, 15}}
	hall := Place{Venue: Reception, Kind: Kiosk, Areas: []string{"2024-11/002", "2024-11/01"}, Tags: []string{"one-stop"}, Canvas: Canvas{1080, 1920, .37, .7}}
	slide := func(id string, change func(*Slide)) Slide {
		s := Slide{ID: id, Campaign: "c", Kind: Notice, State: Approved, Words: Words{Head: "Cài đặt iHanoi"}}
		if change != nil {
			change(&s)
		}
		return s
	}
	l := Library{
		Campaigns: []Campaign{{ID: "c", Pool: "city", Weight: 1}, {ID: "private", Pool: "owner", Weight: 1}},
		Slides: []Slide{
			slide("everywhere", nil),
			slide("draft", func(s *Slide) { s.State = Draft }),
			slide("submitted", func(s *Slide) { s.State = Submitted }),
			slide("off", func(s *Slide) { s.State = TakenOff }),
			slide("video", func(s *Slide) { s.Kind = Video }),
			slide("guide", func(s *Slide) { s.Kind = Guide }),
			slide("ba-dinh", func(s *Slide) { s.Targets = []Target{{Area: "2024-11/001"}} }),
			slide("city", func(s *Slide) { s.Targets = []Target{{Area: "2024-11/01"}} }),
			slide("kiosk or tag", func(s *Slide) { s.Targets = []Target{{Kind: Kiosk}, {Tag: "mall"}} }),
			slide("both parts", func(s *Slide) { s.Targets = []Target{{Venue: Reception, Tag: "mall"}} }),
			slide("needs link", func(s *Slide) { s.Needs = []string{"public_address"} }),
			slide("needs name", func(s *Slide) { s.Needs = []string{"app_name"} }),
			slide("no medium", nil),
			slide("league", func(s *Slide) { s.Kind, s.View, s.Measure, s.Area = Board, League, "accounts", "2024-11/01" }),
			slide("gauge", func(s *Slide) { s.Kind, s.Measure, s.Area = Board, "accounts", "2024-11/01" }),
			slide("grid of another", func(s *Slide) { s.Kind, s.View, s.Measure, s.Area = Board, Grid, "accounts", "2024-11/001" }),
			slide("no figures", func(s *Slide) { s.Kind, s.View, s.Measure, s.Area = Board, League, "visits", "2024-11/01" }),
			slide("paper ran out", func(s *Slide) {
				s.Valid = hours.Span{From: monday}
				s.Approval.Valid = hours.Span{Until: monday}
			}),
			slide("only the wall", func(s *Slide) { s.Sizes.Only = []Size{"432x216", "192x96"} }),
			slide("not the wall", func(s *Slide) { s.Sizes.Not = []Size{"432x216"} }),
			slide("other pool", func(s *Slide) { s.Campaign = "private" }),
		},
		Settings: map[string]string{"app_name": "iHanoi"},
		Boards:   map[string][]View{"accounts@2024-11/01": {Gauge, League}, "accounts@2024-11/001": {League}, "visits@2024-11/01": nil},
	}
	got := func(p Place) []string {
		plan := PlanFor(AudienceOf(p, l.Targets()), l, func(s *Slide) (Ready, bool) {
			return Ready{Length: 30 * time.Second}, s.ID != "no medium"
		})
		var ids []string
		for _, s := range plan.Slides {
			ids = append(ids, s.ID)
		}
		return ids
	}
	if want := []string{"ba-dinh", "city", "everywhere", "gauge", "league", "needs name", "only the wall"}; !slices.Equal(got(junction), want) {
		t.Errorf("junction: %q", got(junction))
	}
	if want := []string{"city", "everywhere", "gauge", "kiosk or tag", "league", "needs name", "not the wall", "video"}; !slices.Equal(got(hall), want) {
		t.Errorf("hall: %q", got(hall))
	}
}

func TestScreensAlikeShareAnAudience(t *testing.T) {
	inUse := []Target{{Area: "2024-11/001"}, {Venue: Mall}}
	a := AudienceOf(Place{Areas: []string{"2024-11/002"}, Hall: "A"}, inUse)
	b := AudienceOf(Place{Areas: []string{"2024-11/003"}, Hall: "B"}, inUse)
	c := AudienceOf(Place{Areas: []string{"2024-11/001"}}, inUse)
	if a.Key() != b.Key() {
		t.Error("two areas that no target names have two audiences")
	}
	if a.Key() == c.Key() {
		t.Error("an area that a target names shares the audience of one that none names")
	}
}

func TestDwell(t *testing.T) {
	for _, c := range []struct {
		words  Words
		street bool
		want   time.Duration
	}{
		{Words{Head: "Cài đặt iHanoi"}, false, 6 * time.Second},
		{Words{Head: "Cài đặt iHanoi"}, true, 8 * time.Second},
		{Words{Head: "một hai ba bốn năm sáu bảy tám chín mười"}, true, 10 * time.Second},
		{Words{Head: "a", Lines: []string{"b", "c", "d", "e", "f"}}, true, 12 * time.Second},
	} {
		if got := c.words.Amount().ReadingTime(c.street); got != c.want {
			t.Errorf("%+v: %s, want %s", c.words, got, c.want)
		}
	}
}

func TestASmallCanvasIsReadSooner(t *testing.T) {
	s := Slide{Kind: Notice, Words: Words{Head: strings.Repeat("chữ ", 30)}}
	if all := shown(&s, Ready{}, true); all.Dwell != 30_000 {
		t.Errorf("all words: %d ms", all.Dwell)
	}
	if brief := shown(&s, Ready{Printed: Amount{Pieces: 1, Words: 4}}, true); brief.Dwell != 8_000 {
		t.Errorf("four words in the street: %d ms", brief.Dwell)
	}
}

func TestNobodyApprovesTheirOwnButTheOnlyAccount(t *testing.T) {
	s := Slide{Title: "Trang", Author: "a", State: Draft}
	s, err := Submit(s)
	if err != nil {
		t.Fatal(err)
	}
	own := Approval{By: "a", At: monday}
	if _, err := Approve(s, own, false); CodeOf(err) != Denied {
		t.Errorf("own slide approved: %v", err)
	}
	if got, err := Approve(s, own, true); err != nil || !got.Approval.Alone || got.State != Approved {
		t.Errorf("the only account: %+v, %v", got.Approval, err)
	}
	if got, err := Approve(s, Approval{By: "b", At: monday}, false); err != nil || got.Approval.Alone {
		t.Errorf("another person: %+v, %v", got.Approval, err)
	}
	if _, err := Approve(Slide{State: Draft}, own, true); CodeOf(err) != Conflict {
		t.Errorf("a draft was approved: %v", err)
	}
	if off := FileGone(s); off.State != TakenOff {
		t.Error("not off")
	}
}

package content

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func order(c Campaign, slides ...Slide) string {
	slides = slices.Clone(slides)
	slices.SortFunc(slides, c.InOrder(slides))
	var ids []string
	for _, s := range slides {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

// The sequence of a campaign goes before the places of its slides; what it does not name follows.
func TestASequence(t *testing.T) {
	a, b, c, d := Slide{ID: "a", Order: 1}, Slide{ID: "b", Order: 2}, Slide{ID: "c", Order: 3}, Slide{ID: "d", Order: -4}
	for _, test := range []struct {
		name     string
		sequence []string
		want     string
	}{
		{"none", nil, "d a b c"},
		{"all", []string{"c", "b", "a", "d"}, "c b a d"},
		{"some", []string{"c", "a"}, "c a d b"},
		{"gone ones", []string{"x", "b", "y"}, "b d a c"},
	} {
		if got := order(Campaign{Sequence: test.sequence}, a, b, c, d); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// Cards stand behind their page wherever it goes; those whose page is not there have their own place.
func TestCardsFollowTheirPage(t *testing.T) {
	card := func(id, page string, order int) Slide {
		return Slide{ID: id, Order: order, Source: CardSource(page, DigestOf(nil), "432x216")}
	}
	a, p, z := Slide{ID: "a", Order: 1}, Slide{ID: "p", Order: 2}, Slide{ID: "z", Order: 3}
	one, two, old := card("p-01", "p", 2), card("p-02", "p", 2), card("s-9", "p", 40)
	for _, test := range []struct {
		name     string
		sequence []string
		slides   []Slide
		want     string
	}{
		{"by its place", nil, []Slide{old, two, z, one, p, a}, "a p p-01 p-02 s-9 z"},
		{"by the sequence", []string{"z", "p", "a"}, []Slide{a, old, p, z, two, one}, "z p p-01 p-02 s-9 a"},
		{"named itself", []string{"p-02", "z"}, []Slide{a, p, z, two, one}, "z a p p-01 p-02"},
		{"its page is no longer live", []string{"z", "p", "a"}, []Slide{a, z, two, one}, "z p-01 p-02 a"},
		{"its page is elsewhere", nil, []Slide{a, z, old, two, one}, "a p-01 p-02 z s-9"},
	} {
		if got := order(Campaign{Sequence: test.sequence}, test.slides...); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// A sequence that says what the places say makes the same programme, to the byte.
func TestASequenceKeepsTheProgramme(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Library{Campaigns: []Campaign{{ID: "c", Pool: "city", Weight: 1}, {ID: "d", Pool: "city", Weight: 2}}}
		for i := range rapid.IntRange(1, 9).Draw(t, "slides") {
			l.Slides = append(l.Slides, Slide{
				ID: string(rune('a' + i)), Campaign: rapid.SampledFrom([]string{"c", "d"}).Draw(t, "campaign"), Kind: Picture, State: Approved,
				Order: rapid.IntRange(-3, 3).Draw(t, "order"), Dwell: time.Duration(rapid.IntRange(1, 30).Draw(t, "dwell")) * time.Second,
			})
		}
		before := programmeOf(t, l)
		for i, c := range l.Campaigns {
			inOrder := slices.Clone(l.Slides)
			slices.SortFunc(inOrder, c.InOrder(inOrder))
			for _, s := range inOrder {
				if s.Campaign == c.ID {
					l.Campaigns[i].Sequence = append(l.Campaigns[i].Sequence, s.ID)
				}
			}
		}
		if after := programmeOf(t, l); after != before {
			t.Fatalf("was %s\nis  %s", before, after)
		}
	})
}

func programmeOf(t *rapid.T, l Library) string {
	a := AudienceOf(Place{Canvas: Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}}, l.Targets())
	plan := PlanFor(a, l, func(s *Slide) (Ready, bool) { return Ready{Medium: Ref{Digest: DigestOf([]byte(s.ID))}}, true })
	from := time.UnixMilli(Epoch)
	p, _, err := Resolve(plan, from, from.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

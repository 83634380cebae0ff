package content

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content/hours"
)

var update = flag.Bool("update", false, "rewrite the vectors; then read the difference, for screens in the field hold to them")

// vector is a plan, the programme it resolves to, and what is on at some instants. The page's test
// reads the same files.
type vector struct {
	Why       string    `json:"why"`
	Plan      Plan      `json:"plan"`
	From      int64     `json:"from"`
	Until     int64     `json:"until"`
	Programme Programme `json:"programme"`
	At        []instant `json:"at"`
}

// instant is one look at a programme; Entered is absent for a player that is in step.
type instant struct {
	T       int64  `json:"t"`
	Entered *int64 `json:"entered,omitempty"`
	Slide   string `json:"slide"` // ID; "": the safe card
	Start   int64  `json:"start"`
	End     int64  `json:"end"`
	Begin   int64  `json:"begin"`
	Nth     int64  `json:"nth"`
}

func TestVectors(t *testing.T) {
	for _, v := range vectorPlans() {
		t.Run(v.file, func(t *testing.T) {
			got := compute(t, v)
			path := filepath.Join("testdata", "resolve", v.file+".json")
			b := must(json.MarshalIndent(got, "", " "))
			if *update {
				if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.TrimSpace(string(want)), string(b)); d != "" {
				t.Error(d)
			}
		})
	}
}

// compute resolves a plan and looks at it where something changes: around the seams of spans, along
// the first slots after them, outside of the window, and as entered in the middle of slots.
func compute(t *testing.T, v vectorPlan) vector {
	until := monday.AddDate(0, 0, 7)
	p, _, err := Resolve(v.plan, monday, until)
	if err != nil {
		t.Fatal(err)
	}
	out := vector{Why: v.why, Plan: v.plan, From: p.From, Until: p.Until, Programme: p}
	look := func(at, entered int64) {
		s := p.AtEntered(at, entered)
		i := instant{T: at, Start: s.Start, End: s.End, Begin: s.Begin, Nth: s.Nth}
		if entered != NotEntered {
			i.Entered = &entered
		}
		if s.Slide >= 0 {
			i.Slide = p.Slides[s.Slide].ID
		}
		out.At = append(out.At, i)
	}
	look(p.From-1, NotEntered)
	start := p.From
	for n, s := range p.Spans {
		end := start + s.Length
		if n < 12 {
			for at, k := start, 0; at < end && k < 5; k++ {
				look(at, NotEntered)
				slot := p.At(at)
				mid := slot.Start + (slot.End-slot.Start)/2
				look(mid, mid)
				look(min(mid+45_000, end-1), mid)
				at = slot.End
			}
			look(end-1, NotEntered)
		}
		start = end
	}
	look(p.Until, NotEntered)
	look(p.Until+3*day+1234, NotEntered)
	return out
}

type vectorPlan struct {
	file, why string
	plan      Plan
}

func vectorPlans() []vectorPlan {
	day1 := hours.Span{From: local("2024-11-26 08:00"), Until: local("2024-11-26 20:00:07")}
	shares := onePool(slide("city-1", "city", 8), slide("city-2", "city", 12), slide("ward-1", "ward", 8), slide("owner-1", "owner", 15))
	shares.Pools = []Pool{{"city", 50}, {"ward", 30}, {"owner", 20}}
	shares.Campaigns = []PlanCampaign{{ID: "city", Pool: "city", Weight: 1}, {ID: "ward", Pool: "ward", Weight: 1}, {ID: "owner", Pool: "owner", Weight: 1}}

	percent := onePool(slide("fifth", "fifth", 9), slide("three", "three", 12), slide("one", "one", 8))
	percent.Campaigns = []PlanCampaign{{ID: "fifth", Pool: "city", Percent: 20, Weight: 1}, {ID: "three", Pool: "city", Weight: 3}, {ID: "one", Pool: "city", Weight: 1}}

	dayparts := onePool(slide("day", "day", 9), slide("night", "night", 14), slide("also", "night", 8))
	dayparts.Campaigns = []PlanCampaign{
		{ID: "day", Pool: "city", Weight: 1, Hours: hours.Set{Parts: []hours.Part{{From: clock("06:30"), Until: clock("17:30")}}}},
		{ID: "night", Pool: "city", Weight: 2, Hours: hours.Set{
			Parts:  []hours.Part{{From: clock("17:00"), Until: clock("01:30")}},
			Except: []hours.Exception{{Date: "2024-11-28"}},
		}},
	}

	short := onePool(slide("a", "c", 600), slide("b", "c", 700), slide("c", "c", 800), slide("d", "c", 900))
	short.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("11:00"), Until: clock("11:25")}}}

	none := onePool(slide("long", "c", 900), slide("longer", "c", 1200))
	none.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("09:00"), Until: clock("09:05")}}}

	changes := onePool(slide("always", "c", 8), slide("dated", "c", 10), slide("opens", "c", 12))
	changes.Slides[1].Valid = day1
	changes.Slides[2].Valid.From = local("2024-11-27")

	first := onePool(slide("loop", "c", 8), slide("once", "c", 11), slide("excl", "c", 9), slide("ever", "c", 8))
	first.Campaigns[0].Valid.Until = local("2024-11-30")
	first.Slides[1].AtOnce = local("2024-11-26 10:00:01").UnixMilli()
	first.Slides[2].Exclusive, first.Slides[2].Valid = true, day1
	first.Slides[3].Evergreen = true

	far := onePool(slide("a", "c", 10), slide("b", "c", 20))
	far.Zone = "America/Havana" // half a day behind Hanoi: its dates and hours are its own
	far.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("00:15"), Until: clock("00:45")}}}

	held := onePool(slide("taken-off", "c", 8), slide("rests", "c", 11), slide("sober", "c", 9), slide("ever", "c", 8), slide("sober-ever", "c", 12))
	held.Campaigns[0].Valid.Until = local("2024-11-29")
	held.Slides[0].Held = []hours.Span{{Until: local("2024-11-26 09:30:01")}}
	held.Slides[1].Held = []hours.Span{{From: local("2024-11-26 08:00"), Until: local("2024-11-26 20:00:07")}, {From: local("2024-11-28")}}
	held.Slides[3].Evergreen, held.Slides[4].Evergreen = true, true
	held.Slides[3].Held = []hours.Span{{From: local("2024-11-29 12:00"), Until: local("2024-11-30")}}

	return []vectorPlan{
		{"empty", "nothing to show: the safe card", onePool()},
		{"one", "a loop of one slide", onePool(slide("a", "c", 8))},
		{"shares", "three pools of one screen's airtime", shares},
		{"percent", "a campaign has a percentage, the others divide what it leaves by weight", percent},
		{"dayparts", "hours that cross midnight, overlap, and leave out a date", dayparts},
		{"short", "a daily span shorter than its loop goes on each day where it stopped", short},
		{"none-fits", "no slot fits in the span whole: the longest piece fills it", none},
		{"changes", "dates that begin and end while on air, open ends", changes},
		{"precedence", "at once, exclusive, loop, evergreen", first},
		{"held", "holds that are on, begin, end and are open, also of what is true on any day", held},
		{"zone", "hours and days by the screen's own zone", far},
	}
}

func TestTheWindowIsWholeWeeks(t *testing.T) {
	from, until := Window(local("2024-11-28 15:04"), hanoi)
	if !from.Equal(monday) || until.Sub(from) != 42*24*time.Hour {
		t.Errorf("%s to %s", from, until)
	}
}

package content

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ngatu/content/hours"
)

// anyPlan draws plans of up to 4 pools, 6 campaigns and 24 slides with dates and hours in the
// tests' week.
func anyPlan(t *rapid.T) Plan {
	p := Plan{Zone: rapid.SampledFrom([]string{DefaultZone, "UTC", "America/New_York"}).Draw(t, "zone")}
	pools := rapid.IntRange(1, 4).Draw(t, "pools")
	for i := range pools {
		p.Pools = append(p.Pools, Pool{fmt.Sprint("p", i), rapid.IntRange(1, 100).Draw(t, "percent")})
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "campaigns") {
		c := PlanCampaign{ID: fmt.Sprint("c", i), Pool: fmt.Sprint("p", rapid.IntRange(0, pools-1).Draw(t, "pool")), Weight: rapid.IntRange(1, 5).Draw(t, "weight")}
		if rapid.Bool().Draw(t, "by percent") {
			c.Percent = rapid.IntRange(1, 100).Draw(t, "of the pool")
		}
		if rapid.Bool().Draw(t, "hours") {
			from, until := rapid.IntRange(0, 1439), rapid.IntRange(0, 1440)
			c.Hours.Parts = []hours.Part{{From: hours.Clock(from.Draw(t, "from")), Until: hours.Clock(until.Draw(t, "until"))}}
		}
		p.Campaigns = append(p.Campaigns, c)
		for j := range rapid.IntRange(0, 4).Draw(t, "slides") {
			s := slide(fmt.Sprintf("c%d-%d", i, j), c.ID, rapid.Int64Range(4, 90).Draw(t, "dwell"))
			s.Evergreen = rapid.Bool().Draw(t, "evergreen")
			s.Exclusive = rapid.IntRange(0, 9).Draw(t, "exclusive") == 0
			if rapid.Bool().Draw(t, "dated") {
				s.Valid = hours.Span{From: monday.Add(time.Duration(rapid.IntRange(-1000, 8000).Draw(t, "day")) * time.Minute)}
				s.Valid.Until = s.Valid.From.Add(time.Duration(rapid.IntRange(1, 9000).Draw(t, "long")) * time.Minute)
			}
			if rapid.IntRange(0, 4).Draw(t, "once") == 0 {
				s.AtOnce = monday.UnixMilli() + rapid.Int64Range(0, 7*day).Draw(t, "at")
			}
			p.Slides = append(p.Slides, s)
		}
	}
	return p
}

// What a plan says takes turns at an instant is what its programme's loop has then.
func TestPlanAndProgrammeAgreeOnAnInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		if rapid.Bool().Draw(t, "slow") { // a day has not room for all
			for i := range plan.Slides {
				plan.Slides[i].Dwell = rapid.Int64Range(1, 200).Draw(t, "minutes") * 60_000
			}
		}
		p, report, err := Resolve(plan, monday, monday.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		at := monday.UnixMilli() + rapid.Int64Range(0, 7*day-1).Draw(t, "at")
		on, leftOut, err := plan.On(time.UnixMilli(at))
		if err != nil {
			t.Fatal(err)
		}
		turns := map[string]bool{}
		start := p.From
		for _, s := range p.Spans {
			if start <= at && at < start+s.Length && s.Loop >= 0 {
				for _, i := range p.Loops[s.Loop] {
					turns[p.Slides[i].ID] = true
				}
			}
			start += s.Length
		}
		for _, id := range on {
			if !turns[id] {
				t.Fatalf("%s is to take turns, and the loop does not have it: %v", id, turns)
			}
			delete(turns, id)
		}
		for _, id := range leftOut {
			if !slices.Contains(report.LeftOut, id) {
				t.Fatalf("%s is said to be left out, and the report names %v", id, report.LeftOut)
			}
		}
		if len(turns) > 0 {
			t.Fatalf("the loop has more: %v", turns)
		}
	})
}

func TestSpansHaveNoGapAndNoOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, err := Resolve(anyPlan(t), monday, monday.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for i, s := range p.Spans {
			if s.Length <= 0 || s.Loop >= len(p.Loops) {
				t.Fatalf("span %d is %+v", i, s)
			}
			if s.Loop >= 0 && (s.Offset < 0 || s.Offset >= p.loop(s.Loop).length()) {
				t.Fatalf("span %d has offset %d", i, s.Offset)
			}
			sum += s.Length
		}
		if sum != p.Until-p.From {
			t.Fatalf("spans cover %d of %d ms", sum, p.Until-p.From)
		}
	})
}

func TestSlotsFollowOneAnotherWithoutGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, err := Resolve(anyPlan(t), monday, monday.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		at := p.From + rapid.Int64Range(0, 6*day).Draw(t, "at")
		for range 200 {
			s := p.At(at)
			if s.Start > at || s.End <= at {
				t.Fatalf("at %d the slot is %+v", at, s)
			}
			if first, last := p.At(s.Start), p.At(s.End-1); s.Start >= p.From && first != s || last != s {
				t.Fatalf("slot %+v is %+v at its start and %+v at its end", s, first, last)
			}
			if at = s.End; at >= p.Until {
				return
			}
		}
	})
}

func TestSharesAreMetWithinOnePointOrTheLoopIsAsLongAsItMayBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		r := newResolver(plan, hanoi, monday.UnixMilli(), monday.UnixMilli()+7*day)
		var all []int
		for i := range plan.Slides {
			all = append(all, i)
		}
		if len(all) == 0 {
			return
		}
		d := r.rota(all)
		d.deal(plan.Slides)
		if full := len(d.slots) == MaxLoopSlots || d.length >= MaxLoop; !full && (!d.met() || d.unseen != 0) {
			t.Fatalf("%d slots, %d slides unseen, shares met: %v", len(d.slots), d.unseen, d.met())
		}
	})
}

func TestTheSamePlanGivesTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		a, _, _ := Resolve(plan, monday, monday.AddDate(0, 0, 42))
		b, _, _ := Resolve(plan, monday, monday.AddDate(0, 0, 42))
		x, y := must(json.Marshal(a)), must(json.Marshal(b))
		if string(x) != string(y) {
			t.Fatalf("%s\n%s", x, y)
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add([]byte(`{"zone":"Asia/Ho_Chi_Minh","pools":[{"id":"p","percent":1}],"campaigns":[{"id":"c","pool":"p","weight":1}],"slides":[{"id":"s","c":"c","ms":8000}]}`), int64(12345))
	f.Add([]byte(`{"zone":"UTC","campaigns":[{"id":"c","pool":"x"}],"slides":[{"id":"s","c":"c","ms":9000000000000000000,"evergreen":true,"at_once":-1}]}`), int64(-1))
	f.Fuzz(func(t *testing.T, b []byte, at int64) {
		var plan Plan
		if json.Unmarshal(b, &plan) != nil || len(plan.Slides) > 50 {
			t.Skip()
		}
		p, _, err := Resolve(plan, monday, monday.AddDate(0, 0, 7))
		if err != nil {
			if CodeOf(err) != Invalid {
				t.Fatal(err)
			}
			return
		}
		at = p.From + mod(at, 7*day)
		if s := p.At(at); s.Start > at || s.End <= at {
			t.Fatalf("at %d: %+v", at, s)
		}
	})
}

// cityPlan is the plan that speed is measured with: 500 slides in 20 campaigns, each with dates and
// two dayparts.
func cityPlan() Plan {
	p := Plan{Zone: DefaultZone, Pools: []Pool{{"city", 50}, {"ward", 30}, {"owner", 20}}}
	for i := range 20 {
		c := PlanCampaign{ID: fmt.Sprint("c", i), Pool: p.Pools[i%3].ID, Weight: 1 + i%3}
		c.Hours.Parts = []hours.Part{
			{From: hours.Clock(300 + 20*i), Until: hours.Clock(660 + 10*i)},
			{From: hours.Clock(720 + 15*i), Until: hours.Clock(1100 + 15*i)},
		}
		p.Campaigns = append(p.Campaigns, c)
		for j := range 25 {
			s := slide(fmt.Sprintf("c%d-%d", i, j), c.ID, int64(8+j%5))
			s.Medium.Digest = DigestOf([]byte(s.ID))
			p.Slides = append(p.Slides, s)
		}
	}
	return p
}

func BenchmarkResolve(b *testing.B) {
	plan := cityPlan()
	for _, days := range []int{7, 42} {
		b.Run(fmt.Sprint(days, "days"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Resolve(plan, monday, monday.AddDate(0, 0, days)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

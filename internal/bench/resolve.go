package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
)

// cityPlan is a plan of slides in campaigns of equal size, in three pools; with dayparts each
// campaign has two of its own, so that the set of what is on changes some eighty times a day.
func cityPlan(slides, campaigns int, dayparts bool) content.Plan {
	p := content.Plan{
		Zone: content.DefaultZone, Street: true, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		Pools: []content.Pool{{ID: "city", Percent: 50}, {ID: "ward", Percent: 30}, {ID: "owner", Percent: 20}},
	}
	for i := range campaigns {
		c := content.PlanCampaign{ID: fmt.Sprint("campaign-", i), Pool: p.Pools[i%3].ID, Weight: 1 + i%3}
		if dayparts {
			c.Hours.Parts = []hours.Part{
				{From: hours.Clock(300 + 20*i), Until: hours.Clock(660 + 10*i)},
				{From: hours.Clock(720 + 15*i), Until: hours.Clock(1100 + 15*i)},
			}
		}
		p.Campaigns = append(p.Campaigns, c)
	}
	for i := range slides {
		c := p.Campaigns[i*campaigns/slides]
		id := "s-" + string(content.DigestOf(fmt.Append(nil, i)))[:20] // as heavy as the random names of slides that came in
		p.Slides = append(p.Slides, content.PlanSlide{Shown: content.Shown{
			ID: id, Campaign: c.ID, Kind: content.Picture, Dwell: int64(8+i%5) * 1000, Medium: ref(id), Still: still(id),
		}})
	}
	return p
}

func ref(id string) content.Ref {
	return content.Ref{Digest: content.DigestOf([]byte(id)), Type: "image/webp", Size: 180_000 + int64(len(id))*997}
}

func still(id string) *content.Ref {
	r := ref("still " + id)
	r.Size /= 9
	return &r
}

// resolve measures the pure function alone: over a week, and over the window that
// a server resolves.
func resolve(_ context.Context, b *bench) error {
	plan := cityPlan(500, 20, true)
	from, until := content.Window(time.Now(), time.UTC)
	for _, c := range []struct {
		what  string
		until time.Time
		ms    float64
		mb    float64
	}{
		{"Resolve, 500 slides, 20 campaigns with dayparts, 7 days", from.AddDate(0, 0, 7), 5, 2},
		{"Resolve, the same, the whole 6 weeks", until, 25, 0},
	} {
		times, sizes, err := resolved(plan, from, c.until, b.runs(200, 30))
		if err != nil {
			return err
		}
		b.report.add(c.what, "ms", times, goal{p50: c.ms})
		b.report.add(c.what+": allocated", "MB", sizes, goal{p50: c.mb})
	}
	return nil
}

func resolved(plan content.Plan, from, until time.Time, n int) (times, sizes []float64, err error) {
	var before, after runtime.MemStats
	for range n {
		runtime.ReadMemStats(&before)
		began := time.Now()
		_, _, err := content.Resolve(plan, from, until)
		times = append(times, ms(time.Since(began)))
		runtime.ReadMemStats(&after)
		if err != nil {
			return nil, nil, err
		}
		sizes = append(sizes, float64(after.TotalAlloc-before.TotalAlloc)/1e6)
	}
	return times, sizes, nil
}

package demo

import (
	"fmt"
	"hash/fnv"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// source is printed below every made-up figure.
const source = "số liệu mẫu để trình diễn"

// lot is a number that looks drawn and is always the same for the same words.
func lot(words ...any) int64 {
	h := fnv.New32a()
	fmt.Fprint(h, words...)
	return int64(h.Sum32())
}

// firstFigures makes up where every district stands when the demonstration begins.
func firstFigures(areas *area.Set, now time.Time) figure.Release {
	r := sample(now)
	for _, a := range areas.At(area.Nov2024, area.DistrictLevel) {
		target := 60_000 + lot(a.Code)%140*1000
		r.Figures = append(r.Figures, figureOf(r, a.Key(), target*(22+lot(a.Code, "start")%40)/100, target))
	}
	return r
}

// nextFigures lets every district climb a little, each at its own pace; one that reaches its target
// begins again, for a demonstration has no end.
func nextFigures(last figure.Release, now time.Time) figure.Release {
	r := sample(now)
	for _, f := range last.Figures {
		value := f.Value + lot(f.Area.Code, "pace")%160 + lot(f.Area.Code, now.Unix())%900
		if value > f.Target*97/100 {
			value = f.Target * 30 / 100
		}
		r.Figures = append(r.Figures, figureOf(r, f.Area, value, f.Target))
	}
	return r
}

func sample(now time.Time) figure.Release {
	return figure.Release{
		Measure: figure.Accounts.ID, AsOf: now.In(area.Local).Truncate(time.Second),
		Source: source, ReleasedBy: "demo", Sample: true,
	}
}

func figureOf(r figure.Release, k area.Key, value, target int64) figure.Figure {
	return figure.Figure{
		Area: k, Measure: r.Measure, Value: value, Target: target,
		AsOf: r.AsOf, Source: r.Source, ReleasedBy: r.ReleasedBy, Sample: true,
	}
}

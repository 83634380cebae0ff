package screen

import (
	"strings"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/week"
)

// nightKept is when a screen is on and how bright, in words and drawn.
type nightKept struct {
	Open, Dimming shell.Text
	Chart         *nightChart // nil: always on and as bright as it can be
}

func keptOf(p content.Place) nightKept {
	k := nightKept{Open: shell.Say(p.Open.Words()), Dimming: dimWords(p.Dimming)}
	if !p.Open.Always() || len(p.Dimming) > 0 {
		k.Chart = chartOf(p)
	}
	return k
}

// stay is how bright a screen is from one local time of day until another; an end before the
// beginning goes round midnight.
type stay struct {
	From, Until hours.Clock
	Level       int // percent
}

// stays are the stretches of a curve, as the page on the screen goes by it: each point holds until
// the next, the last until the first.
func stays(dims []content.Dim) []stay {
	out := make([]stay, 0, len(dims))
	for i, d := range dims {
		out = append(out, stay{d.From, dims[(i+1)%len(dims)].From, d.Level})
	}
	return out
}

// dimWords says a curve: "06:00–18:00: 100 %; 18:00–22:00: 70 %; 22:00–06:00: 40 %".
func dimWords(dims []content.Dim) shell.Text {
	switch len(dims) {
	case 0:
		return shell.Say("Luôn sáng hết mức", "Always full brightness")
	case 1:
		return shell.Textf("Cả ngày %s", "All day %s", shell.Level(dims[0].Level))
	}
	var out []string
	for _, s := range stays(dims) {
		if s.Until == 0 {
			s.Until = hours.Midnight
		}
		out = append(out, hours.Part{From: s.From, Until: s.Until}.String()+": "+shell.Level(s.Level))
	}
	return shell.Same(strings.Join(out, "; "))
}

// chartHigh is the height of full brightness in the drawing.
const chartHigh = 90

// nightChart is a week of bars where a screen is on, one where all days are the same, and below
// them its brightness over the day. All numbers are units of the drawing.
type nightChart struct {
	Width, Height int
	Left, Right   int // midnight and midnight
	Day, Bar      int // how wide a day, how high a bar is
	Rows          []week.ChartDay
	Grid          []week.ChartMark // hours of the day
	GridEnd       int
	Axis          int // where the hours are written
	Steps         []chartStep
	Base          int // brightness of nothing
	Full          int // full brightness
	FullText      int // where it is written
	Words         shell.Text
}

// chartStep is a stretch of one brightness, with its percentage where there is room for it.
type chartStep struct {
	X, Y, Width, Height int
	Label               string
	LabelX, LabelY      int
}

func chartOf(p content.Place) *nightChart {
	c := &nightChart{
		Width: week.ChartLeft + week.ChartWide + week.ChartLeft/2, Left: week.ChartLeft, Right: week.ChartLeft + week.ChartWide, Day: week.ChartWide, Bar: week.ChartRow - 6,
	}
	y := 0
	if len(p.Open.Parts) > 0 {
		c.Rows = week.ChartWeek(p.Open, shell.Say("Bật", "On"))
		y = len(c.Rows) * week.ChartRow
	}
	if len(p.Dimming) > 0 {
		c.Full = y + 2*week.ChartLetter // a percentage stands above
		c.Base, c.FullText = c.Full+chartHigh, c.Full+week.ChartLetter/3
		c.Steps = stepsOf(p.Dimming, c.Full)
		y = c.Base
	}
	if y == 0 { // dates alone are closed: there is no week to draw
		return nil
	}
	c.Grid = week.ChartHours()
	c.GridEnd, c.Axis, c.Height = y+4, y+4+week.ChartLetter, y+4+week.ChartLetter+5
	c.Words = shell.Textf("%s. %s", "%s. %s", shell.Say(p.Open.Words()), dimWords(p.Dimming))
	return c
}

// stepsOf draws a curve whose full brightness is at the height full; what goes round midnight is
// two steps.
func stepsOf(dims []content.Dim, full int) []chartStep {
	var out []chartStep
	add := func(from, until hours.Clock, level int) {
		if from == until {
			return
		}
		s := chartStep{X: week.ChartLeft + int(from)/week.MinutesUnit, Width: int(until-from) / week.MinutesUnit, Height: chartHigh * level / 100}
		s.Y = full + chartHigh - s.Height
		s.LabelX, s.LabelY = s.X+s.Width/2, s.Y-5
		if s.Width >= 3*week.ChartLetter {
			s.Label = shell.Level(level)
		}
		out = append(out, s)
	}
	for _, s := range stays(dims) {
		if s.From < s.Until {
			add(s.From, s.Until, s.Level)
			continue
		}
		add(s.From, hours.Midnight, s.Level)
		add(0, s.Until, s.Level)
	}
	return out
}

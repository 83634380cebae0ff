package screen

import (
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/server/studio/shell"
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

// The drawing: a day is 360 units wide, a quarter of a unit a minute, to the right of the names.
// Letters are 15 units high, so that they are still 12 pixels on a phone.
const (
	chartLeft   = 40
	chartWide   = 360
	chartRow    = 24 // of a day's bar
	chartHigh   = 90 // of full brightness
	chartLetter = 15
	minutesUnit = 4
)

// nightChart is a week of bars where a screen is on, one where all days are the same, and below
// them its brightness over the day. All numbers are units of the drawing.
type nightChart struct {
	Width, Height int
	Left, Right   int // midnight and midnight
	Day, Bar      int // how wide a day, how high a bar is
	Rows          []chartRowOf
	Grid          []chartMark // hours of the day
	GridEnd       int
	Axis          int // where the hours are written
	Steps         []chartStep
	Base          int // brightness of nothing
	Full          int // full brightness
	FullText      int // where it is written
	Words         shell.Text
}

type chartRowOf struct {
	Name shell.Text
	Y    int // of the bar's top
	Text int // of the name's foot
	Bars []chartBar
}

type chartBar struct{ X, Width int }

type chartMark struct {
	X    int
	Name string
}

// chartStep is a stretch of one brightness, with its percentage where there is room for it.
type chartStep struct {
	X, Y, Width, Height int
	Label               string
	LabelX, LabelY      int
}

func chartOf(p content.Place) *nightChart {
	c := &nightChart{
		Width: chartLeft + chartWide + chartLeft/2, Left: chartLeft, Right: chartLeft + chartWide, Day: chartWide, Bar: chartRow - 6,
	}
	y := 0
	if len(p.Open.Parts) > 0 {
		c.Rows = weekRows(p.Open)
		y = len(c.Rows) * chartRow
	}
	if len(p.Dimming) > 0 {
		c.Full = y + 2*chartLetter // a percentage stands above
		c.Base, c.FullText = c.Full+chartHigh, c.Full+chartLetter/3
		c.Steps = stepsOf(p.Dimming, c.Full)
		y = c.Base
	}
	if y == 0 { // dates alone are closed: there is no week to draw
		return nil
	}
	for h := 0; h <= 24; h += 6 {
		c.Grid = append(c.Grid, chartMark{chartLeft + h*60/minutesUnit, fmt.Sprint(h, "h")})
	}
	c.GridEnd, c.Axis, c.Height = y+4, y+4+chartLetter, y+4+chartLetter+5
	c.Words = shell.Textf("%s. %s", "%s. %s", shell.Say(p.Open.Words()), dimWords(p.Dimming))
	return c
}

// weekRows draws a week with the same rule that closes screens, so that what goes on after midnight
// is seen on the day it does.
func weekRows(open hours.Set) []chartRowOf {
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) // any week of a zone that changes no clock
	on := hours.Set{Parts: open.Parts}.Open(monday, monday.AddDate(0, 0, 7), time.UTC)
	rows := make([]chartRowOf, 7)
	for i := range rows {
		day := hours.Span{From: monday.AddDate(0, 0, i), Until: monday.AddDate(0, 0, i+1)}
		rows[i].Name = dayLetters[i]
		for _, s := range on {
			if s, ok := s.Cut(day); ok {
				from, until := int(s.From.Sub(day.From).Minutes()), int(s.Until.Sub(day.From).Minutes())
				rows[i].Bars = append(rows[i].Bars, chartBar{chartLeft + from/minutesUnit, max(1, (until-from)/minutesUnit)})
			}
		}
	}
	if sameDays(open) {
		rows = rows[:1]
		rows[0].Name = shell.Say("Bật", "On")
	}
	for i := range rows {
		rows[i].Y = i*chartRow + 3
		rows[i].Text = rows[i].Y + chartLetter
	}
	return rows
}

// dayLetters are the days from Monday on as calendars shorten them.
var dayLetters = [7]shell.Text{
	shell.Say("T2", "Mo"), shell.Say("T3", "Tu"), shell.Say("T4", "We"), shell.Say("T5", "Th"), shell.Say("T6", "Fr"), shell.Say("T7", "Sa"), shell.Say("CN", "Su"),
}

func sameDays(open hours.Set) bool {
	for _, p := range open.Parts {
		if p.Days != 0 && p.Days != hours.EveryDay {
			return false
		}
	}
	return true
}

// stepsOf draws a curve whose full brightness is at the height full; what goes round midnight is
// two steps.
func stepsOf(dims []content.Dim, full int) []chartStep {
	var out []chartStep
	add := func(from, until hours.Clock, level int) {
		if from == until {
			return
		}
		s := chartStep{X: chartLeft + int(from)/minutesUnit, Width: int(until-from) / minutesUnit, Height: chartHigh * level / 100}
		s.Y = full + chartHigh - s.Height
		s.LabelX, s.LabelY = s.X+s.Width/2, s.Y-5
		if s.Width >= 3*chartLetter {
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

package week

import (
	"fmt"
	"time"

	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// The drawing of a week: a day is ChartWide units wide, a quarter of a unit a minute, to the right
// of the names. Letters are 15 units high, so that they are still 12 pixels on a phone.
const (
	ChartLeft   = 40
	ChartWide   = 360
	ChartRow    = 24 // of a day's bar
	ChartLetter = 15
	MinutesUnit = 4
)

// ChartDay is a day's bar of the drawing. All numbers are units of it.
type ChartDay struct {
	Name shell.Text
	Y    int // of the bar's top
	Text int // of the name's foot
	Bars []ChartBar
}

// ChartBar is a stretch of hours.
type ChartBar struct{ X, Width int }

// ChartMark is an hour of the day.
type ChartMark struct {
	X    int
	Name string
}

// ChartHours are the hours that a drawing names.
func ChartHours() (out []ChartMark) {
	for h := 0; h <= 24; h += 6 {
		out = append(out, ChartMark{ChartLeft + h*60/MinutesUnit, fmt.Sprint(h, "h")})
	}
	return out
}

// ChartWeek draws a week with the same rule that opens and closes, so that what goes on after
// midnight is seen on the day it does. Where all days are the same there is one bar, called same.
func ChartWeek(open hours.Set, same shell.Text) []ChartDay {
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) // any week of a zone that changes no clock
	on := hours.Set{Parts: open.Parts}.Open(monday, monday.AddDate(0, 0, 7), time.UTC)
	rows := make([]ChartDay, 7)
	for i := range rows {
		day := hours.Span{From: monday.AddDate(0, 0, i), Until: monday.AddDate(0, 0, i+1)}
		rows[i].Name = dayLetters[i]
		for _, s := range on {
			if s, ok := s.Cut(day); ok {
				from, until := int(s.From.Sub(day.From).Minutes()), int(s.Until.Sub(day.From).Minutes())
				rows[i].Bars = append(rows[i].Bars, ChartBar{ChartLeft + from/MinutesUnit, max(1, (until-from)/MinutesUnit)})
			}
		}
	}
	if SameDays(open) {
		rows = rows[:1]
		rows[0].Name = same
	}
	for i := range rows {
		rows[i].Y = i*ChartRow + 3
		rows[i].Text = rows[i].Y + ChartLetter
	}
	return rows
}

// dayLetters are the days from Monday on as calendars shorten them.
var dayLetters = [7]shell.Text{
	shell.Say("T2", "Mo"), shell.Say("T3", "Tu"), shell.Say("T4", "We"), shell.Say("T5", "Th"), shell.Say("T6", "Fr"), shell.Say("T7", "Sa"), shell.Say("CN", "Su"),
}

// Drawing is a week drawn, which the part "week_chart" shows.
type Drawing struct {
	Width, Height int
	Left          int // midnight
	Day, Bar      int // how wide a day, how high a bar is
	Days          []ChartDay
	Grid          []ChartMark
	GridEnd, Axis int // where the lines end, and the hours are written
	Words         shell.Text
}

// Draw draws the week of hours; nil where they are always.
func Draw(open hours.Set, same shell.Text) *Drawing {
	if len(open.Parts) == 0 {
		return nil
	}
	c := &Drawing{
		Width: ChartLeft + ChartWide + ChartLeft/2, Left: ChartLeft, Day: ChartWide, Bar: ChartRow - 6,
		Days: ChartWeek(open, same), Grid: ChartHours(), Words: shell.Say(open.Words()),
	}
	c.GridEnd = len(c.Days)*ChartRow + 4
	c.Axis = c.GridEnd + ChartLetter
	c.Height = c.Axis + 5
	return c
}

package week

import (
	"slices"
	"testing"

	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// A week is drawn by the rule that opens and closes: a day has a bar for each of its parts, and what
// goes on after midnight stands on the day on which it does.
func TestAWeekIsDrawn(t *testing.T) {
	at := func(hour int) int { return ChartLeft + hour*60/MinutesUnit }
	bar := func(from, until int) ChartBar { return ChartBar{at(from), at(until) - at(from)} }
	same := shell.Say("Giờ chiếu", "Hours")
	week := hours.Mon | hours.Tue | hours.Wed | hours.Thu | hours.Fri
	work, night := hours.Part{Days: week, From: 6 * 60, Until: 9 * 60}, hours.Part{Days: hours.Sat, From: 22 * 60, Until: 2 * 60}
	late := hours.Part{Days: week, From: 17 * 60, Until: 22 * 60}

	drawn := Draw(hours.Set{Parts: []hours.Part{work, late, night}, Except: []hours.Exception{{Date: "2024-01-02"}}}, same)
	var names []string
	for i, day := range drawn.Days {
		names = append(names, day.Name.Vi)
		want := []ChartBar{bar(6, 9), bar(17, 22)} // a date of its own is no weekday
		switch day.Name.Vi {
		case "T7":
			want = []ChartBar{bar(22, 24)}
		case "CN":
			want = []ChartBar{bar(0, 2)}
		}
		if !slices.Equal(day.Bars, want) {
			t.Errorf("%s has %v, want %v", day.Name.Vi, day.Bars, want)
		}
		if day.Y != drawn.Days[0].Y+i*ChartRow || day.Y+drawn.Bar > drawn.GridEnd || day.Text > drawn.Height {
			t.Errorf("%s stands at %d, outside of the drawing", day.Name.Vi, day.Y)
		}
	}
	if !slices.Equal(names, []string{"T2", "T3", "T4", "T5", "T6", "T7", "CN"}) {
		t.Errorf("the days are %v", names)
	}
	if first, last := drawn.Grid[0], drawn.Grid[len(drawn.Grid)-1]; first != (ChartMark{at(0), "0h"}) || last != (ChartMark{at(24), "24h"}) || last.X > drawn.Width {
		t.Errorf("the hours go from %v to %v", first, last)
	}
	if vi, _ := (hours.Set{Parts: []hours.Part{work, late, night}, Except: []hours.Exception{{Date: "2024-01-02"}}}).Words(); drawn.Words.Vi != vi {
		t.Errorf("read out it is %q", drawn.Words.Vi)
	}

	// The same hours every day are one bar; hours that are always are none.
	if one := Draw(hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}, same); len(one.Days) != 1 || one.Days[0].Name != same || !slices.Equal(one.Days[0].Bars, []ChartBar{bar(6, 22)}) {
		t.Errorf("every day is %+v", one.Days)
	}
	if Draw(hours.Set{}, same) != nil {
		t.Error("hours that are always are drawn")
	}
}

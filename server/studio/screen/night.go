package screen

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// mostDims is how many points of a dimming curve the form asks for: day, dusk, evening and night
// with two to spare.
const mostDims = 6

// How the form asks when a screen is on.
const (
	openAlways = "always"
	openDaily  = "daily"
	openWeekly = "weekly"
)

// nightForm is what the form of a screen says of its hours and dimming: as they are kept, or as
// they were typed.
type nightForm struct {
	Mode  string // openAlways, openDaily or openWeekly
	Daily string // hours of every day
	Week  []dayHours
	Dims  []dimForm
}

// dayHours are the hours of a weekday; empty: off all day.
type dayHours struct {
	Field, Hours string
	Name         shell.Text
	day          time.Weekday
}

// dimForm is a point of the dimming curve.
type dimForm struct {
	Number      int // from 1, as fields are named
	From, Level string
}

// nightOf is the form as a place fills it.
func nightOf(p content.Place) nightForm {
	f := nightForm{Mode: openAlways, Week: weekForm(func(d time.Weekday) string { return spans(p.Open.On(d)) })}
	if len(p.Open.Parts) > 0 {
		f.Mode = openDaily
		for _, part := range p.Open.Parts {
			if part.Days != 0 && part.Days != hours.EveryDay {
				f.Mode = openWeekly
			}
		}
	}
	if f.Mode == openDaily {
		f.Daily = f.Week[0].Hours
	}
	for _, d := range p.Dimming {
		f.Dims = append(f.Dims, dimForm{From: d.From.String(), Level: strconv.Itoa(d.Level)})
	}
	for len(f.Dims) < mostDims {
		f.Dims = append(f.Dims, dimForm{})
	}
	for i := range f.Dims {
		f.Dims[i].Number = i + 1
	}
	return f
}

// typedNight is the form as it was sent, so that nobody types a week twice; what was not asked is
// as the place has it.
func typedNight(sent shell.Form, p content.Place) nightForm {
	f := nightOf(p)
	if mode := sent.Field("open"); mode != "" {
		f.Mode, f.Daily = mode, sent.Field("daily")
		f.Week = weekForm(func(d time.Weekday) string { return sent.Field(dayField(d)) })
	}
	if sent.Has("dims") {
		f.Dims = nil
		for i := 1; i <= mostDims; i++ {
			f.Dims = append(f.Dims, dimForm{i, sent.Field(fmt.Sprint("dim_from_", i)), sent.Field(fmt.Sprint("dim_level_", i))})
		}
	}
	return f
}

// weekForm is a week from Monday on.
func weekForm(hoursOf func(time.Weekday) string) []dayHours {
	out := make([]dayHours, 0, 7)
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		vi, en := hours.DayName(day)
		out = append(out, dayHours{dayField(day), hoursOf(day), shell.Say(vi, en), day})
	}
	return out
}

func dayField(d time.Weekday) string { return "on_" + strings.ToLower(d.String()[:3]) }

func spans(parts []hours.Part) string {
	var out []string
	for _, p := range parts {
		if p == (hours.Part{}) { // every whole day, as the parser wants it
			p.Until = hours.Midnight
		}
		out = append(out, p.String())
	}
	return strings.Join(out, ", ")
}

// readNight is a place with the hours and dimming that were sent. Dates that are exceptions stay:
// the form does not ask them.
func readNight(sent shell.Form, p content.Place) (content.Place, error) {
	f := typedNight(sent, p)
	var bad shell.Faults
	if sent.Has("open") {
		parts, err := f.parts()
		open := hours.Set{Parts: parts, Except: p.Open.Except}
		if err == nil {
			err = open.Check()
		}
		if err == nil {
			err = open.CheckApart()
		}
		if err == nil {
			p.Open = open
		}
		bad.Add(shell.At(f.hoursField(), within(shell.Say("Giờ bật", "Hours"), err)))
	}
	if !sent.Has("dims") {
		return p, bad.Err()
	}
	if sent.Has(fmt.Sprint("dim_from_", mostDims+1)) || sent.Has(fmt.Sprint("dim_level_", mostDims+1)) {
		bad.Add(shell.Invalid(fmt.Sprintf("Độ sáng: nhiều nhất %d mốc giờ.", mostDims), fmt.Sprintf("Brightness: at most %d points.", mostDims)))
	}
	dims, err := f.dims()
	if err == nil {
		p.Dimming = dims
	}
	bad.Add(err)
	return p, bad.Err()
}

// hoursField is the field that an error of the hours as a whole stands at.
func (f nightForm) hoursField() string {
	if f.Mode == openDaily {
		return "daily"
	}
	return "open"
}

// parts are the hours of the form; none: always.
func (f nightForm) parts() ([]hours.Part, error) {
	switch f.Mode {
	case openAlways:
		return nil, nil
	case openDaily:
		parts, err := hours.ParseParts(f.Daily)
		if err == nil && len(parts) == 0 {
			err = shell.Invalid("Hãy ghi giờ bật hằng ngày, ví dụ 06:00–22:00, hoặc chọn “Luôn bật”.", "Write the hours of every day, such as 06:00–22:00, or choose “Always on”.")
		}
		return parts, err
	case openWeekly:
		return f.weekly()
	}
	return nil, shell.Invalid("Hãy chọn khi nào màn hình bật.", "Choose when the screen is on.")
}

// weekly joins the days that have a part in common: the log of changes and the words are the
// shorter for it.
func (f nightForm) weekly() ([]hours.Part, error) {
	var out []hours.Part
	var bad shell.Faults
	for _, day := range f.Week {
		parts, err := hours.ParseParts(day.Hours)
		bad.Add(shell.At(day.Field, within(day.Name, err)))
	next:
		for _, p := range parts {
			for i := range out {
				if out[i].From == p.From && out[i].Until == p.Until {
					out[i].Days |= 1 << day.day
					continue next
				}
			}
			p.Days = 1 << day.day
			out = append(out, p)
		}
	}
	if len(bad) > 0 {
		return nil, bad
	}
	if len(out) == 0 { // a set without parts would be always on: the opposite of what was typed
		return nil, shell.Invalid(
			"Hãy ghi giờ bật của ít nhất một ngày, hoặc chọn “Luôn bật”. Ngày để trống là tắt cả ngày.",
			"Write the hours of one day at least, or choose “Always on”. A day left empty is off all day.")
	}
	for i := range out {
		if out[i].Days == hours.EveryDay {
			out[i].Days = 0
		}
	}
	return out, nil
}

// dims is the curve of the form; rows that are left empty do not count.
func (f nightForm) dims() ([]content.Dim, error) {
	var out []content.Dim
	var bad shell.Faults
	for _, row := range f.Dims {
		if row.From == "" && row.Level == "" {
			continue
		}
		d, err := row.dim()
		if err != nil {
			bad.Add(err)
			continue
		}
		if n := len(out); n > 0 && d.From <= out[n-1].From {
			bad.Add(shell.At(fmt.Sprint("dim_from_", row.Number), shell.Invalid(
				fmt.Sprintf("Độ sáng: các mốc phải theo thứ tự giờ trong ngày, nhưng %s đứng sau %s.", d.From, out[n-1].From),
				fmt.Sprintf("Brightness: points go by the time of day, but %s comes after %s.", d.From, out[n-1].From))))
		}
		out = append(out, d)
	}
	return out, bad.Err()
}

func (row dimForm) dim() (content.Dim, error) {
	of := shell.Textf("Độ sáng, mốc %d", "Brightness, point %d", row.Number)
	timeField, levelField := fmt.Sprint("dim_from_", row.Number), fmt.Sprint("dim_level_", row.Number)
	if row.From == "" || row.Level == "" {
		empty := timeField
		if row.Level == "" {
			empty = levelField
		}
		return content.Dim{}, shell.At(empty, shell.Invalid(of.Vi+": hãy ghi cả giờ và phần trăm, hoặc để trống cả hai.", of.En+": write both the time and the percentage, or leave both empty."))
	}
	from, err := hours.ParseClock(row.From)
	if err != nil {
		return content.Dim{}, shell.At(timeField, within(of, err))
	}
	if from == hours.Midnight {
		return content.Dim{}, shell.At(timeField, shell.Invalid(of.Vi+": 24:00 là 00:00 của ngày sau, hãy ghi 00:00.", of.En+": 24:00 is 00:00 of the next day; write 00:00."))
	}
	level, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(row.Level, "%")))
	if err != nil || level < content.MinLevel || level > content.MaxLevel {
		return content.Dim{}, shell.At(levelField, shell.Invalid(
			fmt.Sprintf("%s: độ sáng “%s” không đúng, hãy ghi số nguyên từ %d đến %d.", of.Vi, row.Level, content.MinLevel, content.MaxLevel),
			fmt.Sprintf("%s: the brightness “%s” is not right; write a whole number from %d to %d.", of.En, row.Level, content.MinLevel, content.MaxLevel)))
	}
	return content.Dim{From: from, Level: level}, nil
}

// within gives what hours say of themselves the code of an error that staff see, and the place on
// the form.
func within(of shell.Text, err error) error {
	var wrong *hours.Error
	if !errors.As(err, &wrong) {
		return err
	}
	return shell.Invalid(of.Vi+": "+wrong.Vi, of.En+": "+wrong.En)
}

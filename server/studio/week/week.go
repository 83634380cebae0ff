package week

import (
	"errors"
	"strings"
	"time"

	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// How a form asks for hours.
const (
	hoursAlways = "always"
	hoursDaily  = "daily"
	hoursWeekly = "weekly"
)

// Words are what hours are called where a form asks for them.
type Words struct {
	What   shell.Text // “Giờ bật”
	Always shell.Text // what no hours mean: “Luôn bật”
	Off    shell.Text // what a day without hours is: “tắt”
}

// Week is what a form says of hours: as they are kept, or as they were typed. It fills the part
// "week".
type Week struct {
	Words
	Mode  string // hoursAlways, hoursDaily or hoursWeekly
	Daily string // hours of every day
	Days  []DayHours
	Dates []DateHours // that differ, with a few empty rows
}

// DayHours are the hours of a weekday; empty: off all day.
type DayHours struct {
	Field, Hours string
	Name         shell.Text
	day          time.Weekday
}

// Of is the form as a set fills it.
func Of(words Words, s hours.Set) Week {
	w := Week{Words: words, Mode: hoursAlways, Days: daysOf(func(d time.Weekday) string { return spans(s.On(d)) }), Dates: datesOf(s.Except)}
	if len(s.Parts) > 0 {
		w.Mode = hoursDaily
		if !SameDays(s) {
			w.Mode = hoursWeekly
		}
	}
	if w.Mode == hoursDaily {
		w.Daily = w.Days[0].Hours
	}
	return w
}

// SameDays says whether the week of a set has the same hours on every day.
func SameDays(s hours.Set) bool {
	for _, p := range s.Parts {
		if p.Days != 0 && p.Days != hours.EveryDay {
			return false
		}
	}
	return true
}

// Typed is the form as it was sent, so that nobody types a week twice; what was not asked is as the
// set has it.
func Typed(f shell.Form, words Words, s hours.Set) Week {
	w := Of(words, s)
	if mode := f.Field("open"); mode != "" {
		w.Mode, w.Daily = mode, f.Field("daily")
		w.Days = daysOf(func(d time.Weekday) string { return f.Field(dayField(d)) })
	}
	if f.Has("dates") {
		w.Dates = typedDates(f)
	}
	return w
}

// Read gives the hours that were sent; what the form did not ask is as it was.
func Read(f shell.Form, words Words, old hours.Set) (hours.Set, error) {
	w, set := Typed(f, words, old), old
	var bad shell.Faults
	if f.Has("dates") {
		except, err := w.except()
		bad.Add(err)
		set.Except = except
	}
	if f.Has("open") {
		parts, err := w.parts()
		set.Parts = parts
		bad.Add(shell.At(w.field(), Within(words.What, err)))
	}
	if len(bad) == 0 {
		err := set.Check()
		if err == nil && f.Has("open") {
			err = set.CheckApart()
		}
		bad.Add(shell.At(w.field(), Within(words.What, err)))
	}
	if err := bad.Err(); err != nil {
		return old, err
	}
	return set, nil
}

// field is the one that an error of the hours as a whole stands at.
func (w Week) field() string {
	if w.Mode == hoursDaily {
		return "daily"
	}
	return "open"
}

// daysOf is a week from Monday on.
func daysOf(hoursOf func(time.Weekday) string) []DayHours {
	out := make([]DayHours, 0, 7)
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		vi, en := hours.DayName(day)
		out = append(out, DayHours{dayField(day), hoursOf(day), shell.Say(vi, en), day})
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

// parts are the hours of the form; none: always.
func (w Week) parts() ([]hours.Part, error) {
	switch w.Mode {
	case hoursAlways:
		return nil, nil
	case hoursDaily:
		parts, err := hours.ParseParts(w.Daily)
		if err == nil && len(parts) == 0 {
			err = shell.Invalidf("%s: hãy ghi giờ của mọi ngày, ví dụ 06:00–22:00, hoặc chọn “%s”.", "%s: write the hours of every day, such as 06:00–22:00, or choose “%s”.", w.What, w.Always)
		}
		return parts, err
	case hoursWeekly:
		return w.weekly()
	}
	return nil, shell.Invalidf("%s: hãy chọn cả ngày, mọi ngày cùng giờ hay theo ngày trong tuần.", "%s: choose all day, the same every day, or by day of the week.", w.What)
}

// weekly joins the days that have a part in common: the log of changes and the words are the
// shorter for it.
func (w Week) weekly() ([]hours.Part, error) {
	var out []hours.Part
	var bad shell.Faults
	for _, day := range w.Days {
		parts, err := hours.ParseParts(day.Hours)
		bad.Add(shell.At(day.Field, Within(day.Name, err)))
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
	if len(out) == 0 { // a set without parts would be always: the opposite of what was typed
		return nil, shell.Invalidf(
			"%s: hãy ghi giờ của ít nhất một ngày, hoặc chọn “%s”. Ngày để trống: %s cả ngày.",
			"%s: write the hours of one day at least, or choose “%s”. A day left empty is %s.", w.What, w.Always, w.Off)
	}
	for i := range out {
		if out[i].Days == hours.EveryDay {
			out[i].Days = 0
		}
	}
	return out, nil
}

// Within gives what hours say of themselves the code of an error that staff see, and the place on
// the form.
func Within(of shell.Text, err error) error {
	var wrong *hours.Error
	if !errors.As(err, &wrong) {
		return err
	}
	return shell.Invalid(of.Vi+": "+wrong.Vi, of.In(shell.English)+": "+wrong.En)
}

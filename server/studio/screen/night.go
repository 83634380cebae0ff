package screen

import (
	"fmt"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/week"
)

// mostDims is how many points of a dimming curve the form asks for: day, dusk, evening and night
// with two to spare.
const mostDims = 6

// hoursWords are what the hours of a screen are called.
var hoursWords = week.Words{What: shell.Say("Giờ bật", "Hours"), Always: shell.Say("Luôn bật", "Always on"), Off: shell.Say("tắt", "off")}

// nightForm is what the form of a screen says of its hours and dimming: as they are kept, or as
// they were typed.
type nightForm struct {
	Week week.Week
	Dims []dimForm
}

// dimForm is a point of the dimming curve.
type dimForm struct {
	Number      int // from 1, as fields are named
	From, Level string
}

// nightOf is the form as a place fills it.
func nightOf(p content.Place) nightForm {
	f := nightForm{Week: week.Of(hoursWords, p.Open)}
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
	f.Week = week.Typed(sent, hoursWords, p.Open)
	if sent.Has("dims") {
		f.Dims = nil
		for i := 1; i <= mostDims; i++ {
			f.Dims = append(f.Dims, dimForm{i, sent.Field(fmt.Sprint("dim_from_", i)), sent.Field(fmt.Sprint("dim_level_", i))})
		}
	}
	return f
}

// readNight is a place with the hours and dimming that were sent.
func readNight(sent shell.Form, p content.Place) (content.Place, error) {
	f := typedNight(sent, p)
	var bad shell.Faults
	open, err := week.Read(sent, hoursWords, p.Open)
	bad.Add(err)
	p.Open = open
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
		return content.Dim{}, shell.At(timeField, week.Within(of, err))
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

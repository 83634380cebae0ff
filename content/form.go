package content

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"ngatu/content/hours"
)

// Form is a template that was approved once for all its copies: a notice whose words are fixed but
// for a few fields, each within bounds. Whoever fills the fields within them, in an area of the
// form, is on air at once.
type Form struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`  // what staff call it
	Slide   Slide       `json:"slide"` // what copies are: campaign, style and words, in which “{name}” is a field
	Fields  []FormField `json:"fields"`
	Targets []Target    `json:"targets,omitempty"` // the widest that a copy may have; none: every screen of the campaign
	Days    int         `json:"days"`              // that a copy is on air at most
	Until   time.Time   `json:"until"`             // copies are made before it
	Despite string      `json:"despite,omitempty"` // why copies of which the checks only warn are shown all the same
	By      string      `json:"by,omitempty"`      // staff ID of who approved
	At      time.Time   `json:"at,omitzero"`       // when
	Paper   string      `json:"paper,omitempty"`   // number of the document that it rests on
}

// FieldKind is what a field of a form takes.
type FieldKind string

// The kinds of field. None takes free words: an approver has seen all that can be said.
const (
	FieldDay    FieldKind = "day"    // a day from today until some days ahead
	FieldHours  FieldKind = "hours"  // from when until when, between two times of the clock
	FieldChoice FieldKind = "choice" // one of a list: a room, a telephone number
)

// FormField is a field of a form with its bounds.
type FormField struct {
	Name    string    `json:"name"`
	Kind    FieldKind `json:"kind"`
	Options []string  `json:"options,omitempty"` // of a choice
	Ahead   int       `json:"ahead,omitempty"`   // of a day: how many days ahead at most
	From    string    `json:"from,omitempty"`    // of hours: not before, "07:30"
	To      string    `json:"to,omitempty"`      // of hours: not after
}

// Limits of forms.
const (
	MaxFields     = 6
	MaxOptions    = 30
	MaxFormDays   = 92
	maxOptionText = 60 // letters
)

// FieldFault is what is wrong with a field that was filled. Beyond says that it can be read and goes
// beyond the bounds: such a copy waits for an approver.
type FieldFault struct {
	Field  string
	Beyond bool
	Err    *Error
}

// Filled are the values of fields by their names, as they are kept: a day "2024-12-14", hours "07:30-11:30", a choice as it
// is printed.
type Filled map[string]string

var (
	fieldInWords = regexp.MustCompile(`\{([^{}]*)\}`)
	clockTime    = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	weekdayNames = []string{"Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}
)

// withWeekday before a day's name prints its weekday, too: “{thứ ngày}”.
const withWeekday = "thứ "

// Holds reports whether copies can be made at an instant.
func (f Form) Holds(at time.Time) bool { return f.By != "" && at.Before(f.Until) }

// Check says what is wrong with a form before anybody approves it; nil: nothing.
func (f Form) Check() error {
	invalid := func(vi, en string, values ...any) error {
		return &Error{Code: Invalid, Vi: fmt.Sprintf(vi, values...), En: fmt.Sprintf(en, values...)}
	}
	switch {
	case f.Slide.Kind != Notice || f.Slide.Exclusive || f.Slide.Evergreen || !f.Slide.AtOnce.IsZero():
		return invalid("Biểu mẫu chỉ làm ra thông báo thường.", "Forms make plain notices only.")
	case len(f.Fields) == 0 || len(f.Fields) > MaxFields:
		return invalid("Biểu mẫu cần từ 1 đến %d ô.", "A form has 1 to %d fields.", MaxFields)
	case f.Days < 1 || f.Days > MaxFormDays:
		return invalid("Bản điền chiếu từ 1 đến %d ngày.", "A copy is on air for 1 to %d days.", MaxFormDays)
	}
	named := map[string]bool{}
	for _, one := range f.Fields {
		if err := one.check(); err != nil {
			return err
		}
		if named[one.Name] {
			return invalid("Hai ô cùng tên “%s”.", "Two fields are called “%s”.", one.Name)
		}
		named[one.Name] = true
	}
	used := map[string]bool{}
	for _, text := range f.texts() {
		for _, found := range fieldInWords.FindAllStringSubmatch(text, -1) {
			name, _ := f.field(found[1])
			if name.Name == "" {
				return invalid("Nội dung có {%s}, nhưng không có ô nào tên như vậy.", "The words have {%s}, and no field is called that.", found[1])
			}
			used[name.Name] = true
		}
	}
	for _, one := range f.Fields {
		if !used[one.Name] {
			return invalid("Ô “%[1]s” chưa có trong nội dung. Hãy viết {%[1]s} ở chỗ cần điền.", "The field “%[1]s” is not in the words. Write {%[1]s} where it belongs.", one.Name)
		}
	}
	if f.Slide.Style == Event && f.Slide.Words.Number != "" {
		_, err := LeafOf(fieldInWords.ReplaceAllStringFunc(f.Slide.Words.Number, func(found string) string {
			one, weekday := f.field(found[1 : len(found)-1])
			switch {
			case weekday:
				return "Thứ Bảy 14/12/2024"
			case one.Kind == FieldDay:
				return "14/12/2024"
			case one.Kind == FieldChoice:
				return one.Options[0]
			}
			return found
		}))
		return err
	}
	return nil
}

func (one FormField) check() error {
	bad := func(vi, en string) error {
		return &Error{Code: Invalid, Vi: "Ô “" + one.Name + "”: " + vi, En: "Field “" + one.Name + "”: " + en}
	}
	switch {
	case one.Name == "" || len([]rune(one.Name)) > 30 || strings.ContainsAny(one.Name, "{}\n") || strings.HasPrefix(one.Name, withWeekday):
		return bad("tên ô từ 1 đến 30 ký tự, không có dấu ngoặc, không bắt đầu bằng “thứ”.", "its name has 1 to 30 letters, no braces, and does not begin with “thứ”.")
	case one.Kind == FieldChoice && (len(one.Options) == 0 || len(one.Options) > MaxOptions):
		return bad(fmt.Sprintf("cần từ 1 đến %d lựa chọn.", MaxOptions), fmt.Sprintf("1 to %d choices.", MaxOptions))
	case one.Kind == FieldChoice && slices.ContainsFunc(one.Options, func(o string) bool {
		return o == "" || len([]rune(o)) > maxOptionText || strings.ContainsAny(o, "{}\n")
	}):
		return bad(fmt.Sprintf("mỗi lựa chọn từ 1 đến %d ký tự.", maxOptionText), fmt.Sprintf("a choice has 1 to %d letters.", maxOptionText))
	case one.Kind == FieldDay && (one.Ahead < 0 || one.Ahead > MaxFormDays):
		return bad(fmt.Sprintf("từ 0 đến %d ngày tới.", MaxFormDays), fmt.Sprintf("0 to %d days ahead.", MaxFormDays))
	case one.Kind == FieldHours && (!clockTime.MatchString(one.From) || !clockTime.MatchString(one.To) || one.From >= one.To):
		return bad("giờ bắt đầu phải trước giờ kết thúc, ví dụ 07:30 và 17:00.", "from comes before to, such as 07:30 and 17:00.")
	case one.Kind != FieldChoice && one.Kind != FieldDay && one.Kind != FieldHours:
		return bad("hãy chọn loại ô.", "choose its kind.")
	}
	return nil
}

func (f Form) texts() []string {
	w := f.Slide.Words
	return append([]string{w.Kicker, w.Head, w.Brief, w.Number, w.Foot}, w.Lines...)
}

// field is the field that a name in the words means, and whether a weekday stands before it.
func (f Form) field(name string) (FormField, bool) {
	of := func(name string) int {
		return slices.IndexFunc(f.Fields, func(o FormField) bool { return o.Name == name })
	}
	if i := of(name); i >= 0 {
		return f.Fields[i], false
	}
	if short, ok := strings.CutPrefix(name, withWeekday); ok {
		if i := of(short); i >= 0 && f.Fields[i].Kind == FieldDay {
			return f.Fields[i], true
		}
	}
	return FormField{}, false
}

// Fill is the copy that the values make at an instant, in a time zone, and what is wrong with them.
// A copy goes off when the last day that it names is over, and no later than the form lets it. Its
// targets, ID and order are the caller's.
func (f Form) Fill(values Filled, at time.Time, zone *time.Location) (Slide, []FieldFault) {
	var bad []FieldFault
	printed, weekdays := map[string]string{}, map[string]string{}
	kept, last := Filled{}, time.Time{}
	for _, one := range f.Fields {
		text, day, fault := one.print(values[one.Name], at, zone)
		if fault != nil {
			bad = append(bad, *fault)
		}
		kept[one.Name], printed[one.Name] = values[one.Name], text
		if !day.IsZero() {
			weekdays[one.Name] = weekdayNames[day.Weekday()] + " " + text
			if end := day.AddDate(0, 0, 1); end.After(last) {
				last = end
			}
		}
	}
	y, m, d := at.In(zone).Date()
	most := time.Date(y, m, d+f.Days, 0, 0, 0, 0, zone)
	if last.IsZero() {
		last = most
	}
	if last.After(most) {
		bad = append(bad, FieldFault{Beyond: true, Err: &Error{
			Code: Invalid, Vi: fmt.Sprintf("Bản điền sẽ chiếu lâu hơn %d ngày.", f.Days), En: fmt.Sprintf("The copy would be on air for more than %d days.", f.Days),
		}})
	}
	s := f.Slide
	say := func(text string) string {
		return fieldInWords.ReplaceAllStringFunc(text, func(found string) string {
			one, weekday := f.field(found[1 : len(found)-1])
			if weekday {
				return weekdays[one.Name]
			}
			return printed[one.Name]
		})
	}
	w := s.Words
	w.Kicker, w.Head, w.Brief, w.Number, w.Foot = say(w.Kicker), say(w.Head), say(w.Brief), say(w.Number), say(w.Foot)
	w.Lines = nil
	for _, l := range s.Words.Lines {
		w.Lines = append(w.Lines, say(l))
	}
	if _, err := LeafOf(w.Number); s.Style == Event && w.Number != "" && err != nil && len(bad) == 0 {
		bad = append(bad, FieldFault{Err: err.(*Error)})
	}
	s.Words, s.Form, s.Filled = w, f.ID, maps.Clone(kept)
	s.Title = f.Name
	for _, one := range f.Fields {
		s.Title += " · " + printed[one.Name]
	}
	s.Valid = hours.Span{Until: last}
	s.State, s.Source = Draft, "form"
	return s, bad
}

// print is how a value is printed, and the day that it names.
func (one FormField) print(value string, at time.Time, zone *time.Location) (text string, day time.Time, fault *FieldFault) {
	bad := func(beyond bool, vi, en string) *FieldFault {
		return &FieldFault{Field: one.Name, Beyond: beyond, Err: &Error{Code: Invalid, Vi: one.Name + ": " + vi, En: one.Name + ": " + en}}
	}
	switch one.Kind {
	case FieldDay:
		day, err := time.ParseInLocation(time.DateOnly, value, zone)
		if err != nil {
			return "", time.Time{}, bad(false, "hãy chọn ngày.", "choose the day.")
		}
		y, m, d := at.In(zone).Date()
		if first := time.Date(y, m, d, 0, 0, 0, 0, zone); day.Before(first) {
			return "", time.Time{}, bad(false, "ngày đã qua.", "the day has passed.")
		} else if day.After(first.AddDate(0, 0, one.Ahead)) {
			fault = bad(true, fmt.Sprintf("biểu mẫu chỉ cho đến %d ngày tới.", one.Ahead), fmt.Sprintf("the form lets %d days ahead at most.", one.Ahead))
		}
		return day.Format("2/1/2006"), day, fault
	case FieldHours:
		from, to, _ := strings.Cut(value, "-")
		switch {
		case !clockTime.MatchString(from) || !clockTime.MatchString(to) || from >= to:
			return "", day, bad(false, "hãy chọn giờ bắt đầu và giờ kết thúc.", "choose from when until when.")
		case from < one.From || to > one.To:
			fault = bad(true, "biểu mẫu chỉ cho từ "+one.From+" đến "+one.To+".", "the form lets "+one.From+" to "+one.To+" only.")
		}
		return strings.TrimPrefix(from, "0") + " – " + strings.TrimPrefix(to, "0"), day, fault
	}
	switch value = strings.TrimSpace(value); {
	case value == "":
		return "", day, bad(false, "hãy chọn một mục.", "choose one.")
	case len([]rune(value)) > maxOptionText:
		return "", day, bad(false, "quá dài.", "it is too long.")
	case !slices.Contains(one.Options, value):
		fault = bad(true, "“"+value+"” không có trong danh sách của biểu mẫu.", "“"+value+"” is not on the form's list.")
	}
	return value, day, fault
}

// Copy is a filled copy as it goes on air by the form.
func (f Form) Copy(s Slide, at time.Time) Slide {
	s.State = Approved
	s.Approval = Approval{By: f.By, At: at, Document: f.Paper, Form: f.ID}
	return s
}

// Sample are the first values that the fields take at an instant: tomorrow, the whole span, the first
// of each list.
func (f Form) Sample(at time.Time, zone *time.Location) Filled {
	out := Filled{}
	for _, one := range f.Fields {
		switch {
		case one.Kind == FieldDay:
			out[one.Name] = at.In(zone).AddDate(0, 0, min(1, one.Ahead)).Format(time.DateOnly)
		case one.Kind == FieldHours:
			out[one.Name] = one.From + "-" + one.To
		case len(one.Options) > 0:
			out[one.Name] = one.Options[0]
		}
	}
	return out
}

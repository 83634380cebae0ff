package reading

import (
	"maps"
	"slices"
	"strings"

	"ngatu/content/figure"
)

// Answers are what somebody said of a sheet: a clerk on the page with the questions, a recipe that
// remembers the clerk, or the parameters of a request. They settle what columns are for and nothing
// else: numbers, hidden rows, totals, the as-of time and names are checked as ever. The zero
// Answers say nothing.
type Answers struct {
	// Roles of columns, by [Column.Key] or by the whole name. Where a role is given here, the
	// dictionary gives it to no other column, and where the value is, columns that nobody named are
	// ignored.
	Roles map[string]Role `json:"roles,omitempty"`
	// Seen says that a person saw this layout: its doubtful words, its second header line and its
	// hidden columns.
	Seen bool `json:"seen,omitempty"`
	// Totalled says that a person compares the total of this very sheet with the signed report. No
	// recipe remembers it.
	Totalled bool `json:"-"`
	// Bodies says that the units are bodies and no areas: an office stands for its own people.
	Bodies bool `json:"-"`
	// Sheet is the name of the sheet to take, with its dates masked, where several hold a table.
	Sheet string `json:"sheet,omitempty"`
	// AsOf and Source stand for what the sheet does not say. An as-of time that the sheet
	// contradicts is a question.
	AsOf   figure.Instant `json:"as_of,omitzero"`
	Source string         `json:"source,omitempty"`
}

// gives says whether a role is given to some column.
func (a Answers) gives(r Role) bool {
	return slices.Contains(slices.Collect(maps.Values(a.Roles)), r)
}

// role is what was said of a column.
func (a Answers) role(c Column) (Role, bool) {
	for _, name := range []string{c.Key, plain(c.Path)} {
		if r, ok := a.Roles[name]; ok && name != "" {
			return r, true
		}
	}
	return Unknown, false
}

// Named makes the keys of roles that a request gives by whole headers: their case, blanks and
// spelling do not matter.
func Named(roles map[string]Role) map[string]Role {
	out := make(map[string]Role, len(roles))
	for name, r := range roles {
		out[plain(name)] = r
	}
	return out
}

// Roles lists those that a column may be given, in the order in which a page offers them.
func Roles() []Role {
	return []Role{Unit, Code, Parent, Value, Target, Denominator, AsOf, Source, Rate, Ignored}
}

// answer gives the columns of a header the roles that were said, instead of those of the
// dictionary.
func (h *header) answer(a Answers) {
	if len(a.Roles) == 0 {
		return
	}
	for i := range h.columns {
		c := &h.columns[i]
		if r, said := a.role(*c); said {
			c.Role, c.Said = r, true
			continue
		}
		if a.gives(c.Role) || c.Role == Unknown && a.gives(Value) {
			c.Role, c.Said = Ignored, true
		}
	}
}

// missing lists the columns that were named and do not stand in the sheet.
func (t *table) missing() (names []string) {
	for name := range t.answers.Roles {
		found := slices.ContainsFunc(t.h.columns, func(c Column) bool { return c.Key == name || plain(c.Path) == name })
		if !found {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// checkAnswers asks where the answers do not fit the sheet.
func (t *table) checkAnswers() {
	if names := t.missing(); len(names) > 0 {
		t.ask(Unknown, "Bảng không có cột “%s”: hãy ghi đúng cả tên cột như trong bảng.", "The sheet has no column “%s”: give its whole name as the sheet writes it.",
			clip(strings.Join(names, "”, “")))
	}
	given := t.answers.AsOf
	switch {
	case given.IsEmpty():
	case given.Fault != figure.None:
		t.ask(AsOf, "Thời điểm số liệu “%s” chưa rõ: hãy ghi theo mẫu “17h00 ngày 21/11/2024”.",
			"The as-of time “%s” is not clear: write it as “17h00 ngày 21/11/2024”.", clip(given.Text))
	case !t.asOf.IsEmpty() && !t.asOf.Time.Equal(given.Time):
		t.ask(AsOf, "Bảng ghi thời điểm “%s”, khác thời điểm đã nhập “%s”: thời điểm nào đúng?",
			"The sheet gives the as-of time “%s”, not “%s” as was entered: which one is right?", clip(t.asOf.Text), clip(given.Text))
	default:
		t.asOf = given
	}
	if t.answers.Source != "" {
		t.out.Source = t.answers.Source
	}
}

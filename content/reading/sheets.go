package reading

import (
	"slices"
	"strings"
	"time"

	"ngatu/content/figure"
)

// SheetUse says what became of one sheet of a book.
type SheetUse struct {
	Name string `json:"name,omitempty"`
	Use  string `json:"use"` // table, hidden, empty, no_table
	Vi   string `json:"vi"`  // why, for people
	En   string `json:"en"`
}

func used(name, use string) SheetUse {
	words := map[string][2]string{
		"table":    {"có bảng số liệu", "holds a table of figures"},
		"hidden":   {"đang ẩn nên không đọc", "is hidden and not read"},
		"empty":    {"trống", "is empty"},
		"no_table": {"không có bảng số liệu nên bỏ qua", "holds no table of figures and is ignored"},
	}[use]
	return SheetUse{name, use, words[0], words[1]}
}

// choose finds the one visible sheet that has a table. tables is how many have one. With a fault
// the table knows its sheets only.
func choose(b Book, a Answers) (t *table, tables int, fault *Fault) {
	var found []*table
	var uses []SheetUse
	for _, s := range b.Sheets {
		switch {
		case s.Hidden:
			uses = append(uses, used(s.Name, "hidden"))
		case len(s.Lines) == 0:
			uses = append(uses, used(s.Name, "empty"))
		default:
			use := "no_table"
			if t := tableIn(s, a); t != nil {
				found, use = append(found, t), "table"
			}
			uses = append(uses, used(s.Name, use))
		}
	}
	found = certain(found)
	if len(found) == 0 {
		return &table{out: Reading{Sheets: uses}}, 0, noTable(uses)
	}
	t = found[0]
	if len(found) > 1 {
		t = pick(found, a)
	}
	t.out.Sheets = uses
	return t, len(found), nil
}

// tableIn finds the table of a sheet and gives its columns their roles; nil where there is none.
func tableIn(s Sheet, a Answers) *table {
	t := &table{sheet: s, answers: a, when: asOfOf(s, a), without: map[int]bool{}, head: map[int]bool{}}
	h, ok := findHeader(s, a, t.when)
	if !ok {
		return nil
	}
	t.h = h
	return t
}

// certain keeps the tables that name a column of units or codes and hold numbers besides: a list of
// units holds none. Where there are no such tables all are kept: they can only be asked about.
func certain(found []*table) []*table {
	for _, sure := range []func(*table) bool{
		func(t *table) bool { return t.h.hasUnit() && t.h.counts(t) },
		func(t *table) bool { return t.h.hasUnit() },
	} {
		if some := slices.DeleteFunc(slices.Clone(found), func(t *table) bool { return !sure(t) }); len(some) > 0 {
			return some
		}
	}
	return found
}

// pick takes the one of several tables that was chosen by the name of its sheet, or asks.
func pick(found []*table, a Answers) *table {
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = f.sheet.Name
		if a.Sheet != "" && (f.skeleton() == a.Sheet || plain(f.sheet.Name) == plain(a.Sheet)) {
			return f
		}
	}
	found[0].ask(Unknown, "Có %d trang tính có bảng số liệu (“%s”): hãy chỉ để hiển thị một trang.", "%d sheets hold a table (“%s”): leave only one of them visible.",
		len(found), clip(strings.Join(names, "”, “")))
	return found[0]
}

func noTable(uses []SheetUse) *Fault {
	visible := false
	for _, u := range uses {
		visible = visible || u.Use == "no_table" || u.Use == "table"
	}
	if !visible {
		return &Fault{
			"không có trang tính nào hiển thị có dữ liệu: hãy bỏ ẩn trang có bảng số liệu.",
			"has no visible sheet with anything in it: unhide the one with the table of figures.",
		}
	}
	return &Fault{
		"không có dòng tiêu đề với cột “Đơn vị” (hoặc “Mã”) và cột số lũy kế “Số tài khoản”: hãy thêm dòng tiêu đề; tệp CSV cần dấu phân cách phẩy, chấm phẩy hoặc tab.",
		"has no header row with a column “Đơn vị” (or “Mã”) and one of totals “Số tài khoản”: add it; a CSV is separated by commas, semicolons or tabs.",
	}
}

// asOfOf is the as-of time of a sheet for the masks of its dates: the first that it tells, or the
// one that was given.
func asOfOf(s Sheet, a Answers) time.Time {
	for _, l := range s.Lines {
		for i, c := range l.Cells {
			if c.Kind != Text || c.Text == "" {
				continue
			}
			if found, some := asOfIn(l, i); some && found.Fault == figure.None {
				return found.Time
			}
		}
	}
	if a.AsOf.Fault == figure.None {
		return a.AsOf.Time
	}
	return time.Time{}
}

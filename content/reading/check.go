package reading

import (
	"regexp"
	"slices"
	"strings"

	"ngatu/content/figure"
)

// checkColumns asks about every column that has no certain role.
func (t *table) checkColumns() {
	taken := map[Role][]string{}
	for _, c := range t.h.columns {
		switch {
		case c.Said && c.Role == Ignored:
		case c.Path == "" && !c.Said:
			if n := t.numbersIn(c.Index); n > 0 {
				t.choice(Unknown, "Cột %s không có tên nhưng có %d ô số", "Column %s has no name but %d numbers",
					"hãy đặt tên hoặc xóa cột.", "name it or delete it.", Letter(c.Index), n)
			}
		case c.Role == Unknown:
			t.askColumn(c)
		case c.Role != Ignored && c.Role != Rate:
			taken[c.Role] = append(taken[c.Role], c.Path)
		}
	}
	for _, r := range []Role{Unit, Code, Parent, Value, Target, Denominator, DenominatorOf, AsOf, Source} {
		if paths := taken[r]; len(paths) > 1 {
			t.choice(r, "Có nhiều cột cùng ý nghĩa (“%s”)", "Several columns mean the same (“%s”)",
				"hãy giữ một cột.", "keep one.", clip(strings.Join(paths, "”, “")))
		}
	}
	if len(taken[Unit])+len(taken[Code]) == 0 {
		t.choice(Unit, "Không rõ cột nào là đơn vị", "It is not clear which column names the units",
			"hãy đặt tên cột đó là “Đơn vị” hoặc “Mã đơn vị”.", "call it “Đơn vị” or “Mã đơn vị”.")
	}
	if len(taken[Value]) == 0 {
		t.choice(Value, "Không có cột “Số tài khoản” với số lũy kế (không phải phần trăm hay số phát sinh)",
			"There is no column “Số tài khoản” of totals (no percentages, no increases)",
			"hãy đặt tên cột cần lấy là “Số tài khoản”.", "give the column to take that name.")
	}
	if secondHeader(t.sheet, t.h) && !t.answers.Seen {
		t.choice(Value, "Tiêu đề bảng có hai dòng", "The header has two lines",
			"hãy gộp ô (Merge) trong Excel hoặc ghi tên đầy đủ của mỗi cột trên một dòng.",
			"merge its cells in Excel, or write the whole name of each column in one line.")
	}
	if heading, at := t.named(); heading != "" && !t.answers.Seen {
		t.choice(Value, "Ô “%s” nằm ngay trên cột “%s”, có thể là tên nhóm của cột", "“%s” stands right above the column “%s” and may be part of its name",
			"hãy gộp ô (Merge) trong Excel, hoặc ghi tên đầy đủ của cột trên một dòng.", "merge the cells in Excel, or write the whole name of the column in one line.", clip(heading), clip(at))
	}
	if name := t.h.path(Denominator); name != "" && t.of == "" && t.h.column(DenominatorOf) < 0 {
		t.of = name
	}
}

func (t *table) askColumn(c Column) {
	if words := doubts(c.Path); len(words) > 0 {
		t.choice(Unknown, "Cột “%s” có chữ “%s” nên có thể không phải số lũy kế", "The column “%s” says “%s”, so it may hold no totals",
			"nếu đúng là số cần lấy, hãy đổi tên theo mẫu; nếu không, hãy xóa cột.",
			"if it is what to take, rename it as in the sample; if not, delete it.", clip(c.Path), strings.Join(words, "”, “"))
		return
	}
	t.choice(Unknown, "Không rõ cột “%s” là gì", "It is not clear what the column “%s” is",
		"nếu là số lũy kế, hãy đổi tên thành “Số tài khoản”; nếu không cần, hãy xóa cột.",
		"if it holds the totals, rename it “Số tài khoản”; if it is not needed, delete it.", clip(c.Path))
}

// numbersIn counts the numbers of a column in rows that hold figures.
func (t *table) numbersIn(column int) (n int) {
	for _, l := range t.body() {
		if c := l.At(column); !c.empty() && c.numeric() && !t.passed(l.Number) {
			n++
		}
	}
	return n
}

// secondHeader says whether the line below the header names columns too, without merged cells that
// would say which.
func secondHeader(s Sheet, h header) bool {
	if h.last+1 >= len(s.Lines) {
		return false
	}
	l := s.Lines[h.last+1]
	if l.Number != s.Lines[h.last].Number+1 || !l.At(h.column(Unit)).empty() || !l.At(h.column(Code)).empty() {
		return false
	}
	names := 0
	for _, c := range l.Cells {
		if !c.empty() && !c.numeric() {
			names++
		}
	}
	return names > 1 || names == 1 && !l.At(h.column(Value)).empty()
}

// checkWords asks where a title, the sheet's name, a note or the name of a column that is taken
// holds a doubtful word.
func (t *table) checkWords() {
	look := func(text string) {
		if words := doubts(text); len(words) > 0 {
			said := strings.Join(words, "”, “")
			t.choice(Value, "“%s” có chữ “%s”, nên số liệu có thể không phải là số đếm đầy đủ, lũy kế đến thời điểm ghi trên bảng",
				"“%s” says “%s”, so these may be no full counts, in total until the as-of time",
				"nếu đúng là số lũy kế, hãy bỏ chữ đó rồi gửi lại.", "if they are, take that word out and send the sheet again.", clip(text), said)
		}
	}
	if !t.answers.Seen {
		for _, text := range t.around() {
			look(text)
		}
		t.checkUnit()
	}
	if !t.answers.Bodies && slices.ContainsFunc(t.out.Rows, func(r figure.Row) bool { return office.MatchString(plain(r.Name)) }) {
		t.ask(Unit, "Có tên đơn vị ghi “UBND …” hoặc “Công an thành phố”: số liệu là của cả địa bàn hay chỉ của cơ quan? Nếu của cả địa bàn, hãy ghi “Quận …”, “Phường …”, “Toàn thành phố”; nếu của cơ quan, hãy bỏ dòng đó.",
			"Units are named “UBND …” or “Công an thành phố”: are the figures of the whole area or of the office alone? If of the area, write “Quận …”, “Phường …”, “Toàn thành phố”; if of the office, leave the row out.")
	}
}

var (
	defaultName = regexp.MustCompile(`(?i)^(sheet|trang[ _]?tính|trang|bảng)[ _]?\d*$`)
	office      = regexp.MustCompile(`^(?:ubnd|ủy ban nhân dân) |^(?:công an|ca) ?(?:tp|t\.p|thành phố)`)
	unitNote    = regexp.MustCompile(`^\(?(đơn vị tính|đvt|đơn vị|ghi chú|lưu ý|chú thích)`)
)

// behindAsOf says whether a cell is the time that the label before it announces.
func behindAsOf(l Line, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if !l.Cells[j].empty() {
			at := asOfWords.FindStringIndex(plain(l.Cells[j].Text))
			return at != nil && at[0] == 0
		}
	}
	return false
}

func isUnitNote(l Line) bool {
	return slices.ContainsFunc(l.Cells, func(c Cell) bool { return unitNote.MatchString(plain(c.Text)) })
}

// checkHidden asks about rows and columns that nobody saw.
func (t *table) checkHidden() {
	var rows []int
	for _, l := range t.body() {
		if l.Hidden && (!t.passed(l.Number) || t.isNote(l)) {
			rows = append(rows, l.Number)
		}
	}
	for _, l := range t.sheet.Lines[:t.h.last+1] {
		if l.Hidden && (l.Number >= t.sheet.Lines[t.h.first].Number || t.isNote(l)) {
			rows = append(rows, l.Number)
		}
	}
	slices.Sort(rows)
	if len(rows) > 0 {
		t.ask(Unknown, "Có dòng đang ẩn trong bảng (dòng %s): hãy bỏ ẩn hoặc xóa các dòng đó.", "Rows of the table are hidden (%s): unhide or delete them.", rowsNamed(rows))
	}
	for _, c := range t.h.columns {
		if c.Hidden && !t.answers.Seen && (c.Path != "" || t.numbersIn(c.Index) > 0) {
			t.choice(c.Role, "Cột “%s” đang ẩn", "The column “%s” is hidden", "hãy bỏ ẩn hoặc xóa cột.", "unhide or delete it.",
				clip(c.Path+" ("+Letter(c.Index)+")"))
		}
	}
}

// Letter is the name of a column as spreadsheets show it: A, B … Z, AA.
func Letter(column int) string {
	out := ""
	for column++; column > 0; column = (column - 1) / 26 {
		out = string(rune('A'+(column-1)%26)) + out
	}
	return out
}

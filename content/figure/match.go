package figure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content/area"
)

// Match finds the unit of each row and checks its numbers. With any problem no figure is given: nothing of such a file is
// taken. The figures carry no measure, releaser or sample mark yet: [NewRelease] puts those.
//
// A row whose text can mean several units is a problem, unless it has a code or parent that leaves one, or unless there
// is exactly one level (district, commune) on which every row of the file names a unit: in a list of all districts "Thanh
// Xuân" is the district, not the commune of that name in Sóc Sơn. Rows "Tổng", "Cộng" and the like are not taken but must
// agree with the sum of the rows above them (all, or those since the last such row); "Toàn thành phố" and "Hà Nội" are the
// city's own figure and stay outside of such sums. A row with a text that is no unit's name and with no code and no numbers
// (a heading, a signature) is passed over.
func Match(rows []Row, set *area.Set, period area.Period) ([]Figure, []Problem) {
	m := matcher{set: set, period: period, seen: map[area.Key]int{}}
	var lines []line
	for _, r := range rows {
		if l := m.read(r); l.use != passOver {
			lines = append(lines, l)
		}
	}
	m.narrow(lines)
	for _, l := range lines {
		m.take(l)
	}
	if len(m.figures) == 0 && len(m.problems) == 0 {
		m.report(Row{}, NoRows, "", "Không có dòng số liệu nào: hãy kiểm tra bảng có cột đơn vị và cột giá trị.",
			"There is no row with a figure: check that the table has a column of units and one of values.")
	}
	if len(m.problems) > 0 {
		return nil, m.problems
	}
	return m.figures, nil
}

// use is what a row is for.
type use int

const (
	unitLine use = iota
	totalLine
	passOver
)

// line is a row with the units that it can mean.
type line struct {
	row     Row
	use     use
	units   []area.Area
	trouble *Problem // why there are none
}

type matcher struct {
	set      *area.Set
	period   area.Period
	seen     map[area.Key]int // row in which a unit stood first
	asOf     time.Time        // of the first row that has one
	all      sum              // since the first row
	part     sum              // since the last row of totals
	figures  []Figure
	problems []Problem
}

// read finds out what a row is for and which units it can mean.
func (m *matcher) read(r Row) line {
	l := line{row: r}
	if r.blank() {
		l.use = passOver
		return l
	}
	name, total := withoutTotalWords(r.Name)
	if total && name == "" && strings.TrimSpace(r.Code) == "" {
		l.use = totalLine
		return l
	}
	if total && name == "" {
		r.Name = "" // "Tổng" beside the code of the city
	}
	l.units, l.trouble = m.units(r)
	if total && l.trouble != nil {
		// "Tổng toàn thành phố": the city, which no other unit may take the place of.
		city := m.set.Find(area.Query{Period: m.period, Name: name, Level: area.CityLevel})
		if !city.Unknown() && strings.TrimSpace(r.Code) == "" {
			l.units, l.trouble = city.Areas, nil
		}
	}
	_, named := area.KindNamed(r.Name)
	if l.trouble != nil && l.trouble.Kind == UnknownUnit && !named && r.Code == "" && numberless(r) {
		l.use = passOver
	}
	return l
}

func numberless(r Row) bool {
	return r.Value.IsEmpty() && r.Target.IsEmpty() && r.Denominator.IsEmpty()
}

// units lists the units that fit both code and name, or says why none does.
func (m *matcher) units(r Row) ([]area.Area, *Problem) {
	code, name := strings.TrimSpace(r.Code), strings.TrimSpace(r.Name)
	byCode := m.set.FindCode(m.period, code).Areas
	byName := m.set.Find(area.Query{Period: m.period, Name: name, Parent: r.Parent}).Areas
	switch {
	case code == "" && name == "":
		return nil, &Problem{
			Kind: NoUnit, Vi: "dòng có số nhưng không có mã và tên đơn vị: hãy điền tên hoặc xóa dòng.",
			En: "the row has numbers but neither code nor name of a unit: fill in the name or delete the row.",
		}
	case code != "" && len(byCode) == 0:
		return nil, &Problem{
			Kind: UnknownUnit,
			Vi:   fmt.Sprintf("không có đơn vị nào mang mã “%s” trong danh mục %s: hãy kiểm tra mã.", clip(code), m.period),
			En:   fmt.Sprintf("no unit has the code “%s” in the list of %s: check the code.", clip(code), m.period),
		}
	case name != "" && len(byName) == 0:
		return nil, m.unknownName(r)
	case code == "":
		return byName, nil
	case name == "":
		return byCode, nil
	}
	both := slices.DeleteFunc(slices.Clone(byCode), func(a area.Area) bool { return !slices.Contains(byName, a) })
	if len(both) == 0 {
		return nil, &Problem{
			Kind: CodeAgainstName,
			Vi:   fmt.Sprintf("mã “%s” là %s nhưng tên là “%s”: hãy sửa mã hoặc tên cho khớp.", clip(code), byCode[0].Name, clip(name)),
			En:   fmt.Sprintf("the code “%s” is %s but the name is “%s”: correct one of them.", clip(code), byCode[0].Name, clip(name)),
		}
	}
	return both, nil
}

func (m *matcher) unknownName(r Row) *Problem {
	shown := r.Name
	if r.Parent != "" {
		shown += ", " + r.Parent
	}
	p := &Problem{
		Kind: UnknownUnit,
		Vi:   fmt.Sprintf("không tìm thấy đơn vị “%s” trong danh mục %s: hãy kiểm tra tên và cấp trên.", clip(shown), m.period),
		En:   fmt.Sprintf("there is no unit “%s” in the list of %s: check the name and the unit above.", clip(shown), m.period),
	}
	if near := m.set.Near(m.period, r.Name, 2); len(near) > 0 {
		names := m.full(near)
		p.Vi += fmt.Sprintf(" Có phải %s?", strings.Join(names, " / "))
		p.En += fmt.Sprintf(" Did you mean %s?", strings.Join(names, " / "))
	}
	return p
}

// narrow keeps the units of one level where that is the only level on which every row names a unit.
func (m *matcher) narrow(lines []line) {
	m.exactCodes(lines)
	fits := map[area.Level]bool{area.DistrictLevel: true, area.CommuneLevel: true}
	for _, l := range lines {
		if l.use != unitLine || l.trouble != nil || onlyCity(l.units) {
			continue
		}
		for level := range fits {
			fits[level] = fits[level] && slices.ContainsFunc(l.units, func(a area.Area) bool { return a.Level() == level })
		}
	}
	if fits[area.DistrictLevel] == fits[area.CommuneLevel] {
		return
	}
	level := area.DistrictLevel
	if fits[area.CommuneLevel] {
		level = area.CommuneLevel
	}
	for i, l := range lines {
		if l.use == unitLine && len(l.units) > 1 {
			lines[i].units = slices.DeleteFunc(slices.Clone(l.units), func(a area.Area) bool { return a.Level() != level })
		}
	}
}

// exactCodes takes codes as they stand where the file has kept its zeros: every code has the length of one, and one at
// least begins with a zero. There "01" is the city and "268" the district; in a list that counts 01, 02, 03 "01" is the first
// district, and among 91, 268, 271 "268" may be a commune.
func (m *matcher) exactCodes(lines []line) {
	zeros := false
	for _, l := range lines {
		code := strings.TrimSpace(l.row.Code)
		if n := len(code); n != 0 && n != 3 && n != 5 && code != area.CityCode {
			return
		}
		zeros = zeros || strings.HasPrefix(code, "0")
	}
	if !zeros {
		return
	}
	for i, l := range lines {
		code := strings.TrimSpace(l.row.Code)
		exact := func(a area.Area) bool { return a.Code == code }
		if slices.ContainsFunc(l.units, exact) {
			lines[i].units = slices.DeleteFunc(slices.Clone(l.units), func(a area.Area) bool { return !exact(a) })
		}
	}
}

func isCity(a area.Area) bool { return a.Level() == area.CityLevel }

func onlyCity(units []area.Area) bool { return len(units) == 1 && isCity(units[0]) }

// full writes units with those above them, so that two of one name can be told apart.
func (m *matcher) full(units []area.Area) []string {
	var names []string
	for _, a := range units[:min(3, len(units))] {
		name := a.Name
		if up, ok := m.set.Area(a.ParentKey()); ok && !isCity(up) {
			name += ", " + up.Name
		}
		names = append(names, name)
	}
	if len(units) > 3 {
		names = append(names, "…")
	}
	return names
}

func (m *matcher) report(r Row, kind Trouble, seen, vi, en string) {
	m.problems = append(m.problems, Problem{Row: r.Line, Seen: clip(seen), Kind: kind, Vi: vi, En: en})
}

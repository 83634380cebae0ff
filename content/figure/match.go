package figure

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"ngatu/content/area"
)

// Match finds the unit of each row and checks its numbers. With any problem no figure is given:
// nothing of such a file is taken. The figures carry no measure, releaser or sample mark yet:
// [NewRelease] puts those.
//
// A row whose text can mean several units is a problem, unless it has a code or parent that leaves
// one, or unless there is exactly one level (district, commune) on which every row of the file
// names a unit: in a list of all districts "Thanh Xuân" is the district, not the commune of that
// name in Sóc Sơn. Rows "Tổng", "Cộng" and the like are not taken but must agree with the sum of
// the rows above them (all, or those since the last such row); "Toàn thành phố" and "Hà Nội" are
// the city's own figure and stay outside of such sums. A row with a text that is no unit's name and
// with no code and no numbers (a heading, a signature) is passed over. names are those that a
// person accepted. All figures are of one level, besides the city's own. Of more than [Listed]
// problems the rest is counted in the last one. The error is the context's own.
func Match(ctx context.Context, rows []Row, set *area.Set, period area.Period, names Names) ([]Figure, []Problem, error) {
	return match(ctx, rows, set, period, names, usualSmall)
}

// Match is [Match] with the units and by the limits of a measure.
func (m Measure) Match(ctx context.Context, rows []Row, areas *area.Set, period area.Period, names Names) ([]Figure, []Problem, error) {
	return match(ctx, rows, m.Units(areas), period, names, m.Limits.Small)
}

func match(ctx context.Context, rows []Row, set *area.Set, period area.Period, names Names, small int64) ([]Figure, []Problem, error) {
	m := matcher{set: set, period: period, names: names, small: small, seen: map[area.Key]int{}, reported: map[string]bool{}}
	var lines []line
	for _, r := range rows {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if l := m.read(r); l.use != passOver {
			lines = append(lines, l)
		}
	}
	lines = m.underHeads(lines)
	m.narrow(lines)
	m.bareNames(lines)
	for _, l := range lines {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		m.take(l)
	}
	m.closeGroup()
	m.checkTop()
	m.checkWhole()
	if len(m.figures) == 0 && len(m.problems) == 0 {
		m.report(Row{}, NoRows, "", "Không có dòng số liệu nào: hãy kiểm tra bảng có cột đơn vị và cột giá trị.",
			"There is no row with a figure: check that the table has a column of units and one of values.")
	}
	if m.unlisted > 0 {
		m.problems = append(m.problems, Problem{
			Kind: More, Vi: fmt.Sprintf("… và %d lỗi khác.", m.unlisted), En: fmt.Sprintf("… and %d more.", m.unlisted),
		})
	}
	if len(m.problems) > 0 {
		return nil, m.problems, nil
	}
	return m.figures, nil, nil
}

// Listed is the most problems that are named; nobody reads more, and to suggest names for thousands
// takes long.
const Listed = 50

// use is what a row is for.
type use int

const (
	unitLine use = iota
	totalLine
	groupLine // the head of a group of units, with their sum
	headLine  // the name of a district alone, above its communes
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
	names    Names
	small    int64            // what no value is above is no count
	seen     map[area.Key]int // row in which a unit stood first
	asOf     time.Time        // of the first row that has one
	source   string           // likewise
	all      sum              // since the first row
	part     sum              // since the last row of totals, or the last head of a group
	head     *Row             // the head of a group, with the sum of the rows which follow; nil: there is none
	headed   sum              // m.all where that row stood
	behind   sum              // m.part where that row stood
	top      *Row             // a row of totals above all rows
	reported map[string]bool  // faults of as-of times and sources, which are mostly those of all rows
	cityRow  Row              // of the city's own figure
	figures  []Figure
	problems []Problem
	unlisted int // problems beyond [Listed]
}

// read finds out what a row is for and which units it can mean.
func (m *matcher) read(r Row) line {
	l := line{row: r}
	if r.blank() {
		l.use = passOver
		return l
	}
	name, total := withoutTotalWords(r.Name)
	if total && (name == "" || grouping.MatchString(name)) && strings.TrimSpace(r.Code) == "" {
		l.use = totalLine
		return l
	}
	if heads(r) {
		l.use = groupLine
		return l
	}
	if d, ok := m.district(r); ok {
		l.use, l.units = headLine, []area.Area{d}
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
		} else if above := m.set.Find(area.Query{Period: m.period, Name: name, Level: area.DistrictLevel}); !above.Unknown() {
			l.use = totalLine // "Tổng quận Ba Đình" below its communes
		}
	}
	_, named := area.KindNamed(r.Name)
	if l.trouble != nil && l.trouble.Kind == UnknownUnit && !named && r.Code == "" && numberless(r) {
		l.use = passOver
	}
	return l
}

// numberless says whether nothing in the row is meant as a number: empty cells, or the words of a
// signature.
func numberless(r Row) bool {
	for _, n := range []Number{r.Value, r.Target, r.Denominator} {
		if !n.IsEmpty() && (n.Fault != NoNumber && n.Fault != NotYet || strings.ContainsAny(n.Text, "0123456789")) {
			return false
		}
	}
	return true
}

// units lists the units that fit both code and name, or says why none does.
func (m *matcher) units(r Row) ([]area.Area, *Problem) {
	code, name := strings.TrimSpace(r.Code), strings.TrimSpace(r.Name)
	byCode := m.set.FindCode(m.period, code).Areas
	byName := m.set.Find(area.Query{Period: m.period, Name: name, Parent: r.Parent}).Areas
	if a, ok := m.set.Area(m.names[NameKey(name, r.Parent)]); ok && len(byName) == 0 && a.Period == m.period {
		byName = []area.Area{a}
	}
	switch {
	case code == "" && name == "":
		return nil, &Problem{
			Kind: NoUnit, Vi: "dòng có số nhưng không có mã và tên đơn vị: hãy điền tên hoặc xóa dòng.",
			En: "the row has numbers but neither code nor name of a unit: fill in the name or delete the row.",
		}
	case code != "" && len(byCode) == 0:
		return nil, &Problem{
			Kind: UnknownUnit,
			Vi:   fmt.Sprintf("không có đơn vị nào mang mã “%s” trong danh mục %s: hãy kiểm tra mã.", clip(code), m.list("cơ quan của chỉ số")),
			En:   fmt.Sprintf("no unit has the code “%s” in the list of %s: check the code.", clip(code), m.list("bodies")),
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

// Names are names that no unit has and a person accepted for one, by [NameKey]. Each is good for
// that text, and for the level and the period of its unit.
type Names map[string]area.Key

// NameKey is the text of a name and of the unit above it, as [Names] have it: exact, but for case
// and blanks.
func NameKey(name, parent string) string {
	tidy := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return tidy(name) + "|" + tidy(parent)
}

func (m *matcher) unknownName(r Row) *Problem {
	shown := r.Name
	if r.Parent != "" {
		shown += ", " + r.Parent
	}
	p := &Problem{
		Kind: UnknownUnit,
		Vi:   fmt.Sprintf("không tìm thấy đơn vị “%s” trong danh mục %s: hãy kiểm tra tên và cấp trên.", clip(shown), m.list("cơ quan của chỉ số")),
		En:   fmt.Sprintf("there is no unit “%s” in the list of %s: check the name and the unit above.", clip(shown), m.list("bodies")),
	}
	return p
}

// list is how a sentence calls the list of units: by its period, or by a word for bodies.
func (m *matcher) list(bodies string) string {
	if m.period.OfBodies() {
		return bodies
	}
	return string(m.period)
}

// suggest adds the names that the writer may have meant.
func (m *matcher) suggest(r Row, p *Problem) {
	name := footnote.ReplaceAllString(leadingNumber.ReplaceAllString(r.Name, ""), "")
	near := m.set.Find(area.Query{Period: m.period, Name: name, Parent: r.Parent}).Areas
	if len(near) == 0 {
		near = m.set.Near(m.period, name, 2)
	}
	if len(near) > 0 {
		for _, a := range near {
			p.Suggest = append(p.Suggest, a.Key())
		}
		names := m.full(near)
		p.Vi += fmt.Sprintf(" Có phải %s?", strings.Join(names, " / "))
		p.En += fmt.Sprintf(" Did you mean %s?", strings.Join(names, " / "))
	}
}

// leadingNumber is the running number that some write before a name.
var leadingNumber = regexp.MustCompile(`^\s*(?:\d{1,3}|[IVXivx]{1,5}|[a-z])\s*[.)/-]\s*`)

// footnote is the mark that some write behind a name: (1), [a], (*).
var footnote = regexp.MustCompile(`\s*[(\[](?:\d{1,2}|[a-z]|\*+)[)\]]\s*$`)

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

// exactCodes takes codes as they stand where the file has kept its zeros: every code has the length
// of one, and one at least begins with a zero. There "01" is the city and "268" the district; in a
// list that counts 01, 02, 03 "01" is the first district, and among 91, 268, 271 "268" may be a
// commune.
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
	if len(m.problems) >= Listed {
		m.unlisted++
		return
	}
	m.problems = append(m.problems, Problem{Row: r.Line, Seen: clip(seen), Kind: kind, Vi: vi, En: en})
}

// reportUnit reports why a row names no unit, with the units that it may mean and the text that a
// person may accept for one.
func (m *matcher) reportUnit(r Row, p *Problem) {
	before := len(m.problems)
	m.report(r, p.Kind, r.seen(), p.Vi, p.En)
	if len(m.problems) > before {
		last := &m.problems[before]
		last.Suggest, last.Name = p.Suggest, NameKey(r.Name, r.Parent)
	}
}

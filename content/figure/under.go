package figure

import (
	"slices"
	"strings"

	"ngatu/content/area"
)

// district is the district that a row names and says nothing of: no code, no unit above, no number.
func (m *matcher) district(r Row) (area.Area, bool) {
	if strings.TrimSpace(r.Code) != "" || r.Parent != "" || !r.Value.IsEmpty() || !r.Target.IsEmpty() || !r.Denominator.IsEmpty() {
		return area.Area{}, false
	}
	for _, name := range []string{r.Name, leadingLetter.ReplaceAllString(r.Name, "")} {
		if d, ok := m.set.Find(area.Query{Period: m.period, Name: name, Level: area.DistrictLevel}).One(); ok {
			return d, true
		}
	}
	return area.Area{}, false
}

// underHeads takes the names of districts that stand above their communes: they say which of several
// communes of one name is meant, and are no figures. A district's name above anything else is a row of
// which the number is missing.
func (m *matcher) underHeads(lines []line) []line {
	var out []line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if l.use != headLine {
			out = append(out, l)
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end].use != headLine {
			end++
		}
		if m.within(lines[i+1:end], l.units[0]) {
			continue
		}
		if l.use, l.units, l.trouble = unitLine, nil, nil; l.row.Name != "" {
			l.units, l.trouble = m.units(l.row)
		}
		if l.trouble == nil { // else a heading such as "I. Quận Ba Đình", above nothing of its own
			out = append(out, l)
		}
	}
	return out
}

// within narrows the units of lines to those of a district; false where a line names none of them, or
// where there is no line.
func (m *matcher) within(lines []line, d area.Area) bool {
	below := func(a area.Area) bool { return a.Key() != d.Key() && m.set.Within(a.Key(), d.Key()) }
	some := false
	for _, l := range lines {
		if l.use != unitLine || len(l.units) == 0 {
			continue
		}
		if !slices.ContainsFunc(l.units, below) {
			return false
		}
		some = true
	}
	if !some {
		return false
	}
	for i, l := range lines {
		if l.use == unitLine && len(l.units) > 1 {
			lines[i].units = slices.DeleteFunc(slices.Clone(l.units), func(a area.Area) bool { return !below(a) })
		}
	}
	return true
}

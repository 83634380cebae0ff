package figure

import (
	"fmt"
	"slices"
	"strings"

	"ngatu/content/area"
)

// checkWhole reports what no row shows by itself: units of two levels, a city that is not the sum
// of its units, names that stand for other units since a reform, and values that are no counts.
func (m *matcher) checkWhole() {
	if len(m.problems) > 0 {
		return // what is missing or doubled would be reported over again
	}
	byLevel := map[area.Level][]Figure{}
	for _, f := range m.figures {
		if a, ok := m.set.Area(f.Area); ok {
			byLevel[a.Level()] = append(byLevel[a.Level()], f)
		}
	}
	districts, communes := byLevel[area.DistrictLevel], byLevel[area.CommuneLevel]
	if len(districts) > 0 && len(communes) > 0 {
		m.report(Row{}, MixedLevels, "",
			fmt.Sprintf("Bảng có cả %d quận, huyện và %d phường, xã nên sẽ bị cộng hai lần: hãy tách thành hai bảng.", len(districts), len(communes)),
			fmt.Sprintf("The table has %d districts and %d communes, which would be added up twice: make two tables of it.", len(districts), len(communes)))
		return
	}
	units, level := districts, area.DistrictLevel
	if len(communes) > 0 {
		units, level = communes, area.CommuneLevel
	}
	if bodies := byLevel[area.BodyLevel]; len(bodies) > 0 {
		units, level = bodies, area.BodyLevel
	}
	if city := byLevel[area.CityLevel]; len(city) == 1 && len(units) == len(m.set.At(m.period, level)) {
		m.checkCity(city[0], units)
	}
	m.checkCounts(units)
}

// checkCity compares the city's own figure with the sum of all its units.
func (m *matcher) checkCity(city Figure, units []Figure) {
	sum := int64(0)
	for _, f := range units {
		sum += f.Value
	}
	if sum == city.Value {
		return
	}
	m.report(m.cityRow, TotalDiffers, FormatCount(city.Value),
		fmt.Sprintf("toàn thành phố ghi %s nhưng tổng %d đơn vị là %s: hãy kiểm tra dòng sai.", FormatCount(city.Value), len(units), FormatCount(sum)),
		fmt.Sprintf("the city is given as %s but its %d units add up to %s: check for a wrong row.", FormatCountEn(city.Value), len(units), FormatCountEn(sum)))
}

// several is from how many units on the shape of their values says something.
const several = 10

// checkCounts reports values that are running numbers, or percentages without their sign.
func (m *matcher) checkCounts(units []Figure) {
	if len(units) < several {
		return
	}
	m.checkTargets(units)
	running, small := true, m.small > 0
	for i, f := range units {
		running = running && f.Value == int64(i+1)
		small = small && f.Value <= m.small && !m.period.OfBodies() // a department has some tens of people
	}
	if running {
		m.report(Row{}, NoCounts, "", "Cột số tài khoản chỉ là số thứ tự 1, 2, 3 …: hãy kiểm tra đã lấy đúng cột.",
			"The column of accounts is only 1, 2, 3 …: check that it is the right one.")
	} else if small {
		m.report(Row{}, NoCounts, "", fmt.Sprintf("Mọi số tài khoản đều không quá %s, giống phần trăm: hãy ghi số đếm đầy đủ.", FormatCount(m.small)),
			fmt.Sprintf("No number of accounts is above %s, as percentages are: write the full counts.", FormatCountEn(m.small)))
	}
}

// checkTargets reports values that are mostly far above their targets: the two columns are likely
// swapped.
func (m *matcher) checkTargets(units []Figure) {
	var ratios []float64
	for _, f := range units {
		if f.Target > 0 {
			ratios = append(ratios, float64(f.Value)/float64(f.Target))
		}
	}
	slices.Sort(ratios)
	if n := len(ratios); n >= several && ratios[n/10] > 1 && ratios[n/2] > 1.5 {
		m.report(Row{}, NoCounts, "", "Hầu hết đơn vị vượt xa chỉ tiêu: hãy kiểm tra cột “Chỉ tiêu” và cột “Số tài khoản” có bị đổi chỗ không.",
			"Nearly all units are far above their targets: check whether the columns of targets and accounts are swapped.")
	}
}

// bareNames reports rows that name by its short name what was a district before the reform and is a
// ward now: the list may be an old one under a new date. A list of all units leaves no doubt.
func (m *matcher) bareNames(lines []line) {
	if len(m.set.At(m.period, area.DistrictLevel)) > 0 || len(lines) >= len(m.set.At(m.period, area.CommuneLevel)) {
		return
	}
	for _, l := range lines {
		_, named := area.KindNamed(l.row.Name)
		if l.use != unitLine || len(l.units) != 1 || named || strings.TrimSpace(l.row.Code) != "" || isCity(l.units[0]) {
			continue
		}
		old := m.set.Find(area.Query{Period: area.Jan2025, Name: l.row.Name, Level: area.DistrictLevel})
		if up, ok := old.One(); ok {
			m.report(l.row, AmbiguousUnit, l.row.seen(),
				fmt.Sprintf("“%s” là tên quận, huyện trước 1/7/2025 (%s) và nay là tên %s: hãy ghi rõ loại đơn vị theo danh mục %s.", clip(l.row.Name), up.Name, l.units[0].Name, m.period),
				fmt.Sprintf("“%s” named a district before 1 July 2025 (%s) and now names %s: write the kind of unit, by the list of %s.", clip(l.row.Name), up.Name, l.units[0].Name, m.period))
		}
	}
}

package figure

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ngatu/content/area"
)

// take makes the figure of a line, or reports what is wrong with it.
func (m *matcher) take(l line) {
	r := l.row
	switch {
	case l.use == groupLine:
		m.openGroup(r)
		return
	case l.use == totalLine:
		m.closeGroup()
		m.checkTotal(r)
		return
	case l.trouble != nil:
		if l.trouble.Kind == UnknownUnit && r.Name != "" && len(m.problems) < Listed {
			m.suggest(r, l.trouble)
		}
		m.reportUnit(r, l.trouble)
	case len(l.units) > 1:
		names := strings.Join(m.full(l.units), " / ")
		m.report(r, AmbiguousUnit, r.seen(),
			fmt.Sprintf("“%s” có thể là %s: hãy ghi rõ loại (Quận, Phường, Xã …) và cấp trên, hoặc mã đủ chữ số.", clip(r.seen()), names),
			fmt.Sprintf("“%s” can be %s: write its kind (Quận, Phường, Xã …) and the unit above, or the whole code.", clip(r.seen()), names))
	}
	f := Figure{
		Value: m.value(r), Target: m.target(r), Denominator: m.denominator(r),
		DenominatorName: strings.TrimSpace(r.DenominatorName), Source: strings.TrimSpace(r.Source),
	}
	if f.Denominator == 0 {
		f.DenominatorName = ""
	}
	m.provenance(r, &f)
	if len(l.units) == 1 {
		f.Area = l.units[0].Key()
		if isCity(l.units[0]) {
			m.cityRow = r
		}
		m.place(r, l.units[0])
	}
	if len(l.units) != 1 || !isCity(l.units[0]) { // a row whose name has a slip is part of the total as well
		m.sum(f)
	}
	m.figures = append(m.figures, f)
}

// place reports a unit that had a row before.
func (m *matcher) place(r Row, a area.Area) {
	if first, twice := m.seen[a.Key()]; twice {
		m.report(r, DuplicateUnit, r.seen(),
			fmt.Sprintf("%s đã có ở dòng %d: hãy giữ một dòng.", a.Name, first),
			fmt.Sprintf("%s stands in row %d already: keep one row.", a.Name, first))
		return
	}
	m.seen[a.Key()] = r.Line
}

func (m *matcher) value(r Row) int64 {
	if n := r.Value; n.IsEmpty() || n.Fault != None {
		m.reportNumber(r, BadValue, "giá trị", "the value", n)
		return 0
	}
	return r.Value.Count
}

func (m *matcher) target(r Row) int64 {
	if n := r.Target; !n.IsEmpty() && n.Fault != None {
		m.reportNumber(r, BadTarget, "chỉ tiêu", "the target", n)
		return 0
	}
	return r.Target.Count
}

func (m *matcher) denominator(r Row) int64 {
	n := r.Denominator
	switch {
	case n.IsEmpty():
		return 0
	case n.Fault != None:
		m.reportNumber(r, BadDenominator, "mẫu số", "the denominator", n)
		return 0
	case n.Count == 0:
		m.report(r, BadDenominator, n.Text, "mẫu số bằng 0: hãy để trống hoặc điền số đúng.",
			"the denominator is 0: leave it empty or fill in the right number.")
		return 0
	}
	if r.Value.Fault == None && r.Value.Count > n.Count {
		m.report(r, OverDenominator, r.Value.Text,
			fmt.Sprintf("giá trị %s lớn hơn mẫu số %s: hãy kiểm tra hai cột.", FormatCount(r.Value.Count), FormatCount(n.Count)),
			fmt.Sprintf("the value %s is greater than its denominator %s: check both columns.", FormatCountEn(r.Value.Count), FormatCountEn(n.Count)))
	}
	if strings.TrimSpace(r.DenominatorName) == "" {
		m.report(r, UnnamedDenom, n.Text,
			"mẫu số chưa có tên: hãy ghi rõ là số người nào, ví dụ “Mẫu số: người từ 15 tuổi trở lên”.",
			"the denominator has no name: say of whom, for example “Denominator: residents aged 15 and over”.")
	}
	return n.Count
}

func (m *matcher) reportNumber(r Row, kind Trouble, vi, en string, n Number) {
	fault := n.Fault
	if fault == None {
		fault = Empty
	}
	whatVi, whatEn := faultWords(fault)
	if fault == Empty {
		m.report(r, kind, r.seen(), fmt.Sprintf("%s của “%s” %s.", vi, clip(r.seen()), whatVi), fmt.Sprintf("%s of “%s” %s.", en, clip(r.seen()), whatEn))
		return
	}
	m.report(r, kind, n.Text, fmt.Sprintf("%s “%s” %s.", vi, clip(n.Text), whatVi), fmt.Sprintf("%s “%s” %s.", en, clip(n.Text), whatEn))
}

// reportOnce reports what is mostly wrong with the whole sheet, at the first row.
func (m *matcher) reportOnce(r Row, kind Trouble, seen, vi, en string) {
	if key := string(kind) + seen; !m.reported[key] {
		m.reported[key] = true
		m.report(r, kind, seen, vi, en)
	}
}

// provenance puts as-of time and source, without which a figure is not shown.
func (m *matcher) provenance(r Row, f *Figure) {
	switch {
	case r.AsOf.IsEmpty():
		m.reportOnce(r, BadAsOf, "", "thiếu thời điểm số liệu: hãy thêm dòng “Tính đến: 21/11/2024 17:00” phía trên bảng, hoặc một cột “Tính đến”.",
			"the as-of time is missing: add a line “Tính đến: 21/11/2024 17:00” above the table, or a column “As of”.")
	case r.AsOf.Fault != None:
		m.reportOnce(r, BadAsOf, r.AsOf.Text,
			fmt.Sprintf("thời điểm “%s” không đọc được: hãy ghi ngày/tháng/năm, ví dụ 21/11/2024 17:00.", clip(r.AsOf.Text)),
			fmt.Sprintf("the as-of time “%s” cannot be read: write day/month/year, for example 21/11/2024 17:00.", clip(r.AsOf.Text)))
	case m.asOf.IsZero():
		m.asOf = r.AsOf.Time
	case !m.asOf.Equal(r.AsOf.Time):
		m.reportOnce(r, DifferentAsOf, r.AsOf.Text,
			fmt.Sprintf("thời điểm %s khác các dòng trên (%s): mỗi thời điểm một tệp.", FormatAsOf(r.AsOf.Time), FormatAsOf(m.asOf)),
			fmt.Sprintf("the as-of time %s differs from the rows above (%s): one file for each time.", FormatAsOf(r.AsOf.Time), FormatAsOf(m.asOf)))
	}
	f.AsOf = r.AsOf.Time
	switch {
	case f.Source != "" && m.source == "":
		m.source = f.Source
	case f.Source != "" && f.Source != m.source:
		m.reportOnce(r, DifferentSource, f.Source,
			fmt.Sprintf("nguồn “%s” khác các dòng trên (“%s”): mỗi nguồn một bảng, hoặc ghi một tên chung.", clip(f.Source), clip(m.source)),
			fmt.Sprintf("the source “%s” differs from the rows above (“%s”): one table for each source, or one name for all.", clip(f.Source), clip(m.source)))
	}
	if utf8.RuneCountInString(f.Source) > MaxSource {
		m.reportOnce(r, LongSource, f.Source, fmt.Sprintf("nguồn số liệu dài hơn %d ký tự: hãy ghi ngắn lại, tên này hiện trên màn hình.", MaxSource),
			fmt.Sprintf("the source is longer than %d characters: shorten it, it is shown on screens.", MaxSource))
	}
	if f.Source == "" {
		m.reportOnce(r, NoSource, "", "thiếu nguồn số liệu: hãy thêm dòng “Nguồn: …” phía trên bảng, hoặc một cột “Nguồn”.",
			"the source is missing: add a line “Nguồn: …” above the table, or a column “Source”.")
	}
}

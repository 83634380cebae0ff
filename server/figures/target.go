package figures

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

// TargetsIn reads the targets of a sheet: its column "Chỉ tiêu", by the rules of every other sheet.
// They are of the day since and of the units that there were on it, or of the bodies that the
// measure counts.
func (f *Figures) TargetsIn(ctx context.Context, measure, name string, file File, since time.Time) ([]figure.Target, error) {
	m, err := f.Store.Measure(ctx, measure)
	if err != nil {
		return nil, err
	}
	period, ok := area.PeriodAt(since)
	if p := m.Period(); p.OfBodies() {
		period, ok = p, true
	}
	if !ok {
		return nil, &content.Error{Code: content.Invalid, Vi: "Ngày này nằm ngoài thời gian có danh mục đơn vị.", En: "There is no list of units for this day."}
	}
	book, err := f.Workers.Sheet(ctx, name, file, file.Size())
	if err != nil {
		return nil, err
	}
	read := reading.Of(book, reading.Answers{})
	at := slices.IndexFunc(read.Columns, func(c reading.Column) bool { return c.Role == reading.Target })
	switch {
	case read.Fault != nil:
		return nil, sheet.Refusal(name, *read.Fault)
	case at < 0:
		return nil, sheet.Refusal(name, reading.Fault{Vi: "không có cột “Chỉ tiêu”: hãy đặt tên đó cho cột cần lấy.", En: "has no column “Chỉ tiêu”: give the column to take that name."})
	}
	read = reading.Of(book, reading.Answers{Roles: map[string]reading.Role{read.Columns[at].Key: reading.Value}, AsOf: figure.At(since), Source: "–"})
	if len(read.Asks) > 0 {
		return nil, doubtfulTargets(name, read.Asks)
	}
	names, err := f.Store.UnitNames(ctx, period)
	if err != nil {
		return nil, err
	}
	figures, problems, err := m.Match(ctx, read.Rows, f.Areas, period, names)
	if err == nil && len(problems) > 0 {
		_, err = refusedFigures(name, problems...)
	}
	var out []figure.Target
	for _, one := range figures {
		if one.Area.Code != area.CityCode {
			out = append(out, figure.Target{Area: one.Area, Since: since, Value: one.Value})
		}
	}
	return out, err
}

func doubtfulTargets(name string, asks []reading.Ask) error {
	e := &content.Error{
		Code: content.Invalid,
		Vi:   "Tệp “" + baseName(name) + "” có điều chưa chắc chắn nên chưa chỉ tiêu nào được lấy:",
		En:   "Something of the file “" + baseName(name) + "” is not certain, so none of its targets was taken:",
	}
	for _, a := range asks {
		e.Vi, e.En = e.Vi+"\n– "+a.Vi, e.En+"\n– "+a.En
	}
	return e
}

package measure

import (
	"ngatu/content/figure"
	"ngatu/server/studio/shell"
)

// limit is one limit of a measure as the form asks for it: exactly one of the three points into the
// limits.
type limit struct {
	field string
	name  shell.Text
	unit  shell.Text
	ratio *float64
	count *int64
	days  *int
	on    *bool
}

// limitView is a limit as the page shows it.
type limitView struct {
	Field  string
	Name   shell.Text
	Unit   shell.Text
	Value  float64
	Switch bool
	On     bool
}

var (
	percent = shell.Same("%")
	times   = shell.Say("lần", "times")
	units   = shell.Say("đơn vị đếm", "counted")
	inDays  = shell.Say("ngày", "days")
)

// limitsIn are all limits of a measure, in the order of the page.
func limitsIn(l *figure.Limits) []limit {
	return []limit{
		{field: "city_fall", name: shell.Say("Toàn thành phố được giảm nhiều nhất", "The city may fall by"), unit: percent, ratio: &l.CityFall},
		{field: "unit_fall", name: shell.Say("Một đơn vị được giảm nhiều nhất", "One unit may fall by"), unit: percent, ratio: &l.UnitFall},
		{field: "ratio_days", name: shell.Say("So tỷ lệ mới/cũ khi hai đợt cách nhau không quá", "Compare new with old where releases lie at most this far apart"), unit: inDays, days: &l.RatioDays},
		{field: "median_low", name: shell.Say("Trung vị mới/cũ thấp nhất", "Lowest median of new to old"), unit: times, ratio: &l.MedianLow},
		{field: "median_high", name: shell.Say("Trung vị mới/cũ cao nhất", "Highest median of new to old"), unit: times, ratio: &l.MedianHigh},
		{field: "unit_low", name: shell.Say("Mới/cũ của một đơn vị thấp nhất", "Lowest new to old of one unit"), unit: times, ratio: &l.UnitLow},
		{field: "unit_high", name: shell.Say("Mới/cũ của một đơn vị cao nhất", "Highest new to old of one unit"), unit: times, ratio: &l.UnitHigh},
		{field: "city_rise", name: shell.Say("Cảnh báo khi thành phố tăng quá", "Warn where the city rises by more than"), unit: percent, ratio: &l.CityRise},
		{field: "city_rise_a_day", name: shell.Say("Cảnh báo khi thành phố tăng mỗi ngày quá", "Warn where the city rises a day by more than"), unit: units, count: &l.CityRiseADay},
		{field: "district_rise", name: shell.Say("Cảnh báo khi quận, huyện tăng quá", "Warn where a district rises by more than"), unit: percent, ratio: &l.DistrictRise},
		{field: "district_rise_by", name: shell.Say("và quận, huyện tăng quá", "and a district rises by more than"), unit: units, count: &l.DistrictRiseBy},
		{field: "commune_rise", name: shell.Say("Cảnh báo khi phường, xã tăng quá", "Warn where a commune rises by more than"), unit: percent, ratio: &l.CommuneRise},
		{field: "commune_rise_by", name: shell.Say("và phường, xã tăng quá", "and a commune rises by more than"), unit: units, count: &l.CommuneRiseBy},
		{field: "rounded", name: shell.Say("Cảnh báo khi số đơn vị có số tròn nghìn từ", "Warn where this part of the units has whole thousands"), unit: percent, ratio: &l.Rounded},
		{field: "unchanged", name: shell.Say("Cảnh báo khi số đơn vị không đổi từ", "Warn where this part of the units has not changed"), unit: percent, ratio: &l.Unchanged},
		{field: "above", name: shell.Say("Cảnh báo khi số đơn vị mới vượt chỉ tiêu quá", "Warn where more than this part of the units newly passes its target"), unit: percent, ratio: &l.Above},
		{field: "small", name: shell.Say("Từ chối bảng mà mọi đơn vị không quá (giống phần trăm)", "Refuse a sheet in which no area has more than this (percentages have)"), unit: units, count: &l.Small},
		{field: "population", name: shell.Say("Đợt đầu: cảnh báo khi phần của một đơn vị lệch phần dân số quá", "First release: warn where a unit's part is off its part of the population by more than"), unit: times, ratio: &l.Population},
		{field: "coverage", name: shell.Say("Chỉ hiện tổng khi số đơn vị có số liệu mới từ", "Boards show a total from this part of the units with new figures on"), unit: percent, ratio: &l.Coverage},
		{field: "gone_days", name: shell.Say("Bảng tự rời màn hình khi số liệu cũ quá", "Boards go off the screens when figures are older than"), unit: inDays, days: &l.GoneDays},
		{field: "whole", name: shell.Say("Cảnh báo khi thiếu đơn vị", "Warn where units are missing"), on: &l.Whole},
		{field: "first_by_two", name: shell.Say("Đợt đầu tiên cần hai người", "A first release needs two people"), on: &l.FirstByTwo},
		{field: "sources_listed", name: shell.Say("Cảnh báo khi nguồn chưa có trong danh sách", "Warn where a source is not on the list"), on: &l.SourcesListed},
		{field: "inform", name: shell.Say("Chỉ thông báo, không giữ số liệu lại", "Only inform, hold nothing back"), on: &l.Inform},
	}
}

func (l limit) view() limitView {
	v := limitView{Field: l.field, Name: l.name, Unit: l.unit}
	switch {
	case l.ratio != nil:
		v.Value = *l.ratio
	case l.count != nil:
		v.Value = float64(*l.count)
	case l.days != nil:
		v.Value = float64(*l.days)
	default:
		v.Switch, v.On = true, *l.on
	}
	return v
}

func limitsOf(l figure.Limits) (out []limitView) {
	for _, one := range limitsIn(&l) {
		out = append(out, one.view())
	}
	return out
}

// readLimits takes the limits of the form. 0 switches a limit off.
func readLimits(f shell.Form, l *figure.Limits) error {
	var bad shell.Faults
	for _, one := range limitsIn(l) {
		if one.on != nil {
			*one.on = f.Has(one.field)
			continue
		}
		most := map[bool]float64{true: 1000, false: 1e9}[one.ratio != nil]
		if one.days != nil {
			most = 366
		}
		n, err := f.Number(one.field, one.name, 0, most, 0)
		if err == nil && one.ratio == nil && n != float64(int64(n)) {
			err = shell.At(one.field, shell.Invalidf("%s phải là số nguyên.", "%s must be a whole number.", one.name))
		}
		bad.Add(err)
		if err != nil {
			continue
		}
		switch {
		case one.ratio != nil:
			*one.ratio = n
		case one.count != nil:
			*one.count = int64(n)
		default:
			*one.days = int(n)
		}
	}
	for _, pair := range []struct {
		field     string
		low, high float64
	}{{"median_high", l.MedianLow, l.MedianHigh}, {"unit_high", l.UnitLow, l.UnitHigh}} {
		if pair.low > 1 || pair.high > 0 && pair.high < 1 {
			bad.Add(shell.At(pair.field, shell.Invalid(
				"Mức thấp nhất không quá 1 lần và mức cao nhất không dưới 1 lần: nếu không, số liệu không đổi cũng bị giữ lại.",
				"The lowest is at most 1 and the highest at least 1: otherwise figures that have not changed would be held back.")))
		}
	}
	return bad.Err()
}

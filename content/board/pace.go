package board

import (
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// pace writes what has to come on each day until the deadline, from the day that the figures are
// of, and what came on each day since the release before. Days are those of the city.
func (b Board) pace(out map[string]Cell) {
	whole, ok := b.Total()
	if !ok || whole.Of <= 0 {
		return
	}
	left, days := whole.Of-whole.Value, daysFrom(b.AsOf, b.name.Until)
	switch {
	case left <= 0:
		out["pace.need"], out["pace.short"] = Cell{Text: "Đã đạt chỉ tiêu"}, Cell{Text: "Đã đạt"}
	case days > 0:
		need := figure.FormatCount((left + days - 1) / days)
		out["pace.need"], out["pace.short"] = Cell{Text: needText(need)}, Cell{Text: shortNeedText(need)}
	}
	if since := daysFrom(b.Previous, b.AsOf); since > 0 && left > 0 {
		if gained, all := b.gained(); all && gained >= 0 {
			out["pace.now"] = Cell{Text: paceText(figure.FormatCount(gained / since))}
		}
	}
}

func needText(count string) string      { return "Cần thêm " + count + " mỗi ngày" }
func shortNeedText(count string) string { return "Cần " + count + "/ngày" }
func paceText(count string) string      { return "Đang tăng " + count + " mỗi ngày" }

// gained is what came since the release before; false where not every part can be compared.
func (b Board) gained() (sum int64, all bool) {
	if b.Whole != nil {
		return b.Whole.Increase, b.Whole.Compared
	}
	for _, l := range b.Lines {
		if !l.Compared {
			return 0, false
		}
		sum += l.Increase
	}
	return sum, len(b.Older) == 0
}

// daysFrom is how many days lie between two instants by the calendar of the city; the last one is
// that of the last instant before until. 0 where one is not set or they come in the other order.
func daysFrom(from, until time.Time) int64 {
	if from.IsZero() || until.IsZero() || !until.After(from) {
		return 0
	}
	day := func(t time.Time) int64 {
		y, m, d := t.In(area.Local).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400
	}
	return day(until.Add(-time.Nanosecond)) - day(from.Add(-time.Nanosecond))
}

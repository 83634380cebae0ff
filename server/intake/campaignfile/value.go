package campaignfile

import (
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/worker"
)

// parts reads dayparts: hours and weekdays. What is left out is the whole day, or every day.
func (y *yamlReader) parts(n *worker.Node) (parts []hours.Part) {
	y.list(n, hours.MaxParts, func(n *worker.Node) {
		p := hours.Part{Until: hours.Midnight}
		y.mapping(n, keys{
			"days":  func(n *worker.Node) { p.Days = y.days(n) },
			"from":  func(n *worker.Node) { p.From = y.clock(n) },
			"until": func(n *worker.Node) { p.Until = y.clock(n) },
		})
		parts = append(parts, p)
	})
	return parts
}

// exceptions reads dates that differ: a date alone is closed all day, one with
// dayparts is open at those.
func (y *yamlReader) exceptions(n *worker.Node) (all []hours.Exception) {
	y.list(n, hours.MaxExceptions, func(n *worker.Node) {
		var e hours.Exception
		if n.Kind == worker.Scalar {
			e.Date = y.date(n)
		} else {
			y.mapping(n, keys{
				"date":     func(n *worker.Node) { e.Date = y.date(n) },
				"dayparts": func(n *worker.Node) { e.Parts = y.parts(n) },
			})
		}
		all = append(all, e)
	})
	return all
}

func (y *yamlReader) days(n *worker.Node) (days hours.Weekdays) {
	y.list(n, 7, func(n *worker.Node) {
		words := strings.FieldsFunc(n.Value, func(r rune) bool { return r == ',' || r == ' ' })
		d, err := hours.ParseWeekdays(words...)
		if n.Kind != worker.Scalar || err != nil || len(words) == 0 {
			y.wrong(n, "phải là thứ trong tuần, ví dụ mon-fri hoặc t2, cn", "must be days of the week, such as mon-fri")
			return
		}
		days |= d
	})
	return days
}

func (y *yamlReader) clock(n *worker.Node) hours.Clock {
	c, err := hours.ParseClock(n.Value)
	if n.Kind != worker.Scalar || err != nil {
		y.wrong(n, "phải là giờ, ví dụ 06:30", "must be a time of day, such as 06:30")
	}
	return c
}

// maxTargets is far beyond what is written by hand.
const maxTargets = 200

func (y *yamlReader) targets(n *worker.Node) (all []content.Target) {
	y.list(n, maxTargets, func(n *worker.Node) {
		var t content.Target
		var named *worker.Node
		period := y.period
		y.mapping(n, keys{
			"area":   func(n *worker.Node) { named = n },
			"period": func(n *worker.Node) { period = y.periodOf(n) },
			"venue": func(n *worker.Node) {
				t.Venue = content.Venue(y.oneOf(n, string(content.Intersection), string(content.Reception), string(content.Apartment),
					string(content.Mall), string(content.Supermarket), string(content.Office)))
			},
			"kind": func(n *worker.Node) {
				t.Kind = content.ScreenKind(y.oneOf(n, string(content.LED), string(content.Monitor), string(content.Kiosk)))
			},
			"tag": func(n *worker.Node) { t.Tag = y.text(n, 60) },
		})
		if named != nil {
			y.key = "area"
			t.Area = y.area(named, period)
		}
		if t == (content.Target{}) && n.Kind == worker.Mapping && len(n.Content) == 0 {
			y.fault(n, "một đích còn trống: hãy ghi area, venue, kind hoặc tag", "a target is empty: write area, venue, kind or tag")
		}
		all = append(all, t)
	})
	return all
}

func (y *yamlReader) periodOf(n *worker.Node) area.Period {
	var words []string
	for _, p := range area.Periods() {
		words = append(words, string(p))
	}
	return area.Period(y.oneOf(n, words...))
}

// area finds a unit by its code or by its name as people write it. Nobody guesses between two.
func (y *yamlReader) area(n *worker.Node, period area.Period) string {
	name := strings.TrimSpace(n.Value)
	if exact, ok := y.areas.Area(area.Key{Period: period, Code: name}); ok {
		return exact.Key().String()
	}
	answer := y.areas.Find(area.Query{Period: period, Name: name})
	if strings.Trim(name, "0123456789") == "" {
		answer = y.areas.FindCode(period, name)
	}
	one, ok := answer.One()
	switch {
	case n.Kind != worker.Scalar || name == "" || answer.Unknown():
		var near []string
		for _, a := range y.areas.Near(period, clipped(name), 3) {
			near = append(near, a.Name)
		}
		list := strings.Join(near, ", ")
		y.wrong(n, "không phải đơn vị nào của danh mục "+string(period)+also("; có phải: ", list), "is no unit of the list "+string(period)+also("; did you mean: ", list))
	case !ok:
		y.wrong(n, "có thể là nhiều đơn vị: hãy ghi mã, hoặc thêm cấp trên sau dấu phẩy", "can mean several units: write the code, or the unit above after a comma")
	}
	return one.Key().String()
}

func also(before, list string) string {
	if list == "" {
		return ""
	}
	return before + list
}

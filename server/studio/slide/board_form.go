package slide

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/server/studio/shell"
)

// boardForm is the form of what a board shows: which measure, of the parts of which area, and how.
type boardForm struct {
	Measure  string
	Measures []figure.Measure
	Area     string
	Periods  []boardPeriod
	View     content.View
	Views    []viewChoice
	Deadline time.Time
	ToEnd    bool // of its campaign
}

// boardPeriod is a list of units, and those of them that have parts.
type boardPeriod struct {
	Period area.Period
	Areas  []area.Area
}

type viewChoice struct {
	View content.View
	Name shell.Text
}

var views = []viewChoice{
	{content.Gauge, shell.Say("Tổng so với chỉ tiêu", "Total against its target")},
	{content.Own, shell.Say("Địa bàn nơi đặt màn hình", "The area where the screen stands")},
	{content.Trend, shell.Say("Đường xu hướng qua các đợt", "Line of the releases so far")},
	{content.Pace, shell.Say("Đếm ngược và mức cần mỗi ngày", "Days left and what is needed a day")},
	{content.League, shell.Say("Danh sách đơn vị vừa một màn hình", "List of the areas, as many as fit")},
	{content.Roll, shell.Say("Danh sách mọi đơn vị, lần lượt từng trang", "List of all areas, page by page")},
	{content.Communes, shell.Say("Danh sách mọi phường, xã, lần lượt từng trang", "List of all communes, page by page")},
	{content.Grid, shell.Say("Bản đồ ô", "Map of tiles")},
	{content.Tiles, shell.Say("Ô có tên mọi đơn vị, lần lượt từng trang", "Tiles with the names of all areas, page by page")},
}

// boardOf is the form of a slide; nil where it is no board.
func (s Boards) boardOf(ctx context.Context, slide content.Slide) (*boardForm, error) {
	if slide.Kind != content.Board {
		return nil, nil
	}
	measures, err := s.Store.Measures(ctx)
	if err != nil {
		return nil, err
	}
	f := &boardForm{Measure: slide.Measure, Measures: measures, Area: slide.Area, View: slide.View, Views: views, Deadline: slide.Deadline, ToEnd: slide.ToEnd}
	for _, p := range slices.Backward(area.Periods()) { // the units of today first
		f.Periods = append(f.Periods, boardPeriod{p, slices.DeleteFunc(s.Areas.At(p, area.AnyLevel), func(a area.Area) bool { return len(s.Areas.Children(a.Key())) == 0 })})
	}
	for _, m := range f.Measures {
		if p := m.Period(); p.OfBodies() {
			f.Periods = append(f.Periods, boardPeriod{p, m.Units(s.Areas).At(p, area.CityLevel)})
		}
	}
	return f, nil
}

// readBoard is a board with what the form says that it shows.
func (s Boards) readBoard(ctx context.Context, f shell.Form, slide content.Slide) (content.Slide, error) {
	slide.Measure, slide.Area, slide.View = f.Field("measure"), f.Field("area"), content.View(f.Field("view"))
	var bad shell.Faults
	m, err := s.Store.Measure(ctx, slide.Measure)
	if content.CodeOf(err) == content.NotFound {
		bad.Add(shell.At("measure", shell.Invalid("Hãy chọn chỉ số.", "Choose the measure.")))
	} else if err != nil {
		return slide, err
	}
	if p := m.Period(); p.OfBodies() {
		slide.Area = area.City(p).String() // all of its bodies, whatever was chosen
	}
	key, err := area.ParseKey(slide.Area)
	parts := m.Units(s.Areas).Children(key)
	if err != nil || len(parts) == 0 {
		bad.Add(shell.At("area", shell.Invalid("Hãy chọn địa bàn có đơn vị trực thuộc.", "Choose an area that has parts.")))
	}
	slide.ToEnd = slide.View == content.Pace && f.Has("to_end")
	switch {
	case slide.ToEnd:
		slide.Deadline = time.Time{}
	case slide.View == content.Pace:
		slide.Deadline, err = f.Instant("deadline", shell.Say("Hạn", "The deadline"))
		if err == nil && slide.Deadline.IsZero() {
			err = shell.At("deadline", shell.Invalid("Hãy ghi ngày giờ mà bảng đếm ngược đến.", "Write the time that the board counts down to."))
		}
		bad.Add(err)
	default:
		slide.Deadline = time.Time{}
	}
	switch {
	case !slices.ContainsFunc(views, func(v viewChoice) bool { return v.View == slide.View }):
		bad.Add(shell.At("view", shell.Invalid("Hãy chọn kiểu bảng.", "Choose the view.")))
	case key.Period.OfBodies() && (slide.View == content.Own || slide.View == content.Communes):
		bad.Add(shell.At("view", shell.Invalid("Kiểu bảng này là của địa bàn; chỉ số này đếm theo cơ quan. Hãy chọn kiểu khác.",
			"This view is of areas, and the measure counts bodies. Choose another view.")))
	case slide.View == content.Grid && !s.Areas.Tiled(parts):
		bad.Add(shell.At("view", shell.Invalid("Bản đồ ô chỉ có cho 30 quận, huyện, thị xã năm 2024. Hãy chọn kiểu khác.",
			"There is a map of tiles for the 30 districts of 2024 only. Choose another view.")))
	}
	return slide, bad.Err()
}

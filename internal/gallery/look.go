package gallery

import "ngatu/content"

// Variant is a state of what a slide has to say.
type Variant string

// The variants of every look.
const (
	Long   Variant = "long"   // as much as staff can be expected to write, with stacked marks and long names
	Short  Variant = "short"  // one or two words, small numbers
	Empty  Variant = "empty"  // what must be there is not
	Stale  Variant = "stale"  // true once: figures whose time is over, a deadline that has passed
	Sample Variant = "sample" // made-up figures
)

// Variants are all of them, in the order of the contact sheet.
func Variants() []Variant { return []Variant{Long, Short, Empty, Stale, Sample} }

// Vi is the variant's name for staff.
func (v Variant) Vi() string {
	return map[Variant]string{Long: "dài", Short: "ngắn", Empty: "trống", Stale: "số liệu cũ", Sample: "số liệu mẫu"}[v]
}

// Canvas is a shape of screen with the name that staff know it by.
type Canvas struct {
	content.Canvas
	Vi    string
	Touch bool // people touch it: kiosks, not walls
}

// Canvases are the five shapes of the campaign: P10 at 20 m, P4 at 10 m, P5 at 15 m, a monitor in a
// lobby, a kiosk.
func Canvases() []Canvas {
	return []Canvas{
		{content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, "LED P10 nhìn từ 20 m", false},
		{content.Canvas{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10}, "LED P4 nhìn từ 10 m", false},
		{content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}, "LED P5 nhìn từ 15 m", false},
		{content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3}, "màn hình sảnh nhìn từ 3 m", true},
		{content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}, "ki-ốt nhìn từ 0,7 m", true},
	}
}

// route is how a look comes on the glass.
type route int

const (
	laidOut   route = iota // a slide that content/layout sets
	media                  // a picture or a clip, as it was imported
	kioskPage              // a sheet of the kiosk
	safeCard               // nothing may be shown
	takeover               // a notice over everything
	identify               // the note that tells staff which screen this is
)

// Look is a row of the contact sheet: a kind of slide in one of its styles or views.
type Look struct {
	ID    string // in names of files
	Vi    string // for staff
	route route

	kind  content.Kind
	style content.Style
	view  content.View
	sheet string // of the kiosk

	bodies bool // a board of bodies in place of areas
}

// Looks are all rows, in the order of the contact sheet.
func Looks() []Look {
	notice := func(id, vi string, s content.Style) Look {
		return Look{ID: id, Vi: vi, kind: content.Notice, style: s}
	}
	board := func(id, vi string, v content.View) Look {
		return Look{ID: id, Vi: vi, kind: content.Board, view: v}
	}
	return []Look{
		{ID: "picture", Vi: "Ảnh", route: media, kind: content.Picture},
		{ID: "video", Vi: "Video", route: media, kind: content.Video},
		notice("statement", "Thông báo", content.Statement),
		notice("steps", "Các bước", content.Steps),
		notice("list", "Danh sách", content.List),
		notice("number", "Con số", content.Number),
		notice("slogan", "Khẩu hiệu", content.Slogan),
		notice("hours", "Giờ mở cửa", content.OpenHours),
		notice("event", "Sự kiện", content.Event),
		notice("before-after", "Trước và nay", content.BeforeAfter),
		{ID: "install", Vi: "Mã cài đặt", kind: content.Install},
		board("gauge", "Bảng: toàn thành phố", content.Gauge),
		board("trend", "Bảng: đường xu hướng", content.Trend),
		board("pace", "Bảng: mức cần mỗi ngày", content.Pace),
		board("league", "Bảng: từng địa bàn", content.League),
		board("grid", "Bảng: bản đồ ô", content.Grid),
		board("roll", "Bảng: mọi địa bàn", content.Roll),
		board("tiles", "Bảng: ô có tên", content.Tiles),
		board("communes", "Bảng: mọi phường, xã", content.Communes),
		board("own", "Bảng: nơi đặt màn hình", content.Own),
		{ID: "bodies", Vi: "Bảng: sở, ngành", kind: content.Board, view: content.Roll, bodies: true},
		{ID: "countdown", Vi: "Đếm ngược", kind: content.Countdown},
		{ID: "guide", Vi: "Ki-ốt: hướng dẫn", route: kioskPage, kind: content.Guide, sheet: "pages"},
		{ID: "guide-home", Vi: "Ki-ốt: trang đầu", route: kioskPage, kind: content.Guide, sheet: "home"},
		{ID: "guide-area", Vi: "Ki-ốt: tiến độ một địa bàn", route: kioskPage, kind: content.Guide, sheet: "area"},
		{ID: "safe", Vi: "Thẻ an toàn", route: safeCard},
		{ID: "takeover", Vi: "Thông báo khẩn", route: takeover, kind: content.Notice, style: content.Statement},
		{ID: "identify", Vi: "Thẻ nhận diện màn hình", route: identify},
	}
}

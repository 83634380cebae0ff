package template

import (
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// sample is a template with the slide that its picture is of.
type sample struct {
	Name  string // in addresses
	Title shell.Text
	For   shell.Text // what it is good for
	Slide content.Slide
}

// samples are all templates at an instant: pictures name days that are still to come. The app is
// named as the settings have it; figures is the area of which there are some.
func samples(now time.Time, app, figures string) []sample {
	if app == "" {
		app = "ứng dụng"
	}
	now = now.In(area.Local)
	y, m, d := now.Date()
	saturday := now.AddDate(0, 0, 7+int(time.Saturday-now.Weekday()))
	notice := func(style content.Style, title, use shell.Text, w content.Words) sample {
		return sample{string(style), title, use, content.Slide{ID: "sample-" + string(style), Kind: content.Notice, Style: style, Words: w}}
	}
	const ward = "UBND phường"
	return []sample{
		notice(content.Statement, shell.Say("Một thông điệp", "One message"), shell.Say("Một câu, đọc trong ba giây", "One sentence, read in three seconds"),
			content.Words{Kicker: ward, Head: "Tiếp công dân sáng thứ Năm hằng tuần", Brief: "Tiếp công dân thứ Năm", Foot: "Tại trụ sở phường"}),
		notice(content.Slogan, shell.Say("Khẩu hiệu", "Slogan"), shell.Say("Chữ lớn hết cỡ màn hình", "As large as the screen allows"),
			content.Words{Head: "Dân biết, dân bàn, dân làm", Brief: "Dân biết, dân bàn"}),
		notice(content.Steps, shell.Say("Các bước", "Steps"), shell.Say("Đánh số, làm lần lượt", "Numbered, one after the other"),
			content.Words{Head: "Nộp hồ sơ trên mạng", Brief: "Nộp hồ sơ trên mạng", Lines: []string{"Đăng nhập", "Chọn thủ tục", "Gửi hồ sơ"}}),
		notice(content.List, shell.Say("Danh sách", "List"), shell.Say("Vài mục ngang nhau", "A few items without order"),
			content.Words{Head: "Mang theo khi đến", Brief: "Mang theo", Lines: []string{"Căn cước", "Điện thoại", "Giấy hẹn"}}),
		notice(content.Number, shell.Say("Một con số", "One number"), shell.Say("Kết quả, kèm nguồn và thời điểm", "A result, with source and as-of time"),
			content.Words{Number: "1.234", Head: "hồ sơ đã giải quyết", Brief: "hồ sơ đã giải quyết", Foot: "Số liệu mẫu"}),
		notice(content.OpenHours, shell.Say("Giờ mở cửa", "Opening hours"), shell.Say("Ngày và giờ làm việc", "Days and hours"),
			content.Words{Head: "Bộ phận một cửa", Brief: "Một cửa", Lines: []string{"Thứ Hai – thứ Sáu: 8:00 – 17:00", "Thứ Bảy: 8:00 – 12:00"}}),
		notice(content.Event, shell.Say("Sự kiện", "Event"), shell.Say("Một ngày trên tờ lịch, giờ và nơi", "One day as a leaf of the calendar, when and where"),
			content.Words{Head: "Ngày hội chuyển đổi số", Brief: "Ngày hội số", Number: "Thứ Bảy " + saturday.Format("2/1"), Lines: []string{"8:00 – 11:00", "Nhà văn hóa phường"}}),
		notice(content.BeforeAfter, shell.Say("Trước và nay", "Before and after"), shell.Say("Điều gì đã thay đổi", "What has changed"),
			content.Words{Head: "Nộp hồ sơ dễ hơn", Brief: "Dễ hơn", Lines: []string{"Trước: đến tận nơi", "Nay: nộp trên mạng"}}),
		{"countdown", shell.Say("Đếm ngược", "Countdown"), shell.Say("Số ngày còn lại, tự đổi mỗi ngày", "Days left, which change by themselves"), content.Slide{
			ID: "sample-countdown", Kind: content.Countdown, Deadline: time.Date(y, m, d+13, 0, 0, 0, 0, area.Local),
			Words: content.Words{Kicker: "Đợt cao điểm", Head: "Cài đặt, kích hoạt " + app, Brief: "Cài đặt " + app},
		}},
		{"install", shell.Say("Mã cài đặt", "Install code"), shell.Say("Mã QR riêng cho từng màn hình", "Each screen's own QR code"), content.Slide{
			ID: "sample-install", Kind: content.Install, Words: words.Install(app, ""),
		}},
		{"board", shell.Say("Bảng số liệu", "Board of figures"), shell.Say("Số liệu đã công bố mới nhất, tự đổi theo", "The newest released figures, which it follows"), content.Slide{
			ID: "sample-board", Kind: content.Board, View: content.Gauge, Measure: figure.Accounts.ID, Area: figures,
			Words: content.Words{Head: "Tiến độ toàn thành phố", Brief: "Tiến độ"},
		}},
	}
}

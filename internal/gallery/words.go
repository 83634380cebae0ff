package gallery

import (
	"time"

	"ngatu/content"
)

// Now is the instant that the gallery's server tells its pages: 09:00 on 19 December 2026 in Hanoi.
var Now = time.Date(2026, 12, 19, 2, 0, 0, 0, time.UTC)

// zone is Hanoi's.
var zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// What staff may write at most, and at least. The long ones hold the letters with the tallest and
// deepest marks.
var (
	longHead  = "Công an phường cấp căn cước lưu động tại nhà văn hóa tổ dân phố số 5 lúc 8 giờ ngày 12 tháng 3, đề nghị người dân mang theo giấy tờ tùy thân"
	longLines = []string{
		"Mở App\u00a0Store hoặc CH\u00a0Play, tìm “iHanoi”", "Cài đặt ứng dụng Công dân Thủ đô số – iHanoi",
		"Đăng nhập bằng tài khoản định danh điện tử VNeID mức độ 2", "Gửi phản ánh hiện trường kèm ảnh và vị trí",
		"Theo dõi kết quả xử lý trong 10 ngày", "Đánh giá sự hài lòng của người dân",
	}
	longFoot = "Kế hoạch 311/KH-UBND của UBND thành phố Hà Nội · Hỗ trợ: gọi 1022,\u00a0nhánh\u00a08"
)

// words are what a slide of a look says, and why it cannot be, where it cannot.
func (l Look) words(v Variant) (w content.Words, why string) {
	if v == Sample && l.kind == content.Notice && l.style == content.Number {
		return sampleNumber, ""
	}
	if v == Stale || v == Sample {
		if l.kind == content.Board || l.route == takeover && v == Sample {
			v = Short
		} else if l.kind != content.Countdown || v == Sample {
			return w, "Không áp dụng: tấm này không mang số liệu của bảng."
		}
	}
	if v == Empty && l.kind == content.Board {
		return w, "Không áp dụng: bảng chưa có số liệu thì không lên màn hình, có số liệu thì tự lên."
	}
	if v == Empty && l.kind == content.Notice {
		return w, ""
	}
	switch l.kind {
	case content.Notice:
		return l.notice(v), ""
	case content.Install:
		return install(v), ""
	case content.Board:
		return l.board(v), ""
	case content.Countdown:
		if v == Long {
			return content.Words{Kicker: "Đợt cao điểm cuối năm", Head: "Cài đặt, kích hoạt iHanoi cho mọi hộ gia đình trên địa bàn", Brief: "Kích hoạt iHanoi"}, ""
		}
		return content.Words{Head: "Cài đặt iHanoi", Brief: "Cài đặt iHanoi"}, ""
	}
	return w, ""
}

// sampleNumber is a made-up number as short as a mark leaves room for on the smallest canvas.
var sampleNumber = content.Words{
	Kicker: "Công dân Thủ đô số", Number: "1.234.567", Head: "tài khoản iHanoi trên địa bàn thành phố", Brief: "tài khoản iHanoi", Foot: "Đến 19/12, nguồn: 1022",
}

func (l Look) notice(v Variant) content.Words {
	long := v == Long
	switch l.style {
	case content.Steps, content.List:
		if long {
			return content.Words{Kicker: "Công dân Thủ đô số", Head: "Sáu việc cần làm để sử dụng iHanoi", Brief: "Tìm “iHanoi” trong CH\u00a0Play", Lines: longLines, Foot: longFoot}
		}
		return content.Words{Head: "Hai việc", Lines: []string{"Cài đặt", "Kích hoạt"}}
	case content.Number:
		if long {
			return content.Words{
				Kicker: "Kết quả đã công bố", Number: "1.633.840", Head: "tài khoản iHanoi đã được kích hoạt trên địa bàn toàn thành phố",
				Brief: "tài khoản iHanoi", Foot: "Tính đến 27/11/2024 · Nguồn: hanoi.gov.vn",
				Lines: []string{"26,8 % người từ 15 tuổi trở lên (khoảng 6,1 triệu người)", "30,8 % người có điện thoại thông minh (khoảng 5,3 triệu người)"},
			}
		}
		return content.Words{Number: "7", Head: "bước", Brief: "bước", Foot: "Nguồn: 1022"}
	case content.Slogan:
		if long {
			return content.Words{Kicker: "Công dân Thủ đô số – iHanoi", Head: "Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng", Brief: "Dân biết, dân bàn, dân làm, dân kiểm tra"}
		}
		return content.Words{Head: "Nghĩa vụ"}
	case content.OpenHours:
		if long {
			return content.Words{
				Kicker: "Phường Văn Miếu - Quốc Tử Giám", Head: "Giờ tiếp dân tại bộ phận Một cửa", Brief: "Một cửa mở 7:30 – 17:00", Foot: longFoot,
				Lines: []string{"Thứ Hai – Thứ Sáu: 7:30 – 11:30, 13:30 – 17:00", "Thứ Bảy: 7:30 – 11:30", "Chủ nhật, ngày lễ: nghỉ"},
			}
		}
		return content.Words{Head: "Một cửa", Brief: "Một cửa mở 7:30 – 17:00", Lines: []string{"Thứ Hai – Thứ Sáu: 7:30 – 17:00"}}
	case content.Event:
		if long {
			return content.Words{
				Kicker: "Phường Ô Chợ Dừa", Head: "Ngày hội chuyển đổi số cộng đồng của phường", Brief: "Ngày hội số", Number: "Thứ Bảy 19/12/2026",
				Lines: []string{"8 giờ 30 – 11 giờ 30", "Nhà văn hóa tổ dân phố số 5, ngõ 12 Ô Chợ Dừa"}, Foot: longFoot,
			}
		}
		return content.Words{Head: "Họp tổ 5", Brief: "Họp tổ 5", Number: "9/1", Lines: []string{"20 giờ"}}
	case content.BeforeAfter:
		if long {
			return content.Words{
				Kicker: "Công dân Thủ đô số", Head: "Làm thủ tục hành chính không phải chờ", Brief: "Lấy số trên iHanoi, khỏi chờ",
				Lines: []string{"Trước đây: Xếp hàng lấy số ở quầy từ 7 giờ sáng", "Từ 13/5/2025: Lấy số trên iHanoi, đến đúng giờ hẹn"}, Foot: longFoot,
			}
		}
		return content.Words{Head: "Lấy số", Brief: "Lấy số trên iHanoi", Lines: []string{"Xếp hàng", "iHanoi"}}
	}
	if l.route == takeover {
		if long {
			return content.Words{Head: "Bão số 3 đổ bộ: người dân ở tầng thấp khẩn trương sơ tán đến điểm tập trung của phường trước 18 giờ", Brief: "Bão: sơ tán trước 18 giờ", Foot: "UBND thành phố Hà Nội"}
		}
		return content.Words{Head: "Sơ tán ngay"}
	}
	if long {
		return content.Words{Kicker: "Phường Ô Chợ Dừa", Head: longHead, Brief: "Cấp căn cước 8 giờ 12/3, tổ 5", Foot: longFoot}
	}
	return content.Words{Head: "ẤN NÚT ỆẪỔ"}
}

func install(v Variant) content.Words {
	if v == Long {
		return content.Words{
			Kicker: "Công dân Thủ đô số", Head: "Quét mã để cài đặt iHanoi", Brief: "Cài đặt ứng dụng", Foot: "Hỗ trợ: gọi 1022,\u00a0nhánh\u00a08",
			Lines: []string{"Quét mã bằng điện thoại", "Cài đặt từ App\u00a0Store hoặc CH\u00a0Play", "Đăng nhập bằng VNeID"},
		}
	}
	return content.Words{Head: "Quét mã", Brief: "Cài đặt"}
}

func (l Look) board(v Variant) content.Words {
	if v == Long {
		return content.Words{Kicker: "Công dân Thủ đô số", Head: "Tiến độ cài đặt iHanoi của thành phố", Brief: "Tiến độ iHanoi"}
	}
	return content.Words{Head: "Tiến độ iHanoi", Brief: "iHanoi"}
}

// deadline is what a countdown of a variant counts to.
func deadline(v Variant) time.Time {
	switch v {
	case Long:
		return Now.AddDate(0, 0, 388)
	case Short:
		return Now.AddDate(0, 0, 12)
	case Sample:
		return Now.Add(3 * time.Hour)
	case Stale:
		return Now.Add(-time.Hour)
	}
	return time.Time{}
}

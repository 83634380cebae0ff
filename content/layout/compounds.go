package layout

import "strings"

// leading are words after which a line does not end well.
var leading = set("và của để là trên trong hoặc từ đến với bằng cho tại về theo có các những một được bị sẽ ở như – and of to the in on for with or by")

// compounds are words of two syllables that campaign notices are full of; a line is not broken
// inside one if it need not.
var compounds = pairs(`
an ninh, bảo hiểm, bảo vệ, cán bộ, cảnh báo, căn cước, cài đặt, chính quyền, chính thức, chi tiết, công an, công dân,
công nghệ, cơ quan, cộng đồng, cư dân, cửa hàng, dân bàn, dân biết, dân làm, dịch vụ, doanh nghiệp, đăng ký, đăng nhập,
điện thoại, điện tử, địa bàn, địa chỉ, định danh, đô thị, đường dây, giám sát, giao thông, giấy tờ, góp ý, hà nội, hành chính,
hạn chót, hiện trường, hồ sơ, hỗ trợ, hôm nay, hướng dẫn, khai báo, khẩn cấp, kiểm tra, kích hoạt, kết quả, lịch tiếp, liên hệ,
liên kết, mật khẩu, miễn phí, mở ứng, môi trường, ngày cuối, người dân, nhà nước, nhanh chóng, phản ánh, phản hồi, phường xã,
quận huyện, sáng kiến, số hóa, số liệu, tài khoản, tải về, tham gia, thành phố, thông báo, thông minh, thông tin, thủ đô, thủ tục,
thụ hưởng, thuận tiện, tích cực, tiện ích, tiến độ, tiếp công, tin tức, trở lên, sử dụng, cao điểm, triển khai, quy định, thời gian, khuyến cáo, phòng cháy, chữa cháy, phương tiện,
sức khỏe, học sinh, sinh viên, trẻ em, phụ nữ, thanh niên, tổ dân, dân phố, khu dân, hộ gia, gia đình, văn hóa, lễ hội, chúc mừng, tìm kiếm, toàn dân, trụ sở, tuyến đường, ứng dụng, xác nhận,
xác thực, yêu cầu, app store, ch play`)

func pairs(text string) map[string]bool {
	m := map[string]bool{}
	for p := range strings.SplitSeq(text, ",") {
		m[strings.Join(strings.Fields(p), " ")] = true
	}
	return m
}

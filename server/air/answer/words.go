package answer

import (
	"encoding/json"
	"fmt"
	"strings"
)

// words say why a slide is not on, in Vietnamese and in English, as a badge does.
var words = map[Why][2]string{
	NotApproved:  {"chưa được duyệt", "not approved"},
	NoDeadline:   {"chưa có ngày giờ đếm ngược đến", "counts down to no date yet"},
	NoSetting:    {"chờ một mục trong phần cài đặt", "waits for a setting"},
	NoFigures:    {"chưa có số liệu", "no figures yet"},
	OldFigures:   {"số liệu quá cũ", "its figures are too old"},
	NoCampaign:   {"chiến dịch đã xóa", "its campaign is gone"},
	NotRunning:   {"chiến dịch chưa được duyệt hoặc đã khép lại", "its campaign is not approved yet, or has ended"},
	TooLong:      {"dài hơn 24 giờ", "longer than 24 hours"},
	NotYet:       {"chưa đến ngày", "its dates have not begun"},
	Over:         {"đã hết hạn", "its dates are over"},
	NoScreen:     {"không có màn hình nào phù hợp", "no screen is meant"},
	NoPool:       {"màn hình không dành thời lượng cho chiến dịch này", "no airtime for its campaign"},
	OnStreet:     {"video không chiếu ngoài đường", "no video in the street"},
	NoKiosk:      {"chỉ hiện trên kiosk chạm", "only on touch screens"},
	CrowdedOut:   {"kiosk đã đủ bốn hướng dẫn xếp trước", "kiosks offer others before it, and no more"},
	NotMade:      {"hình chưa dựng xong cho màn hình", "its picture is still being made"},
	DoesNotFit:   {"không vừa màn hình", "does not fit"},
	NotCovered:   {"chưa được duyệt cho cỡ màn hình này", "its approval does not cover this size of screen"},
	NotLooked:    {"đang kiểm tra cho cỡ màn hình mới", "being checked for a new size of screen"},
	OutsideHours: {"chưa đến giờ", "not now"},
	Held:         {"đang tạm ngừng chiếu", "a hold keeps it off"},
	PreEmpted:    {"đang nhường tấm ưu tiên", "exclusive slides go before it"},
	Elsewhere:    {"dành cho màn hình khác", "for other screens"},
	LeftOut:      {"vòng chiếu đã đầy", "the loop is full"},
	NotSent:      {"chưa có trong những gì đã gửi lúc đó", "it was not in what had been sent then"},
}

// Words say why, in Vietnamese and in English.
func (w Why) Words() (vi, en string) { return words[w][0], words[w][1] }

// Words say why, with what the checks found where they did.
func (r Reason) Words() (vi, en string) {
	vi, en = r.Why.Words()
	if r.Found == "" {
		return vi, en
	}
	return fmt.Sprintf("chưa được duyệt cho màn hình %s, cần sửa hoặc lưu lại rồi gửi duyệt: %s", r.Size, strings.TrimSuffix(r.Found, ".")),
		fmt.Sprintf("its approval does not cover screens of %s; change it, or save it as it is, and have it approved: %s", r.Size, strings.TrimSuffix(r.FoundEn, "."))
}

// MarshalJSON writes a reason with its words, for programs.
func (r Reason) MarshalJSON() ([]byte, error) {
	type plain Reason
	vi, en := r.Words()
	return json.Marshal(struct {
		plain
		Vi string `json:"vi"`
		En string `json:"en"`
	}{plain(r), vi, en})
}

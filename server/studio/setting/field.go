package setting

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/content/preflight"
	"ngatu/internal/link"
	"ngatu/server/quota"
	"ngatu/server/studio/shell"
)

// field is a setting as the page asks for it.
type field struct {
	Key   string
	Name  shell.Text
	Hint  shell.Text
	Kind  string // text, link, domains, phones, hours, megabytes, count, label, quiet or yes
	Rare  bool   // few ever set it, and nobody in the first hour
	Fixed bool   // the person here may not change it
	Value string
	By    shell.Text // who set it; empty: nobody yet
	At    time.Time
}

// asked are all that are asked, in order.
var asked = []field{
	{Key: content.SettingApp, Name: shell.SettingNames[content.SettingApp], Kind: "text", Hint: shell.Say("Như người dân tìm: iHanoi", "As people search for it: iHanoi")},
	{Key: content.SettingAppFull, Name: shell.SettingNames[content.SettingAppFull], Kind: "text"},
	{Key: content.SettingCity, Name: shell.SettingNames[content.SettingCity], Kind: "text"},
	{Key: content.SettingHotline, Name: shell.SettingNames[content.SettingHotline], Kind: "text", Hint: shell.Say("Như in trên màn hình: 1022 nhánh 8", "As it is printed: 1022 nhánh 8")},
	{Key: content.SettingPhones, Name: shell.SettingNames[content.SettingPhones], Kind: "phones", Hint: shell.Say("Mỗi dòng một số, ví dụ: Công an phường Láng: 024 3825 1234. Tấm có số nằm ngoài danh sách này thì không được duyệt, trừ đường dây nóng và số khẩn cấp. Bỏ một số có hiệu lực ngay; sửa tên hoặc cách viết thì số đó vẫn dùng được trong lúc chờ duyệt.", "A number a line, with whose it is, such as Police: 024 3825 1234. Slides with numbers that are neither here, nor the hotline, nor for emergencies are not approved. Taking one out holds at once; one that is written otherwise stays in use until that is approved.")},
	{Key: content.SettingDomains, Name: shell.SettingNames[content.SettingDomains], Kind: "domains", Hint: shell.Say("Liên kết chỉ được dẫn đến các tên miền này, cách nhau bằng dấu cách. Chỉ quản trị được đổi.", "Links may lead to these only, separated by spaces. Only an admin may change it.")},
	{Key: content.SettingPublic, Name: shell.SettingNames[content.SettingPublic], Kind: "link", Hint: shell.Say("Nơi mã QR dẫn đến, ví dụ https://ngatu.hanoi.gov.vn", "Where codes lead, such as https://ngatu.hanoi.gov.vn")},
	{Key: content.SettingAppStore, Name: shell.SettingNames[content.SettingAppStore], Kind: "link"},
	{Key: content.SettingPlayStore, Name: shell.SettingNames[content.SettingPlayStore], Kind: "link"},
	{Key: content.SettingRanks, Name: shell.SettingNames[content.SettingRanks], Kind: "yes", Rare: true, Hint: shell.Say("Không chọn: bảng chỉ nêu nơi tiến bộ nhanh", "Unset: boards name those that move fastest")},
	{Key: content.SettingPortals, Name: shell.SettingNames[content.SettingPortals], Kind: "domains", Rare: true, Hint: shell.Say("Tên miền của cổng, cách nhau bằng dấu cách, ví dụ hanoi.gov.vn. Để trống: không trang nào nhúng được. Chỉ quản trị được đổi.", "Their domains, separated by spaces, such as hanoi.gov.vn. Empty: no page can embed them. Only an admin may change it.")},
	{Key: content.SettingLabel, Name: shell.SettingNames[content.SettingLabel], Kind: "label", Rare: true, Hint: shell.Say("Đứng trên tấm do AI tạo hoặc chỉnh sửa (Nghị định 142/2026). Để trống: “"+content.LabelAI+"”. Tấm đã có nhãn giữ nhãn cũ cho đến khi được lưu lại.", "Stands on what AI made or altered (decree 142/2026). Empty: the usual label. Slides that have one keep it until they are saved again.")},
	{Key: content.SettingQuiet, Name: shell.SettingNames[content.SettingQuiet], Kind: "quiet", Rare: true, Hint: shell.Say("Ví dụ 21:00-06:30. Để trống: như lúc khởi động máy chủ. Mỗi người đặt được giờ riêng ở trang Tài khoản.", "Such as 21:00-06:30. Empty: as the server was started. People can set their own on the page of their account.")},
	{Key: content.SettingStep, Name: shell.SettingNames[content.SettingStep], Kind: "hours", Rare: true, Hint: shell.Say("Để trống: như lúc khởi động máy chủ", "Empty: as the server was started")},
	{Key: content.SettingMaxAge, Name: shell.SettingNames[content.SettingMaxAge], Kind: "hours", Rare: true, Hint: shell.Say("Để trống: 48 giờ", "Empty: 48 hours")},
	{Key: content.SettingScreenMB, Name: shell.SettingNames[content.SettingScreenMB], Kind: "megabytes", Rare: true, Hint: shell.Say("Quá mức này thì kiểm tra cảnh báo. Để trống: 30 MB, khoảng bốn phút qua đường 1 Mbit/s. Có màn hình dùng 4G thì ghi theo gói dữ liệu.", "Beyond it the checks warn. Empty: 30 MB, some four minutes at 1 Mbit/s. Where screens are on mobile data, go by their plan.")},
	{Key: content.SettingAllMB, Name: shell.SettingNames[content.SettingAllMB], Kind: "megabytes", Rare: true, Hint: shell.Say("Để trống: 10240 MB", "Empty: 10240 MB")},
	{Key: content.SettingAreaMB, Name: shell.SettingNames[content.SettingAreaMB], Kind: "megabytes", Rare: true, Hint: shell.Say("Ảnh, clip và tài liệu trong các tấm của người thuộc một khu vực, cùng tệp đang gửi. Để trống: không giới hạn. Người phụ trách toàn thành phố không bị giới hạn.", "Pictures, clips and documents in the slides of an area's people, and files on their way. Empty: no limit. Who has the whole city has none.")},
	{Key: content.SettingAreaWaits, Name: shell.SettingNames[content.SettingAreaWaits], Kind: "count", Rare: true, Hint: shell.Say("Bản nháp chưa duyệt và tệp đang gửi của người thuộc một khu vực; hết hạn mức thì không nhận thêm tệp. Để trống: không giới hạn.", "Drafts that are not approved and files on their way, of an area's people; at the limit no more files are taken. Empty: no limit.")},
}

// check refuses a value with a sentence. domains are those that are allowed already and stay so: a
// domain and a link under it are never approved together.
func check(f field, value, domains string) error {
	if value == "" {
		return nil
	}
	if f.Kind == "phones" {
		_, err := preflight.ReadPhones(value)
		return err
	}
	if utf8.RuneCountInString(value) > 500 {
		return shell.Invalid("“"+f.Name.Vi+"” dài quá 500 ký tự.", "“"+f.Name.En+"” is longer than 500 characters.")
	}
	switch f.Kind {
	case "link":
		return checkLink(f, value, domains)
	case "domains":
		return checkDomains(value)
	case "label":
		if utf8.RuneCountInString(value) > content.MaxLabel {
			return shell.Invalid("Nhãn dài quá 40 ký tự: màn hình nhỏ không đọc được.", "The label is longer than 40 characters: small screens cannot show it legibly.")
		}
	case "quiet":
		var wrong *hours.Error
		if _, err := hours.ParseQuiet(value); errors.As(err, &wrong) {
			return shell.Invalid("“"+f.Name.Vi+"”: "+wrong.Vi, "“"+f.Name.En+"”: "+wrong.En)
		}
	case "megabytes":
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > preflight.MostMegabytes {
			return shell.Invalid("“"+f.Name.Vi+"” phải là số MB từ 1 đến 1000000.", "“"+f.Name.En+"” is a number of megabytes from 1 to 1000000.")
		}
	case "count":
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > quota.Most {
			return shell.Invalid("“"+f.Name.Vi+"” phải là số từ 1 đến 100000.", "“"+f.Name.En+"” is a number from 1 to 100000.")
		}
	case "hours":
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 8760 {
			return shell.Invalid("“"+f.Name.Vi+"” phải là số giờ từ 1 đến 8760.", "“"+f.Name.En+"” is a number of hours from 1 to 8760.")
		}
	}
	return nil
}

// checkLink lets a link through that is https and leads to an allowed domain. The threat: a forged
// code on a city's screen that leads to somebody's copy of the app.
func checkLink(f field, value, domains string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Opaque != "" {
		return shell.Invalid(
			"“"+f.Name.Vi+"”: liên kết phải bắt đầu bằng https:// và có tên miền, không kèm tên đăng nhập.",
			"“"+f.Name.En+"”: a link begins with https:// and names a domain, without a login in it.")
	}
	host := strings.ToLower(u.Hostname())
	if link.Leads(host, domains) {
		return nil
	}
	return shell.Invalid(
		"“"+f.Name.Vi+"”: tên miền "+host+" không có trong danh sách được phép. Hãy nhờ quản trị thêm tên miền đó trước, và chờ tên miền được duyệt.",
		"“"+f.Name.En+"”: the domain "+host+" is not on the allow-list. Ask an admin to add it first, and wait until it is approved.")
}

// checkDomains wants names such as hanoi.gov.vn: no addresses, no whole top-level domains.
func checkDomains(value string) error {
	for d := range strings.FieldsSeq(value) {
		_, isAddress := netip.ParseAddr(d)
		odd := strings.ContainsFunc(d, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.'
		})
		if isAddress == nil || odd || !strings.Contains(d, ".") || strings.HasPrefix(d, ".") || strings.HasSuffix(d, ".") {
			return shell.Invalid(
				"“"+d+"” không phải tên miền dùng được. Hãy ghi dạng hanoi.gov.vn, chữ thường, không có https://.",
				"“"+d+"” is no domain that can be used. Write it as hanoi.gov.vn, in small letters, without https://.")
		}
		if link.OpenToAll(d) {
			return shell.Invalid(
				"Dưới “"+d+"”, ai cũng đăng ký được tên miền riêng, nên không thể cho phép cả “"+d+"”. Hãy ghi tên miền cụ thể, ví dụ hanoi.gov.vn.",
				"Anybody can have a domain of their own below “"+d+"”, so it cannot be allowed as a whole. Write the exact domain, such as hanoi.gov.vn.")
		}
	}
	return nil
}

package studio

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"ngatu/content"
)

// settingField is a setting as the page asks for it.
type settingField struct {
	Key   string
	Name  text
	Hint  text
	Kind  string // text, link, domains, hours or yes
	Value string
	By    string
	At    string
}

// settingFields are all that are asked, in order.
var settingFields = []settingField{
	{Key: content.SettingApp, Name: text{"Tên ngắn của ứng dụng", "Short name of the app"}, Kind: "text", Hint: text{"Như người dân tìm: iHanoi", "As people search for it: iHanoi"}},
	{Key: content.SettingAppFull, Name: text{"Tên đầy đủ", "Full name"}, Kind: "text"},
	{Key: content.SettingCity, Name: text{"Cơ quan phát ngôn", "The city that speaks"}, Kind: "text"},
	{Key: content.SettingHotline, Name: text{"Đường dây hỗ trợ", "Hotline"}, Kind: "text", Hint: text{"Như in trên màn hình: 1022 nhánh 8", "As it is printed: 1022 nhánh 8"}},
	{Key: content.SettingDomains, Name: text{"Tên miền được phép", "Allowed domains"}, Kind: "domains", Hint: text{"Liên kết chỉ được dẫn đến các tên miền này, cách nhau bằng dấu cách. Chỉ quản trị được đổi.", "Links may lead to these only, separated by spaces. Only an admin may change it."}},
	{Key: content.SettingPublic, Name: text{"Địa chỉ công khai", "Public address"}, Kind: "link", Hint: text{"Nơi mã QR dẫn đến, ví dụ https://ngatu.hanoi.gov.vn", "Where codes lead, such as https://ngatu.hanoi.gov.vn"}},
	{Key: content.SettingAppStore, Name: text{"Liên kết App Store", "App Store link"}, Kind: "link"},
	{Key: content.SettingPlayStore, Name: text{"Liên kết CH Play", "Google Play link"}, Kind: "link"},
	{Key: content.SettingRanks, Name: text{"Công khai xếp hạng mọi đơn vị", "Rank every unit in public"}, Kind: "yes", Hint: text{"Không chọn: bảng chỉ nêu nơi tiến bộ nhanh", "Unset: boards name those that move fastest"}},
	{Key: content.SettingMaxAge, Name: text{"Số liệu cũ sau (giờ)", "Figures are old after (hours)"}, Kind: "hours", Hint: text{"Để trống: 48 giờ", "Empty: 48 hours"}},
}

// checkSetting refuses a value with a sentence. domains is the allow-list as it will be.
func checkSetting(f settingField, value, domains string) error {
	if value == "" {
		return nil
	}
	if utf8.RuneCountInString(value) > 500 {
		return invalid("“"+f.Name.Vi+"” dài quá 500 ký tự.", "“"+f.Name.En+"” is longer than 500 characters.")
	}
	switch f.Kind {
	case "link":
		return checkLink(f, value, domains)
	case "domains":
		return checkDomains(value)
	case "hours":
		if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 8760 {
			return invalid("“"+f.Name.Vi+"” phải là số giờ từ 1 đến 8760.", "“"+f.Name.En+"” is a number of hours from 1 to 8760.")
		}
	}
	return nil
}

// checkLink lets a link through that is https and leads to an allowed domain. The threat: a forged code on a city's screen
// that leads to somebody's copy of the app.
func checkLink(f settingField, value, domains string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Opaque != "" {
		return invalid(
			"“"+f.Name.Vi+"”: liên kết phải bắt đầu bằng https:// và có tên miền, không kèm tên đăng nhập.",
			"“"+f.Name.En+"”: a link begins with https:// and names a domain, without a login in it.")
	}
	host := strings.ToLower(u.Hostname())
	for d := range strings.FieldsSeq(strings.ToLower(domains)) {
		if host == d || strings.HasSuffix(host, "."+d) {
			return nil
		}
	}
	return invalid(
		"“"+f.Name.Vi+"”: tên miền "+host+" không có trong danh sách được phép. Hãy nhờ quản trị thêm tên miền đó trước.",
		"“"+f.Name.En+"”: the domain "+host+" is not on the allow-list. Ask an admin to add it first.")
}

// checkDomains wants names such as hanoi.gov.vn: no addresses, no whole top-level domains.
func checkDomains(value string) error {
	for d := range strings.FieldsSeq(value) {
		_, isAddress := netip.ParseAddr(d)
		odd := strings.ContainsFunc(d, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.'
		})
		if isAddress == nil || odd || !strings.Contains(d, ".") || strings.HasPrefix(d, ".") || strings.HasSuffix(d, ".") || publicSuffix[d] {
			return invalid(
				"“"+d+"” không phải tên miền dùng được. Hãy ghi dạng hanoi.gov.vn, chữ thường, không có https://.",
				"“"+d+"” is no domain that can be used. Write it as hanoi.gov.vn, in small letters, without https://.")
		}
	}
	return nil
}

// publicSuffix are domains below which anybody can have one: allowing them would allow everybody.
var publicSuffix = map[string]bool{"com.vn": true, "net.vn": true, "org.vn": true, "edu.vn": true, "gov.vn": true, "co.uk": true, "github.io": true}

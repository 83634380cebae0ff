package reading

import "strings"

// Role is what a column is for.
type Role string

// The roles. A column without one, that is not ignored by name, makes the sheet doubtful.
const (
	Unknown       Role = ""
	Unit          Role = "unit"
	Code          Role = "code"
	Parent        Role = "parent" // the unit above
	Value         Role = "value"
	Target        Role = "target"
	Denominator   Role = "denominator"
	DenominatorOf Role = "denominator_name" // of whom the denominator is the number
	AsOf          Role = "as_of"
	Source        Role = "source"
	Rate          Role = "rate"    // ignored, but checked against value ÷ target
	Ignored       Role = "ignored" // running numbers, remarks
)

// commune and district are what a header says of a unit's level: where both stand, the district is
// the parent.
const (
	commune  Role = "commune"
	district Role = "district"
)

// names is the published dictionary (docs/figures.md): the names by which a column is taken without
// asking, in lower case. Not in it on purpose, because reports use them for other things too: Kết
// quả, Giá trị, Thực hiện, Số lượng, Lũy kế alone, Mẫu số, Ngày, Mã số.
var names = map[Role]string{
	Unit:     "đơn vị|tên đơn vị|đơn vị hành chính|cơ quan, đơn vị|tên cơ quan, đơn vị|unit|area|name",
	district: "quận/huyện|quận, huyện|quận, huyện, thị xã|quận/huyện/thị xã|tên quận/huyện|quận huyện|quận|huyện|district",
	commune: "phường/xã|xã/phường|phường, xã|xã, phường|phường, xã, thị trấn|xã, phường, thị trấn|phường/xã/thị trấn|" +
		"tên phường/xã|phường xã|phường|xã|ward|commune",
	Parent: "cấp trên|đơn vị cấp trên|trực thuộc|parent",
	Code:   "mã|mã đơn vị|mã đvhc|mã quận|mã huyện|mã quận/huyện|mã phường|mã xã|mã phường/xã|code|area code",
	Value: "số tài khoản|tổng số tài khoản|số tài khoản lũy kế|tổng số tài khoản lũy kế|lũy kế số tài khoản|" +
		"số tài khoản / lũy kế|số tài khoản / tổng số|kết quả / số tài khoản|accounts|total accounts",
	Target: "chỉ tiêu|chỉ tiêu giao|chỉ tiêu được giao|số tài khoản / chỉ tiêu|kết quả / chỉ tiêu|số tài khoản / chỉ tiêu giao|target",
	Denominator: "dân số từ 15 tuổi trở lên|dân số 15 tuổi trở lên|dân số 15+|số dân từ 15 tuổi trở lên|" +
		"số người từ 15 tuổi trở lên|residents aged 15 and over|denominator",
	DenominatorOf: "tên mẫu số|denominator name",
	AsOf:          "tính đến|thời điểm số liệu|as of|as-of",
	Source:        "nguồn số liệu|nguồn|source",
	Rate:          "tỷ lệ|tỷ lệ %|tỷ lệ (%)|tỷ lệ đạt|tỷ lệ đạt (%)|tỷ lệ hoàn thành|tỷ lệ hoàn thành (%)",
	Ignored:       "stt|tt|số tt|số thứ tự|ghi chú|no.|no|note|notes|remarks",
}

// dictionary finds the role of a name.
var dictionary = func() map[string]Role {
	all := map[string]Role{}
	for role, list := range names {
		for _, n := range strings.Split(list, "|") {
			all[n] = role
		}
	}
	return all
}()

// spellings makes one of the two accepted ways to write a word.
var spellings = strings.NewReplacer("luỹ", "lũy", "tỉ lệ", "tỷ lệ", "khoá", "khóa", "hoá", "hóa", "hoà", "hòa", "uỷ", "ủy", "huỷ", "hủy")

// plain is a text in the form in which names and words are compared: lower case, single blanks, one
// spelling.
func plain(text string) string {
	return spellings.Replace(strings.ToLower(strings.Join(strings.Fields(text), " ")))
}

// roleOf is the role of a column by its whole name.
func roleOf(name string) Role {
	p := plain(name)
	p = strings.TrimSpace(strings.TrimRight(p, "*"))
	return dictionary[p]
}

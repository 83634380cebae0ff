package preflight

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ngatu/content/area"
)

// emergency are the numbers that everybody may name: child protection, search and rescue, police,
// fire, ambulance.
var emergency = []string{"111", "112", "113", "114", "115"}

var (
	// a number in groups, with the signs that people write between them
	grouped = regexp.MustCompile(`\+?\(?\d[\d]*(?:[ .\-()]{1,2}\d+)*`)
	// a short number to call, after a word that says so
	called = regexp.MustCompile(`(?:\bgoi|hotline|duong day nong|tong dai|dien thoai|\bdt|\bsdt|\btel|lien he|zalo)[ :.]{1,3}(?:so |dien thoai |ngay )?(\d{3,6})\b`)
	branch = regexp.MustCompile(`^[ ,]*(?:nhanh|bam(?: phim)?|phim|so)[ ]*(?:so )?(\d)`)
)

// phones: every number to call is the hotline, on the list, or one for emergencies.
func phones(f Facts) (out []Finding) {
	var reported []string
	for _, t := range f.texts() {
		for _, n := range numbers(t) {
			if f.callable(n) || slices.Contains(reported, n.said) {
				continue
			}
			reported = append(reported, n.said)
			vi := fmt.Sprintf("Số “%s” không phải đường dây nóng “%s” và không có trong danh sách số được phép in. Hãy bỏ đi, ghi đúng số, hoặc nhờ thêm số vào danh sách trong cài đặt.", n.said, f.Hotline)
			en := fmt.Sprintf("The number “%s” is neither the hotline “%s” nor on the list of the settings. Remove it, write the right one, or have it added to the settings.", n.said, f.Hotline)
			switch {
			case f.Hotline == "" && len(f.Phones) > 0:
				vi = fmt.Sprintf("Số “%s” không có trong danh sách số được phép in. Hãy bỏ đi, ghi đúng số, hoặc nhờ thêm số vào danh sách trong cài đặt.", n.said)
				en = fmt.Sprintf("The number “%s” is not on the list of the settings. Remove it, write the right one, or have it added to the settings.", n.said)
			case f.Hotline == "":
				vi = fmt.Sprintf("Chưa có đường dây nóng trong cài đặt nên không ghi được số “%s”. Hãy nhờ quản trị đặt đường dây nóng trước.", n.said)
				en = fmt.Sprintf("The settings name no hotline, so the number “%s” cannot be shown. Ask an admin to set the hotline first.", n.said)
			}
			out = append(out, Finding{Level: Error, Marks: f.marks(n.in), Vi: vi, En: en})
		}
	}
	for _, t := range f.Doubtful {
		for _, n := range numbers(t) {
			if f.callable(n) || slices.Contains(reported, n.said) {
				continue
			}
			reported = append(reported, n.said)
			out = append(out, Finding{
				Level: Warning, Marks: f.marks(n.in),
				Vi: fmt.Sprintf("Trong ảnh có vẻ ghi số “%s”, không có trong danh sách số được phép in. Chữ trong ảnh do máy đọc nên có thể sai: hãy xem lại ảnh.", n.said),
				En: fmt.Sprintf("The picture seems to give the number “%s”, which is not one of the settings; it may be misread. Look at the picture.", n.said),
			})
		}
	}
	return out
}

// number is one to call.
type number struct {
	said   string // as it is written
	digits string
	branch string // "8" of "1022, nhánh 8"; "": none is named
}

// in says whether a line has the number.
func (n number) in(line string) bool {
	return slices.ContainsFunc(numbers(line), func(o number) bool { return o.digits == n.digits })
}

// numbers are those to call in a text: mobile and fixed lines (0…, +84…, 84…), numbers of
// services (1800…, 1900…), foreign ones (+…), and short ones after a word such as "gọi".
func numbers(text string) (out []number) {
	plain := area.Plain(readable(text))
	days := dated.ReplaceAllStringFunc(plain, func(s string) string { return strings.Repeat("#", len(s)) })
	for _, at := range grouped.FindAllStringIndex(days, -1) {
		said := strings.Trim(days[at[0]:at[1]], " .-(")
		if d := digitsOf(said); isNumber(said, d) && !within(days, at) {
			out = append(out, number{said: said, digits: d})
		}
	}
	for _, at := range called.FindAllStringSubmatchIndex(days, -1) {
		d := days[at[2]:at[3]]
		if slices.ContainsFunc(out, func(n number) bool { return strings.HasPrefix(n.digits, d) }) {
			continue
		}
		n := number{said: d, digits: d}
		if b := branch.FindStringSubmatch(days[at[3]:]); b != nil {
			n.branch = b[1]
			n.said += " nhánh " + b[1]
		}
		out = append(out, n)
	}
	return out
}

// within says whether a number is part of a longer word, such as the number of a document.
func within(text string, at []int) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || strings.IndexByte("/_#,", text[i]) >= 0)
	}
	if letter(at[0] - 1) {
		return true
	}
	return letter(at[1]) && text[at[1]] != ',' && text[at[1]] != '/'
}

func isNumber(said, digits string) bool {
	n := len(digits)
	switch {
	case strings.HasPrefix(said, "+"):
		return n >= 8 && n <= 15
	case strings.HasPrefix(digits, "0"):
		return n >= 9 && n <= 11
	case strings.HasPrefix(digits, "84"):
		return n == 11 || n == 12
	case strings.HasPrefix(digits, "1800"), strings.HasPrefix(digits, "1900"):
		return n >= 8 && n <= 10
	}
	return false
}

// callable says whether a number may be printed: the hotline, one of the list, or one for
// emergencies.
func (f Facts) callable(n number) bool {
	main, extension := f.hotline()
	return slices.Contains(emergency, n.digits) && n.branch == "" || number{digits: main, branch: extension}.answers(n) ||
		slices.ContainsFunc(f.Phones, func(p Listed) bool { return p.number.answers(n) })
}

// hotline is the number of the setting and its branch.
func (f Facts) hotline() (digits, extension string) {
	plain := area.Plain(f.Hotline)
	at := strings.IndexFunc(plain, func(r rune) bool { return r >= '0' && r <= '9' })
	if at < 0 {
		return "", ""
	}
	main := grouped.FindString(plain[at:])
	if b := branch.FindStringSubmatch(plain[at+len(main):]); b != nil {
		extension = b[1]
	}
	return digitsOf(main), extension
}

// national writes a number as it is dialled at home.
func national(digits string) string {
	if rest, abroad := strings.CutPrefix(digits, "84"); abroad && len(rest) >= 9 {
		return "0" + rest
	}
	return digits
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

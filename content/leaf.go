package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Leaf is the day of an event in the parts that a leaf of the calendar shows: "Thứ Bảy", "14/12" and
// "2026". Weekday and Year are empty where the words have none.
type Leaf struct{ Weekday, Day, Year string }

// oneDay is a day as notices print it. Nothing may be left over: the leaf shows the day alone, so of
// "14/12 và 21/12" or "14/12 âm lịch" people would come on the wrong one.
var oneDay = regexp.MustCompile(`(?i)^(?:(thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|t[2-7]|chủ nhật|cn)[ ,–-]+)?(?:ngày )?` +
	`(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d{2}))?| tháng (\d{1,2})(?:,? năm (\d{4}))?)$`)

// LeafOf parts the large number of an event. The text has one day, such as "14/12", "Thứ Bảy
// 14/12/2026" or "Ngày 14 tháng 12 năm 2026"; for anything else the error is of code Invalid and
// says how to write it.
func LeafOf(text string) (Leaf, error) {
	bad := &Error{
		Code: Invalid,
		Vi: fmt.Sprintf("Màn hình không đọc được ngày “%s”. Hãy ghi đúng một ngày, ví dụ: 14/12, Thứ Bảy 14/12/2026 hoặc Ngày 14 tháng 12. "+
			"Giờ, nơi và các ngày khác ghi vào các dòng; nếu diễn ra nhiều ngày, hãy chọn kiểu Một thông điệp.", text),
		En: fmt.Sprintf("Screens cannot read the day “%s”. Write just one day, such as 14/12, Thứ Bảy 14/12/2026 or Ngày 14 tháng 12. "+
			"Time, place and other days belong in the lines; what takes several days is better as One message.", text),
	}
	part := oneDay.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if part == nil {
		return Leaf{}, bad
	}
	dom, month, year := part[2], part[3]+part[5], part[4]+part[6]
	d, _ := strconv.Atoi(dom)
	m, _ := strconv.Atoi(month)
	y := 2000 // it has a 29 February
	if year != "" {
		y, _ = strconv.Atoi(year)
	}
	if len(year) == 2 {
		y += 2000
	}
	if is := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC); is.Day() != d || int(is.Month()) != m {
		return Leaf{}, bad // no such day
	}
	return Leaf{Weekday: part[1], Day: dom + "/" + month, Year: year}, nil
}

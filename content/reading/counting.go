package reading

import (
	"regexp"
	"slices"
	"strings"
)

// counting finds what a line says of the unit of counting: "ĐVT: tài khoản".
var counting = regexp.MustCompile(`(?:đơn vị tính|đvt|don vi tinh|dvt)\)? ?:? ?([^)]*)`)

// counted are the units of counting that are one each.
var counted = []string{
	"", "tài khoản", "tài khoản ihanoi", "tai khoan", "tk", "account", "accounts", "người", "nguoi", "người dân", "công dân", "cán bộ", "lượt cài đặt",
}

// checkUnit asks where a line counts in something else than accounts or people: households, tens.
// What it says of thousands is a doubtful word already.
func (t *table) checkUnit() {
	for _, l := range slices.Concat(t.sheet.Lines[:t.h.first], t.body()) {
		for i, c := range l.Cells {
			m := counting.FindStringSubmatch(plain(c.Text))
			if c.Kind != Text || m == nil {
				continue
			}
			of := strings.Trim(m[1], " .;,")
			if of == "" {
				of = plain(following(l, i).Text)
			}
			if !slices.Contains(counted, of) && len(doubts(c.Text)) == 0 && len(doubts(of)) == 0 {
				t.choice(Value, "Bảng ghi đơn vị tính “%s”", "The sheet counts in “%s”",
					"nếu là số tài khoản hoặc số người, hãy ghi “Đơn vị tính: tài khoản”.", "if it counts accounts or people, write “Đơn vị tính: tài khoản”.", clip(of))
			}
		}
	}
}

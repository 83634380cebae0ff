package sheet_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"ngatu/content/area"
)

// misread is a text whose bytes another program took for letters of Western Europe, and saved so.
// latin says that it left the places without a letter as they are.
func misread(b []byte, latin bool) string {
	table := charmap.Windows1252
	if latin {
		table = charmap.ISO8859_1
	}
	var out strings.Builder
	for _, c := range b {
		r := table.DecodeByte(c)
		if r == '\ufffd' {
			r = rune(c)
		}
		out.WriteRune(r)
	}
	return out.String()
}

// lost is a text of which a program kept only the letters that English Windows has.
func lost(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff {
			return '?'
		}
		return r
	}, text)
}

// people are lines of a signature under the columns of the table.
func people(lines ...string) []byte { return below(append([]string{""}, lines...)...) }

// kindsAbove are the districts under heads such as "QUẬN", with the sums of those that follow; or
// with the sums below them.
func kindsAbove(quan, others string, below bool) []byte {
	return text(with(func(l *list) {
		rows := byKind(l.rows, sumOfKind(area.Quan), sumOfKind(area.Huyen)+sumOfKind(area.ThiXa), !below)
		for i := range rows {
			switch {
			case strings.Contains(rows[i][1], "huyện, thị xã"):
				rows[i][1] = others
			case strings.Contains(rows[i][1], "ác quận"):
				rows[i][1] = quan
			}
		}
		l.rows = rows
	}))
}

// cut are the counts as a program writes them between commas without quotes: 91,234 becomes 91 and,
// under the next name, 234.
func cut(header ...string) []byte {
	l := with(func(l *list) {
		l.header = header
		for i := range l.rows {
			l.rows[i][2] = grouped(value(i), "§")
		}
	})
	return []byte(l.commas())
}

// remarked is a comma-separated sheet whose remarks have lines and commas of their own.
func remarked(remark string) []byte {
	var b strings.Builder
	b.WriteString("Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\nĐơn vị,Số tài khoản,Chỉ tiêu,Ghi chú\n")
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		fmt.Fprintf(&b, "%s,%d,%d,\"%s\"\n", d.Name, value(i), 2*value(i), remark)
	}
	return []byte(b.String())
}

// drawn is a table with bars around it, as mail programs and wikis draw it.
func drawn(rule string) []byte {
	var b strings.Builder
	b.WriteString("Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\n\n| Đơn vị | Số tài khoản |\n" + rule + "\n")
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		fmt.Fprintf(&b, "| %s | %d |\n", d.Name, value(i))
	}
	return []byte(b.String())
}

// columned adds a column with the same text in every row but one.
func columned(name, usual, fifth string) []byte {
	return text(with(func(l *list) {
		l.header = append(l.header, name)
		for i := range l.rows {
			l.rows[i] = append(l.rows[i], usual)
		}
		l.rows[5][len(l.rows[5])-1] = fifth
	}))
}

func oddTexts() []made {
	whole := plainList().csv(";")
	total := fmt.Sprint(sumOfValues(30))
	all := []made{
		// encodings
		takes("UTF-16 little, no mark, letters apart", wideText(norm.NFD.String(plainList().csv("\t")), binary.LittleEndian, false)),
		takes("UTF-16 big, no mark, letters apart", wideText(norm.NFD.String(plainList().csv("\t")), binary.BigEndian, false)),
		takes("UTF-8 taken for Windows-1252", []byte(misread([]byte(whole), false))), takes("UTF-8 taken for Latin-1", []byte(misread([]byte(whole), true))),
		takes("Windows-1258 taken for Windows-1252", []byte(misread(windows1258(whole), false))),
		stops("letters lost", "dấu hỏi", []byte(lost(strings.ReplaceAll(whole, "Đ", "D")))), stops("letters lost in Western bytes", "dấu hỏi", func() []byte {
			b, _ := charmap.Windows1252.NewEncoder().Bytes([]byte(lost(whole)))
			return b
		}()),

		// what stands around the table
		stops("an increase before a date", "phát sinh", titled("SỐ TÀI KHOẢN PHÁT SINH, NGÀY 21 THÁNG 11 NĂM 2024")), stops("an increase behind a date", "phát sinh", titled("Hà Nội, ngày 21/11/2024: số liệu phát sinh")),
		takes("a place and a short date", titled("Ba Đình, ngày 22/11/2024")), takes("the city and a short date", titled("TP. Hà Nội, ngày 22/11/2024")),
		stops("a span with a dash", "từ … đến", titled("KẾT QUẢ (15/11/2024 - 21/11/2024)")), stops("a span of days", "từ … đến", titled("KẾT QUẢ 15-21/11/2024")), stops("a span by arrows", "từ … đến", titled("Kết quả 15/11 → 21/11/2024")),
		stops("a span from - to", "từ … đến", titled("Kết quả từ ngày 15/11 - 21/11/2024")), takes("a letter's number with a dash", titled("(Kèm theo Công văn số 15-21/CV-PC06 ngày 21/11/2024)")),
		stops("a rate for a week", "tuần", titled("Số tài khoản 1/tuần")), stops("thousands beside the rows", "nghìn", text(with(func(l *list) { l.rows[0] = append(l.rows[0], "", "(ĐVT: nghìn tài khoản)") }))),
		stops("one district by an earlier time", "chưa rõ|hai thời điểm", below("(*) Quận Hà Đông: số liệu đến 16h00 ngày 20/11/2024")),

		// as-of times
		stops("a span for a time", "thời điểm|khoảng thời gian|từ … đến", dated("Tính đến ngày 15 - 21/11/2024")), stops("a span until an hour", "từ … đến", dated("Số liệu từ 15/11 đến 17h00 ngày 21/11/2024")),
		stops("13 in the afternoon", "chưa rõ", dated("Tính đến 17h00 CH ngày 21/11/2024")), stops("an hour of no half", "chưa rõ", dated("Tính đến 12 giờ đêm ngày 21/11/2024")),

		// rows
		takes("heads of kinds", kindsAbove("QUẬN", "HUYỆN, THỊ XÃ", false)), takes("heads of kinds with numbers", kindsAbove("A. Quận nội thành", "B. Huyện, thị xã ngoại thành", false)),
		takes("sums of kinds below", kindsAbove("Các quận", "Các huyện, thị xã", true)), stops("wrong sums of kinds", "tổng", []byte(strings.Replace(string(kindsAbove("QUẬN", "HUYỆN, THỊ XÃ", false)), ";QUẬN;", ";QUẬN;1", 1))),
		takes("a person called as a district", people("Người lập biểu||Trưởng phòng", "|(Đã ký)|", "|Hoàng Mai|Phạm Ba Đình")),
		takes("a signature under the units", people("|Hà Nội, ngày 22 tháng 11 năm 2024|", "|NGƯỜI TỔNG HỢP|THỦ TRƯỞNG", "|Đông Anh|")),
		stops("the police of the city among districts", "cơ quan", below("31|Công an thành phố Hà Nội|1500")), stops("the police of the city in place of a district", "cơ quan", named(4, "Công an thành phố")),
		stops("the committee of the city", "cơ quan", below("|UBND Thành phố|"+total)),
		takes("a town in short", text(names(func(a area.Area) string { return strings.Replace(a.Name, "Thị xã", "T.xã", 1) }))),
		stops("an average as a row", "Bình quân", below("|Bình quân|40000")), takes("a rule of dashes", inside("---", "-----------", "------")), takes("a rule of equals", inside("====", "====", "====")),
		takes("bars around", drawn("|---|---:|")), takes("bars and pluses", drawn("+--------+------+")), takes("a total with a colon", below("|Tổng cộng (30 đơn vị):|"+total)),
		takes("nothing but spaces in the last columns", []byte(strings.ReplaceAll(whole, "\n", "; ;\u00a0;\n"))),

		// marks
		takes("commas in remarks of lines", remarked("Trạm 1, phường A\nTrạm 2, phường B")), stops("a quote that takes short rows", "nháy", func() []byte {
			return []byte(strings.Replace(strings.Replace(string(columned("Ghi chú", "", "")), "Quận Tây Hồ", `"Quận Tây Hồ`, 1), "Quận Hà Đông", `Quận Hà Đông"`, 1))
		}()),
		stops("thousands cut by commas before remarks", "dấu phẩy", cut("TT", "Đơn vị", "Số tài khoản", "Ghi chú")), stops("thousands cut by commas before a rate", "dấu phẩy", cut("TT", "Đơn vị", "Số tài khoản", "Tỷ lệ")),

		// values
		takes("text in one row alone", valuedAs(3, "\u00a0'"+grouped(value(3), ".")+" ")), takes("tabs in a value", valuedAs(3, " \t"+fmt.Sprint(value(3))+"\u202f")),
		stops("a target of half a person", "chỉ tiêu", columned("Chỉ tiêu", "90000", "90000,5")), stops("a target that is a share", "phần trăm", columned("Chỉ tiêu", "100%", "80%")),
		stops("targets of two years", "Không rõ cột", headed("TT", "Đơn vị", "Số tài khoản", "Chỉ tiêu 2024", "Chỉ tiêu 2025")),
		takes("one source in every row", columned("Nguồn số liệu", "Công an thành phố", "Công an thành phố")), stops("two sources in the rows", "nguồn", columned("Nguồn số liệu", "Công an thành phố", "Sở Thông tin")),
		takes("a letter without its day", titled("Hà Nội, ngày    tháng 11 năm 2024")), takes("a letter with dots for its day", titled("Hà Nội, ngày ….. tháng 11 năm 2024")),
		takes("a signature without its day", people("||Hà Nội, ngày   tháng 11 năm 2024", "||TRƯỞNG PHÒNG", "||Lê Văn Ước")), stops("an increase without a day", "phát sinh", titled("Số phát sinh, ngày tháng 11 năm 2024")),
		takes("rates as parts of one", text(with(func(l *list) {
			l.header = append(l.header, "Chỉ tiêu", "Tỷ lệ")
			for i := range l.rows {
				l.rows[i] = append(l.rows[i], fmt.Sprint(4*value(i)), "0,25")
			}
		}))),
		takes("a title of the Northern district", dated("Quận Bắc Từ Liêm, số liệu tính đến 17h00 ngày 21/11/2024")), takes("the whole as a group", below("|Toàn thành phố|"+total)),
		stops("a slip beside a total", "Hoàn Kiếm", slipped(total)), stops("a slip, and a wrong total", "tổng", slipped("17")),
		takes("a remark in words of doubt", columned("Ghi chú", "Đã đạt", "Tăng so với tuần trước")),
	}
	for _, v := range []string{"…", "...", "chưa có", "Chưa có số liệu", "n/a", "không có số liệu", "chưa báo cáo"} {
		all = append(all, stops("a value "+v, "chưa có số liệu", valued(v)))
	}
	for asOf, want := range map[string]string{
		"Tính đến 5:00 CH ngày 21/11/2024": "", "Tính đến 5 giờ chiều ngày 21/11/2024": "", "Tính đến 8h30 sáng ngày 21/11/2024": "2024-11-21T08:30", "Tính đến 8:05 SA ngày 21/11/2024": "2024-11-21T08:05",
		"Tính đến 17h00 - 21/11/2024": "", "Tính đến 9 giờ tối ngày 21/11/2024": "2024-11-21T21:00", "Tính đến 12 giờ trưa ngày 21/11/2024": "2024-11-21T12:00",
	} {
		all = append(all, takesAs("as of "+asOf, want, dated(asOf)))
	}
	return all
}

// slipped is the plain list with a slip in a name, and a total.
func slipped(total string) []byte {
	return text(with(func(l *list) {
		l.rows[1][1] = "Quận Hoàn Kím"
		l.after = []string{"|Tổng cộng|" + total}
	}))
}

func valuedAs(i int, v string) []byte { return text(with(func(l *list) { l.rows[i][2] = v })) }

func TestOddTexts(t *testing.T) { come(t, oddTexts(), 55) }

// communes are the units of a list with their own counts; write gives the lines of one district.
func communes(write func(district area.Area, units []area.Area, n func() int) string) (string, map[area.Key]int64) {
	var b strings.Builder
	b.WriteString("Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\n")
	want, i := map[area.Key]int64{}, 0
	for _, d := range set.At(area.Nov2024, area.DistrictLevel) {
		units := set.Children(d.Key())
		b.WriteString(write(d, units, func() int {
			n := value(i)
			i++
			return n
		}))
		for k, u := range units {
			want[u.Key()] = int64(value(i - len(units) + k))
		}
	}
	return b.String(), want
}

// Communes stand under the name of their district, in a row of its own: that says which of two of
// one name is meant. Their district is no figure, and nothing is counted twice.
func TestCommunesUnderTheirDistricts(t *testing.T) {
	under := func(head string) (string, map[area.Key]int64) {
		sheet, want := communes(func(d area.Area, units []area.Area, n func() int) string {
			out := fmt.Sprintf(head+"\n", d.Name)
			for i, u := range units {
				out += fmt.Sprintf("%d;%s;%d\n", i+1, u.Name, n())
			}
			return out
		})
		return strings.Replace(sheet, "thành phố\n", "thành phố\nTT;Đơn vị;Số tài khoản\n", 1), want
	}
	for _, head := range []string{";%s;", ";I. %s;", ";%s:;", "II. %s;;", "%s"} {
		sheet, want := under(head)
		g := understand(t, "a.csv", []byte(sheet))
		if len(g.figures) != len(want) {
			t.Fatalf("%q: %d of %d, says %.400s", head, len(g.figures), len(want), g.says)
		}
		for _, f := range g.figures {
			if f.Value != want[f.Area] {
				t.Fatalf("%v is %d, not %d", f.Area, f.Value, want[f.Area])
			}
		}
	}
	// A district without a number among districts is one that has no figure yet.
	g := understand(t, "a.csv", valued(""))
	if len(g.figures) > 0 || !strings.Contains(g.says, "còn trống") {
		t.Errorf("%d figures, says %q", len(g.figures), g.says)
	}
}

// A district sends its communes with their sum.
func TestCommunesOfOneDistrict(t *testing.T) {
	d := set.At(area.Nov2024, area.DistrictLevel)[0]
	for _, total := range []string{"Toàn quận", "Tổng quận Ba Đình", "Cộng", "TỔNG CỘNG (14 phường)"} {
		sheet, sum := "Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an quận\nPhường;Số tài khoản\n", 0
		for i, u := range set.Children(d.Key()) {
			sheet += fmt.Sprintf("%s;%d\n", u.Name, value(i))
			sum += value(i)
		}
		if g := understand(t, "a.csv", fmt.Appendf(nil, "%s%s;%d\n", sheet, total, sum)); len(g.figures) != 14 {
			t.Errorf("%s: %d figures, says %q", total, len(g.figures), g.says)
		}
		if g := understand(t, "a.csv", fmt.Appendf(nil, "%s%s;%d\n", sheet, total, sum+1)); len(g.figures) > 0 || !strings.Contains(g.says, "tổng") {
			t.Errorf("%s, wrong: %d figures, says %q", total, len(g.figures), g.says)
		}
	}
}

// The wards of July 2025 stand below the city.
func TestWardsOf2025(t *testing.T) {
	wards := set.At(area.Jul2025, area.CommuneLevel)
	sheet := "Tính đến hết ngày 31/7/2025\nNguồn: Công an thành phố\nPhường, xã;Số tài khoản\n"
	for i, w := range wards {
		sheet += fmt.Sprintf("%s;%d\n", strings.Replace(strings.Replace(w.Name, "Phường ", "P. ", 1), "Xã ", "X. ", 1), value(i))
	}
	g := understand(t, "a.csv", []byte(sheet))
	if len(g.figures) != 126 || g.figures[125].Value != int64(value(125)) {
		t.Errorf("%d figures, says %.300s", len(g.figures), g.says)
	}
	old := strings.Replace(plainList().csv(";"), "21/11/2024", "21/8/2025", 1)
	if g := understand(t, "a.csv", []byte(old)); len(g.figures) > 0 || !strings.Contains(g.says, "2025-07") {
		t.Errorf("%d figures, says %.300s", len(g.figures), g.says)
	}
}

// A sheet with thousands of rows that hold nothing is read as fast as any.
func TestLongSheet(t *testing.T) {
	l := with(func(l *list) {
		for range 15_000 {
			l.rows = append(l.rows, []string{"", "", "", ""})
		}
		l.rows = slices.Insert(l.rows, 9_000, []string{"", "Tổng cộng", fmt.Sprint(sumOfValues(30))})
	})
	right(t, understand(t, "a.csv", text(l)), "")
}

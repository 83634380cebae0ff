package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"ngatu/content/area"
)

// inTCVN3 are the districts as fonts of before Unicode had them, by code.
var inTCVN3 = strings.Split("QuËn Ba §×nh|QuËn Hoµn KiÕm|QuËn T©y Hå|QuËn Long Biªn|QuËn CÇu GiÊy|QuËn §èng §a|QuËn Hai Bµ Tr\u00adng|QuËn Hoµng Mai|"+
	"QuËn Thanh Xu©n|HuyÖn Sãc S¬n|HuyÖn §«ng Anh|HuyÖn Gia L©m|QuËn Nam Tõ Liªm|HuyÖn Thanh Tr×|QuËn B¾c Tõ Liªm|HuyÖn Mª Linh|QuËn Hµ §«ng|ThÞ x· S¬n T©y|"+
	"HuyÖn Ba V×|HuyÖn Phóc Thä|HuyÖn §an Ph\u00adîng|HuyÖn Hoµi §øc|HuyÖn Quèc Oai|HuyÖn Th¹ch ThÊt|HuyÖn Ch\u00ad¬ng Mü|HuyÖn Thanh Oai|HuyÖn Th\u00adêng TÝn|"+
	"HuyÖn Phó Xuyªn|HuyÖn øng Hßa|HuyÖn Mü §øc", "|")

// inVNI are the same in the other old fonts.
var inVNI = strings.Split("Quaän Ba Ñình|Quaän Hoaøn Kieám|Quaän Taây Hoà|Quaän Long Bieân|Quaän Caàu Giaáy|Quaän Ñoáng Ña|Quaän Hai Baø Tröng|Quaän Hoaøng Mai|"+
	"Quaän Thanh Xuaân|Huyeän Soùc Sôn|Huyeän Ñoâng Anh|Huyeän Gia Laâm|Quaän Nam Töø Lieâm|Huyeän Thanh Trì|Quaän Baéc Töø Lieâm|Huyeän Meâ Linh|Quaän Haø Ñoâng|"+
	"Thò xaõ Sôn Taây|Huyeän Ba Vì|Huyeän Phuùc Thoï|Huyeän Ñan Phöôïng|Huyeän Hoaøi Ñöùc|Huyeän Quoác Oai|Huyeän Thaïch Thaát|Huyeän Chöông Myõ|Huyeän Thanh Oai|"+
	"Huyeän Thöôøng Tín|Huyeän Phuù Xuyeân|Huyeän ÖÙng Hoøa|Huyeän Myõ Ñöùc", "|")

// written is the plain list with the words of an old font. Empty words stay as they are.
func written(title, asOf, source, unit, value string, units []string) list {
	return with(func(l *list) {
		l.title, l.asOf, l.source = title, asOf, source
		l.header = []string{"TT", unit, value}
		for i := range l.rows {
			l.rows[i][1] = units[i]
		}
	})
}

func oldTCVN3() list {
	return written("B¸o c¸o kÕt qu¶ cµi ®Æt", "TÝnh ®Õn 17h00 ngµy 21/11/2024", "Nguån: C«ng an thµnh phè", "§¬n vÞ", "Sè tµi kho¶n", inTCVN3)
}

func oldVNI() list {
	return written("Baùo caùo keát quaû caøi ñaët", "Tính ñeán 17h00 ngaøy 21/11/2024", "Nguoàn: Coâng an thaønh phoá", "Ñôn vò", "Soá taøi khoaûn", inVNI)
}

func narrow(l list) []byte {
	b, err := charmap.Windows1252.NewEncoder().Bytes(text(l))
	if err != nil {
		panic(err)
	}
	return b
}

func sourced(source string) []byte { return text(with(func(l *list) { l.source = source })) }

func valued(v string) []byte { return text(with(func(l *list) { l.rows[3][2] = v })) }

func named(i int, name string) []byte { return text(with(func(l *list) { l.rows[i][1] = name })) }

func inside(line ...string) []byte {
	return text(with(func(l *list) { l.rows = slices.Insert(l.rows, 12, line) }))
}

// wildTexts are further sheets that are text: none of them may become a wrong number, and none may
// be refused with a sentence about something else.
func wildTexts() []made {
	total := fmt.Sprint(sumOfValues(30))
	all := []made{
		takes("full-width digits", text(counts(func(n int) string {
			return strings.Map(func(r rune) rune { return r - '0' + '０' }, fmt.Sprint(n))
		}))),
		takes("marked as text", text(counts(func(n int) string { return fmt.Sprint("'", n) }))),
		takes("dots and commas by turns", text(counts(func(n int) string {
			return grouped(n, []string{".", ","}[n%2])
		}))),
		takes("a total from the first column on", below("Tổng cộng||"+total)), takes("a total of the city there", below("Tổng số: 30 quận, huyện||"+total)),
		takes("the source below", text(with(func(l *list) { l.source, l.after = "", []string{"", "Nguồn: Công an thành phố"} }))),
		takes("a source beside the time", text(with(func(l *list) {
			l.source, l.asOf = "", "Tính đến 17h00 ngày 21/11/2024; nguồn: Công an thành phố"
		}))),
		takes("a source before the time", text(with(func(l *list) {
			l.source, l.asOf = "", "(Nguồn: Công an thành phố, số liệu tính đến 17h00 ngày 21/11/2024)"
		}))),
		takes("a source of data", sourced("Nguồn dữ liệu: Công an thành phố")), takes("a starred source", sourced("* Nguồn: Công an thành phố")),
		takes("a counted unit", titled("KẾT QUẢ (ĐVT: tài khoản)")), takes("people", titled("Đơn vị tính: người")),
		takes("a place and a day", titled("Ba Đình, ngày 22 tháng 11 năm 2024")), takes("a letter's number", titled("(Kèm theo Báo cáo số 15/BC-CATP ngày 21 tháng 11 năm 2024 của Công an thành phố)")),
		takes("people called Quý and Mới", below("||Hà Nội, ngày 22 tháng 11 năm 2024", "|Người lập|TRƯỞNG PHÒNG", "|Nguyễn Văn Quý|Phạm Thị Mới")),
		takes("signatories without a date", below("", "NGƯỜI LẬP BIỂU||KT. TRƯỞNG PHÒNG", "||Trần Văn Tăng")),
		takes("gaps in names", text(names(func(a area.Area) string { return "\u200b" + strings.ReplaceAll(a.Name, " ", "\u00a0 ") + " " }))),
		takes("kinds glued to names", text(names(func(a area.Area) string {
			return map[area.Kind]string{area.Quan: "Q.", area.Huyen: "H.", area.ThiXa: "TX."}[a.Kind] + a.Short
		}))),
		takes("with the city", text(names(func(a area.Area) string { return a.Name + ", Hà Nội" }))),
		takes("quoted", []byte(`"`+strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(plainList().csv(";"), "\n"), "\n", "\"\n\""), ";", `";"`)+"\"\n")),
		takes("a break in a header", []byte(strings.Replace(plainList().csv(";"), "Số tài khoản", "\"Số tài\nkhoản\"", 1))),
		takes("leading blank lines", []byte("\n\n;;\n"+plainList().csv(";"))), takes("trailing separators", []byte(strings.ReplaceAll(plainList().csv(";"), "\n", ";;;\n"))),
		takes("a header in capitals", headed("STT", "TÊN ĐƠN VỊ", "TỔNG SỐ TÀI KHOẢN")),
		takes("TCVN3 bytes", narrow(oldTCVN3())), takes("VNI bytes", narrow(oldVNI())), takes("TCVN3 in Unicode", text(oldTCVN3())), takes("VNI in Unicode again", text(oldVNI())),
		takes("units in TCVN3 alone", text(with(func(l *list) {
			for i, n := range inTCVN3 {
				if l.rows[i][1] != "Huyện Quốc Oai" {
					l.rows[i][1] = n
				}
			}
		}))),
		takes("units in VNI alone", text(with(func(l *list) {
			for i, n := range inVNI {
				l.rows[i][1] = n
			}
		}))),

		stops("tens", "hộ", titled("Đơn vị tính: hộ")), stops("thousands without marks", "nghin", titled("DVT: nghin tai khoan")), stops("thousands in TCVN3", "nghìn", text(with(func(l *list) { l.title = "§VT: ngh×n tµi kho¶n" }))),
		stops("thousands in VNI", "ngàn", text(with(func(l *list) { l.title = "ÑVT: ngaøn taøi khoaûn" }))), stops("by ten", "x10|x 10", titled("Số tài khoản (x10)")), stops("a power", "10³", titled("Số tài khoản (10³)")),
		stops("a week without marks", "tuan", titled("BAO CAO TUAN 47")), stops("a week glued", "tuần", titled("Báo cáo tuần47")), stops("estimates", "ước", below("", "(*) Số liệu ước tính")),
		stops("an increase below", "phát sinh", below("(Số liệu phát sinh từ đầu đợt)")), stops("a month in the middle", "tháng", inside("", "Số liệu tháng 11", "")), stops("around so many", "khoảng", titled("Số liệu khoảng")),
		stops("a comparison", "So với tuần trước", headed("TT", "Đơn vị", "Số tài khoản", "So với tuần trước")), stops("a week's column beside", "tuần", headed("TT", "Đơn vị", "Số tài khoản", "Số tài khoản tuần 47")),
		stops("a group's name above a column", "VNPT", []byte(strings.Replace(plainList().csv(";"), "TT;Đơn vị", ";;VNPT\nTT;Đơn vị", 1))),
		stops("another app", "vneid", titled("KẾT QUẢ KÍCH HOẠT VNeID")),
		takes("a note above a column", []byte(strings.Replace(plainList().csv(";"), "TT;Đơn vị", ";;(ĐVT: tài khoản)\nTT;Đơn vị", 1))),
		stops("another measure beside", "cán bộ", headed("TT", "Đơn vị", "Số tài khoản", "Số cán bộ đã cài")),
		stops("a column without a name", "không có tên", text(with(func(l *list) {
			for i := range l.rows {
				l.rows[i] = append(l.rows[i], fmt.Sprint(100+i))
			}
		}))),
		stops("thousands cut by commas", "không có tên", []byte(with(func(l *list) {
			for i := range l.rows {
				l.rows[i][2] = grouped(value(i), "§")
			}
		}).commas())),
		stops("a second table with other columns", "nhiều bảng", below("", "TT|Đơn vị|Chỉ tiêu|Số tài khoản", "1|Phường Phúc Xá|9000|5")), stops("a second table of one name", "nhiều bảng", below("Bảng 2", "Quận, huyện|Kết quả", "Quận Ba Đình|5")),
		stops("two sources", "hai nguồn", below("Nguồn: Sở Thông tin")), stops("an American afternoon", "chưa rõ", dated("Tính đến 11/12/2024 5:00 PM")), stops("a row of another day", "khác thời điểm", text(with(func(l *list) {
			l.header = append(l.header, "Thời điểm số liệu")
			for i := range l.rows {
				l.rows[i] = append(l.rows[i], "21/11/2024 17:00")
			}
			l.rows[7][3] = "20/11/2024 17:00"
		}))),
		stops("a wrong total from the first column on", "tổng", below("Tổng cộng||17")), stops("a total that is an error", "công thức", below("|Tổng cộng|#REF!")),
		stops("an unknown rest", "Khác", below("31|Khác|17")), stops("a commune among districts", "hai bảng", named(4, "Phường Phúc Xá")), stops("a row without a name", "tên đơn vị", below("31||17")),
		stops("one district twice", "đã có", named(4, "Quận Ba Đình")), stops("a misspelt kind", "Ba Đình", named(0, "Quận Ba Đinhh")),
	}
	for what, v := range map[string]string{
		"with its unit": "1.234 TK", "around": "khoảng 1200", "a tilde": "~1200", "plus or minus": "±5", "words": "12 nghìn", "millions": "1,2 triệu", "above": ">1000", "a star": "1200*",
		"true": "TRUE", "a plus": "+1200", "half": "½", "a fraction of days": "1/2", "Roman": "XII", "brackets": "(1200)", "not there": "N/A", "a cross": "x", "being done": "đang cập nhật",
		"two numbers": "12 34", "a point": "12.5", "three decimals and more": "1.234,567", "a raised mark": "1234¹",
	} {
		all = append(all, stops("a value "+what, "số", valued(v)))
	}
	for v, says := range map[string]string{"1e5": "số mũ", "1,2E+05": "số mũ", "−5": "âm", "–5": "âm", "- 5": "âm", "５％": "phần trăm", "#DIV/0!": "công thức", "": "còn trống", "—": "gạch", "99999999999999": "quá lớn"} {
		all = append(all, stops("the value "+v, says, valued(v)))
	}
	for asOf, want := range map[string]string{
		"Tính đến 17:00 21/11/2024": "", "Tính đến ngày 21/11/2024 17h": "", "Số liệu tính tới lúc 17h00, ngày 21/11/2024": "", "Lũy kế đến 17h00 ngày 21/11/2024": "",
		"Tính đến 17 giờ 00 ngày 21 tháng 11 năm 2024": "", "Chốt đến 17h ngày 21.11.2024": "", "Tính đến: 2024-11-21 17:00": "", "Tính đến 2024-11-21T10:00:00Z": "",
		"KẾT QUẢ TÍNH ĐẾN 17H00 NGÀY 21/11/2024": "", "(Cập nhật đến 17g00 ngày 21-11-2024)": "", "Số liệu đến 17h00 ngày 21/11/2024": "", "Tính đến 0h00 ngày 22/11/2024": "2024-11-22T00:00",
		"Tính đến 24h ngày 21/11/2024": "2024-11-21T23:59", "Tính đến hết ngày 21 tháng 11 năm 2024": "2024-11-21T23:59", "Tính đến 12:00 AM ngày 22/11/2024": "2024-11-22T00:00", "Tính đến 5:00 PM 21/11/2024": "",
	} {
		all = append(all, takesAs("as of "+asOf, want, dated(asOf)))
	}
	for _, asOf := range []string{
		"Tính đến 25h00 ngày 21/11/2024", "Tính đến 17h75 ngày 21/11/2024", "Tính đến ngày 30/2/2024", "Tính đến ngày 31/4/2024", "Tính đến tháng 11/2024", "Tính đến ngày 21/11", "Tính đến hôm nay",
		"Tính đến hết tháng 11", "Tính đến 17h00 ngày 21/11/2024 (so với 20/11/2024)", "Từ 1/11/2024 tới 21/11/2024", "Tính đến ngày 0/0/0000", "Tính đến 21/11/2024 25h00", "Tính đến 21/11/2024 17h00 PM", "Tính đến 13:00 PM ngày 21/11/2024", "Tính đến 21/11/2204",
	} {
		all = append(all, stops("as of "+asOf, "thời điểm|khoảng thời gian|từ … đến", dated(asOf)))
	}
	for _, name := range []string{"Số TK", "Tổng số", "Tài khoản", "Lũy kế", "Thực hiện", "Số lượng", "Số tài khoản ước", "Số tài khoản đến 20/11/2024", "Số tài khoản bị hủy", "Số người", "So tai khoan"} {
		all = append(all, stops("a column "+name, name, headed("TT", "Đơn vị", name)))
	}
	return all
}

// commas is a CSV in which numbers with marks are not quoted.
func (l list) commas() string { return strings.ReplaceAll(l.csv(","), "§", ",") }

func TestWildTexts(t *testing.T) { come(t, wildTexts(), 100) }

// come says whether from each sheet comes what must.
func come(t *testing.T, all []made, least int) {
	t.Helper()
	if len(all) < least {
		t.Fatalf("only %d sheets", len(all))
	}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			g := understand(t, m.name, m.data)
			if m.take {
				right(t, g, m.asOf)
				return
			}
			if len(g.figures) > 0 || g.says == "" || !slices.ContainsFunc(strings.Split(m.says, "|"), func(w string) bool {
				return strings.Contains(strings.ToLower(g.says), strings.ToLower(w))
			}) {
				t.Errorf("took %d units, says %q", len(g.figures), g.says)
			}
		})
	}
}

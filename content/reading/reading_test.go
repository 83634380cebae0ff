package reading_test

import (
	"strings"
	"testing"

	"ngatu/content/figure"
	"ngatu/content/reading"
)

// sheetOf is a sheet from lines with columns between bars.
func sheetOf(text string) reading.Sheet {
	var s reading.Sheet
	for i, line := range strings.Split(text, "\n") {
		l := reading.Line{Number: i + 1}
		for _, field := range strings.Split(line, "|") {
			l.Cells = append(l.Cells, reading.Cell{Text: strings.TrimSpace(field)})
		}
		if strings.Trim(line, "| ") != "" {
			s.Lines = append(s.Lines, l)
		}
	}
	return s
}

func of(sheets ...reading.Sheet) reading.Reading {
	return reading.Of(reading.Book{Sheets: sheets}, reading.Answers{})
}

const notes = "Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\n"

// What is certain is taken without a question.
func TestTaken(t *testing.T) {
	for name, text := range map[string]string{
		"the simplest":                notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5",
		"upper case":                  notes + "ĐƠN VỊ|SỐ TÀI KHOẢN\nQuận Ba Đình|5",
		"two spellings":               notes + "Đơn vị|Số tài khoản luỹ kế|Tỉ lệ\nQuận Ba Đình|5|3 %",
		"codes":                       notes + "Mã ĐVHC|Số tài khoản\n001|5",
		"running numbers and remarks": notes + "STT|Đơn vị|Số tài khoản|Ghi chú\n1|Quận Ba Đình|5|mới thay máy",
		"a title":                     "BÁO CÁO KẾT QUẢ CÀI ĐẶT iHANOI\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5",
		"the plan's number":           "(Kèm theo Kế hoạch số 311/KH-UBND ngày 28/10/2024 của UBND Thành phố)\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5",
		"place and date of a letter":  "Hà Nội, ngày 22 tháng 11 năm 2024\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5",
		"as-of in the title":          "KẾT QUẢ CÀI ĐẶT TÍNH ĐẾN 17H00 NGÀY 21/11/2024\nNguồn: Công an thành phố\nĐơn vị|Số tài khoản\nQuận Ba Đình|5",
		"as-of in brackets":           "(Số liệu tính đến 17h00 ngày 21/11/2024)\nNguồn: Công an thành phố\nĐơn vị|Số tài khoản\nQuận Ba Đình|5",
		"label and time in two cells": "Tính đến:|21/11/2024 17:00\nNguồn:|Công an thành phố\nĐơn vị|Số tài khoản\nQuận Ba Đình|5",
		"12 hours":                    "Tính đến 5:00 PM 21/11/2024\nNguồn: Công an thành phố\nĐơn vị|Số tài khoản\nQuận Ba Đình|5",
		"notes below":                 "Đơn vị|Số tài khoản\nQuận Ba Đình|5\n\n" + notes,
		"per row":                     "Đơn vị|Số tài khoản|Thời điểm số liệu|Nguồn số liệu\nQuận Ba Đình|5|21/11/2024 17:00|Công an thành phố",
		"signatures":                  notes + "STT|Đơn vị|Số tài khoản\n1|Quận Ba Đình|5\n||Hà Nội, ngày 22 tháng 11 năm 2024\n||Người lập biểu",
		"numbers of columns":          notes + "TT|Đơn vị|Số tài khoản\n(1)|(2)|(3)\n1|Quận Ba Đình|5",
		"the header on each page":     notes + "TT|Đơn vị|Số tài khoản\n1|Quận Ba Đình|5\nTT|Đơn vị|Số tài khoản",
		"unit of counting":            "ĐVT: tài khoản\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5",
		"rates that fit":              notes + "Đơn vị|Chỉ tiêu|Số tài khoản|Tỷ lệ\nQuận Ba Đình|8|5|62,5 %",
		"words in an unnamed column":  notes + "Đơn vị|Số tài khoản|\nQuận Ba Đình|5|gọi lại sau",
		"English":                     "As of: 2024-11-21 17:00\nSource: Công an thành phố\nUnit|Accounts\nQuận Ba Đình|5",
	} {
		t.Run(name, func(t *testing.T) {
			r := of(sheetOf(text))
			if r.Fault != nil || len(r.Asks) > 0 || len(r.Rows) != 1 {
				t.Fatalf("%v, %v, %d rows", r.Fault, r.Asks, len(r.Rows))
			}
			got := r.Rows[0]
			if got.Value.Count != 5 || got.Source != "Công an thành phố" || figure.FormatAsOf(got.AsOf.Time) != "17:00 21/11/2024" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// What is not certain is asked, with words that say why; nothing of such a sheet is taken.
func TestAsked(t *testing.T) {
	for name, c := range map[string]struct{ text, role, says string }{
		"percent in the name":        {notes + "Đơn vị|Số tài khoản (%)\nQuận Ba Đình|5", "value", "Không có cột"},
		"thousands in the name":      {notes + "Đơn vị|Số tài khoản (nghìn)\nQuận Ba Đình|5", "", "“nghìn”"},
		"thousands above":            {"Đơn vị tính: 1.000 tài khoản\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5", "value", "“1.000”"},
		"thousands below":            {notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5\nĐVT: nghìn tài khoản", "value", "“nghìn”"},
		"millions in the title":      {"Triệu tài khoản\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5", "value", "“triệu”"},
		"a week's":                   {notes + "Đơn vị|Số tài khoản trong tuần\nQuận Ba Đình|5", "", "“tuần”"},
		"a week's by the title":      {"BÁO CÁO TUẦN 3\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5", "value", "“tuần”"},
		"an increase":                {notes + "Đơn vị|Số tài khoản tăng thêm\nQuận Ba Đình|5", "", "“tăng”"},
		"new ones":                   {notes + "Đơn vị|Số tài khoản mới\nQuận Ba Đình|5", "", "“mới”"},
		"not yet":                    {notes + "Đơn vị|Số tài khoản chưa kích hoạt\nQuận Ba Đình|5", "", "“chưa”"},
		"what is left":               {notes + "Đơn vị|Số tài khoản|Chỉ tiêu còn lại\nQuận Ba Đình|5|3", "", "“còn lại”"},
		"an estimate":                {"Số liệu ước thực hiện\n" + notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5", "value", "“ước”"},
		"a rank":                     {notes + "Đơn vị|Số tài khoản|Xếp hạng\nQuận Ba Đình|5|1", "", "“xếp hạng”"},
		"result alone":               {notes + "Đơn vị|Kết quả\nQuận Ba Đình|5", "", "“Kết quả”"},
		"value alone":                {notes + "Đơn vị|Giá trị\nQuận Ba Đình|5", "", "“Giá trị”"},
		"denominator alone":          {notes + "Đơn vị|Số tài khoản|Mẫu số\nQuận Ba Đình|5|9", "", "“Mẫu số”"},
		"twice the same":             {notes + "Đơn vị|Số tài khoản|Tổng số tài khoản\nQuận Ba Đình|5|6", "value", "cùng ý nghĩa"},
		"a column without a name":    {notes + "Đơn vị|Số tài khoản|\nQuận Ba Đình|5|7", "", "Cột C không có tên"},
		"a header of two lines":      {notes + "Đơn vị|Số tài khoản|\n|20/11|21/11 (x)\nQuận Ba Đình|5|6", "value", "hai dòng"},
		"a span of time":             {"Số liệu từ ngày 1/11/2024 đến ngày 21/11/2024\nNguồn: x\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "value", "từ … đến"},
		"an American date":           {"Tính đến 11/21/2024\nNguồn: x\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "as_of", "chưa rõ"},
		"two dates in one line":      {"Tính đến 17h00 ngày 21/11/2024 và 22/11/2024\nNguồn: x\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "as_of", "chưa rõ"},
		"two as-of times":            {notes + "Tính đến 22/11/2024\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "as_of", "hai thời điểm"},
		"a year of two digits":       {"Tính đến 21/11/24\nNguồn: x\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "as_of", "chưa rõ"},
		"offices":                    {notes + "Đơn vị|Số tài khoản\nUBND quận Ba Đình|5", "unit", "cơ quan"},
		"rates that do not fit":      {notes + "Đơn vị|Chỉ tiêu|Số tài khoản|Tỷ lệ\nQuận Ba Đình|5|8|62,5 %", "target", "đổi chỗ"},
		"a source too long to print": {"Tính đến 21/11/2024\nNguồn: " + strings.Repeat("dài ", 20) + "\nĐơn vị|Số tài khoản\nQuận Ba Đình|5", "source", "60 ký tự"},
	} {
		t.Run(name, func(t *testing.T) {
			r := of(sheetOf(c.text))
			if len(r.Rows) > 0 || len(r.Asks) == 0 {
				t.Fatalf("took %d rows, asks %v, fault %v", len(r.Rows), r.Asks, r.Fault)
			}
			found := false
			for _, a := range r.Asks {
				found = found || strings.Contains(a.Vi, c.says)
				if a.Vi == "" || a.En == "" || strings.Contains(a.Vi+a.En, "%!") {
					t.Errorf("a sentence is not whole: %+v", a)
				}
			}
			if !found {
				t.Errorf("asks %v, want %q", r.Asks, c.says)
			}
		})
	}
}

// The order of columns and of rows changes nothing but the order.
func TestOrderDoesNotMatter(t *testing.T) {
	want := of(sheetOf(notes + "Đơn vị|Chỉ tiêu|Số tài khoản\nQuận Ba Đình|8|5\nQuận Tây Hồ|9|6")).Rows
	for _, text := range []string{
		"Số tài khoản|Đơn vị|Chỉ tiêu\n5|Quận Ba Đình|8\n6|Quận Tây Hồ|9",
		"Chỉ tiêu|Số tài khoản|Đơn vị\n9|6|Quận Tây Hồ\n8|5|Quận Ba Đình",
	} {
		got := of(sheetOf(notes + text)).Rows
		if len(got) != len(want) {
			t.Fatalf("%d rows", len(got))
		}
		for _, w := range want {
			same := false
			for _, g := range got {
				same = same || g.Name == w.Name && g.Value == w.Value && g.Target == w.Target
			}
			if !same {
				t.Errorf("%s is lost in %v", w.Name, got)
			}
		}
	}
}

func TestSheets(t *testing.T) {
	table := sheetOf(notes + "Đơn vị|Số tài khoản\nQuận Ba Đình|5")
	table.Name = "Bảng 1"
	cover := sheetOf("BÁO CÁO TUẦN")
	hidden := table
	hidden.Hidden = true
	if r := of(cover, hidden, table); len(r.Asks) > 0 || r.Sheet != "Bảng 1" {
		t.Errorf("a cover and a hidden copy: %+v", r)
	}
	if r := of(table, table); len(r.Asks) == 0 {
		t.Error("of two tables one was taken")
	}
	weekly := table
	weekly.Name = "Tuần 47"
	if r := of(weekly); len(r.Asks) == 0 {
		t.Error("the name of the sheet was not looked at")
	}
	if r := of(cover); r.Fault == nil || !strings.Contains(r.Fault.Vi, "dòng tiêu đề") {
		t.Errorf("a cover alone: %+v", r.Fault)
	}
}

// Text in fonts of before Unicode is read as what it was written as, cell by cell.
func TestOldFonts(t *testing.T) {
	for written, want := range map[string]string{
		"Tính ñeán 17h00 ngaøy": "Tính đến 17h00 ngày", "QUAÄN ÑOÁNG ÑA": "QUẬN ĐỐNG ĐA", "Höôùng Ñöông öùng duïng kyõ": "Hướng Đương ứng dụng kỹ",
		"TÝnh ®Õn 17h00 ngµy": "Tính đến 17h00 ngày", "§éc lËp - Tù do - H¹nh phóc": "Độc lập - Tự do - Hạnh phúc", "Ph\u00adêng Cöa §«ng": "Phường Cửa Đông",
		"Hoàng Mai": "Hoàng Mai", "CÔNG AN": "CÔNG AN", "SÓC": "SÓC", "Quận Ba Đình": "Quận Ba Đình", "iHanoi® 2": "iHanoi® 2", "Công an Hoàn": "Công an Hoàn", "Hà\u00ad Nội": "Hà Nội",
	} {
		b := reading.Book{Sheets: []reading.Sheet{sheetOf(written)}}
		reading.Unicode(b)
		if got := b.Sheets[0].Lines[0].Cells[0].Text; got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
	pure := reading.Book{Sheets: []reading.Sheet{sheetOf("B¸o c¸o|TÝnh ®Õn|QuËn|Quèc Oai")}}
	if !reading.Unicode(pure) || pure.Sheets[0].Lines[0].Cells[3].Text != "Quốc Oai" {
		t.Errorf("a word that both write: %+v", pure)
	}
}

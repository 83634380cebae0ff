package content_test

import (
	"strings"
	"testing"

	"ngatu/content"
)

func TestALeafIsOneDay(t *testing.T) {
	for text, want := range map[string]content.Leaf{
		"14/12":                     {Day: "14/12"},
		"05/1":                      {Day: "05/1"},
		"29/2":                      {Day: "29/2"},
		"Thứ Bảy 14/12/2024":        {Weekday: "Thứ Bảy", Day: "14/12", Year: "2024"},
		"thứ 7,\u00a014/12/24":      {Weekday: "thứ 7", Day: "14/12", Year: "24"},
		"CN – 15/12":                {Weekday: "CN", Day: "15/12"},
		"Chủ nhật, ngày 15/12":      {Weekday: "Chủ nhật", Day: "15/12"},
		"Ngày 14 tháng 12":          {Day: "14/12"},
		"NGÀY 14 THÁNG 12 NĂM 2024": {Day: "14/12", Year: "2024"},
	} {
		if got, err := content.LeafOf(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "12", "Từ 14/12 đến 16/12", "14/12 và 21/12", "14-16/12", "14/12 - 16/12", "14/12 âm lịch", "Trước 14/12", "14/12 (Thứ Bảy)",
		"Thứ Bảy hằng tuần", "Ngày 14 tháng Chạp", "31/2", "29/2/2025", "0/12", "14/13", "8 giờ 14/12", "14/12/2024 và", "{ngày}",
	} {
		if got, err := content.LeafOf(text); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "14/12") {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

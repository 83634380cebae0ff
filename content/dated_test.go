package content

import (
	"testing"
	"time"
)

func TestWordsNameADay(t *testing.T) {
	day := time.Date(2026, 12, 1, 23, 59, 0, 0, time.UTC)
	for text, want := range map[string]bool{
		"Đến hết 1/12": true, "Hạn 01/12/2026.": true, "(1-12)": true, "trước 1.12": true, "Ngày 1 tháng 12 năm 2026": true, "ngày 01 Tháng 12": true, "2026-12-01": true,
		"1/12, rồi 31/12": true, "Đến hết 31/12": false, "11/12": false, "1/1": false, "1/12/2025": false, "2025-12-01": false, "21 tháng 12": false, "1/120": false, "12/1": false, "Gọi 1022": false, "": false,
		"1 tháng 12 năm 2027": false, "Giảm 0.1/12 suất": false,
	} {
		if got := Naming(day)(Words{Lines: []string{"Cài iHanoi", text}}.Texts()); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// What counts to the end of its campaign follows it.
func TestASlideIsBoundToItsCampaign(t *testing.T) {
	end := time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC)
	c := Campaign{ID: "c"}
	c.Valid.Until = end
	own := Slide{Kind: Countdown, Deadline: end.Add(-time.Hour)}
	if got := own.Bound(c).Deadline; !got.Equal(own.Deadline) {
		t.Errorf("its own deadline became %s", got)
	}
	if got := (Slide{Kind: Countdown, ToEnd: true}).Bound(c).Deadline; !got.Equal(end) {
		t.Errorf("it counts to %s", got)
	}
}

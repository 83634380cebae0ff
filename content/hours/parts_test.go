package hours

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParseParts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"06:00–22:00", "06:00–22:00"},
		{"6h-11h30, 13h30 - 17h", "06:00–11:30, 13:30–17:00"},
		{"13:30—17:00; 06:00 đến 11:30;", "06:00–11:30, 13:30–17:00"},
		{"18:00-02:00", "18:00–02:00"},
		{"18:00-00:00", "18:00–24:00"},
		{"00:00–24:00", "00:00–24:00"},
		{" , ", ""},
		{"", ""},
	} {
		parts, err := ParseParts(c.text)
		var got []string
		for _, p := range parts {
			got = append(got, p.String())
		}
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%q is read as %q, %v", c.text, got, err)
		}
	}
	for text, says := range map[string]string{
		"25:00–26:00":               `"25:00"`,
		"06:00":                     "06:00–22:00",
		"06:00–":                    "không đọc được",
		"06:00–22:00–23:00":         "không đọc được",
		"06:00–22:60":               `"22:60"`,
		"24:00–06:00":               "24:00–06:00",
		"06:00–6h":                  "cùng một lúc",
		"00:00-00:00":               "00:00–24:00",
		"sáng–tối":                  `"sáng"`,
		strings.Repeat("1h-2h,", 7): "Nhiều nhất 6",
	} {
		_, err := ParseParts(text)
		var wrong *Error
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Vi, says) || wrong.En == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Quiet hours leave a gap.
func TestParseQuiet(t *testing.T) {
	for text, gap := range map[string]bool{
		"": true, "21:00-06:30": true, "00:00-23:59": true, "0h-24h": false, "06:00-18:00, 18:00-06:00": false,
	} {
		parts, err := ParseQuiet(text)
		var wrong *Error
		if (err == nil) != gap || gap && text != "" && len(parts) == 0 || err != nil && (!errors.As(err, &wrong) || wrong.En == "") {
			t.Errorf("%q: %v, %v", text, parts, err)
		}
	}
}

func TestApart(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []Part
		says  string
	}{
		{"nothing", nil, ""},
		{"one a day round midnight", []Part{{0, 1080, 360}}, ""},
		{"the whole day, every day", []Part{{0, 0, Midnight}}, ""},
		{"touching", []Part{{0, 360, 720}, {0, 720, 1080}}, ""},
		{"other days", []Part{{Mon, 360, 720}, {Tue, 400, 800}}, ""},
		{"the end of a night touches a morning", []Part{{Mon, 1080, 360}, {Tue, 360, 720}}, ""},
		{"every day", []Part{{0, 360, 720}, {0, 700, 800}}, "06:00–12:00 và 11:40–13:20 chồng"},
		{"one day", []Part{{Mon | Tue, 360, 720}, {Tue, 700, 800}}, "Thứ ba 06:00–12:00 và Thứ ba 11:40–13:20"},
		{"a night and the next morning", []Part{{Mon, 1080, 360}, {Tue, 300, 720}}, "Thứ hai 18:00–06:00 và Thứ ba 05:00–12:00"},
		{"round the week", []Part{{Sat, 1080, 360}, {Sun, 300, 720}}, "Thứ bảy 18:00–06:00 và Chủ nhật 05:00–12:00"},
		{"twice the same", []Part{{Mon, 360, 720}, {Mon, 360, 720}}, "Thứ hai"},
		{"every night and its own morning", []Part{{0, 1080, 360}, {0, 300, 400}}, "chồng"},
	} {
		err := (Set{Parts: c.parts}).CheckApart()
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWords(t *testing.T) {
	week := Mon | Tue | Wed | Thu | Fri
	for _, c := range []struct {
		set    Set
		vi, en string
	}{
		{Set{}, "Luôn bật", "Always on"},
		{Set{Parts: []Part{{0, 360, 1320}}}, "Hằng ngày 06:00–22:00", "Every day 06:00–22:00"},
		{Set{Parts: []Part{{EveryDay, 0, Midnight}}}, "Hằng ngày cả ngày", "Every day all day"},
		{Set{Parts: []Part{{week, 360, 1320}}}, "Thứ hai–Thứ sáu 06:00–22:00; Thứ bảy, Chủ nhật tắt", "Monday–Friday 06:00–22:00; Saturday, Sunday off"},
		{
			Set{Parts: []Part{{Mon | Wed | Fri, 810, 1020}, {Mon | Wed | Fri, 360, 690}, {Sat | Sun, 1080, 120}}},
			"Thứ hai, Thứ tư, Thứ sáu 06:00–11:30, 13:30–17:00; Thứ ba, Thứ năm tắt; Thứ bảy, Chủ nhật 18:00–02:00 hôm sau",
			"Monday, Wednesday, Friday 06:00–11:30, 13:30–17:00; Tuesday, Thursday off; Saturday, Sunday 18:00–02:00 the next day",
		},
		{
			Set{Except: []Exception{{Date: "2026-12-31"}, {Date: "2027-01-01", Parts: []Part{{0, 0, 360}}}}},
			"Luôn bật; riêng ngày 31/12/2026 tắt; riêng ngày 01/01/2027 00:00–06:00", "Always on; on 31/12/2026 off; on 01/01/2027 00:00–06:00",
		},
		{
			Set{Except: []Exception{{Date: "2026-01-01"}, {Date: "2026-01-02"}, {Date: "2026-01-03"}, {Date: "2026-01-04"}, {Date: "2026-01-05"}}},
			"Luôn bật; riêng ngày 01/01/2026 tắt; riêng ngày 02/01/2026 tắt; riêng ngày 03/01/2026 tắt; và 2 ngày riêng nữa",
			"Always on; on 01/01/2026 off; on 02/01/2026 off; on 03/01/2026 off; and 2 more dates",
		},
	} {
		if vi, en := c.set.Words(); vi != c.vi || en != c.en {
			t.Errorf("%+v is said as\n%s\n%s", c.set, vi, en)
		}
	}
}

// FuzzParts: whatever is typed is refused with a sentence, or means what it says when it is shown
// and typed again; parts that pass for apart are: their lengths add up to what is open.
func FuzzParts(f *testing.F) {
	for _, text := range []string{"06:00–22:00", "6h-11h30, 13h30-17h", "18:00 đến 02:00", "18:00-00:00;1h-2h", "00:00–24:00", "25:00-1", "–", ",;", "\xff-"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts, err := ParseParts(text)
		var wrong *Error
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Vi == "" || wrong.En == "" || len(wrong.Vi) > 600 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		set := Set{Parts: parts}
		if err := set.Check(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		var shown []string
		minutes := 0
		for _, p := range parts {
			shown = append(shown, p.String())
			if p.From == p.Until || p.Until == 0 {
				t.Fatalf("%q is read as %v", text, parts)
			}
			minutes += (int(p.Until-p.From) + minutesADay) % minutesADay
			if p.From == 0 && p.Until == Midnight {
				minutes += minutesADay
			}
		}
		again, err := ParseParts(strings.Join(shown, ", "))
		if err != nil || len(again) != len(parts) {
			t.Fatalf("%q, shown as %q, is read as %v, %v", text, shown, again, err)
		}
		for i := range parts {
			if again[i] != parts[i] {
				t.Fatalf("%q, shown as %q, is read as %v", text, shown, again)
			}
		}
		open := time.Duration(0)
		from := time.Date(2024, 1, 8, 0, 0, 0, 0, time.UTC)
		for _, s := range set.Open(from, from.AddDate(0, 0, 7), time.UTC) {
			open += s.Until.Sub(s.From)
		}
		whole := time.Duration(7*minutes) * time.Minute
		if apart := set.CheckApart() == nil; len(parts) > 0 && apart != (open == whole) {
			t.Fatalf("%q: apart is %v, yet of %v a week it is open for %v", text, apart, whole, open)
		}
		if vi, en := set.Words(); vi == "" || en == "" {
			t.Fatalf("%q is said as %q, %q", text, vi, en)
		}
	})
}

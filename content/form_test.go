package content_test

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// reception is a form as a ward has it: two fields and a telephone number.
func reception() content.Form {
	return content.Form{
		ID: "f-1", Name: "Tiếp công dân", Days: 14, Until: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC), By: "van",
		Slide: content.Slide{Kind: content.Notice, Style: content.Event, Campaign: "main", Words: content.Words{
			Head: "Chủ tịch phường tiếp công dân", Brief: "Tiếp công dân", Number: "{thứ ngày}", Lines: []string{"{giờ}", "Phòng {phòng}"}, Foot: "Hỏi: {số máy}",
		}},
		Fields: []content.FormField{
			{Name: "ngày", Kind: content.FieldDay, Ahead: 14},
			{Name: "giờ", Kind: content.FieldHours, From: "07:30", To: "17:00"},
			{Name: "phòng", Kind: content.FieldChoice, Options: []string{"101", "202"}},
			{Name: "số máy", Kind: content.FieldChoice, Options: []string{"1022, nhánh 8"}},
		},
	}
}

var (
	hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)
	atTen = time.Date(2024, 12, 10, 10, 0, 0, 0, hanoi)
)

func values(more ...string) content.Filled {
	out := content.Filled{"ngày": "2024-12-14", "giờ": "08:00-11:30", "phòng": "101", "số máy": "1022, nhánh 8"}
	for i := 0; i < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

func TestAFormIsFilledWithinItsBounds(t *testing.T) {
	f := reception()
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	s, bad := f.Fill(values(), atTen, hanoi)
	w := s.Words
	if len(bad) > 0 || w.Number != "Thứ Bảy 14/12/2024" || w.Lines[0] != "8:00 – 11:30" || w.Lines[1] != "Phòng 101" || w.Foot != "Hỏi: 1022, nhánh 8" || w.Head != f.Slide.Words.Head {
		t.Fatalf("%+v %+v", s, bad)
	}
	if want := time.Date(2024, 12, 15, 0, 0, 0, 0, hanoi); !s.Valid.Until.Equal(want) || s.Form != "f-1" || s.State != content.Draft || !strings.Contains(s.Title, "Tiếp công dân · 14/12/2024") {
		t.Errorf("%+v", s)
	}
	if f.Slide.Words.Lines[0] != "{giờ}" {
		t.Error("the form itself has changed")
	}
	if live := f.Copy(s, atTen); live.State != content.Approved || live.Approval.Form != "f-1" || live.Approval.By != "van" || live.Approval.Alone {
		t.Errorf("%+v", live.Approval)
	}
	for _, c := range []struct {
		field, value string
		beyond       bool
	}{
		{"ngày", "", false},
		{"ngày", "hôm nay", false},
		{"ngày", "2024-12-09", false},
		{"ngày", "2024-12-25", true},
		{"giờ", "", false},
		{"giờ", "08:00", false},
		{"giờ", "11:30-08:00", false},
		{"giờ", "25:00-26:00", false},
		{"giờ", "07:00-11:00", true},
		{"giờ", "13:00-17:30", true},
		{"phòng", "", false},
		{"phòng", "303", true},
		{"phòng", strings.Repeat("x", 61), false},
	} {
		_, bad := f.Fill(values(c.field, c.value), atTen, hanoi)
		if len(bad) == 0 || bad[0].Field != c.field || bad[0].Beyond != c.beyond || bad[0].Err.Vi == "" || bad[0].Err.En == "" {
			t.Errorf("%s %q: %+v", c.field, c.value, bad)
		}
	}
	// no day is named: it is on air as long as the form lets it
	f.Fields, f.Slide.Words = f.Fields[1:], content.Words{Head: "Mở cửa {giờ}, phòng {phòng}, {số máy}"}
	if s, bad := f.Fill(values(), atTen, hanoi); len(bad) > 0 || !s.Valid.Until.Equal(time.Date(2024, 12, 24, 0, 0, 0, 0, hanoi)) {
		t.Errorf("%v %+v", s.Valid, bad)
	}
}

func TestAFormThatCannotBe(t *testing.T) {
	for name, spoil := range map[string]func(*content.Form){
		"no field":               func(f *content.Form) { f.Fields = nil },
		"a field that is unused": func(f *content.Form) { f.Slide.Words.Foot = "" },
		"an unknown name":        func(f *content.Form) { f.Slide.Words.Foot = "{số máy} {lạ}" },
		"a weekday of no day":    func(f *content.Form) { f.Slide.Words.Foot = "{số máy} {thứ giờ}" },
		"two of one name":        func(f *content.Form) { f.Fields[1].Name = "ngày" },
		"no choices":             func(f *content.Form) { f.Fields[2].Options = nil },
		"hours backwards":        func(f *content.Form) { f.Fields[1].To = "07:00" },
		"a choice with a field":  func(f *content.Form) { f.Fields[2].Options[0] = "{ngày}" },
		"free words":             func(f *content.Form) { f.Fields[2].Kind = "text" },
		"too long on air":        func(f *content.Form) { f.Days = 400 },
		"it pre-empts":           func(f *content.Form) { f.Slide.Exclusive = true },
		"a picture":              func(f *content.Form) { f.Slide.Kind = content.Picture },
		"days of an event":       func(f *content.Form) { f.Slide.Words.Number = "Từ {ngày}" },
	} {
		f := reception()
		if spoil(&f); content.CodeOf(f.Check()) != content.Invalid {
			t.Errorf("%s: %v", name, f.Check())
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("2024-12-14", "08:00-11:30", "101")
	f.Add("{ngày}", "{giờ}", "{phòng}")
	f.Fuzz(func(t *testing.T, day, span, room string) {
		s, bad := reception().Fill(values("ngày", day, "giờ", span, "phòng", room), atTen, hanoi)
		if len(bad) == 0 && (s.Words.Lines[1] != "Phòng 101" && s.Words.Lines[1] != "Phòng 202" || !s.Valid.Until.After(atTen) || s.Valid.Until.After(atTen.AddDate(0, 0, 15))) {
			t.Errorf("beyond its bounds: %+v", s)
		}
	})
}

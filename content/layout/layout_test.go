package layout_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

var update = flag.Bool("update", false, "rewrite the golden layouts")

// canvases are the five shapes of the demo: P5 at 15 m, P10 at 20 m, P4 at 10 m, a monitor
// in a lobby, a kiosk.
var canvases = []content.Canvas{
	{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
	{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
	{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
	{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
	{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
}

func facts() layout.Facts {
	return layout.Facts{
		Faces: paint.Faces(), App: "iHanoi", Hotline: "1022 nhánh 8", Modules: 29, Domain: "ihanoi.example.vn", Rows: 30,
		Tiles: []layout.GridTile{
			{Key: "2024-11/016", Abbr: "SS", Row: 0, Col: 4},
			{Key: "2024-11/271", Abbr: "BV", Row: 2, Col: 0},
			{Key: "2024-11/007", Abbr: "HBT", Row: 4, Col: 6},
			{Key: "2024-11/018", Abbr: "GL", Row: 2, Col: 7},
			{Key: "2024-11/274", Abbr: "HoĐ", Row: 3, Col: 2},
			{Key: "2024-11/280", Abbr: "PX", Row: 7, Col: 4},
		},
		Zone: time.FixedZone("Asia/Ho_Chi_Minh", 7*3600),
	}
}

// slides are one of each kind and style, in plain words.
func slides() map[string]content.Slide {
	head := content.Words{
		Kicker: "Công dân Thủ đô số", Head: "Người dân, doanh nghiệp cùng cài đặt, kích hoạt và sử dụng iHanoi",
		Brief: "Cài đặt, kích hoạt iHanoi", Foot: "Kế hoạch 311/KH-UBND",
	}
	return map[string]content.Slide{
		"statement": {Kind: content.Notice, Style: content.Statement, Words: head},
		"steps": {Kind: content.Notice, Style: content.Steps, Words: content.Words{
			Head: "Cài đặt iHanoi", Brief: "Tìm “iHanoi” trong App\u00a0Store", Foot: "Hỗ trợ: gọi 1022,\u00a0nhánh\u00a08",
			Lines: []string{"Tìm “iHanoi” trong App Store hoặc CH Play", "Cài đặt ứng dụng", "Đăng nhập bằng VNeID"},
		}},
		"list": {Kind: content.Notice, Style: content.List, Words: content.Words{
			Head: "Trên iHanoi có", Brief: "Phản ánh qua iHanoi",
			Lines: []string{"Phản ánh hiện trường", "Phản ánh thủ tục hành chính", "Đăng ký lịch tiếp công dân", "Tin tức – cảnh báo"},
		}},
		"number": {Kind: content.Notice, Style: content.Number, Words: content.Words{
			Number: "1.633.840", Head: "tài khoản iHanoi", Brief: "tài khoản", Foot: "Tính đến 27/11/2024 · Nguồn: hanoi.gov.vn",
		}},
		"slogan": {Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: "Đi từng ngõ, gõ từng nhà, rà từng người"}},
		"hours": {Kind: content.Notice, Style: content.OpenHours, Words: content.Words{
			Kicker: "Phường Văn Miếu - Quốc Tử Giám", Head: "Giờ tiếp dân bộ phận Một cửa", Brief: "Một cửa mở 7:30 – 17:00",
			Lines: []string{"Thứ Hai – Thứ Sáu: 7:30 – 11:30, 13:30 – 17:00", "Thứ Bảy: 7:30 – 11:30", "Chủ nhật: nghỉ"}, Foot: "Hỗ trợ: gọi 1022, nhánh 8",
		}},
		"hours_one": {Kind: content.Notice, Style: content.OpenHours, Words: content.Words{
			Head: "Một cửa", Brief: "Một cửa mở 7:30 – 17:00", Lines: []string{"Thứ Hai – Thứ Sáu: 7:30 – 17:00"},
		}},
		"event": {Kind: content.Notice, Style: content.Event, Words: content.Words{
			Kicker: "Phường Ô Chợ Dừa", Head: "Ngày hội chuyển đổi số cộng đồng", Brief: "Ngày hội số", Number: "Thứ Bảy 14/12/2024",
			Lines: []string{"8 giờ 30 – 11 giờ", "Nhà văn hóa tổ dân phố số 5"}, Foot: "Miễn phí, mang theo điện thoại và căn cước",
		}},
		"before_after": {Kind: content.Notice, Style: content.BeforeAfter, Words: content.Words{
			Kicker: "Công dân Thủ đô số", Head: "Làm thủ tục không phải chờ", Brief: "Lấy số trên iHanoi, khỏi chờ",
			Lines: []string{"Xếp hàng lấy số từ 7 giờ sáng", "Lấy số trên iHanoi, đến đúng giờ hẹn"}, Foot: "Trung tâm Phục vụ hành chính công",
		}},
		"install": {Kind: content.Install, Words: content.Words{
			Kicker: "Công dân Thủ đô số", Head: "Quét mã để cài đặt iHanoi", Brief: "Cài đặt ứng dụng",
			Lines: []string{"Quét mã", "Cài đặt từ App Store hoặc CH Play", "Đăng nhập bằng VNeID"},
		}},
		"gauge": {Kind: content.Board, View: content.Gauge, Sample: true, Words: content.Words{Head: "Tiến độ toàn thành phố", Brief: "Tiến độ iHanoi"}},
		"trend": {Kind: content.Board, View: content.Trend, Words: content.Words{Head: "Tài khoản iHanoi đến nay", Brief: "Tài khoản iHanoi"}},
		"pace": {
			Kind: content.Board, View: content.Pace, Deadline: time.Date(2024, 12, 31, 17, 0, 0, 0, time.UTC),
			Words: content.Words{Head: "Còn bao nhiêu ngày", Brief: "Mức cần mỗi ngày"},
		},
		"league": {Kind: content.Board, View: content.League, Words: content.Words{Head: "Tiến độ cài đặt iHanoi", Brief: "Tiến độ iHanoi"}},
		"grid":   {Kind: content.Board, View: content.Grid, Sample: true, Words: content.Words{Head: "iHanoi tại Hà Nội", Brief: "Toàn Hà Nội"}},
	}
}

func countdown() content.Slide {
	return content.Slide{
		Kind: content.Countdown, Deadline: time.Date(2024, 12, 31, 17, 0, 0, 0, time.UTC), // 24:00 of 31 December in Hanoi
		Words: content.Words{Kicker: "Đợt cao điểm", Head: "Cài đặt, kích hoạt iHanoi", Brief: "Cài đặt iHanoi"},
	}
}

type golden struct {
	Slide   content.Slide
	Layouts []goldenLayout
}

type goldenLayout struct {
	Canvas content.Canvas
	Layout *layout.Layout `json:",omitempty"`
	Error  string         `json:",omitempty"`
}

func TestGolden(t *testing.T) {
	for name, s := range slides() {
		t.Run(name, func(t *testing.T) {
			got := golden{Slide: s}
			for _, c := range canvases {
				g := goldenLayout{Canvas: c}
				if l, err := layout.Lay(s, c, facts()); err != nil {
					g.Error = err.Error()
				} else {
					g.Layout = &l
				}
				got.Layouts = append(got.Layouts, g)
			}
			text := goldenText(t, got)
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(text), "\n")); diff != "" {
				t.Errorf("the look changed; see the gallery, then run with -update (-want +got):\n%s", diff)
			}
		})
	}
}

// goldenText is JSON with one element a line, so that a change of look can be read.
func goldenText(t *testing.T, g golden) []byte {
	t.Helper()
	b, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.NewReplacer(`{"op"`, "\n{\"op\"", `{"Canvas"`, "\n{\"Canvas\"").Replace(string(b)) + "\n")
}

// TestStaysLegible holds every layout of every slide to the rules of legibility, at the five
// canvases and odd ones.
func TestStaysLegible(t *testing.T) {
	odd := []content.Canvas{
		{Width: 400, Height: 300, PitchMM: 5, DistanceM: 15},
		{Width: 960, Height: 320, PitchMM: 10, DistanceM: 40},
		{Width: 128, Height: 256, PitchMM: 8, DistanceM: 12},
		{Width: 3840, Height: 2160, PitchMM: 0.31, DistanceM: 3},
		{Width: 1280, Height: 720, PitchMM: 0.5, DistanceM: 2},
		{Width: 64, Height: 32, PitchMM: 10, DistanceM: 20},
		{Width: 768, Height: 1024, PitchMM: 0.2, DistanceM: 0.6},
	}
	all := slides()
	all["countdown"] = countdown()
	for name, s := range all {
		laid := 0
		for _, c := range append(odd, canvases...) {
			l, err := layout.Lay(s, c, facts())
			if err != nil {
				if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), c.String()) {
					t.Errorf("%s on %s: a refusal must name the canvas: %v", name, c, err)
				}
				continue
			}
			laid++
			for _, fault := range faults(l, c, facts()) {
				t.Errorf("%s on %s: %s", name, c, fault)
			}
		}
		if laid < 7 {
			t.Errorf("%s is laid out on %d canvases only", name, laid)
		}
	}
}

func TestEveryKindOnEveryDemoCanvas(t *testing.T) {
	for name, s := range slides() {
		for _, c := range canvases {
			_, err := layout.Lay(s, c, facts())
			if refused := err != nil; refused {
				t.Errorf("%s on %s: %v", name, c, err)
			}
		}
	}
}

func TestSameBytesTwice(t *testing.T) {
	for name, s := range slides() {
		a, _ := layout.Lay(s, canvases[3], facts())
		b, _ := layout.Lay(s, canvases[3], facts())
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("nghiêng ngả chuệch choạng ", 30)
	cases := []struct {
		name  string
		slide content.Slide
		says  string
	}{
		{"too long", content.Slide{Title: "Dài", Kind: content.Notice, Words: content.Words{Head: long}}, "192×96"},
		{"a word that is wider than the wall", content.Slide{Kind: content.Notice, Words: content.Words{Head: strings.Repeat("w", 60)}}, "rút gọn"},
		{"no words", content.Slide{Kind: content.Notice}, "nhập nội dung"},
		{"a character that the font lacks", content.Slide{Kind: content.Notice, Words: content.Words{Head: "Xin chào 😀"}}, "U+1F600"},
		{"a number without a source", content.Slide{Kind: content.Notice, Style: content.Number, Words: content.Words{Number: "1", Head: "a"}}, "nguồn"},
		{"a countdown without a deadline", content.Slide{Kind: content.Countdown, Words: content.Words{Head: "Hạn"}}, "thời hạn"},
		{"a picture", content.Slide{Kind: content.Picture}, "không phải loại"},
	}
	for _, c := range cases {
		_, err := layout.Lay(c.slide, canvases[1], facts())
		if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
		var told *content.Error
		if errors.As(err, &told) && (told.Vi == "" || told.En == "") {
			t.Errorf("%s: one language is missing", c.name)
		}
	}
	if _, err := layout.Lay(slides()["slogan"], content.Canvas{Width: 5}, facts()); content.CodeOf(err) != content.Invalid {
		t.Errorf("an impossible canvas: %v", err)
	}
	if _, err := layout.Lay(slides()["slogan"], canvases[0], layout.Facts{}); err == nil {
		t.Error("laid out without a font")
	}
}

func TestSampleMarkIsAlwaysThere(t *testing.T) {
	for _, view := range []content.View{content.Gauge, content.League, content.Grid} {
		for _, c := range canvases {
			s := content.Slide{Kind: content.Board, View: view, Sample: true, Words: content.Words{Head: "Tiến độ iHanoi"}}
			l, err := layout.Lay(s, c, facts())
			if err != nil || !strings.Contains(l.Words, "SỐ LIỆU MẪU") {
				t.Errorf("%s on %s: %q %v", view, c, l.Words, err)
			}
		}
	}
}

func TestCodeLeadsOnlyWhereItCanBeScanned(t *testing.T) {
	s := slides()["install"]
	for _, c := range canvases {
		l, err := layout.Lay(s, c, facts())
		if err != nil {
			t.Fatal(err)
		}
		if has := find(l, layout.Code) != nil; has != (c.PitchMM < 2) {
			t.Errorf("%s: has a code: %v", c, has)
		}
		if find(l, layout.Code) == nil && (!strings.Contains(l.Words, "iHanoi") || !strings.Contains(l.Words, "1022 nhánh 8")) {
			t.Errorf("%s without a code says %q", c, l.Words)
		}
	}
	f := facts()
	f.Modules, f.Domain = 0, ""
	for _, c := range canvases {
		if l, err := layout.Lay(s, c, f); err != nil || find(l, layout.Code) != nil || strings.Contains(l.Words, "Quét") {
			t.Errorf("%s with no link known: %q %v", c, l.Words, err)
		}
	}
}

func find(l layout.Layout, op layout.Op) *layout.Element {
	for i := range l.Elements {
		if l.Elements[i].Op == op {
			return &l.Elements[i]
		}
	}
	return nil
}

func TestSafeCardNeverFails(t *testing.T) {
	small := content.Canvas{Width: 16, Height: 16, PitchMM: 10, DistanceM: 50}
	for _, name := range []string{"Phường Văn Miếu - Quốc Tử Giám", "", "😀", strings.Repeat("Xã ", 400), "Ổ\nẪ"} {
		for _, c := range append([]content.Canvas{small}, canvases...) {
			l := layout.LaySafe(name, c, paint.Faces())
			if len(l.Elements) == 0 {
				t.Errorf("%q on %s: nothing is drawn", name, c)
			}
			for _, fault := range faults(l, c, facts()) {
				if !strings.Contains(fault, "small") {
					t.Errorf("%q on %s: %s", name, c, fault)
				}
			}
		}
	}
}

// TestLongNames lays a league out for the wards of 2025, whose longest name has 23 letters.
func TestLongNames(t *testing.T) {
	f := facts()
	f.Longest = map[string]string{"row.name": f.Faces.Widest(600, "Ba Đình", "Văn Miếu - Quốc Tử Giám", "Ô Chợ Dừa")}
	if f.Longest["row.name"] != "Văn Miếu - Quốc Tử Giám" {
		t.Fatalf("widest: %q", f.Longest["row.name"])
	}
	longest["name"] = f.Longest["row.name"]
	defer func() { longest["name"] = "Hai Bà Trưng" }()
	for _, c := range canvases {
		l, err := layout.Lay(slides()["league"], c, f)
		if err != nil { // at 192×96 the longest name needs the margins
			t.Errorf("%s: %v", c, err)
		}
		if err == nil && c.Height > 400 && find(l, layout.Bar) == nil {
			t.Errorf("%s has no bars", c)
		}
		if err == nil {
			for _, fault := range faults(l, c, f) {
				t.Errorf("%s: %s", c, fault)
			}
		}
	}
}

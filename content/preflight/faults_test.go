package preflight_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/paint"
)

var (
	junction = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	small    = content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}
	lobby    = content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3}
	kiosk    = content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}
)

// on is a view of one line, set by hand in a layout.
func on(c content.Canvas, e layout.Element, below ...layout.Element) preflight.View {
	e.Op, e.Weight = layout.Text, 800
	l := layout.Layout{Width: c.Width, Height: c.Height, Ground: "#04214a", Words: e.T, Elements: append(below, e)}
	return preflight.View{Canvas: c}.Of(l, paint.Faces(), nil)
}

// laid is a notice laid out on a canvas.
func laid(t *testing.T, s content.Slide, c content.Canvas) preflight.View {
	t.Helper()
	v, err := preflight.View{Canvas: c, Street: c.PitchMM > 2}.Laid(s, layout.Facts{Faces: paint.Faces(), App: "iHanoi", Hotline: "1022 nhánh 8"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func picture(w, h int, views ...preflight.View) preflight.Facts {
	f := facts("")
	f.Slide.Kind, f.Slide.Fit = content.Picture, content.Contain
	f.Picture, f.Views = &preflight.Picture{Width: w, Height: h}, views
	return f
}

// paged are the facts of the page of a document with one line, whose capitals are so high.
func paged(c content.Canvas, capital float64, text string) preflight.Facts {
	f := picture(1920, 960)
	v := preflight.View{Canvas: c, Street: c.PitchMM > 2}
	f.Views = []preflight.View{f.Paged(v, []content.Line{{T: text, X: 100, Y: 100, W: 1700, H: 80, Cap: capital}})}
	return f
}

func coded(c content.Canvas, side int, text string, change func(*preflight.Code)) preflight.Facts {
	code := preflight.Code{Text: text, Box: preflight.Box{X: 20, Y: 20, W: side, H: side}, Blurred: true, Dimmed: true}
	f := picture(c.Width, c.Height, preflight.View{Canvas: c})
	f.Picture.Codes = []preflight.Code{code}
	if change != nil {
		change(&code)
	}
	f.Views[0].Codes = []preflight.Code{code}
	return f
}

// ai are the facts of a file that names AI, on a slide with a label; bare: nothing can put it there.
func ai(label string, bare bool) preflight.Facts {
	f := picture(1920, 1080, preflight.View{Canvas: lobby})
	f.Slide.Label, f.Picture.AI, f.Picture.Bare = label, true, bare
	return f
}

func clip(c preflight.Clip, views ...preflight.View) preflight.Facts {
	f := picture(1280, 720, views...)
	f.Slide.Kind, f.Clip = content.Video, &c
	return f
}

func dwelling(d time.Duration, v preflight.View) preflight.Facts {
	f := viewed(v)
	f.Slide.Dwell = d
	return f
}

func viewed(views ...preflight.View) preflight.Facts {
	f := facts("")
	f.Views = views
	return f
}

func cover(f preflight.Facts) preflight.Facts {
	f.Slide.Fit, f.Slide.FocusX, f.Slide.FocusY = content.Cover, 0.5, 0.5
	return f
}

const (
	good = "https://ihanoi.hanoi.gov.vn/tai-ve"
	bank = "00020101021138540010A00000072701240006970436011010234567890208QRIBFTTA5303704"
)

// Slides with one known fault each, and some with none beside them; with the texts of TestTexts
// these are the slides of which every fault must be found.
func TestFaults(t *testing.T) {
	const long = "Người dân, doanh nghiệp Thủ đô cùng cài đặt, kích hoạt và sử dụng ứng dụng Công dân Thủ đô số trong tháng cao điểm"
	notice := func(head, brief string) content.Slide {
		return content.Slide{Kind: content.Notice, Style: content.Statement, Title: "x", Words: content.Words{Head: head, Brief: brief}}
	}
	line := func(size int, text string) layout.Element {
		return layout.Element{X: 10, Y: 90, Size: size, T: text, C: "#ffffff"}
	}
	for name, c := range map[string]struct {
		facts preflight.Facts
		want  []preflight.Rule
	}{
		"a notice":                        {viewed(laid(t, notice("Cài đặt iHanoi", ""), junction), laid(t, notice("Cài đặt iHanoi", ""), small)), nil},
		"words that fit nowhere":          {viewed(laid(t, notice(long, ""), small)), []preflight.Rule{preflight.Fit}},
		"words that do not fit one":       {viewed(laid(t, notice(long, ""), small), laid(t, notice(long, ""), lobby)), []preflight.Rule{preflight.Fit}},
		"words without the font's":        {viewed(laid(t, notice("Cài đặt 漢字", ""), lobby)), []preflight.Rule{preflight.Fit}},
		"tiny on a wall":                  {viewed(on(junction, line(12, "iHanoi"))), []preflight.Rule{preflight.Height}},
		"tiny on a small wall":            {viewed(on(small, line(13, "iHanoi"))), []preflight.Rule{preflight.Height}},
		"tiny in a lobby":                 {viewed(on(lobby, line(30, "iHanoi"))), []preflight.Rule{preflight.Height}},
		"tiny on a kiosk":                 {viewed(on(kiosk, line(20, "iHanoi"))), []preflight.Rule{preflight.Height}},
		"wider than its room":             {viewed(on(junction, layout.Element{X: 10, Y: 90, W: 60, Size: 40, T: "Phường Văn Miếu", C: "#ffffff"})), []preflight.Rule{preflight.Overflow}},
		"over the right edge":             {viewed(on(small, line(40, "Phường Văn Miếu"))), []preflight.Rule{preflight.Overflow}},
		"over the left edge":              {viewed(on(junction, layout.Element{X: 100, Y: 90, Size: 40, T: "Phường Văn Miếu", C: "#ffffff", Align: layout.End})), []preflight.Rule{preflight.Overflow}},
		"over the bottom":                 {viewed(on(junction, layout.Element{X: 10, Y: 215, Size: 40, T: "Gọng", C: "#ffffff"})), []preflight.Rule{preflight.Overflow}},
		"dark on dark":                    {viewed(on(junction, layout.Element{X: 10, Y: 90, Size: 40, T: "iHanoi", C: "#0a3a78"})), []preflight.Rule{preflight.Contrast}},
		"white on yellow":                 {viewed(on(junction, line(40, "iHanoi"), layout.Element{Op: layout.Fill, W: 432, H: 216, C: "#ffd25e"})), []preflight.Rule{preflight.Contrast}},
		"white on a gradient into white":  {viewed(on(junction, line(40, "iHanoi"), layout.Element{Op: layout.Fill, W: 432, H: 216, C: "#04214a", C2: "#ffffff"})), []preflight.Rule{preflight.Contrast}},
		"gold on its tile":                {viewed(on(lobby, layout.Element{X: 100, Y: 200, Size: 90, T: "BĐ", C: "#ffd25e"}, layout.Element{Op: layout.Tile, W: 600, H: 600, Scale: []string{"#86a5cb", "#ffe07a"}})), []preflight.Rule{preflight.Contrast}},
		"too many words in the street":    {viewed(laid(t, notice("Đi từng ngõ, gõ từng nhà, rà từng người, mỗi ngày một việc tốt", ""), junction)), []preflight.Rule{preflight.Words}},
		"too many words on a small wall":  {viewed(preflight.View{Canvas: small, Street: true, Printed: content.Amount{Pieces: 1, Words: 10}}), []preflight.Rule{preflight.Words}},
		"the same words in a lobby":       {viewed(laid(t, notice("Đi từng ngõ, gõ từng nhà, rà từng người, mỗi ngày một việc tốt", ""), lobby)), nil},
		"shown for 3 seconds":             {dwelling(3*time.Second, laid(t, notice("Cài đặt iHanoi", ""), lobby)), []preflight.Rule{preflight.Dwell}},
		"7 seconds in the street":         {dwelling(7*time.Second, laid(t, notice("Cài đặt iHanoi", ""), junction)), []preflight.Rule{preflight.Dwell}},
		"20 seconds":                      {dwelling(20*time.Second, laid(t, notice("Cài đặt iHanoi", ""), junction)), nil},
		"a small picture in a lobby":      {picture(640, 360, preflight.View{Canvas: lobby}), []preflight.Rule{preflight.Resolution}},
		"a small picture fills a kiosk":   {cover(picture(500, 800, preflight.View{Canvas: kiosk})), []preflight.Rule{preflight.Resolution}},
		"a small picture on a small wall": {picture(384, 192, preflight.View{Canvas: small}), nil},
		"an upright scan on a wall":       {picture(1240, 1754, preflight.View{Canvas: junction}), []preflight.Rule{preflight.Shape}},
		"a wide banner on a kiosk":        {picture(3000, 1000, preflight.View{Canvas: kiosk}), []preflight.Rule{preflight.Shape}},
		"the banner fills the kiosk":      {cover(picture(3000, 1000, preflight.View{Canvas: kiosk})), nil},
		"a white picture on a wall":       {picture(432, 216, preflight.View{Canvas: junction, Light: 0.9}), []preflight.Rule{preflight.Glare}},
		"the same in a lobby":             {picture(1920, 1080, preflight.View{Canvas: lobby, Light: 0.9}), nil},
		"a page of large words":           {paged(lobby, 60, "Phường tiếp công dân thứ bảy"), nil},
		"a page of small print":           {paged(lobby, 15, "Phường tiếp công dân thứ bảy"), []preflight.Rule{preflight.Height}},
		"the page on a wall":              {paged(junction, 40, "Phường tiếp công dân thứ bảy"), []preflight.Rule{preflight.Height}},
		"a page of many words":            {paged(lobby, 60, long), []preflight.Rule{preflight.Dwell}},
		"many words on a wall":            {paged(junction, 90, long), []preflight.Rule{preflight.Words, preflight.Dwell}},
		"a heavy clip":                    {clip(preflight.Clip{}, preflight.View{Canvas: lobby, Bytes: 80 << 20, Screens: 2}), []preflight.Rule{preflight.Size}},
		"a clip for a thousand screens":   {clip(preflight.Clip{}, preflight.View{Canvas: lobby, Bytes: 20 << 20, Screens: 1000}), []preflight.Rule{preflight.Size}},
		"a clip":                          {clip(preflight.Clip{Sound: true}, preflight.View{Canvas: lobby, Bytes: 5 << 20, Screens: 100}), nil},
		"a good code":                     {coded(kiosk, 300, good, nil), nil},
		"the hotline as a code":           {coded(kiosk, 300, "tel:1022", nil), nil},
		"a code to elsewhere":             {coded(kiosk, 300, "https://ihanoi.vn.evil.com/a", nil), []preflight.Rule{preflight.CodeLink}},
		"a short link as a code":          {coded(kiosk, 300, "HTTPS://BIT.LY/ABC", nil), []preflight.Rule{preflight.CodeLink}},
		"a code with a login":             {coded(kiosk, 300, "https://hanoi.gov.vn@evil.com", nil), []preflight.Rule{preflight.CodeLink}},
		"a code that takes money":         {coded(kiosk, 300, bank, nil), []preflight.Rule{preflight.CodeLink}},
		"a code for a network":            {coded(kiosk, 300, "WIFI:T:WPA;S:x;P:12345678;;", nil), []preflight.Rule{preflight.CodeLink}},
		"a code that opens a program":     {coded(kiosk, 300, "intent://hanoi.gov.vn", nil), []preflight.Rule{preflight.CodeLink}},
		"a code that calls elsewhere":     {coded(kiosk, 300, "tel:0912345678", nil), []preflight.Rule{preflight.CodeLink}},
		"a barcode that leads elsewhere":  {coded(junction, 400, "https://evil.com/a", func(c *preflight.Code) { c.Bars = true }), []preflight.Rule{preflight.CodeLink}},
		"a code that is not read":         {coded(junction, 30, good, func(c *preflight.Code) { c.Text = "hanoi.gov.vn"; c.Bars = true; c.Box.W = 400 }), []preflight.Rule{preflight.CodeRead}},
		"a code that blurs":               {coded(kiosk, 300, good, func(c *preflight.Code) { c.Blurred = false }), []preflight.Rule{preflight.CodeFaint}},
		"a code that fades":               {coded(kiosk, 300, good, func(c *preflight.Code) { c.Dimmed = false }), []preflight.Rule{preflight.CodeFaint}},
		"a code too far away":             {coded(junction, 150, good, nil), []preflight.Rule{preflight.CodeFar}},
		"a code too small for a lobby":    {coded(lobby, 200, good, nil), []preflight.Rule{preflight.CodeFar}},
		"a picture that AI made":          {ai("", false), []preflight.Rule{preflight.Label}},
		"the same with its label":         {ai(content.LabelAI, false), nil},
		"a clip that cannot be labelled":  {ai(content.LabelAI, true), []preflight.Rule{preflight.Label}},
		"a clip that flashes":             {clip(preflight.Clip{Flashes: []time.Duration{time.Second}}, preflight.View{Canvas: lobby}), []preflight.Rule{preflight.Flash}},
		"a clip that flashes red":         {clip(preflight.Clip{Flashes: []time.Duration{0}, Red: true}, preflight.View{Canvas: lobby}), []preflight.Rule{preflight.Flash}},
		"a clip in the street":            {clip(preflight.Clip{}, preflight.View{Canvas: junction, Street: true}), []preflight.Rule{preflight.Moving}},
		"a loud clip in the street":       {clip(preflight.Clip{Sound: true}, preflight.View{Canvas: junction, Street: true}), []preflight.Rule{preflight.Moving, preflight.Sound}},
	} {
		if got := found(c.facts); !slices.Equal(got, c.want) {
			t.Errorf("%s: found %v, want %v: %+v", name, got, c.want, preflight.Check(c.facts))
		}
	}
}

// A slide that fits somewhere is sent on with a reason; one that fits nowhere is not.
func TestWhatIsLeftOut(t *testing.T) {
	fault := &content.Error{Code: content.Invalid, Vi: "không vừa", En: "does not fit"}
	some := preflight.Check(viewed(preflight.View{Canvas: small, Fault: fault}, preflight.View{Canvas: lobby}))
	if len(some) != 1 || some[0].Level != preflight.Warning || preflight.Refusal(some) != nil {
		t.Errorf("%+v", some)
	}
	none := preflight.Check(viewed(preflight.View{Canvas: small, Fault: fault}, preflight.View{Canvas: lobby, Fault: fault}))
	if err := preflight.Refusal(none); content.CodeOf(err) != content.Invalid || len(preflight.Of(preflight.Error, none)) != 2 {
		t.Errorf("%+v %v", none, err)
	}
}

func TestEveryRuleSaysWhatItGoesBy(t *testing.T) {
	for _, r := range preflight.Rules() {
		if s := r.Source(); s.Vi == "" || s.En == "" {
			t.Errorf("%s names no source", r)
		}
	}
}

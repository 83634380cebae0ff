package paint_test

import (
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"

	"ngatu/assets/areas"
	"ngatu/assets/starter"
	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// canvases are the five shapes of the demo.
var canvases = []content.Canvas{
	{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
	{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
	{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
	{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
	{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
}

// starterSlides are the starter slides, the deadline filled in.
func starterSlides(t testing.TB) []content.Slide {
	t.Helper()
	var doc struct {
		Campaigns []content.Campaign `json:"campaigns"`
		Slides    []content.Slide    `json:"slides"`
	}
	d := json.NewDecoder(strings.NewReader(string(starter.Campaigns)))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	for i := range doc.Slides {
		if doc.Slides[i].Kind == content.Countdown {
			doc.Slides[i].Deadline = time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)
		}
	}
	return doc.Slides
}

func facts(t testing.TB) layout.Facts {
	t.Helper()
	f := layout.Facts{
		Faces: paint.Faces(), App: "iHanoi", Hotline: "1022 nhánh 8", Modules: 29, Domain: "ihanoi.example.vn",
		Rows: 30, Zone: time.FixedZone("Hanoi", 7*3600),
		Longest: map[string]string{"row.name": "Hai Bà Trưng", "screen.area": "Phường Văn Miếu - Quốc Tử Giám"},
	}
	for _, r := range tiles(t) {
		row, _ := strconv.Atoi(r[5])
		col, _ := strconv.Atoi(r[6])
		f.Tiles = append(f.Tiles, layout.GridTile{Key: "2024-11/" + r[0], Abbr: r[3], Row: row, Col: col})
	}
	return f
}

func tiles(t testing.TB) [][]string {
	t.Helper()
	file, err := areas.Files.Open("hanoi_2024_tilegrid.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// values are made-up figures of the districts and a code.
func values(t testing.TB) paint.Values {
	t.Helper()
	q, err := qrcode.New("HTTPS://IHANOI.EXAMPLE.VN/I/HK-0123-A", qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	q.DisableBorder = true
	var rows []string
	for _, line := range q.Bitmap() {
		s := ""
		for _, dark := range line {
			s += map[bool]string{true: "1", false: "0"}[dark]
		}
		rows = append(rows, s)
	}
	v := paint.Values{
		Texts: map[string]string{
			"title": "", "asof.short": "Đến 27/11", "gauge.of": "người từ 15 tuổi trở lên", "asof": "Tính đến 27/11/2024 · 08:00", "source": "Nguồn: số liệu mẫu",
			"gauge.value": "1.633.840", "gauge.target": "/ 6.100.957", "gauge.percent": "26,8 %",
			"screen.area": "Phường Văn Miếu - Quốc Tử Giám",
		},
		Fractions: map[string]int{"gauge.bar": 2678}, Levels: map[string]int{},
		Codes: map[string][]string{"screen.code": rows}, At: time.Date(2026, 12, 19, 9, 0, 0, 0, time.UTC),
	}
	delete(v.Texts, "title")
	for i, r := range tiles(t) {
		n := "row." + strconv.Itoa(i)
		f := 9120 - i*233
		v.Texts[n+".name"] = r[2]
		v.Texts[n+".value"] = strings.ReplaceAll(strconv.FormatFloat(float64(f)/100, 'f', 1, 64), ".", ",") + " %"
		v.Texts[n+".delta"] = "+" + strconv.Itoa(9-i/4) + ",4"
		v.Fractions[n+".bar"] = f
		v.Levels["tile.2024-11/"+r[0]] = (i*7 + i*i) % 5
	}
	return v
}

package main

import (
	"bytes"
	"image/jpeg"
	"strings"
	"testing"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

func TestPercentilesAreValuesThatWereSeen(t *testing.T) {
	var hundred []float64
	for i := range 100 {
		hundred = append(hundred, float64(100-i))
	}
	for _, c := range []struct {
		values []float64
		want   [4]float64 // p50, p90, p99, max
		goal   goal
		met    string
	}{
		{[]float64{7}, [4]float64{7, 7, 7, 7}, goal{}, ""},
		{[]float64{3, 1, 2}, [4]float64{2, 3, 3, 3}, goal{p50: 2, p99: 3}, "yes"},
		{hundred, [4]float64{50, 90, 99, 100}, goal{p50: 50, p99: 98}, "**no**"},
		{hundred, [4]float64{50, 90, 99, 100}, goal{p50: 49}, "**no**"},
	} {
		var r report
		r.add("x", "ms", c.values, c.goal)
		got := r.Rows[0]
		if have := [4]float64{got.P50, got.P90, got.P99, got.Max}; have != c.want || got.Met != c.met || got.N != len(c.values) {
			t.Errorf("%v: %+v", c.values, got)
		}
	}
}

func TestNothingMeasuredIsSaid(t *testing.T) {
	var r report
	r.add("x", "ms", nil, goal{p50: 1})
	if len(r.Rows) != 0 || !strings.Contains(r.markdown(), "x: nothing was measured") {
		t.Error(r.markdown())
	}
}

// The load compares frames of equal weight.
func TestLoadFrameWeighsWhatAnchorsSend(t *testing.T) {
	for _, n := range []int64{1, 9, 10, 12345} {
		f, err := loadFrame(n, frameSize)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := f.Encode(); err != nil || len(b) != frameSize {
			t.Errorf("frame %d weighs %d bytes: %v", n, len(b), err)
		}
	}
}

// The sheet is one that intake takes, and the total is what a board prints.
func TestFigureSheetIsTaken(t *testing.T) {
	all, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	file, total := figureSheet(all, area.DistrictLevel, 3)
	book, err := sheet.Read(t.Context(), "bench.csv", bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	read := reading.Of(book, reading.Answers{})
	figures, problems, err := figure.Match(t.Context(), read.Rows, all, area.Nov2024, nil)
	if err != nil || len(problems) > 0 || len(figures) != 30 {
		t.Fatalf("%d figures; %v %v %v", len(figures), read.Asks, problems, err)
	}
	sum := int64(0)
	for _, f := range figures {
		sum += f.Value
	}
	if figure.FormatCount(sum) != total {
		t.Errorf("%d, and the sheet says %s", sum, total)
	}
	if _, other := figureSheet(all, area.DistrictLevel, 4); other == total {
		t.Error("two sheets have the same total")
	}
}

func TestPhotographsDiffer(t *testing.T) {
	a, b := photograph(400, 300, 1), photograph(400, 300, 2)
	if bytes.Equal(a, b) {
		t.Error("the same picture twice")
	}
	if m, err := jpeg.Decode(bytes.NewReader(a)); err != nil || m.Bounds().Dx() != 400 {
		t.Error(err)
	}
}

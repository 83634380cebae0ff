package eye_test

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/eye"
)

const tableHead = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

func row(line, certain int, word string) string {
	return fmt.Sprintf("5\t1\t%d\t1\t1\t1\t10\t20\t30\t40\t%d.5\t%s\n", line, certain, word)
}

// Words of a line stay together; one that is not sure makes the line doubtful.
func TestRead(t *testing.T) {
	w := eye.Read(tableHead + "1\t1\t0\t0\t0\t0\t0\t0\t1280\t720\t-1\t\n" +
		row(1, 96, "Gọi") + row(1, 95, "1022") + row(2, 93, "tại") + row(2, 7, "bit.Iy/moi") + row(3, 40, "~") + "5\t1\tcut off\n" + row(4, 120, "x") + row(5, 90, " "))
	lines, sure, doubtful := w.In(640, 360, image.Pt(1280, 720))
	if !slices.Equal(sure, []string{"Gọi 1022"}) || !slices.Equal(doubtful, []string{"tại bit.Iy/moi", "~"}) || len(lines) != 3 || lines[0] != (content.Line{T: "Gọi 1022", X: 5, Y: 10, W: 15, H: 20}) {
		t.Errorf("%+v", w)
	}
	if w := eye.Read(""); w.Sure != nil || w.Doubtful != nil {
		t.Errorf("of nothing: %+v", w)
	}
	var many strings.Builder
	for i := range 50_000 {
		many.WriteString(row(i, 90, "chữ"))
	}
	if w := eye.Read(many.String()); len(w.Sure) > 500 {
		t.Errorf("%d lines are read", len(w.Sure))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(tableHead + row(1, 96, "Gọi") + row(1, 10, "\xff\x00"))
	f.Add("5\t\t\t\t\t\t\t\t\t\t9\t9")
	f.Fuzz(func(t *testing.T, table string) {
		w := eye.Read(table)
		size := 0
		for _, l := range slices.Concat(w.Sure, w.Doubtful) {
			if size += len(l.T); !utf8.ValidString(l.T) || strings.ContainsAny(l.T, "\n\t") || l.X < 0 || l.Y < 0 || l.W < 0 || l.H < 0 {
				t.Fatalf("%+v", l)
			}
		}
		if size > 200_000 {
			t.Fatalf("%d bytes", size)
		}
	})
}

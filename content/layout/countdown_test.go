package layout_test

import (
	"testing"
	"time"

	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// said are the texts on the glass at an instant, as a screen reads them from the steps.
func said(l layout.Layout, at time.Time) []string {
	var out []string
	for _, e := range l.Elements {
		if e.Op != layout.Text || len(e.Steps) == 0 {
			continue
		}
		t := e.T
		for _, s := range e.Steps {
			if s.Until > at.UnixMilli() {
				t = s.T
				break
			}
		}
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

func TestCountdownCountsLocalDays(t *testing.T) {
	hanoi := facts().Zone
	cases := []struct {
		at   time.Time
		want string // on the LED
		leaf string // on the calendar
	}{
		{time.Date(2024, 12, 19, 0, 0, 0, 0, hanoi), "Còn 12 ngày", "CÒN 12 NGÀY"},
		{time.Date(2024, 12, 19, 23, 59, 59, 0, hanoi), "Còn 12 ngày", "CÒN 12 NGÀY"},
		{time.Date(2024, 12, 20, 0, 0, 0, 0, hanoi), "Còn 11 ngày", "CÒN 11 NGÀY"},
		{time.Date(2024, 12, 30, 23, 59, 59, 0, hanoi), "Còn 1 ngày", "CÒN 1 NGÀY"},
		{time.Date(2024, 12, 31, 0, 0, 0, 0, hanoi), "Hôm nay là ngày cuối", "HÔM NAY LÀ NGÀY CUỐI"},
		{time.Date(2024, 12, 31, 23, 59, 59, 0, hanoi), "Hôm nay là ngày cuối", "HÔM NAY LÀ NGÀY CUỐI"},
		{time.Date(2025, 1, 1, 0, 0, 0, 0, hanoi), "Đã kết thúc", "ĐÃ KẾT THÚC"},
		{time.Date(2023, 11, 27, 12, 0, 0, 0, hanoi), "Còn 400 ngày", "CÒN 400 NGÀY"},
		{time.Date(2023, 11, 1, 12, 0, 0, 0, hanoi), "Hơn 400 ngày", "CÒN HƠN 400 NGÀY"},
	}
	for i, c := range canvases {
		l, err := layout.Lay(countdown(), c, facts())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range cases {
			want := k.want
			if i >= 3 {
				want = k.leaf
			}
			got := ""
			for _, s := range said(l, k.at) {
				got += " " + s
			}
			if got != " "+want {
				t.Errorf("%s at %s: %q, want %q", c, k.at, got, want)
			}
		}
	}
}

func TestCountdownIsPainted(t *testing.T) {
	l, err := layout.Lay(countdown(), canvases[0], facts())
	if err != nil {
		t.Fatal(err)
	}
	a := paint.Paint(l, paint.Values{At: time.Date(2024, 12, 19, 5, 0, 0, 0, time.UTC)})
	b := paint.Paint(l, paint.Values{At: time.Date(2024, 12, 20, 5, 0, 0, 0, time.UTC)})
	if string(a.Pix) == string(b.Pix) {
		t.Error("the picture is the same on two days")
	}
}

package layout_test

import (
	"fmt"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/content/layout"
)

// faults is what a passer-by or a camera would complain of in a layout: things outside the canvas,
// marks that touch, text that is too small, a code that cannot be scanned.
func faults(l layout.Layout, c content.Canvas, f layout.Facts) []string {
	var out []string
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if l.Width != c.Width || l.Height != c.Height {
		complain("the layout is %d×%d", l.Width, l.Height)
	}
	var inks []ink
	for _, e := range l.Elements {
		switch e.Op {
		case layout.Text:
			k := inkOf(e, f)
			if k.x0 < -0.5 || k.x1 > float64(c.Width)+0.5 || k.y0 < 0 || k.y1 > float64(c.Height) {
				complain("text %q is outside: %+v", k.text, k)
			}
			if k.x1-k.x0 > float64(e.W)+0.02 {
				complain("text %q is %.1f wide, its room %d", k.text, k.x1-k.x0, e.W)
			}
			if least := leastCap(c); float64(e.Size)*0.74 < least-0.01 {
				complain("text %q is small: capitals of %.1f px, at least %.1f", k.text, float64(e.Size)*0.74, least)
			}
			for _, other := range inks {
				if !k.sometimes && !other.sometimes && k.overlaps(other) {
					complain("%q touches %q", k.text, other.text)
				}
			}
			inks = append(inks, k)
		case layout.Code:
			out = append(out, codeFaults(e, c, f)...)
		case layout.Path:
			out = append(out, pathFaults(e, c)...)
		default:
			if e.X < 0 || e.Y < 0 || e.W <= 0 || e.H <= 0 || e.X+e.W > c.Width || e.Y+e.H > c.Height {
				complain("%s is outside or empty: %+v", e.Op, e)
			}
		}
	}
	return out
}

// leastCap is the least cap height of any text on a canvas: that of second lines.
func leastCap(c content.Canvas) float64 {
	if c.PitchMM >= 2 {
		return max(c.DistanceM*1000/210/c.PitchMM, 11)
	}
	if c.DistanceM <= 1.5 {
		return max(c.DistanceM*1000/82/c.PitchMM, 11)
	}
	return max(c.DistanceM*1000/150/c.PitchMM, 11)
}

type ink struct {
	x0, x1, y0, y1 float64
	text           string
	sometimes      bool // shows on some days only
}

func (k ink) overlaps(o ink) bool {
	return k.x0 < o.x1-1.01 && o.x0 < k.x1-1.01 && k.y0 < o.y1 && o.y0 < k.y1
}

// longest are texts as boards fill them in.
var longest = map[string]string{
	"asof.short": "Đến 24/04", "asof": "Tính đến 24:44 24/04/2044", "source": "Nguồn: Công an thành phố Hà Nội", "gauge.value": "4.444.444",
	"gauge.target": "/ 4.444.444", "gauge.percent": "444,4 %", "gauge.of": "người từ 15 tuổi trở lên",
	"name": "Hai Bà Trưng", "value": "444.444", "delta": "+44.444", "title": "Tiến độ cài đặt iHanoi", "mark": "SỐ LIỆU CŨ",
	"missing": "44 đơn vị chưa có số liệu",
}

func inkOf(e layout.Element, f layout.Facts) ink {
	text := e.T
	switch {
	case strings.HasPrefix(e.Bind, "row."):
		text = longest[e.Bind[strings.LastIndexByte(e.Bind, '.')+1:]]
	case e.Bind != "":
		text = longest[e.Bind]
	}
	face := f.Faces[e.Weight]
	for _, s := range e.Steps {
		if face.Width(s.T) > face.Width(text) {
			text = s.T
		}
	}
	scale := float64(e.Size) / layout.Em
	w := float64(face.Width(text)) * scale
	k := ink{x0: float64(e.X), text: text, sometimes: len(e.Steps) > 0}
	switch e.Align {
	case layout.Middle:
		k.x0 -= w / 2
	case layout.End:
		k.x0 -= w
	}
	top, bottom := face.Ink(text)
	k.x1, k.y0, k.y1 = k.x0+w, float64(e.Y)-float64(top)*scale, float64(e.Y)+float64(bottom)*scale
	return k
}

func codeFaults(e layout.Element, c content.Canvas, f layout.Facts) (out []string) {
	if e.X < 0 || e.Y < 0 || e.X+e.W > c.Width || e.Y+e.W > c.Height {
		out = append(out, "the code is outside")
	}
	if e.Module < 3 || e.W != e.Module*(f.Modules+8) {
		out = append(out, fmt.Sprintf("the code has %d px a module in %d px with its quiet zone", e.Module, e.W))
	}
	if side := float64(e.Module*f.Modules) * c.PitchMM; side < c.DistanceM*100 {
		out = append(out, fmt.Sprintf("the code is %.0f mm wide, read from %.1f m", side, c.DistanceM))
	}
	return out
}

func pathFaults(e layout.Element, c content.Canvas) (out []string) {
	numbers := strings.FieldsFunc(e.D, func(r rune) bool { return strings.ContainsRune("MLQCZ ", r) })
	for i, n := range numbers {
		v, err := strconv.Atoi(n)
		if err != nil || v < 0 || v > []int{c.Width, c.Height}[i%2] {
			out = append(out, "a path leaves the canvas: "+e.D)
			break
		}
	}
	return out
}

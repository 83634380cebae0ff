package main

import (
	"fmt"
	"math"
	"strings"
)

// The drawing of growth: panels beside each other, both axes logarithmic. Pixels.
const (
	panelWidth  = 240
	panelHeight = 200
	panelEdge   = 40
)

// drawn is an SVG with a panel for each axis: processor time (filled) and time until the last
// player (hollow), in milliseconds.
func drawn(axes []*axis) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="-14 0 %[1]d %[2]d" font-family="sans-serif" font-size="11">`+"\n",
		panelWidth*len(axes), panelHeight+panelEdge)
	b.WriteString(`<rect x="-14" width="100%" height="100%" fill="#fff"/>` + "\n")
	low, high := bounds(axes)
	for i, a := range axes {
		p := panel{left: float64(i * panelWidth), low: low, high: high, first: a.sizes[0], last: a.sizes[len(a.sizes)-1]}
		p.frame(&b, a.name)
		cost := make([][]float64, len(a.cost))
		for j, c := range a.cost {
			cost[j] = []float64{c[0] * 1000}
		}
		p.curve(&b, a.sizes, cost, "#0b5fa5", "#0b5fa5")
		p.curve(&b, a.sizes, a.last, "#b3261e", "#fff")
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// bounds are the powers of ten that hold all values, in milliseconds.
func bounds(axes []*axis) (low, high float64) {
	low, high = math.Inf(1), 1
	for _, a := range axes {
		for i := range a.cost {
			for _, v := range []float64{a.cost[i][0] * 1000, median(a.last[i])} {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return math.Pow(10, math.Floor(math.Log10(max(min(low, high), 0.1)))), math.Pow(10, math.Ceil(math.Log10(high)))
}

// panel is where one axis is drawn.
type panel struct{ left, low, high, first, last float64 }

func (p panel) x(n float64) float64 {
	wide := float64(panelWidth - panelEdge - 15)
	return p.left + panelEdge + wide*(math.Log(n)-math.Log(p.first))/(math.Log(p.last)-math.Log(p.first))
}

func (p panel) y(v float64) float64 {
	return panelHeight - (panelHeight-30)*(math.Log(max(v, p.low))-math.Log(p.low))/(math.Log(p.high)-math.Log(p.low))
}

func (p panel) frame(b *strings.Builder, name string) {
	fmt.Fprintf(b, `<text x="%.0f" y="16" font-weight="bold">%s</text>`+"\n", p.left+panelEdge, name)
	for v := p.low; v <= p.high*1.01; v *= 10 {
		fmt.Fprintf(b, `<path d="M%.0f %.1fH%.0f" stroke="#ddd"/><text x="%.0f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			p.left+panelEdge, p.y(v), p.left+panelWidth-15, p.left+panelEdge-4, p.y(v)+4, short(v)+" ms")
	}
	for _, n := range []float64{p.first, p.last} {
		fmt.Fprintf(b, `<text x="%.0f" y="%d" text-anchor="middle">%s</text>`+"\n", p.x(n), panelHeight+18, short(n))
	}
}

func (p panel) curve(b *strings.Builder, sizes []float64, values [][]float64, line, fill string) {
	path := ""
	for i, v := range values {
		path += fmt.Sprintf("%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], p.x(sizes[i]), p.y(median(v)))
	}
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s"/>`, path, line)
	for i, v := range values {
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s" stroke="%s"/>`, p.x(sizes[i]), p.y(median(v)), fill, line)
	}
	b.WriteString("\n")
}

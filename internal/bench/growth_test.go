package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func TestExponent(t *testing.T) {
	for _, want := range []float64{0, 0.5, 1, 2} {
		a := &axis{sizes: []float64{30, 126, 300, 579}}
		for _, n := range a.sizes {
			a.cost = append(a.cost, []float64{3 * math.Pow(n, want)})
		}
		if got := a.exponent(a.cost); math.Abs(got-want) > 1e-9 {
			t.Errorf("n^%v has exponent %v", want, got)
		}
	}
}

func TestTheDrawingIsWellFormed(t *testing.T) {
	a := &axis{name: "players", sizes: []float64{1000, 10_000}, cost: [][]float64{{0.001}, {0.2}}, last: [][]float64{{5, 6, 7}, {80}}}
	b := &axis{name: "areas", sizes: []float64{30, 579}, cost: [][]float64{{0.001}}, last: [][]float64{{5}}} // it broke off
	svg := string(drawn([]*axis{a, b}))
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.Count(svg, "<circle") != 6 {
		t.Error(svg)
	}
}

func TestRatiosAreOfRoundsBesideEachOther(t *testing.T) {
	us := &rival{runs: []loaded{{CPU: 10}, {CPU: 30}}}
	c := &rival{runs: []loaded{{CPU: 10}, {CPU: 20}, {CPU: 1}}}
	if got := against(us, c, columns[1].of); len(got) != 2 || got[0] != 1 || got[1] != 1.5 {
		t.Error(got)
	}
	if got := against(us, nil, columns[1].of); got != nil {
		t.Error(got)
	}
}

func TestFleetSizes(t *testing.T) {
	s := fleetSize{Screens: 10_000, Canvases: 20, Districts: 100, Mixes: 1}
	if s.audiences() != 2000 || s.inFirst() != 100 {
		t.Error(s.audiences(), s.inFirst())
	}
	if odd := (fleetSize{Screens: 2000, Districts: 579}); odd.inFirst() != 4 {
		t.Error(odd.inFirst())
	}
}

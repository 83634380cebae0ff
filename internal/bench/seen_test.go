package main

import (
	"strings"
	"testing"

	"ngatu/internal/testkit"
)

func TestFiguresOfTests(t *testing.T) {
	b := &bench{}
	last, taken := b.read(strings.NewReader("=== RUN   TestX\n\n" +
		testkit.FigureMark + `{"what":"apart","unit":"ms","values":[3,1,2],"p50":2,"p99":2.5}` + "\n" +
		testkit.FigureMark + `{"what":"black","unit":"frames","values":[0,0],"max":0}` + "\n" +
		testkit.FigureMark + `{"what":"nodes","unit":"nodes","values":[7],"p50":9,"max":6}` + "\n" +
		testkit.FigureMark + "{broken\n" +
		"--- PASS: TestX\n"))
	if taken != 3 || len(b.report.Rows) != 3 || !strings.HasSuffix(last, "PASS: TestX") {
		t.Fatalf("%d taken, rows %+v, last %q", taken, b.report.Rows, last)
	}
	for i, want := range []struct {
		goal, met string
		p50       float64
	}{{"p50 ≤ 2, p99 ≤ 2.50", "**no**", 2}, {"max ≤ 0", "yes", 0}, {"≤ 9, max ≤ 6", "**no**", 7}} {
		if r := b.report.Rows[i]; r.Goal != want.goal || r.Met != want.met || r.P50 != want.p50 {
			t.Errorf("row %d: %+v", i, r)
		}
	}
}

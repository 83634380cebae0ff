package testkit

import (
	"encoding/json"
	"os"
	"testing"
)

// FigureMark begins a line of a test's output that carries a [Figure].
const FigureMark = "NGATU-FIGURE "

// Figure is what a test has measured; the bench runs the test and prints it in its table.
type Figure struct {
	What   string    `json:"what"`   // with the place and the size, as "change of slot, two pages on 4G: apart"
	Unit   string    `json:"unit"`   // ms, kB, frames, …
	Values []float64 `json:"values"` // in the order in which they were measured
	P50    float64   `json:"p50,omitempty"`
	P99    float64   `json:"p99,omitempty"` // goals: bounds of the median and of the 99th in a hundred; 0 is none
	Max    *float64  `json:"max,omitempty"` // goal: bound of the largest; nil is none
}

// Say tells a figure to the bench, where the bench runs the test; and to the log of the test in any
// case.
func (f Figure) Say(t testing.TB) {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %s %v", f.What, f.Unit, f.Values)
	if os.Getenv("NGATU_FIGURES") != "" {
		os.Stdout.WriteString("\n" + FigureMark + string(text) + "\n")
	}
}

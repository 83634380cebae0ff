package page

import (
	"encoding/json"
	"os"
	"testing"
)

// figure is what a test has measured, told as testkit.Figure tells it, which these tests cannot
// use: it starts whole servers, and those have this page inside.
type figure struct {
	What   string    `json:"what"`
	Unit   string    `json:"unit"`
	Values []float64 `json:"values"`
	P50    float64   `json:"p50,omitempty"`
	P99    float64   `json:"p99,omitempty"`
	Max    *float64  `json:"max,omitempty"`
}

// say tells a figure to the bench, where the bench runs the test.
func (f figure) say(t testing.TB) {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("NGATU_FIGURES") != "" {
		os.Stdout.WriteString("\nNGATU-FIGURE " + string(text) + "\n")
	}
}

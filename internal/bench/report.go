package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// report is what a run found.
type report struct {
	At      time.Time `json:"at"`
	Machine machine   `json:"machine"`
	Before  string    `json:"load_before"`
	After   string    `json:"load_after"`
	Quick   bool      `json:"quick,omitempty"`
	Rows    []row     `json:"rows"`
	Tables  []table   `json:"tables,omitempty"`
	Notes   []string  `json:"notes,omitempty"`
}

// row is one thing measured: the spread of its values, and the goal for it.
type row struct {
	What string  `json:"what"`
	Unit string  `json:"unit"`
	N    int     `json:"n"`
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	Max  float64 `json:"max"`
	Goal string  `json:"goal,omitempty"`
	Met  string  `json:"met,omitempty"` // yes, no, or empty where there is no goal

	Values []float64 `json:"values"` // in the order in which they were measured
}

// table sets several servers or sizes side by side; its cells are text.
type table struct {
	Title string     `json:"title"`
	Head  []string   `json:"head"` // the first column is a name, the others are figures
	Rows  [][]string `json:"rows"`
}

func (t table) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s:\n\n| %s |\n|---|%s\n", t.Title, strings.Join(t.Head, " | "), strings.Repeat("--:|", len(t.Head)-1))
	for _, r := range t.Rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(r, " | "))
	}
}

// spread is the median of values and, where there are several, how far they reach.
func spread(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	low, high := slices.Min(values), slices.Max(values)
	if len(values) == 1 || short(low) == short(high) {
		return short(median(values))
	}
	return fmt.Sprintf("%s (%s–%s)", short(median(values)), short(low), short(high))
}

// goal bounds a median and a tail; 0 is no bound.
type goal struct{ p50, p99 float64 }

func (r *report) begin(o options) {
	r.At, r.Machine, r.Before, r.Quick = time.Now().UTC().Truncate(time.Second), thisMachine(), load(), o.quick
}

func (r *report) end() { r.After = load() }

// add notes the values of one thing. Percentiles are those of the nearest rank: the p99 of 30
// values is the largest.
func (r *report) add(what, unit string, values []float64, g goal) {
	if len(values) == 0 {
		r.note("%s: nothing was measured", what)
		return
	}
	s := slices.Sorted(slices.Values(values))
	at := func(p int) float64 { return s[max((len(s)*p+99)/100-1, 0)] }
	one := row{What: what, Unit: unit, N: len(s), P50: at(50), P90: at(90), P99: at(99), Max: s[len(s)-1], Goal: g.text(), Values: values}
	if one.Goal != "" {
		one.Met = "yes"
		if g.p50 > 0 && one.P50 > g.p50 || g.p99 > 0 && one.P99 > g.p99 {
			one.Met = "**no**"
		}
	}
	r.Rows = append(r.Rows, one)
	fmt.Fprintf(os.Stderr, "  %s: p50 %s, max %s %s\n", what, short(one.P50), short(one.Max), unit)
}

// atLeast is add for what is better the larger it is: its goal is a least median.
func (r *report) atLeast(what, unit string, values []float64, least float64) {
	r.add(what, unit, values, goal{})
	if len(values) == 0 {
		return
	}
	last := &r.Rows[len(r.Rows)-1]
	if last.Goal, last.Met = "≥ "+short(least), "yes"; last.P50 < least {
		last.Met = "**no**"
	}
}

func (g goal) text() string {
	switch {
	case g.p50 > 0 && g.p99 > 0:
		return fmt.Sprintf("p50 ≤ %s, p99 ≤ %s", short(g.p50), short(g.p99))
	case g.p50 > 0:
		return "≤ " + short(g.p50)
	case g.p99 > 0:
		return "p99 ≤ " + short(g.p99)
	}
	return ""
}

func (r *report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
	fmt.Fprintln(os.Stderr, " ", r.Notes[len(r.Notes)-1])
}

func (r *report) failed(part string, err error) { r.note("%s was not measured: %v", part, err) }

// short prints a figure with as many digits as it is worth.
func short(v float64) string {
	switch {
	case v >= 100 || v == float64(int64(v)):
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func (r *report) markdown() string {
	var b strings.Builder
	m := r.Machine
	fmt.Fprintf(&b, "\n%s: %d cores (%s), %s, Linux %s, %s. Load before %s, after %s.\n\n",
		r.At.Format("2006-01-02 15:04 UTC"), m.Cores, m.Model, m.System, m.Kernel, m.Go, r.Before, r.After)
	b.WriteString("| what | unit | n | p50 | p90 | p99 | max | goal | met |\n|---|---|--:|--:|--:|--:|--:|---|---|\n")
	for _, x := range r.Rows {
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s | %s | %s | %s |\n",
			x.What, x.Unit, x.N, short(x.P50), short(x.P90), short(x.P99), short(x.Max), x.Goal, x.Met)
	}
	for _, t := range r.Tables {
		t.markdown(&b)
	}
	b.WriteString("\n")
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "- %s\n", n)
	}
	return b.String()
}

func (r *report) write(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// ms is a length of time in milliseconds.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

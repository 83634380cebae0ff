package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"ngatu/internal/testkit"
)

// seenIn bounds one run of tests that measure.
const seenIn = 25 * time.Minute

// seen runs tests of a package that measure something anyway, and puts their figures into the
// table. args are those of go test, such as -run. A test that fails is an error; what it measured
// before that is kept.
func (b *bench) seen(ctx context.Context, pkg string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, seenIn)
	defer cancel()
	words := append([]string{"test", pkg, "-count=1", "-v", "-timeout", (seenIn - time.Minute).String()}, args...)
	cmd := exec.CommandContext(ctx, "go", words...)
	cmd.Env = append(os.Environ(), "NGATU_FIGURES=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the test and its browser end with it
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	out, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		w.Close()
	}()
	last, taken := b.read(out)
	if err := <-ended; err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(words, " "), err, last)
	}
	if taken == 0 {
		return fmt.Errorf("go %s told no figure:\n%s", strings.Join(words, " "), last)
	}
	return nil
}

// read takes the figures out of a test's output, and gives the last lines of the rest.
func (b *bench) read(out io.Reader) (last string, taken int) {
	var rest []string
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20) // a figure of twenty thousand values is one line
	for lines.Scan() {
		text, ok := bytes.CutPrefix(lines.Bytes(), []byte(testkit.FigureMark))
		var f testkit.Figure
		switch {
		case ok && json.Unmarshal(text, &f) == nil:
			b.report.figure(f)
			taken++
		case !ok:
			if rest = append(rest, lines.Text()); len(rest) > 40 {
				rest = rest[1:]
			}
		}
	}
	_, _ = io.Copy(io.Discard, out)
	return strings.Join(rest, "\n"), taken
}

// figure notes what a test has measured, with its goals.
func (r *report) figure(f testkit.Figure) {
	before := len(r.Rows)
	r.add(f.What, f.Unit, f.Values, goal{p50: f.P50, p99: f.P99})
	if f.Max == nil || len(r.Rows) == before {
		return
	}
	one := &r.Rows[before]
	bound := "max ≤ " + short(*f.Max)
	if one.Goal == "" {
		one.Goal, one.Met = bound, "yes"
	} else {
		one.Goal += ", " + bound
	}
	if one.Max > *f.Max {
		one.Met = "**no**"
	}
}

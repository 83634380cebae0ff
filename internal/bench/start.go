package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"time"
)

// demoStart measures the program itself, built as it is shipped: from the start of its process to
// the wall's page being served, in an empty folder and in one that has run before.
func demoStart(ctx context.Context, b *bench) error {
	binary := filepath.Join(b.dir, "ngatu")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./cmd/ngatu")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build ngatu: %w\n%s", err, out)
	}
	if info, err := os.Stat(binary); err == nil {
		b.report.add("the program ngatu, one file", "MB", []float64{float64(info.Size()) / 1e6}, goal{})
	}
	var empty, warm []float64
	for range b.runs(7, 2) {
		data, err := b.folder("start")
		if err != nil {
			return err
		}
		for _, into := range []*[]float64{&empty, &warm, &warm} {
			took, err := startOnce(ctx, binary, data)
			if err != nil {
				return err
			}
			*into = append(*into, ms(took))
		}
	}
	b.report.add("ngatu demo: process started → wall served, empty folder", "ms", empty, goal{})
	b.report.add("the same, folder that has run before", "ms", warm, goal{})
	return nil
}

var wallAddress = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// startOnce starts a demonstration, asks for the wall, and stops it again.
func startOnce(ctx context.Context, binary, data string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "demo", "--data", data, "--listen", "127.0.0.1:0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		address := wallAddress.FindString(lines.Text())
		if address == "" {
			continue
		}
		resp, err := http.Get(address + "/")
		if err != nil {
			return 0, err
		}
		took := time.Since(began)
		if resp.Body.Close(); resp.StatusCode != http.StatusOK {
			return 0, errors.New("the wall answered " + resp.Status)
		}
		go func() {
			for lines.Scan() {
			}
		}()
		return took, nil
	}
	return 0, errors.New("it ended without telling an address")
}

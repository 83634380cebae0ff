package worker

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/procfs"
)

// What a converter starts and leaves behind ends with it.
func TestAConverterLeavesNobodyBehind(t *testing.T) {
	p := pool(t)
	room, leave, err := p.Room()
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	err = p.Convert(t.Context(), "", Conversion{
		Program: "/bin/sh", Args: []string{"-c", "sleep 1000 </dev/null >/dev/null 2>&1 & echo $! > left"},
		Folder: room, Time: time.Minute, Written: 1 << 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(room, "left"))
	if err != nil {
		t.Fatal(err)
	}
	left, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		one, err := procfs.NewProc(left)
		if err != nil {
			return
		}
		if now, err := one.Stat(); err != nil || now.State == "Z" || now.State == "X" {
			return
		}
		if time.Now().After(end) {
			t.Fatal("what the converter started still runs")
		}
	}
}

// A conversion for which nobody waits gives way to the server.
func TestAConversionGivesWay(t *testing.T) {
	p := pool(t)
	room, leave, err := p.Room()
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	nice := func(behind bool) int {
		t.Helper()
		err := p.Convert(t.Context(), "", Conversion{
			Program: "/bin/sh", Args: []string{"-c", "nice > nice"}, Folder: room, Time: time.Minute, Written: 1 << 20, Behind: behind,
		})
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(room, "nice"))
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if was, now := nice(false), nice(true); now <= was {
		t.Errorf("it runs at %d, others at %d", now, was)
	}
}

//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKilledAgentLeavesNoBrowser kills a real agent in the middle of its work, as the kernel does
// when memory runs out: its browser ends with it.
func TestKilledAgentLeavesNoBrowser(t *testing.T) {
	dir := t.TempDir()
	notes := filepath.Join(dir, "pids")
	stand := filepath.Join(dir, "browser")
	if err := os.WriteFile(stand, []byte("#!/bin/sh\necho $$ >> "+notes+"\nexec sleep 600\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	agent := program("--listen=127.0.0.1:0", "--server=http://127.0.0.1:1", "--data="+filepath.Join(dir, "data"), "--browser="+stand)
	if err := agent.Start(); err != nil {
		t.Fatal(err)
	}
	pid := 0
	waitFor(t, "a browser runs", func() bool {
		b, _ := os.ReadFile(notes)
		first, _, whole := strings.Cut(string(b), "\n")
		pid, _ = strconv.Atoi(first)
		return whole && pid > 0
	})
	agent.Process.Kill()
	agent.Wait()
	waitFor(t, "the browser ends with its agent", func() bool {
		b, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return len(b) == 0 || strings.Contains(string(b), ") Z ")
	})
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			t.Fatalf("never: %s", what)
		}
	}
}

//go:build unix

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program itself, so that flags, sentences, signals and exit
// status are real.
func TestMain(m *testing.M) {
	if os.Getenv("NGATU_PLAYER_AS_PROGRAM") != "" {
		os.Unsetenv("NGATU_PLAYER_AS_PROGRAM")
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "NGATU_PLAYER_AS_PROGRAM=1")
	return cmd
}

func TestWhatHindersIsSaidInASentence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	const server = "--server=http://127.0.0.1:1"
	for _, c := range []struct {
		name   string
		args   []string
		vi, en string
	}{
		{"port in use", []string{server, "--data=" + filepath.Join(dir, "a"), "--listen=" + taken.Addr().String()}, "đang được chương trình khác dùng", "is in use by another program"},
		{"folder", []string{server, "--data=" + file}, "Không ghi được vào thư mục dữ liệu", "cannot be written"},
		{"no server", []string{"--data=" + filepath.Join(dir, "b")}, "Địa chỉ máy chủ", "server address"},
		{"bad server", []string{"--server=ngatu", "--data=" + filepath.Join(dir, "c")}, "Địa chỉ máy chủ", "server address"},
		{"sandbox off", []string{server, "--data=" + filepath.Join(dir, "d"), "--browser=sh --no-sandbox"}, "--no-sandbox", "--no-sandbox"},
		{"night", []string{server, "--data=" + filepath.Join(dir, "e"), "--night=late"}, "Khung giờ", "window"},
		{"time of night", []string{"run", server, "--data=" + filepath.Join(dir, "f"), "--browser=sh", "--nightly=3"}, "Giờ", "Write hours and minutes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var errs bytes.Buffer
			cmd := program(c.args...)
			cmd.Stderr = &errs
			err := cmd.Run()
			if err == nil || cmd.ProcessState.ExitCode() <= 0 {
				t.Errorf("exit: %v", err)
			}
			if s := errs.String(); !strings.Contains(s, c.vi) || !strings.Contains(s, c.en) || strings.Contains(s, "panic") {
				t.Errorf("said %q", s)
			}
		})
	}
}

func TestRunsUntilToldToStop(t *testing.T) {
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		out := &words{}
		cmd := program("--listen=127.0.0.1:0")
		cmd.Env = append(cmd.Env, "NGATU_PLAYER_SERVER=http://127.0.0.1:1", "NGATU_PLAYER_DATA="+filepath.Join(t.TempDir(), "data"))
		cmd.Stdout = out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for i := 0; !strings.Contains(out.String(), "/play") && i < 6000; i++ {
			time.Sleep(10 * time.Millisecond)
		}
		cmd.Process.Signal(sig)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v", sig, err)
		}
		if s := out.String(); !strings.Contains(s, "http://127.0.0.1:") || !strings.Contains(s, "Stopping") {
			t.Errorf("%v: said %q", sig, s)
		}
	}
}

// words collects what a program says while it runs.
type words struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

func TestInstallPrints(t *testing.T) {
	root := t.TempDir()
	for _, args := range [][]string{{"install", "--dry-run", "--root=" + root}, {"uninstall", "--dry-run", "--root=" + root}} {
		out, err := program(args...).Output()
		if err != nil || !strings.Contains(string(out), "/etc/systemd/system/ngatu-player.service") {
			t.Errorf("%v: %v, %q", args, err, out)
		}
	}
	if left, _ := os.ReadDir(root); len(left) != 0 {
		t.Error("--dry-run did something")
	}
	out, err := program("install", "--root="+root).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "88888888") || !strings.Contains(string(out), "systemctl start") {
		t.Fatalf("install: %v, %s", err, out)
	}
	if info, err := os.Stat(filepath.Join(root, "usr/bin/ngatu-player")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program: %v", err)
	}
	if out, err := program("uninstall", "--purge", "--root="+root).CombinedOutput(); err != nil {
		t.Fatalf("uninstall: %v, %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(root, "usr/bin/ngatu-player")); err == nil {
		t.Error("the program is left behind")
	}
}

// TestTellsSystemd listens where systemd would.
func TestTellsSystemd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	cmd := program("--listen=127.0.0.1:0", "--server=http://127.0.0.1:1", "--data="+filepath.Join(t.TempDir(), "data"))
	cmd.Env = append(cmd.Env, "NOTIFY_SOCKET="+path, "WATCHDOG_USEC=600000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	next := func() string {
		b := make([]byte, 100)
		socket.SetReadDeadline(time.Now().Add(60 * time.Second))
		n, err := socket.Read(b)
		if err != nil {
			t.Fatalf("systemd hears nothing: %v", err)
		}
		return string(b[:n])
	}
	if got := next(); got != "READY=1" {
		t.Errorf("first it says %q", got)
	}
	for range 3 {
		if got := next(); got != "WATCHDOG=1" {
			t.Errorf("then it says %q", got)
		}
	}
	cmd.Process.Signal(syscall.SIGTERM)
	for next() != "STOPPING=1" {
	}
	cmd.Wait()
}

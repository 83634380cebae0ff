package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

// static builds the program as it is shipped, without C, once for all tests that need it in an
// empty root or on a disk of its own.
func static(t *testing.T) string {
	t.Helper()
	path, err := buildStatic()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var buildStatic = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ngatu-static-")
	if err != nil {
		return "", err
	}
	atEnd = append(atEnd, func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "ngatu")
	build := exec.Command("go", "build", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", &exec.ExitError{Stderr: out}
	}
	return path, nil
})

// atEnd runs when all tests are over.
var atEnd []func()

// server is a running program with what it said.
type server struct {
	cmd    *exec.Cmd
	url    string
	stderr *bytes.Buffer // to be read after stop
	ended  bool
}

// start runs cmd until its address is known.
func start(t *testing.T, cmd *exec.Cmd) *server {
	t.Helper()
	s := &server{cmd: cmd, stderr: &bytes.Buffer{}}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = s.stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !s.ended {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	late := time.AfterFunc(testkit.Patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	said := bufio.NewScanner(out)
	for s.url == "" && said.Scan() {
		s.url = address.FindString(said.Text())
	}
	if s.url == "" {
		s.ended = true
		cmd.Wait()
		t.Fatalf("it did not start: %s", s.stderr)
	}
	go io.Copy(io.Discard, out)
	return s
}

// stop ends it in order.
func (s *server) stop(t *testing.T) {
	t.Helper()
	s.ended = true
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it stopped with %v: %s", err, s.stderr)
	}
}

// configOf is a demonstration in a folder.
func configOf(data string) config.Config { return config.Config{Data: data, Demo: true} }

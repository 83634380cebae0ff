package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Where the output is no terminal, the first link and the recovery key are in files of the server's
// own, the log names them, and neither secret is in what a journal would keep.
func TestSecretsStayOutOfAJournal(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	var log bytes.Buffer
	cmd := ngatu(t, t.TempDir(), "serve", "--data", data, "--listen", "127.0.0.1:0")
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := until(out, "to stop")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, &log)
	}
	for _, name := range []string{linkFile, recoveryFile} {
		path := filepath.Join(data, name)
		secret, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		if !strings.Contains(log.String(), path) {
			t.Errorf("the log does not name %s: %s", path, &log)
		}
		key := strings.TrimSpace(string(secret))
		if _, fragment, ok := strings.Cut(key, "#"); ok {
			key = fragment
		}
		if len(key) < 40 || strings.Contains(said, key) || strings.Contains(log.String(), key) {
			t.Errorf("%s is not secret: %q", name, key)
		}
	}
	link, err := ngatu(t, t.TempDir(), "link", "--data", data).Output()
	if err != nil || strings.Contains(string(link), "#") || !strings.Contains(string(link), linkFile) {
		t.Errorf("ngatu link: %v %s", err, link)
	}
}

// Somebody at a terminal reads both there, and no file is left.
func TestSecretsAreShownAtATerminal(t *testing.T) {
	ours, theirs := terminal(t)
	data := filepath.Join(t.TempDir(), "data")
	cmd := ngatu(t, t.TempDir(), "serve", "--data", data, "--listen", "127.0.0.1:0")
	cmd.Stdout, cmd.Stderr = theirs, io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	said := until(ours, "to stop")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, ours) // ends with an error when the terminal is gone
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said, "/studio/begin#") || !strings.Contains(said, "recovery key, shown once") {
		t.Errorf("the terminal shows %s", said)
	}
	for _, name := range []string{linkFile, recoveryFile} {
		if exists(filepath.Join(data, name)) {
			t.Errorf("%s was written", name)
		}
	}
}

// until reads lines up to the one with the words in it.
func until(r io.Reader, words string) string {
	var said strings.Builder
	for lines := bufio.NewScanner(r); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), words) {
			break
		}
	}
	return said.String()
}

// terminal is the two ends of a terminal of this machine.
func terminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("this machine has no terminals: %v", err)
	}
	t.Cleanup(func() { ours.Close() })
	if err := unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

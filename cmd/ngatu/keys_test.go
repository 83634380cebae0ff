package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

func TestKeys(t *testing.T) {
	folder := t.TempDir()
	a := testkit.Server(t, config.Config{Data: filepath.Join(folder, "data")})
	secret := a.RecoveryKey()
	testkit.Stop(t, a)
	run := func(stdin string, args ...string) (out, says string, err error) {
		t.Helper()
		cmd := ngatu(t, folder, append([]string{"keys"}, args...)...)
		var stderr bytes.Buffer
		cmd.Stdin, cmd.Stderr = strings.NewReader(stdin), &stderr
		b, err := cmd.Output()
		return string(b), stderr.String(), err
	}
	working := func(out string) string {
		t.Helper()
		name := regexp.MustCompile(`working key +([0-9a-f]{16})\b`).FindStringSubmatch(out)
		if name == nil {
			t.Fatalf("no name of a key in %q", out)
		}
		return name[1]
	}
	out, says, err := run("", "show", "--data", "data")
	if err != nil {
		t.Fatal(says)
	}
	first := working(out)
	out, says, err = run("", "rotate", "--data", "data")
	if err != nil || !strings.Contains(out, "khởi động lại máy chủ") || !strings.Contains(out, "restart it") {
		t.Fatalf("%v %s %s", err, out, says)
	}
	second := working(out)
	if out, _, _ = run("", "show", "--data", "data"); working(out) != second || first == second {
		t.Errorf("first %s, then %s; shown %s", first, second, out)
	}
	for name, stdin := range map[string]string{"nothing": "", "an empty line": "\n", "another's": strings.Repeat("A", 43) + "=\n", "too long": strings.Repeat("x", 1000)} {
		if _, says, err := run(stdin, "rotate", "--recovery", "--data", "data"); err == nil || !strings.Contains(says, "hóa khôi phục") {
			t.Errorf("%s: %v %s", name, err, says)
		}
	}
	if err := os.Remove(filepath.Join(folder, "data", "keys", "working.key")); err != nil {
		t.Fatal(err)
	}
	if _, says, err = run("", "rotate", "--data", "data"); err == nil || !strings.Contains(says, "--recovery") {
		t.Errorf("without a working key: %v %s", err, says)
	}
	out, says, err = run(secret+"\n", "rotate", "--recovery", "--data", "data")
	if err != nil || working(out) == second || strings.Contains(out+says, secret) {
		t.Errorf("by the recovery key: %v %s %s", err, out, says)
	}
	testkit.Stop(t, testkit.Server(t, config.Config{Data: filepath.Join(folder, "data")}))
	if _, says, err := run("", "show", "--data", "nowhere"); err == nil || !strings.Contains(says, "--data") {
		t.Errorf("a folder that is not there: %v %s", err, says)
	}
	if _, err := os.Stat(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("it was made")
	}
}

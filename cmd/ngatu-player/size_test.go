package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBinariesStaySmall builds the program for every computer that a screen may have: it is fetched
// over SIM cards and lies on old cards. The bound of 15 MB is the house's own.
func TestBinariesStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("builds three programs")
	}
	const most = 15_000_000
	for _, arch := range [][]string{{"amd64"}, {"arm64"}, {"arm", "GOARM=7"}} {
		path := filepath.Join(t.TempDir(), arch[0])
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, ".")
		cmd.Env = append(os.Environ(), append([]string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch[0]}, arch[1:]...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", arch[0], err, out)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-6s %.1f MB", arch[0], float64(info.Size())/1e6)
		if info.Size() > most {
			t.Errorf("%s: %d bytes, more than %d", arch[0], info.Size(), most)
		}
	}
}

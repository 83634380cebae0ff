//go:build linux

package field

import (
	"bufio"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/internal/testkit"
)

var (
	mirrored = flag.Int("mirrored", 50, "MB of media in the agent's folder when its memory is measured, in 1,000 files")
	starts   = flag.Int("starts", 1, "starts of agent and browser without a server that are measured")
)

// TestMemory measures what the agent takes with a folder full of media beside those that are on
// air, connected and at rest.
func TestMemory(t *testing.T) {
	s := serve(t, here, "127.0.0.1:0")
	a := newAgent(t, here, s.base)
	a.start(t)
	a.enrol(t, s, screen)
	p := a.whole(t, "the first programme", 1, 60*time.Second)
	a.stop()
	fill(t, filepath.Join(a.data, "media"), 1000, int64(*mirrored)*1000)
	a.start(t)
	a.whole(t, "the programme with a full folder", len(p.Slides), 60*time.Second)
	if got := a.figure("media_bytes"); got < float64(*mirrored)*1e6 {
		t.Errorf("the agent counts %.0f bytes in its folder", got)
	}
	time.Sleep(3 * time.Second)
	var all []float64
	for range 5 {
		all = append(all, resident(t, a.cmd.Process.Pid))
		time.Sleep(time.Second)
	}
	testkit.Figure{What: fmt.Sprintf("agent: memory (RSS) at rest, %d MB in 1,000 files mirrored", *mirrored), Unit: "MB", Values: all, P50: 30}.Say(t)
	if most := all[len(all)-1]; most > 30 {
		t.Errorf("the agent takes %.1f MB", most)
	}
}

// fill puts media into a folder, each named by its true digest: zeros of n lengths, which take
// no room on the disk.
func fill(t testing.TB, dir string, n int, size int64) {
	t.Helper()
	sum, zeros, done := sha256.New(), make([]byte, 1<<16), int64(0)
	for i := range n {
		length := size - int64(n) + 2*int64(i) // the mean is size
		for done < length {
			step := min(length-done, int64(len(zeros)))
			sum.Write(zeros[:step])
			done += step
		}
		// The state is copied: the sum of the next is that of this one, and some zeros more.
		state, err := sum.(encoding.BinaryMarshaler).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		name := hex.EncodeToString(sum.Sum(nil))
		if err := sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name[:2], name[2:4], name)
		err = os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil {
			err = os.WriteFile(path, nil, 0o600)
		}
		if err == nil {
			err = os.Truncate(path, length)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// resident is the memory of a process in MB, as the kernel counts it.
func resident(t testing.TB, pid int) float64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(strings.NewReader(string(b))); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kB, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				t.Fatal(err)
			}
			return kB * 1024 / 1e6
		}
	}
	t.Fatal("the kernel tells no memory of the agent")
	return 0
}

// TestFirstPictureWithoutServer: power comes back and nobody else is there. It measures from the
// start of the agent's process until its browser, started by it with an empty profile, has painted
// a slide from the disk.
func TestFirstPictureWithoutServer(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium here")
	}
	s := serve(t, here, "127.0.0.1:0")
	a := newAgent(t, here, s.base)
	a.start(t)
	a.enrol(t, s, screen)
	a.whole(t, "the first programme", 1, 60*time.Second)
	a.stop()
	s.stop()
	a.flags = []string{"--browser", browser}
	for _, arg := range append(glass(t), "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage") { // a test may run as root
		a.flags = append(a.flags, "--browser-arg="+arg)
	}
	var took []float64
	for range *starts {
		began := time.Now()
		a.start(t)
		until(t, "a slide on the glass", 2*time.Minute, func() bool { return a.figure("shown") == 1 })
		took = append(took, ms(time.Since(began)))
		a.stop()
	}
	testkit.Figure{What: "agent and Chromium: process started → first slide painted, no server", Unit: "ms", Values: took, P50: 5000}.Say(t)
}

// glass are the browser's arguments for a screen of its own: an X server without a
// monitor, or none at all.
func glass(t testing.TB) []string {
	t.Helper()
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		return []string{"--headless=new"}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(path, "-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return []string{"--headless=new"}
	}
	return []string{"--display=:" + strings.TrimSpace(number), "--ozone-platform=x11"}
}

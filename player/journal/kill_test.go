package journal

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// TestKill ends a process that journals with SIGKILL, again and again in one folder: whatever it
// had acknowledged is there, once.
func TestKill(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("NGATU_JOURNAL_CHILD"); dir != "" {
		child(dir)
		return
	}
	dir := t.TempDir()
	store := map[string]protocol.Run{}
	var acked int64
	for round := range 8 {
		acked = max(acked, killed(t, dir, time.Duration(5+round*7)*time.Millisecond))
		if round%3 == 2 {
			j := open(t, dir, 0)
			drain(t, j, store)
			j.Close()
		}
	}
	j := open(t, dir, 0)
	drain(t, j, store)
	got := froms(store)
	for i := int64(1); i <= acked; i++ {
		if got[i] != 1 {
			t.Fatalf("acknowledged run %d of %d is there %d times", i, acked, got[i])
		}
	}
	if acked == 0 {
		t.Fatal("the child never acknowledged anything")
	}
}

// killed runs a child for a while after its first word, kills it, and returns the last number that
// it acknowledged.
func killed(t *testing.T, dir string, after time.Duration) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
	cmd.Env = append(os.Environ(), "NGATU_JOURNAL_CHILD="+dir)
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 6000; i++ {
		if info, _ := out.Stat(); info.Size() > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(after)
	cmd.Process.Kill()
	cmd.Wait()
	b, _ := os.ReadFile(out.Name())
	var last int64
	for _, line := range strings.Split(string(b), "\n") {
		var n int64
		if _, err := fmt.Sscanf(line, "acked %d.", &n); err == nil && strings.HasSuffix(line, ".") {
			last = max(last, n)
		}
	}
	return last
}

func child(dir string) {
	j, err := Open(dir, 0)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	j.mu.Lock()
	n := j.seen.of("page").Seq
	j.mu.Unlock()
	for {
		upto, err := j.Append(plays("page", n+1, n+3))
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		n = upto
		fmt.Printf("acked %d.\n", n)
	}
}

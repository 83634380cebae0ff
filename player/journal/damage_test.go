package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/player/protocol"
)

func TestEveryTornTail(t *testing.T) {
	t.Parallel()
	whole, ends := sample(t)
	for cut := 0; cut <= len(whole); cut++ {
		dir := t.TempDir()
		write(t, dir, whole[:cut])
		want := 0
		for _, e := range ends {
			if e <= cut {
				want++
			}
		}
		checkSurvivors(t, dir, fmt.Sprintf("cut at %d", cut), want)
	}
}

func TestEveryFlippedByte(t *testing.T) {
	t.Parallel()
	whole, ends := sample(t)
	for i := range whole {
		dir := t.TempDir()
		bad := bytes.Clone(whole)
		bad[i] ^= 0x41
		write(t, dir, bad)
		checkSurvivors(t, dir, fmt.Sprintf("flip at %d", i), len(ends)-1)
	}
}

// sample is a journal of two runs, and where each of them ends in it.
func sample(t *testing.T) (whole []byte, ends []int) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	for i := int64(1); i <= 2; i++ {
		add(t, j, plays("page", i, i))
		ends = append(ends, int(j.Size()))
	}
	j.Close()
	whole, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return whole, ends
}

func write(t *testing.T, dir string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkSurvivors opens a damaged journal: at least so many runs are left, each as it was, and a new
// run gets a number that no other had.
func checkSurvivors(t *testing.T, dir, what string, atLeast int) {
	t.Helper()
	j := open(t, dir, 0)
	store := map[string]protocol.Run{}
	if got := j.Waiting(); got < atLeast || got > 2 {
		t.Fatalf("%s: %d runs left, want at least %d", what, got, atLeast)
	}
	lost := j.Lost() > 0
	old, err := j.Pending(10)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	add(t, j, plays("new page", 9, 9))
	drain(t, j, store)
	for key, r := range store {
		if r.Programme != "p" || r.Until != r.From+500 {
			t.Fatalf("%s: %s came back changed: %+v", what, key, r)
		}
		if lost && r.From == 9000 && strings.HasPrefix(key, old.Journal+"/") && len(old.Runs) > 0 {
			t.Fatalf("%s: a new run was numbered in the damaged journal", what)
		}
	}
	for from, n := range froms(store) {
		if n != 1 {
			t.Fatalf("%s: run %d is there %d times", what, from, n)
		}
	}
	j.Close()
	if again := open(t, dir, 0); again.Lost() > 0 {
		t.Fatalf("%s: not repaired: %d bytes lost again", what, again.Lost())
	}
}

func TestRunDamagedWhileOpenIsSteppedOver(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	for i := int64(1); i <= 4; i++ {
		add(t, j, plays("page", i, i))
	}
	file, err := os.OpenFile(filepath.Join(dir, fileName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt([]byte("XXXX"), j.volumes[0].waiting[1].off+20); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Pending(10); err == nil {
		t.Fatal("a damaged run was handed out")
	}
	add(t, j, plays("page", 5, 5))
	store := map[string]protocol.Run{}
	drain(t, j, store) // though number 2 is a gap that will never be filled
	if got := froms(store); len(got) != 4 || got[2] != 0 || got[5] != 1 {
		t.Fatalf("sent %v, want all but 2", got)
	}
}

package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

func open(t *testing.T, dir string, limit int64) *Journal {
	t.Helper()
	j, err := Open(dir, limit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// plays is a page's frame of runs from..to.
func plays(page string, from, to int64) protocol.Plays {
	p := protocol.Plays{Journal: page}
	for s := from; s <= to; s++ {
		p.Runs = append(p.Runs, protocol.Run{Seq: s, Audience: "a", Programme: "p", From: s * 1000, Until: s*1000 + 500, Clock: "synced"})
	}
	return p
}

func add(t *testing.T, j *Journal, p protocol.Plays) int64 {
	t.Helper()
	upto, err := j.Append(p)
	if err != nil {
		t.Fatal(err)
	}
	return upto
}

// drain plays the server: it stores by (journal, seq) and names the number before the first gap,
// until nothing is pending.
func drain(t *testing.T, j *Journal, store map[string]protocol.Run) {
	t.Helper()
	gaps := j.Lost() > 0
	for range 1000 {
		p, err := j.Pending(7)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Runs) == 0 {
			return
		}
		for _, r := range p.Runs {
			key := fmt.Sprintf("%s/%d", p.Journal, r.Seq)
			if old, ok := store[key]; ok && old.From != r.From {
				t.Fatalf("%s was given to two different runs: %d and %d", key, old.From, r.From)
			}
			store[key] = r
		}
		a := protocol.Acked{Journal: p.Journal}
		if before := p.Runs[0].Seq - 1; before > 0 && store[fmt.Sprintf("%s/%d", p.Journal, before)].Seq == before && !gaps {
			a.Seq = before // all before it was counted in an earlier round
		}
		for {
			if _, ok := store[fmt.Sprintf("%s/%d", p.Journal, a.Seq+1)]; !ok {
				break
			}
			a.Seq++
		}
		if err := j.Acked(a, p.Runs[len(p.Runs)-1].Seq); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the same runs are sent for ever")
}

func froms(store map[string]protocol.Run) map[int64]int {
	n := map[int64]int{}
	for _, r := range store {
		n[r.From/1000]++
	}
	return n
}

func TestRunsAreKeptOnceInOrder(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	if got := add(t, j, plays("page", 1, 3)); got != 3 {
		t.Fatalf("acked up to %d, want 3", got)
	}
	add(t, j, plays("page", 2, 5)) // the page did not hear the answer
	add(t, j, plays("other", 1, 1))
	j.Close()

	j = open(t, dir, 0)
	if got := add(t, j, plays("page", 4, 5)); got != 5 {
		t.Fatalf("acked up to %d after a restart, want 5", got)
	}
	p, err := j.Pending(100)
	if err != nil {
		t.Fatal(err)
	}
	want := []int64{1, 2, 3, 4, 5, 1}
	if len(p.Runs) != len(want) {
		t.Fatalf("%d runs, want %d", len(p.Runs), len(want))
	}
	for i, r := range p.Runs {
		if r.Seq != int64(i+1) || r.From != want[i]*1000 {
			t.Errorf("run %d is seq %d from %d", i, r.Seq, r.From)
		}
	}
}

func TestAckedRunsAreNotSentAgain(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	add(t, j, plays("page", 1, 10))
	p, _ := j.Pending(4)
	if err := j.Acked(protocol.Acked{Journal: p.Journal, Seq: 4}, 4); err != nil {
		t.Fatal(err)
	}
	j.Close()
	j = open(t, dir, 0)
	p, _ = j.Pending(100)
	if len(p.Runs) != 6 || p.Runs[0].Seq != 5 {
		t.Fatalf("pending after an ack and a restart: %+v", p)
	}
	if j.Waiting() != 6 {
		t.Fatalf("waiting %d", j.Waiting())
	}
	if err := j.Acked(protocol.Acked{Journal: "somebody else's", Seq: 100}, 100); err != nil {
		t.Fatal(err)
	}
	if j.Waiting() != 6 {
		t.Fatal("an ack of another journal forgot runs")
	}
}

func TestPagesGaps(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	some := func(seqs ...int64) protocol.Plays {
		p := protocol.Plays{Journal: "page"}
		for _, n := range seqs {
			p.Runs = append(p.Runs, plays("page", n, n).Runs...)
		}
		return p
	}
	for i, c := range []struct {
		send []int64
		want int64
	}{
		{[]int64{1, 2}, 2},
		{[]int64{4, 5}, 2}, // 3 is on another way
		{[]int64{3}, 5},
		{[]int64{8, 9}, 5},
		{[]int64{8, 9, 10}, 10}, // the page has nothing older: 6 and 7 are lost
		{[]int64{0, -4, 10}, 10},
	} {
		if got := add(t, j, some(c.send...)); got != c.want {
			t.Fatalf("step %d: acked up to %d, want %d", i, got, c.want)
		}
		if i%2 == 0 {
			j.Close()
			j = open(t, dir, 0)
		}
	}
	store := map[string]protocol.Run{}
	drain(t, j, store)
	if len(store) != 8 {
		t.Fatalf("%d runs, want 8", len(store))
	}
}

func TestStaleAckForgetsNothing(t *testing.T) {
	j := open(t, t.TempDir(), 0)
	add(t, j, plays("page", 1, 20))
	id := j.current().id
	for _, a := range []int64{10, 5, 0} { // answers that come late name lower numbers
		if err := j.Acked(protocol.Acked{Journal: id, Seq: a}, 20); err != nil {
			t.Fatal(err)
		}
	}
	if j.Waiting() != 10 {
		t.Fatalf("%d runs wait, want 10", j.Waiting())
	}
}

func TestManyPagesAtOnce(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	var wg sync.WaitGroup
	for p := range 8 {
		wg.Go(func() {
			for i := int64(1); i <= 20; i++ {
				if upto, err := j.Append(plays(fmt.Sprint("page", p), i, i)); err != nil || upto != i {
					t.Errorf("append: %d, %v", upto, err)
				}
			}
		})
	}
	wg.Wait()
	store := map[string]protocol.Run{}
	drain(t, j, store)
	if len(store) != 160 {
		t.Fatalf("%d runs, want 160", len(store))
	}
}

func TestUnusableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, 0); content.CodeOf(err) != content.Missing {
		t.Fatalf("want Missing, got %v", err)
	}
	j := open(t, t.TempDir(), 0)
	j.Close()
	if _, err := j.Append(plays("p", 1, 1)); !errors.Is(err, errClosed) {
		t.Fatalf("append after close: %v", err)
	}
}

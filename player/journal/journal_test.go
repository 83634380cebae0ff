package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

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

func TestFileStaysShort(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, 0)
	store := map[string]protocol.Run{}
	for i := int64(0); i < 60; i++ {
		add(t, j, plays("page", i*100+1, i*100+100))
		drain(t, j, store)
	}
	if len(store) != 6000 {
		t.Fatalf("server has %d runs, want 6000", len(store))
	}
	if j.Size() > 2*rewriteAt {
		t.Fatalf("file is %d bytes though all is acked", j.Size())
	}
	j.Close()
	j = open(t, dir, 0)
	add(t, j, plays("page", 5990, 6001)) // old ones among them
	drain(t, j, store)
	if len(store) != 6001 {
		t.Fatalf("server has %d runs, want 6001", len(store))
	}
}

func TestFullJournalRefusesNewAndKeepsOld(t *testing.T) {
	j := open(t, t.TempDir(), 8<<10)
	var last int64
	for i := int64(1); ; i++ {
		upto, err := j.Append(plays("page", i, i))
		if err != nil {
			if content.CodeOf(err) != content.Exhausted {
				t.Fatalf("want Exhausted, got %v", err)
			}
			break
		}
		last = upto
	}
	if last < 10 || j.Size() > 8<<10 {
		t.Fatalf("kept %d runs in %d bytes", last, j.Size())
	}
	store := map[string]protocol.Run{}
	drain(t, j, store)
	if int64(len(store)) != last {
		t.Fatalf("sent %d, acknowledged %d", len(store), last)
	}
	add(t, j, plays("page", last+1, last+1)) // acked ones made room
}

func TestAMonthFits(t *testing.T) {
	// A run ends when the programme changes or the page is loaded again; 200 a day is many. An
	// outage of a month:
	run := protocol.Run{Seq: 1 << 30, Audience: strings.Repeat("a", 16), Programme: strings.Repeat("f", 64), Entered: 1 << 41, From: 1 << 41, Until: 1 << 41, Clock: "unknown"}
	for range 20 {
		run.Except = append(run.Except, protocol.Except{Start: 1 << 41, Shown: strings.Repeat("s", 20), Why: "missing"})
	}
	buf, err := encode(nil, record{ID: newID(), Run: &run, From: &protocol.Acked{Journal: newID(), Seq: 1 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	if month := int64(len(buf)) * 200 * 31; month > DefaultLimit {
		t.Fatalf("a month needs %d bytes", month)
	}
}

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

func TestRunTooLongToSendHoldsNothingUp(t *testing.T) {
	j := open(t, t.TempDir(), 0)
	p := plays("page", 1, 3)
	p.Runs[1].Programme = strings.Repeat("x", maxRecord)
	if got := add(t, j, p); got != 3 {
		t.Fatalf("taken up to %d, want 3", got)
	}
	sent, _ := j.Pending(10)
	if len(sent.Runs) != 2 || sent.Runs[0].Seq != 1 || sent.Runs[1].Seq != 2 || sent.Runs[1].From != 3000 {
		t.Fatalf("pending: %+v", sent)
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

// FuzzScan feeds the reader with anything: it ends, reads nothing twice and counts every byte.
func FuzzScan(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := newScanner(bytes.NewReader(b))
		var whole, end int64
		for {
			_, off, size, err := s.next()
			if err != nil {
				break
			}
			if off < end || size < headSize {
				t.Fatalf("a record at %d of %d bytes after one that ended at %d", off, size, end)
			}
			whole, end = whole+size, off+size
		}
		if whole+s.lost != int64(len(b)) || s.off != int64(len(b)) {
			t.Fatalf("%d in records and %d lost of %d", whole, s.lost, len(b))
		}
	})
}

func seeds() [][]byte {
	good, _ := encode(nil, record{Begin: &begin{Journal: "abc", Next: 3}})
	run := protocol.Run{Seq: 3, From: 1, Until: 2}
	good, _ = encode(good, record{ID: "abc", Run: &run, From: &protocol.Acked{Journal: "p", Seq: 1}})
	good, _ = encode(good, record{Acked: &protocol.Acked{Journal: "abc", Seq: 3}})
	return [][]byte{{}, good, good[:len(good)-3], append([]byte("\x1eNJ1\xff\xff\xff\x7f0000"), good...), bytes.Repeat(mark, 30)}
}

func FuzzOpen(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		write(t, dir, b)
		j := open(t, dir, 0)
		if _, err := j.Append(plays("fuzz", 1, 2)); err != nil && content.CodeOf(err) != content.Exhausted {
			t.Fatal(err)
		}
		if _, err := j.Pending(10); err != nil {
			t.Fatal(err)
		}
	})
}

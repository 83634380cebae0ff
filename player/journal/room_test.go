package journal

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

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

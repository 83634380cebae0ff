package players_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// acked waits until the server has stored something of a journal.
func (c *caller) acked(journal string, within time.Duration) bool {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(within))
	for {
		var f protocol.Frame
		if err := c.ws.ReadJSON(&f); err != nil {
			return false
		}
		var a protocol.Acked
		if f.Type == protocol.TypeAcked && f.Open(&a) == nil && a.Journal == journal {
			return true
		}
	}
}

// plays are runs of 200 kB together.
func plays(journal string) protocol.Plays {
	p := protocol.Plays{Journal: journal}
	for i := range 700 {
		p.Runs = append(p.Runs, protocol.Run{
			Seq: int64(i + 1), Audience: "a", Programme: string(content.DigestOf(nil)), From: content.Epoch, Until: content.Epoch + 1000, Clock: "synced",
			Except: []protocol.Except{{Start: 1, Shown: strings.Repeat("s", 100), Why: "missing"}},
		})
	}
	return p
}

// A stolen token does not fill the disk: of 20 MB that one screen sends at once the server keeps 8,
// the others' plays meanwhile and the glass are as before.
func TestOneScreenDoesNotFillTheDisk(t *testing.T) {
	r := newRig(t)
	join := func(screen string) *caller {
		token := r.enrol(nil, screen).Token
		return r.knock(func(string) protocol.Hello { return protocol.Hello{Screen: screen, Token: token} })
	}
	thief, other := join(screenCode), join("HK-02")
	for i := range 100 {
		thief.say(protocol.TypePlays, plays(fmt.Sprint("journal-", i)))
	}
	if !thief.acked("journal-0", patience) {
		t.Fatal("the first plays were not stored")
	}
	thief.say(protocol.TypeClock, protocol.Clock{Sent: 1}) // all before it was read
	thief.ws.SetReadDeadline(time.Now().Add(patience))
	for {
		var f protocol.Frame
		if err := thief.ws.ReadJSON(&f); err != nil {
			t.Fatalf("the screen that sends too much lost its glass: %v", err)
		}
		if f.Type == protocol.TypeClock {
			break
		}
	}
	kept := 0
	for i := range 100 {
		if n, err := r.runsOf(t.Context(), screenCode, fmt.Sprint("journal-", i)); err != nil {
			t.Fatal(err)
		} else if n > 0 {
			kept++
		}
	}
	if kept < 20 || kept > 45 {
		t.Errorf("%d of 100 messages of 200 kB were kept", kept)
	}
	other.say(protocol.TypePlays, plays("others"))
	if !other.acked("others", patience) {
		t.Error("another screen's plays are not taken")
	}
}

// runsOf counts runs of a journal.
func (r *rig) runsOf(ctx context.Context, screen, journal string) (n int, err error) {
	acked, err := r.Store().StoreRuns(ctx, screen, protocol.Plays{Journal: journal})
	return int(acked), err
}

// Fields that no player of ours sends end the socket, and nothing of them is kept.
func TestFieldsAreBounded(t *testing.T) {
	r := newRig(t)
	token := r.enrol(nil, screenCode).Token
	long := strings.Repeat("x", 2000)
	run := func(change func(*protocol.Run)) protocol.Plays {
		p := plays("long")
		p.Runs = p.Runs[:1]
		change(&p.Runs[0])
		return p
	}
	for name, c := range map[string]struct {
		typ  protocol.Type
		body any
	}{
		"journal":  {protocol.TypePlays, protocol.Plays{Journal: long}},
		"audience": {protocol.TypePlays, run(func(r *protocol.Run) { r.Audience = long })},
		"clock":    {protocol.TypePlays, run(func(r *protocol.Run) { r.Clock = long })},
		"why":      {protocol.TypePlays, run(func(r *protocol.Run) { r.Except[0].Why = long })},
		"slide":    {protocol.TypeStatus, protocol.Status{Slide: long}},
		"done":     {protocol.TypeStatus, protocol.Status{Done: []string{long}}},
	} {
		player := r.knock(func(string) protocol.Hello { return protocol.Hello{Screen: screenCode, Token: token} })
		player.say(c.typ, c.body)
		if code := player.closed(patience); code != protocol.CloseBad {
			t.Errorf("%s: closed with %d", name, code)
		}
	}
	st := protocol.Status{Trouble: strings.Repeat("ơ", 2000), Done: make([]string, 400)}
	if err := st.Bound(); err != nil || len([]rune(st.Trouble)) > 501 || len(st.Done) != 16 {
		t.Errorf("a long trouble and many commands: %v, %d characters, %d commands", err, len([]rune(st.Trouble)), len(st.Done))
	}
}

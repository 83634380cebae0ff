package protocoltest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// caller is a page behind a proxy that breaks websockets, played by the suite: it polls.
type caller struct {
	t      testing.TB
	origin Origin
	id     string
	seen   []protocol.Frame // and not yet taken
}

// answered is what an origin answers to a poll.
type answered struct {
	ID     string
	Frames []protocol.Frame
	Closed *struct {
		Code   int
		Reason string
	}
}

// post asks once. header alternates names and values.
func (o Origin) post(t testing.TB, body []byte, header ...string) (int, answered) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.URL+protocol.PathPoll, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out answered
	if res.StatusCode == http.StatusOK {
		if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(res.Header.Get("Cache-Control"), "no-store") {
			t.Error("a proxy may keep the answer to a poll")
		}
	}
	return res.StatusCode, out
}

// ask sends frames, and takes what comes within wait.
func (c *caller) ask(wait time.Duration, frames ...protocol.Frame) answered {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"id": c.id, "frames": frames, "wait": wait.Milliseconds()})
	if err != nil {
		c.t.Fatal(err)
	}
	status, out := c.origin.post(c.t, body)
	if status != http.StatusOK {
		c.t.Fatalf("a poll got %d", status)
	}
	c.id, c.seen = out.ID, append(c.seen, out.Frames...)
	return out
}

func (c *caller) say(typ protocol.Type, body any) {
	c.t.Helper()
	f, err := protocol.Reply(typ, body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.ask(0, f)
}

// await is the next frame of this type; it skips others.
func (c *caller) await(typ protocol.Type) protocol.Frame {
	c.t.Helper()
	f, _ := c.upTo(typ)
	return f
}

// upTo is the next frame of this type, and those before it.
func (c *caller) upTo(typ protocol.Type) (protocol.Frame, []protocol.Frame) {
	c.t.Helper()
	for end := time.Now().Add(c.origin.patience()); time.Now().Before(end); {
		if at := slices.IndexFunc(c.seen, func(f protocol.Frame) bool { return f.Type == typ }); at >= 0 {
			f, before := c.seen[at], c.seen[:at:at]
			c.seen = c.seen[at+1:]
			return f, before
		}
		if out := c.ask(time.Second); out.Closed != nil {
			c.t.Fatalf("the session is over: %+v", *out.Closed)
		}
	}
	c.t.Fatalf("no %s came", typ)
	panic("unreachable")
}

// rest is everything until the origin is quiet, starting with a question.
func (c *caller) rest() []protocol.Frame {
	c.t.Helper()
	c.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	_, before := c.upTo(protocol.TypeClock)
	c.seen = append(before, c.seen...)
	for len(c.ask(c.origin.quiet()).Frames) > 0 {
	}
	out := c.seen
	c.seen = nil
	return out
}

// call begins a session and takes the welcome.
func call(t testing.TB, o Origin, has map[string]string) *caller {
	t.Helper()
	c := &caller{t: t, origin: o}
	c.say(protocol.TypeHello, o.hello("", has))
	c.await(protocol.TypeWelcome)
	return c
}

func polls(t *testing.T, o Origin) {
	c := call(t, o, nil)
	got := c.rest()
	for _, f := range got {
		checkSealed(t, o, f)
	}
	if ws := hashes(join(t, o, nil).rest()); len(ws) == 0 || len(hashes(got)) != len(ws) {
		t.Errorf("%d things by polling, %d by socket", len(hashes(got)), len(ws))
	}
	if more := call(t, o, hashes(got)).rest(); len(more) != 0 {
		t.Errorf("a player that has everything got %d frames more than its welcome", len(more))
	}
	c.say(protocol.TypeClock, protocol.Clock{Sent: 7})
	var q protocol.Clock
	if err := c.await(protocol.TypeClock).Open(&q); err != nil || q.Sent != 7 || q.Got <= content.Epoch || q.Answered < q.Got {
		t.Errorf("the time is %+v, %v", q, err)
	}
	if o.Runs != nil {
		run := protocol.Run{Seq: 1, Audience: "a", Programme: string(content.DigestOf(nil)), From: content.Epoch, Until: content.Epoch + 1000, Clock: "synced"}
		journal := "polled-" + time.Now().UTC().Format("150405.000000000")
		c.say(protocol.TypePlays, protocol.Plays{Journal: journal, Runs: []protocol.Run{run}})
		var a protocol.Acked
		if err := c.await(protocol.TypeAcked).Open(&a); err != nil || a.Seq != 1 || a.Journal != journal {
			t.Errorf("acked %+v, %v", a, err)
		}
	}
	// A request is held until something comes, and no longer.
	c.rest()
	began := time.Now()
	if out := c.ask(300 * time.Millisecond); len(out.Frames) > 0 || time.Since(began) < 250*time.Millisecond {
		t.Errorf("%d frames after %v of silence", len(out.Frames), time.Since(began))
	}
	done := make(chan struct{})
	go func() { defer close(done); time.Sleep(200 * time.Millisecond); o.ChangeProgramme(t) }()
	c.await(protocol.TypeProgramme)
	<-done
	refusesPolls(t, o)
}

func refusesPolls(t *testing.T, o Origin) {
	if status, _ := o.post(t, []byte(`{"id":"a guess","wait":100}`)); status != http.StatusGone {
		t.Errorf("a session that is not there got %d, want 410", status)
	}
	if status, _ := o.post(t, []byte(`{}`), "Origin", "http://elsewhere.example"); status != http.StatusForbidden {
		t.Errorf("a page of another site got %d, want 403", status)
	}
	for _, body := range []string{"", "[", `{"frames":[` + strings.Repeat("1,", 20) + `1]}`} {
		if status, _ := o.post(t, []byte(body)); status != http.StatusBadRequest {
			t.Errorf("%q got %d, want 400", body, status)
		}
	}
	h := o.hello("", nil)
	h.Screen = "no-such-screen"
	f, err := protocol.Reply(protocol.TypeHello, h)
	if err != nil {
		t.Fatal(err)
	}
	c := &caller{t: t, origin: o}
	out := c.ask(o.patience(), f)
	for end := time.Now().Add(o.patience()); out.Closed == nil && time.Now().Before(end); {
		out = c.ask(time.Second)
	}
	if out.Closed == nil || out.Closed.Code != protocol.CloseDenied {
		t.Errorf("a screen that is not enrolled is told %+v, want %d", out.Closed, protocol.CloseDenied)
	}
}

package players_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"ngatu/player/protocol"
)

type polled struct {
	ID     string
	Frames []protocol.Frame
	Closed *struct {
		Code   int
		Reason string
	}
}

// poll asks once; wait is in milliseconds.
func (r *rig) longPoll(id string, wait int64, frames ...protocol.Frame) (int, polled) {
	r.t.Helper()
	ask := map[string]any{"id": id, "wait": wait, "frames": frames}
	b, err := json.Marshal(ask)
	if err != nil {
		r.t.Fatal(err)
	}
	res, err := http.Post(r.Address()+protocol.PathPoll, "application/json", bytes.NewReader(b))
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	var out polled
	if res.StatusCode == http.StatusOK {
		if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
			r.t.Fatal(err)
		}
	}
	return res.StatusCode, out
}

func reply(t *testing.T, typ protocol.Type, body any) protocol.Frame {
	t.Helper()
	f, err := protocol.Reply(typ, body)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Where websockets do not get through, the same frames come by asking again and again.
func TestLongPolling(t *testing.T) {
	r := newRig(t)
	token := r.enrol(nil, screenCode).Token
	_, out := r.longPoll("", 5000, reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token}))
	id, seen := out.ID, map[protocol.Type]protocol.Frame{}
	gather := func(until protocol.Type) {
		for end := time.Now().Add(patience); seen[until].Type == "" && time.Now().Before(end); {
			for _, f := range out.Frames {
				seen[f.Type] = f
			}
			if seen[until].Type == "" {
				_, out = r.longPoll(id, 2000)
			}
		}
		if seen[until].Type == "" {
			t.Fatalf("no %s came", until)
		}
	}
	gather(protocol.TypeWelcome)
	gather(protocol.TypeScreen)
	gather(protocol.TypeProgramme)

	_, out = r.longPoll(id, 2000, reply(t, protocol.TypeClock, protocol.Clock{Sent: 7}))
	gather(protocol.TypeClock)
	var c protocol.Clock
	if err := seen[protocol.TypeClock].Open(&c); err != nil || c.Sent != 7 || c.Got == 0 {
		t.Errorf("the time is %+v, %v", c, err)
	}
	_, out = r.longPoll(id, 2000, reply(t, protocol.TypePlays, protocol.Plays{Journal: "j", Runs: []protocol.Run{
		{Seq: 1, Audience: "a", Programme: "p", From: 1, Until: 2, Clock: "synced"},
	}}))
	gather(protocol.TypeAcked)

	// A request is held until there is something to tell.
	delete(seen, protocol.TypeProgramme)
	began := time.Now()
	time.AfterFunc(700*time.Millisecond, func() { r.changeProgramme(t) })
	_, out = r.longPoll(id, 25_000)
	gather(protocol.TypeProgramme)
	if took := time.Since(began); took < 600*time.Millisecond || took > 20*time.Second {
		t.Errorf("a change came after %v", took)
	}
	// And not for ever.
	began = time.Now()
	if _, out = r.longPoll(id, 300); len(out.Frames) > 0 || time.Since(began) < 250*time.Millisecond {
		t.Errorf("%d frames after %v", len(out.Frames), time.Since(began))
	}
}

func TestLongPollingIsGuarded(t *testing.T) {
	r := newRig(t)
	if _, out := r.longPoll("", 5000, reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: "wrong"})); out.Closed == nil || out.Closed.Code != protocol.CloseDenied {
		t.Errorf("a wrong token gets %+v", out)
	}
	if status, _ := r.longPoll("a guess", 100); status != http.StatusGone {
		t.Errorf("a session that is not there gets %d", status)
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Address()+protocol.PathPoll, bytes.NewReader([]byte(`{}`)))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Origin", "https://elsewhere.example")
	res, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("another site gets %d", res.StatusCode)
	}
	for _, body := range []string{"", "[", `{"frames":[` + string(bytes.Repeat([]byte("1,"), 20)) + `1]}`} {
		res, err := http.Post(r.Address()+protocol.PathPoll, "application/json", bytes.NewReader([]byte(body)))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("%q gets %d", body, res.StatusCode)
		}
	}
}

// Whoever has no credential takes no place, however often and however they ask: 2,000 empty
// requests and 2,000 hellos that are refused, all at once, keep nobody else out.
func TestStrangersTakeNoPlaces(t *testing.T) {
	r := newRig(t)
	token := r.enrol(nil, screenCode).Token
	empty, _ := json.Marshal(map[string]any{"id": "", "wait": 0, "frames": []any{}})
	wrong, _ := json.Marshal(map[string]any{"id": "", "wait": 25000, "frames": []any{
		reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: "a guess"}),
	}})
	other, _ := json.Marshal(map[string]any{"id": "", "frames": []any{reply(t, protocol.TypeClock, protocol.Clock{Sent: 1})}})
	var all sync.WaitGroup
	turns := make(chan struct{}, 100)
	for i := range 4100 {
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			switch {
			case i >= 4000:
				if status, b := r.post(protocol.PathPoll, other); status != http.StatusOK || !bytes.Contains(b, []byte(`"closed"`)) {
					t.Errorf("a session that begins with something else than a hello: %d %s", status, b)
				}
			case i%2 == 0:
				if status, _ := r.post(protocol.PathPoll, empty); status != http.StatusBadRequest {
					t.Errorf("an empty request: %d", status)
				}
			default:
				status, b := r.post(protocol.PathPoll, wrong)
				if status == http.StatusOK && !bytes.Contains(b, []byte(`"closed"`)) {
					t.Errorf("a wrong token is not refused in the first answer: %s", b)
				}
			}
		})
	}
	hello := reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token})
	if status, _ := r.longPoll("", 0, hello); status != http.StatusOK { // amid the crowd
		t.Errorf("a screen amid the crowd got %d", status)
	}
	all.Wait()
	if status, out := r.longPoll("", 0, hello); status != http.StatusOK || out.Closed != nil {
		t.Errorf("a screen after the crowd got %d %+v", status, out.Closed)
	}
}

// One address has 200 places; others have theirs, and a place is free again when its session ends.
func TestOneAddressDoesNotTakeAllPlaces(t *testing.T) {
	r := newRig(t)
	token := r.enrol(nil, screenCode).Token
	hello, _ := json.Marshal(map[string]any{"id": "", "frames": []any{
		reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token}),
	}})
	begin := func(from string) (int, string) {
		status, b := r.post(protocol.PathPoll, hello, "X-Forwarded-For", from)
		var out polled
		json.Unmarshal(b, &out)
		return status, out.ID
	}
	got := 0
	for range 210 {
		if status, _ := begin("203.0.113.7"); status == http.StatusOK {
			got++
		} else if status != http.StatusTooManyRequests {
			t.Fatalf("a session too many: %d", status)
		}
	}
	if got != 200 {
		t.Errorf("one address has %d places", got)
	}
	if status, _ := begin("203.0.113.8"); status != http.StatusOK {
		t.Errorf("another address got %d", status)
	}
}

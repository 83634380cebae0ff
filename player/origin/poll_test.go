package origin

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
	"ngatu/player/protocol/longpoll"
)

type pollAnswer struct {
	ID     string
	Frames []protocol.Frame
	Closed *longpoll.End
}

// asked asks once.
func asked(t *testing.T, o *Origin, body string) (int, pollAnswer) {
	t.Helper()
	return askedFrom(t, "127.0.0.1", o, body)
}

// askedFrom asks once from an address of this machine.
func askedFrom(t *testing.T, address string, o *Origin, body string) (int, pollAnswer) {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	client := http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}}
	resp, err := client.Post("http://"+o.Addr()+protocol.PathPoll, "application/json", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, pollAnswer{}
	}
	defer resp.Body.Close()
	var out pollAnswer
	if resp.StatusCode == http.StatusOK {
		if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
			t.Error(err)
		}
	}
	return resp.StatusCode, out
}

const pollHello = `{"frames":[{"type":"hello","body":{"v":1,"screen":"S1"}}],"wait":20000}`

// A page that polls counts as a page, and a request that is held is answered when the agent stops:
// come back then and then.
func TestStopAnswersWhoPolls(t *testing.T) {
	o := start(t, nil)
	_, first := asked(t, o, pollHello)
	if len(first.Frames) == 0 || first.Frames[0].Type != protocol.TypeWelcome {
		t.Fatalf("a hello is answered with %+v", first)
	}
	if o.Pages() != 1 {
		t.Errorf("%d pages", o.Pages())
	}
	held := make(chan pollAnswer, 1)
	go func() {
		_, out := asked(t, o, `{"id":"`+first.ID+`","wait":20000}`)
		held <- out
	}()
	time.Sleep(700 * time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	if err := o.Stop(ctx); err != nil {
		t.Errorf("stop: %v", err)
	}
	out := <-held
	if out.Closed == nil || out.Closed.Code != protocol.CloseRestart {
		t.Fatalf("it was told %+v", out)
	}
	if _, ok := protocol.RetryAfter(out.Closed.Reason); !ok {
		t.Errorf("it was not told when to come back: %q", out.Closed.Reason)
	}
}

// One address takes half of the places for polls, all addresses together leave places to sockets,
// and a page that is gone gives its place back.
func TestPollsAreBounded(t *testing.T) {
	o := start(t, nil)
	var last string
	for _, from := range []string{"127.0.0.1", "127.0.0.2"} {
		for range maxPollsOfOne {
			status, out := askedFrom(t, from, o, pollHello)
			if status != http.StatusOK {
				t.Fatalf("a page at %s got %d", from, status)
			}
			last = out.ID
		}
		if status, _ := askedFrom(t, from, o, pollHello); status != http.StatusServiceUnavailable {
			t.Errorf("one too many of %s got %d", from, status)
		}
	}
	if status, _ := askedFrom(t, "127.0.0.3", o, pollHello); status != http.StatusServiceUnavailable {
		t.Errorf("one too many got %d", status)
	}
	o.polls.sessions.Drop(last)
	if status, _ := asked(t, o, `{"id":"`+last+`"}`); status != http.StatusGone {
		t.Errorf("a session that is over got %d", status)
	}
	if status, _ := askedFrom(t, "127.0.0.3", o, pollHello); status != http.StatusOK {
		t.Errorf("the place that was given back: %d", status)
	}
}

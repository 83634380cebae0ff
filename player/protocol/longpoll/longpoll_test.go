package longpoll

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// opened is a session, and the far end of its socket.
func opened(t *testing.T) (*Session, *websocket.Conn) {
	t.Helper()
	far := make(chan *websocket.Conn, 1)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
		}
		far <- ws
	}))
	t.Cleanup(web.Close)
	ws, _, err := websocket.DefaultDialer.Dial(strings.Replace(web.URL, "http", "ws", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, conn := Open(ws), <-far
	t.Cleanup(func() { s.Close(); conn.Close() })
	return s, conn
}

func say(t *testing.T, ws *websocket.Conn, text string) {
	t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

// take takes frames until the session has ended or so many have come.
func take(t *testing.T, s *Session, n int) (frames []string, end *End) {
	t.Helper()
	for began := time.Now(); len(frames) < n && end == nil; {
		var some []json.RawMessage
		some, end = s.Take(t.Context(), 100*time.Millisecond)
		for _, f := range some {
			frames = append(frames, string(f))
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("only %q came", frames)
		}
	}
	return frames, end
}

func TestFramesGoBothWaysInOrder(t *testing.T) {
	s, far := opened(t)
	s.Send([]json.RawMessage{[]byte("1"), []byte("2")})
	for _, want := range []string{"1", "2"} {
		if _, b, err := far.ReadMessage(); err != nil || string(b) != want {
			t.Fatalf("%q, %v; want %q", b, err, want)
		}
	}
	say(t, far, "a")
	say(t, far, "b")
	if got, _ := take(t, s, 2); strings.Join(got, "") != "ab" {
		t.Errorf("the page got %q", got)
	}
	if got, end := s.Take(t.Context(), 20*time.Millisecond); len(got) != 0 || got == nil || end != nil {
		t.Errorf("then %v and %v", got, end)
	}
}

// The end comes with the last frames, and says why.
func TestTheEndComesLast(t *testing.T) {
	s, far := opened(t)
	say(t, far, "last")
	far.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(protocol.CloseRestart, "in 2000"), time.Now().Add(time.Second))
	got, end := take(t, s, 2)
	if len(got) != 1 || end == nil || *end != (End{protocol.CloseRestart, "in 2000"}) {
		t.Errorf("%q, %+v", got, end)
	}

	s, far = opened(t)
	far.NetConn().Close()
	if _, end := take(t, s, 1); end == nil || end.Code != websocket.CloseAbnormalClosure {
		t.Errorf("a socket that broke off: %+v", end)
	}
}

// A page that takes nothing is dropped before its frames fill the memory.
func TestAQueueIsBounded(t *testing.T) {
	s, far := opened(t)
	large := strings.Repeat("x", protocol.MaxFrame-1)
	for range 3 {
		if far.WriteMessage(websocket.TextMessage, []byte(large)) != nil {
			break
		}
	}
	<-s.Ready()
	var end *End
	got := 0
	for began := time.Now(); end == nil && time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		s.mu.Lock()
		end, got = s.end, len(s.queue)
		s.mu.Unlock()
	}
	if end == nil || end.Code != protocol.CloseSlow || got != 2 {
		t.Errorf("%d frames wait, the end is %+v", got, end)
	}
}

// What a page that has gone would have taken stays for its next request.
func TestAPageThatHasGoneTakesNothing(t *testing.T) {
	s, far := opened(t)
	say(t, far, "a")
	<-s.Ready()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	s.Take(gone, time.Minute)
	if got, _ := take(t, s, 1); len(got) != 1 {
		t.Errorf("the next request got %q", got)
	}
}

func TestPlacesAreCounted(t *testing.T) {
	var all Sessions
	one, far := opened(t)
	two, _ := opened(t)
	free := func(n int) bool { return n < 1 }
	gone := 0
	if !all.Room(free) || !all.Keep("one", one, free, func() { gone++ }) {
		t.Fatal("there is no room for the first")
	}
	if all.Room(free) || all.Keep("two", two, free, nil) {
		t.Error("there is room for one too many")
	}
	if all.Find("one") != one || all.Find("two") != nil || all.Find("") != nil {
		t.Error("sessions are not found by their names")
	}
	all.Drop("one")
	all.Drop("one")
	if gone != 1 || all.Find("one") != nil || !all.Room(free) {
		t.Errorf("after the end: gone %d times", gone)
	}
	far.SetReadDeadline(time.Now().Add(time.Minute))
	if _, _, err := far.ReadMessage(); err == nil {
		t.Error("the socket is still open")
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"id":"","frames":[{"type":"hello"}],"wait":20000}`, `{"id":"X","wait":-1}`, `{"wait":9223372036854775807}`, `[`,
		`{"frames":[` + strings.Repeat("1,", maxFrames) + `1]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Decode(body)
		if err != nil {
			return
		}
		if hold := r.Hold(); hold < 0 || hold > MaxWait {
			t.Errorf("held for %v", hold)
		}
		if len(r.Frames) > maxFrames {
			t.Errorf("%d frames", len(r.Frames))
		}
	})
}

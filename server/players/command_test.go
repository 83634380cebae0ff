package players_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// give gives a command as the studio does.
func (r *rig) give(screen, id, kind string, life time.Duration) int64 {
	r.t.Helper()
	n, err := r.Store().Change(r.t.Context(), "an", func(tx *store.Tx) error {
		return tx.PutCommand(r.t.Context(), screen, protocol.Command{ID: id, Kind: kind}, life)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r *rig) command(screen, id string) store.Command {
	r.t.Helper()
	c, err := r.Store().Command(r.t.Context(), screen, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

// say sends a frame.
func (c *caller) say(typ protocol.Type, body any) {
	c.t.Helper()
	f, err := protocol.Reply(typ, body)
	if err != nil {
		c.t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.ws.WriteMessage(websocket.TextMessage, b); err != nil {
		c.t.Fatal(err)
	}
}

// await is the next frame of a type.
func (c *caller) await(typ protocol.Type) protocol.Frame {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(patience))
	for {
		_, b, err := c.ws.ReadMessage()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", typ, err)
		}
		if f, err := protocol.Decode(b); err == nil && f.Type == typ {
			return f
		}
	}
}

func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// agent enrols a key and gives what connects with it.
func (r *rig) agent(t *testing.T, screen string) (trusted []ed25519.PublicKey, knock func() *caller) {
	pub, key := newKey(t)
	for _, k := range r.enrol(pub, screen).Trusted {
		trusted = append(trusted, k)
	}
	return trusted, func() *caller {
		return r.knock(func(challenge string) protocol.Hello {
			return protocol.Hello{Screen: screen, Relay: true, Proof: ed25519.Sign(key, protocol.HelloText(challenge, screen))}
		})
	}
}

func TestCommandReachesItsScreenAlone(t *testing.T) {
	r := newRig(t)
	trusted, knock := r.agent(t, screenCode)
	_, other := r.agent(t, "HK-02")
	mine, theirs := knock(), other()
	mine.await(protocol.TypeWelcome)
	theirs.await(protocol.TypeWelcome)

	number := r.give(screenCode, "c1", protocol.Identify, 2*time.Minute)
	f := mine.await(protocol.TypeCommand)
	if err := f.Verify(trusted[:1]); err != nil {
		t.Error(err)
	}
	if f.For != screenCode || f.Number != number || f.Until-f.Number != (2*time.Minute).Milliseconds() {
		t.Errorf("its frame is %+v", f)
	}
	eventually(t, "it counts as sent", func() bool { return !r.command(screenCode, "c1").Sent.IsZero() })
	theirs.say(protocol.TypeStatus, protocol.Status{Done: []string{"c1"}})
	theirs.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	theirs.await(protocol.TypeClock)
	if !r.command(screenCode, "c1").Done.IsZero() {
		t.Error("another screen acknowledged it")
	}
	for range 3 {
		mine.say(protocol.TypeStatus, protocol.Status{Done: []string{"c1", "c2"}})
	}
	eventually(t, "it is done", func() bool { return !r.command(screenCode, "c1").Done.IsZero() })
}

// Who is away gets what waits when it comes, once it has been carried out no more, and never what
// is over.
func TestCommandsWaitForTheScreen(t *testing.T) {
	r := newRig(t)
	_, knock := r.agent(t, screenCode)
	r.give(screenCode, "first", protocol.Reload, time.Minute)
	r.give(screenCode, "over", protocol.Reload, time.Millisecond)
	r.give(screenCode, "second", protocol.RestartBrowser, time.Minute)
	commands := func(c *caller, n int) (ids []string) {
		for range n {
			var command protocol.Command
			if err := c.await(protocol.TypeCommand).Open(&command); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, command.ID)
		}
		return ids
	}
	if c := r.command(screenCode, "first"); !c.Sent.IsZero() {
		t.Error("it counts as sent, and nobody was there")
	}
	for range 2 { // the line was lost before it was done
		c := knock()
		if got := commands(c, 2); !slices.Equal(got, []string{"first", "second"}) {
			t.Fatalf("it was handed %q", got)
		}
		c.ws.Close()
	}
	c := knock()
	commands(c, 2)
	c.say(protocol.TypeStatus, protocol.Status{Done: []string{"first"}})
	eventually(t, "the first is done", func() bool { return !r.command(screenCode, "first").Done.IsZero() })
	c.ws.Close()
	if got := commands(knock(), 1); !slices.Equal(got, []string{"second"}) {
		t.Errorf("after the first was done it was handed %q", got)
	}
}

func picture(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, color.RGBA{uint8(i), uint8(i / w), 90, 255})
	}
	var b bytes.Buffer
	jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

func TestAnswers(t *testing.T) {
	r := newRig(t)
	_, knock := r.agent(t, screenCode)
	c := knock()
	c.await(protocol.TypeWelcome)
	var drawn bytes.Buffer
	png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 3, 3)))
	good := picture(320, 160)
	bomb := slices.Clone(picture(16, 16))
	at := bytes.Index(bomb, []byte{0xff, 0xc0}) // the frame's head: height and width follow
	copy(bomb[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	const bad = "không đọc được"
	for _, a := range []struct {
		name, kind, mime string
		data             []byte
		fault            string
		failed           string // what staff read
		kept             func([]byte) bool
	}{
		{"a picture", protocol.Screenshot, "image/jpeg", append(slices.Clone(good), []byte("<script>behind it</script>")...), "", "", func(b []byte) bool {
			size, err := jpeg.DecodeConfig(bytes.NewReader(b))
			return err == nil && size.Width == 320 && !bytes.Contains(b, []byte("script"))
		}},
		{"a log", protocol.LogTail, "text/plain; charset=utf-8", []byte("một\r\n\x1b[31mđỏ\x00\tba\xff\u202e\n"), "", "", func(b []byte) bool {
			return string(b) == "một\n[31mđỏ\tba\uFFFD\n"
		}},
		{"why not", protocol.RestartMachine, "", nil, "không được\x07 phép", "không được phép", nil},
		{"a long reason", protocol.RestartMachine, "", nil, strings.Repeat("ữ", 2000), strings.Repeat("ữ", 500) + "…", nil},
		{"a PNG that says JPEG", protocol.Screenshot, "image/jpeg", drawn.Bytes(), "", bad, nil},
		{"a page", protocol.Screenshot, "text/html", []byte("<script>alert(1)</script>"), "", bad, nil},
		{"a text for a picture", protocol.Screenshot, "text/plain", []byte("xin chào"), "", bad, nil},
		{"a picture for a text", protocol.LogTail, "image/jpeg", good, "", bad, nil},
		{"a bomb", protocol.Screenshot, "image/jpeg", bomb, "", bad, nil},
		{"cut", protocol.Screenshot, "image/jpeg", good[:len(good)/2], "", bad, nil},
		{"too large", protocol.LogTail, "text/plain", bytes.Repeat([]byte("a"), protocol.MaxAnswer+1), "", bad, nil},
		{"data where none is due", protocol.Reload, "text/plain", []byte("a"), "", bad, nil},
	} {
		t.Run(a.name, func(t *testing.T) {
			id := "cmd " + a.name
			r.give(screenCode, id, a.kind, time.Minute)
			c.await(protocol.TypeCommand)
			c.say(protocol.TypeAnswer, protocol.Answer{ID: id, Type: a.mime, Data: a.data, Error: a.fault})
			eventually(t, "it is answered", func() bool { return !r.command(screenCode, id).Answered.IsZero() })
			got := r.command(screenCode, id)
			mime, data, err := r.Store().CommandAnswer(t.Context(), screenCode, id)
			if a.kept == nil {
				if content.CodeOf(err) != content.NotFound || !strings.Contains(got.Failed, a.failed) || a.failed == "" {
					t.Errorf("kept %d bytes of %s, failed %.60q (%v)", len(data), mime, got.Failed, err)
				}
				return
			}
			if err != nil || !a.kept(data) || got.Failed != "" {
				t.Errorf("kept %s %.80q, failed %q, %v", mime, data, got.Failed, err)
			}
		})
	}
	t.Run("what nobody asked for", func(t *testing.T) {
		r.give("HK-02", "theirs", protocol.LogTail, time.Minute)
		for _, id := range []string{"theirs", "unknown", "", strings.Repeat("x", 5000), "cmd a log"} {
			c.say(protocol.TypeAnswer, protocol.Answer{ID: id, Type: "text/plain", Data: []byte("đổi")})
		}
		c.say(protocol.TypeClock, protocol.Clock{Sent: 1})
		c.await(protocol.TypeClock) // it was not hung up on
		if got := r.command("HK-02", "theirs"); !got.Answered.IsZero() {
			t.Error("one screen answered for another")
		}
		if _, data, err := r.Store().CommandAnswer(t.Context(), screenCode, "cmd a log"); err != nil || strings.Contains(string(data), "đổi") {
			t.Errorf("an answer was changed afterwards: %q, %v", data, err)
		}
	})
}

// Where websockets do not get through, commands and what they bring go the other way.
func TestCommandByLongPolling(t *testing.T) {
	r := newRig(t)
	token := r.enrol(nil, screenCode).Token
	r.give(screenCode, "c1", protocol.LogTail, time.Minute)
	_, out := r.longPoll("", 5000, reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token}))
	id := out.ID
	eventually(t, "the command comes", func() bool {
		for _, f := range out.Frames {
			if f.Type == protocol.TypeCommand {
				return true
			}
		}
		_, out = r.longPoll(id, 1000)
		return false
	})
	large := bytes.Repeat([]byte("dòng nhật ký\n"), protocol.MaxAnswer/len("dòng nhật ký\n"))
	if status, _ := r.longPoll(id, 0, reply(t, protocol.TypeAnswer, protocol.Answer{ID: "c1", Type: "text/plain", Data: large}),
		reply(t, protocol.TypeStatus, protocol.Status{Done: []string{"c1"}})); status != 200 {
		t.Fatalf("status %d", status)
	}
	eventually(t, "it is done", func() bool { return !r.command(screenCode, "c1").Done.IsZero() })
	if _, data, err := r.Store().CommandAnswer(t.Context(), screenCode, "c1"); err != nil || !bytes.Equal(data, large) {
		t.Errorf("%d bytes of %d, %v", len(data), len(large), err)
	}
}

// A screen that was removed takes its commands with it, and one whose credential was revoked is
// handed none.
func TestRevokedScreenIsHandedNothing(t *testing.T) {
	r := newRig(t)
	_, knock := r.agent(t, screenCode)
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredentials(ctx, screenCode) })
	eventually(t, "the server has heard of it", func() bool { return knock().closed(patience) == protocol.CloseDenied })
	r.give(screenCode, "c1", protocol.Screenshot, time.Minute)
	if code := knock().closed(patience); code != protocol.CloseDenied {
		t.Errorf("closed with %d", code)
	}
	if !r.command(screenCode, "c1").Sent.IsZero() {
		t.Error("it counts as sent")
	}
}

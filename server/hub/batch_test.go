package hub_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

func programmeFor(t testing.TB, audience string, number int64, text string) protocol.Frame {
	t.Helper()
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeProgramme, For: audience, Number: number}, map[string]string{"x": text}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Key, f.Sig = "0011223344556677", bytes.Repeat([]byte(audience), 8)
	return f
}

// A body that many audiences have is compressed once, and each player reads its own head before it.
func TestABodyIsCompressedOnce(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	long, other := strings.Repeat("Cài đặt iHanoi. ", 400), strings.Repeat("Gọi 1022. ", 400)
	var posts []hub.Post
	ears := map[string]*ear{}
	for i := range 20 {
		topic, text := fmt.Sprint("a", i), long
		if i == 7 {
			text = other
		}
		posts = append(posts, hub.Post{Topic: topic, Frame: programmeFor(t, topic, 1, text)})
		_, ears[topic] = join(t, h, hub.Player{Screen: topic, Topics: []string{topic}, Compress: i != 3})
	}
	batch, err := h.Encode(posts)
	if err != nil {
		t.Fatal(err)
	}
	if s := h.Stats(); s.Packed != 2 || s.Encoded != 20 || s.Delivered != 0 {
		t.Errorf("%d texts compressed for 2 bodies of 20 frames: %+v", s.Packed, s)
	}
	batch.Send()
	for _, p := range posts {
		got := ears[p.Topic].frame(t)
		if !bytes.Equal(got.Body, p.Frame.Body) || got.Hash != p.Frame.Hash || got.For != p.Topic || !bytes.Equal(got.Sig, p.Frame.Sig) {
			t.Errorf("%s got %s of %s", p.Topic, got.Hash, got.For)
		}
	}
	// It is remembered for who joins later, and an older one is not taken.
	late, err := h.Encode([]hub.Post{{Topic: "a1", Frame: programmeFor(t, "a1", 0, "older")}, {Screen: "a2", Frame: figures(t, "now", 9, "only")}})
	if err != nil {
		t.Fatal(err)
	}
	late.Send()
	if got := ears["a2"].frame(t); got.For != "now" {
		t.Errorf("told %s", got.For)
	}
	for _, topic := range []string{"a1", "a2"} {
		_, e := join(t, h, hub.Player{Screen: "late" + topic, Topics: []string{topic}, Compress: true})
		if got := e.frame(t); got.Type != protocol.TypeProgramme || got.Number != 1 {
			t.Errorf("%s remembers %s %d", topic, got.Type, got.Number)
		}
	}
}

// The programmes of a city differ in a slide or two: the rest is compressed once for each kind of
// screen, each player reads its own to the byte, and what travels hardly grows.
func TestWhatProgrammesShareIsCompressedOnce(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	const canvases, districts = 3, 40
	var posts []hub.Post
	ears, plain := map[string]*ear{}, map[string]*ear{}
	alone := 0
	for i := range canvases * districts {
		var slides []map[string]any
		for n := range 40 {
			one := map[string]any{"id": fmt.Sprint("slide", n), "d": content.DigestOf(fmt.Append(nil, i%canvases, n)), "}, {": "},{"}
			if n == 17 {
				one["id"], one["d"] = fmt.Sprint("district", i), content.DigestOf(fmt.Append(nil, "own", i))
			}
			slides = append(slides, one)
		}
		topic := fmt.Sprint("a", i)
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeProgramme, For: topic, Number: 1}, map[string]any{"slides": slides}, nil)
		if err != nil {
			t.Fatal(err)
		}
		posts = append(posts, hub.Post{Topic: topic, Frame: f})
		_, ears[topic] = join(t, h, hub.Player{Screen: topic, Topics: []string{topic}, Compress: true})
		_, plain[topic] = join(t, h, hub.Player{Screen: "plain " + topic, Topics: []string{topic}})
		var out bytes.Buffer
		w, err := flate.NewWriter(&out, flate.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		w.Write(whole)
		w.Flush()
		alone += out.Len()
	}
	batch, err := h.Encode(posts)
	if err != nil {
		t.Fatal(err)
	}
	if s := h.Stats(); s.Packed > canvases*districts+4*canvases {
		t.Errorf("%d texts compressed for %d programmes on %d canvases", s.Packed, len(posts), canvases)
	}
	batch.Send()
	travelled := 0
	for _, p := range posts {
		first, text, err := ears[p.Topic].next()
		if err != nil {
			t.Fatal(err)
		}
		travelled += len(text)
		if got := unpacked(t, first, text); !bytes.Equal(got.Body, p.Frame.Body) {
			t.Errorf("%s got another body", p.Topic)
		}
		whole, err := p.Frame.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if first, text, err := plain[p.Topic].next(); err != nil || first != 0x81 || !bytes.Equal(text, whole) {
			t.Errorf("%s, which takes nothing compressed, got %#x %q, %v", p.Topic, first, text, err)
		}
	}
	if grown := float64(travelled) / float64(alone); grown > 1.2 {
		t.Errorf("what travels is %.2f of what each takes compressed by itself", grown)
	}
}

// A hash is the sender's word: bodies that differ under one hash stay apart. What nobody signed and
// is not JSON stops the batch.
func TestABatchOfLies(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	a, b := programmeFor(t, "a", 1, strings.Repeat("a", 3000)), programmeFor(t, "b", 1, strings.Repeat("b", 3000))
	b.Hash = a.Hash
	_, e := join(t, h, hub.Player{Screen: "b", Topics: []string{"b"}, Compress: true})
	batch, err := h.Encode([]hub.Post{{Topic: "a", Frame: a}, {Topic: "b", Frame: b}})
	if err != nil {
		t.Fatal(err)
	}
	batch.Send()
	if got := e.frame(t); !bytes.Equal(got.Body, b.Body) {
		t.Error("a frame came with another's body")
	}
	b.Body, b.Sig = json.RawMessage(`{"x":`), nil
	if _, err := h.Encode([]hub.Post{{Topic: "a", Frame: a}, {Topic: "b", Frame: b}}); err == nil {
		t.Error("half a body was taken")
	}
}

// The socket that joins is known before anything else is asked: what is sent from then on reaches
// it.
func TestJoinedIsCalledInTheHub(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, e := join(t, h, hub.Player{Screen: "a", Topics: []string{"a"}, Joined: func() {
		if err := h.Tell("a", figures(t, "b", 1, "x")); err != nil {
			t.Error(err)
		}
	}})
	if got := e.frame(t); got.For != "b" {
		t.Errorf("got %s", got.For)
	}
}

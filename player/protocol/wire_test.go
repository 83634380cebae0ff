package protocol_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     error
	}{
		{"empty", "", protocol.ErrText},
		{"no JSON", "xin chào", protocol.ErrText},
		{"null", "null", protocol.ErrText},
		{"array", `[{"type":"clock"}]`, protocol.ErrText},
		{"no type", `{"body":{}}`, protocol.ErrText},
		{"two frames", `{"type":"clock","body":{}}{"type":"clock","body":{}}`, protocol.ErrText},
		{"number as text", `{"type":"screen","number":"1","body":{}}`, protocol.ErrText},
		{"not UTF-8", "{\"type\":\"clock\",\"for\":\"\xff\",\"body\":{}}", protocol.ErrText},
		{"type of tomorrow", `{"type":"weather","body":{"x":1}}`, protocol.ErrType},
		{"deep", `{"type":"clock","body":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, protocol.ErrDepth},
		{"deep without end", strings.Repeat(`{"a":[`, 1<<16), protocol.ErrDepth},
		{"large clock", `{"type":"clock","body":"` + strings.Repeat("x", 5000) + `"}`, protocol.ErrTooLarge},
		{"large plays", `{"type":"plays","body":"` + strings.Repeat("x", protocol.MaxPlays) + `"}`, protocol.ErrTooLarge},
		{"large anything", strings.Repeat(" ", protocol.MaxFrame+1), protocol.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := protocol.Decode([]byte(c.in)); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
	f, err := protocol.Decode([]byte(`{"type":"clock","body":{"t0":1,"s":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[[["}}`))
	if err != nil || f.Type != protocol.TypeClock {
		t.Errorf("brackets in text are not depth: %v", err)
	}
}

// The body's bytes are signed: they travel as they stand, spaces and all.
func TestEncodeKeepsTheBody(t *testing.T) {
	for _, body := range []string{`{}`, `{ "a" : "<&>\u00e9" }`, "[1,\n2]", `"Đ"`, "0", "null"} {
		f := protocol.Frame{Type: protocol.TypeFigures, For: `b"<ô>`, Number: 3, Hash: string(content.DigestOf([]byte(body))), Body: []byte(body)}
		b, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		g, err := protocol.Decode(b)
		if err != nil || string(g.Body) != body || g.For != f.For || g.Hash != f.Hash || g.Number != 3 {
			t.Errorf("%s came back as %+v, %v", body, g, err)
		}
	}
	if _, err := (protocol.Frame{Type: "clock", Body: []byte(`{"a":1},"number":9`)}).Encode(); err == nil {
		t.Error("a body that breaks out of the frame was written")
	}
}

func TestLacks(t *testing.T) {
	a := protocol.Frame{Type: protocol.TypeProgramme, For: "a", Hash: "h1"}
	b := protocol.Frame{Type: protocol.TypeFigures, For: "b", Hash: "h2"}
	w := protocol.Frame{Type: protocol.TypeWelcome}
	for _, c := range []struct {
		name string
		has  map[string]string
		want int
	}{
		{"nothing", nil, 3},
		{"all", map[string]string{"programme/a": "h1", "figures/b": "h2"}, 1},
		{"another hash", map[string]string{"programme/a": "h0", "figures/b": "h2"}, 2},
		{"another audience", map[string]string{"programme/x": "h1", "figures/b": "h2"}, 2},
	} {
		if got := protocol.Lacks(c.has, w, a, b); len(got) != c.want || got[0].Type != protocol.TypeWelcome {
			t.Errorf("%s: %d frames, want %d", c.name, len(got), c.want)
		}
	}
}

// opens says whether a frame holds a hello.
func opens(f protocol.Frame) bool {
	var hi *protocol.Hello
	return f.Open(&hi) == nil && hi != nil
}

// What was read is written and read as the same frame; nothing makes Decode or the book panic.
func FuzzDecode(f *testing.F) {
	files, _ := filepath.Glob("testdata/v1/*.json")
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"type":"hello","body":null}`))
	f.Add([]byte(`{"type":"weather","body":[[[]]]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		fr, err := protocol.Decode(b)
		hi, wrong := protocol.DecodeHello(b)
		if err != nil {
			if wrong == nil {
				t.Fatalf("no frame, but a hello: %v", err)
			}
			return
		}
		if wrong == nil && (fr.Type != protocol.TypeHello || !opens(fr)) { // the other way round only without doubled fields
			t.Fatalf("a %s, and as a hello %+v", fr.Type, hi)
		}
		out, err := fr.Encode()
		if err != nil {
			t.Fatalf("read and not written: %v", err)
		}
		again, err := protocol.Decode(out)
		if errors.Is(err, protocol.ErrTooLarge) {
			return // escaping made it larger
		}
		if err != nil || again.Thing() != fr.Thing() || len(fr.Body) > 0 && !bytes.Equal(again.Body, fr.Body) {
			t.Fatalf("%q came back as %q, %v", fr.Body, again.Body, err)
		}
		book := protocol.NewBook("HK-014")
		book.Accept(fr, 1)
		if changed, _ := book.Accept(fr, 1); changed {
			t.Fatal("the same frame changed something twice")
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"retry=1500", "retry=-1", "retry=99999999999999999999", "", "retry=", "going"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := protocol.RetryAfter(s); d < 0 || d.Minutes() > 10 || !ok && d != 0 {
			t.Fatalf("%q waits %v", s, d)
		}
	})
}

//go:build linux

package main

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

func frameOf(t *testing.T, typ protocol.Type, about string, body any) (protocol.Frame, []byte) {
	t.Helper()
	f, err := protocol.Seal(protocol.Frame{Type: typ, For: about, Number: 1_700_000_000_123}, body, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return f, b
}

// Heads are read as the server writes frames, compressed or not, the second time out of memory.
func TestHeads(t *testing.T) {
	r := newReader()
	for _, c := range []struct {
		typ   protocol.Type
		about string
		body  any
	}{
		{protocol.TypeScreen, "K-00001", protocol.Screen{Code: "K-00001"}},
		{protocol.TypeProgramme, "0123456789abcdef", content.Programme{Slides: make([]content.Shown, 200)}},
		{protocol.TypeFigures, "accounts@2024-11/01", protocol.Figures{Board: strings.Repeat("x", 5000)}},
	} {
		f, b := frameOf(t, c.typ, c.about, c.body)
		want := head{thing{string(f.Type), f.For, f.Hash}, f.Number}
		var packed bytes.Buffer
		w, _ := flate.NewWriter(&packed, flate.BestSpeed)
		_, _ = w.Write(b)
		_ = w.Flush()
		for range 2 {
			if got := r.head(false, b); got != want {
				t.Errorf("%s: %+v, want %+v", c.typ, got, want)
			}
			if got := r.head(true, bytes.TrimSuffix(packed.Bytes(), []byte{0, 0, 0xff, 0xff})); got != want {
				t.Errorf("%s packed: %+v, want %+v", c.typ, got, want)
			}
		}
	}
	noise := make([]byte, 5000)
	_, _ = rand.Read(noise)
	if got := r.head(true, noise); got.hash != "" {
		t.Errorf("out of noise: %+v", got)
	}
}

func TestHelloSaysWhatThePlayerHas(t *testing.T) {
	s := &screens{}
	p := &player{nr: 7}
	for want := range 4 {
		var f struct {
			Type string
			Body protocol.Hello
		}
		b := s.hello(p)
		if err := json.Unmarshal(b, &f); err != nil || f.Type != "hello" || f.Body.Screen != "K-00007" || f.Body.Token != token(7) {
			t.Fatalf("%s: %v", b, err)
		}
		if len(f.Body.Has) != want || want > 0 && f.Body.Has["programme/0"] != "hash" {
			t.Errorf("has %v", f.Body.Has)
		}
		p.has = append(p.has, thing{"programme", string(rune('0' + want)), "hash"})
	}
}

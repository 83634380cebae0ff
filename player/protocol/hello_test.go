package protocol

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestDecodeHello(t *testing.T) {
	for text, want := range map[string]error{
		`{"type":"hello","body":{"v":1,"screen":"HK-014","has":{"screen/HK-014":"h"}}}`: nil,
		`{"type":"clock","body":{"t0":1}}`:                                              ErrType,
		`{"type":"hello","body":null}`:                                                  ErrText,
		`{"type":"hello","body":{"v":"1"}}`:                                             ErrText,
		`[]`:                                                                            ErrText,
		`{"type":"hello","body":{"screen":"` + strings.Repeat("x", MaxHello) + `"}}`: ErrTooLarge,
		strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40):                  ErrDepth,
		"{\"type\":\"hello\",\"body\":{\"screen\":\"\xff\"}}":                        ErrText,
	} {
		hi, err := DecodeHello([]byte(text))
		if !errors.Is(err, want) || want == nil && (err != nil || hi.Screen != "HK-014" || hi.Has["screen/HK-014"] != "h") {
			t.Errorf("%.40s: %+v, %v", text, hi, err)
		}
	}
}

// hellos are texts of the kind that our players write, and some that nearly are.
func hellos(t testing.TB) []string {
	out := []string{
		`{"type":"hello","body":{"v":1,"screen":"HK-014","token":"0123456789abcdef0123456789abcdef","has":{"screen/HK-014":"4cd6c2914887dd4a","programme/p1920x1080":"b801d43e0ea5a156"},"w":432,"h":216,"build":"2026.11"}}`,
		`{"body":{"has":{},"screen":"Sảnh Ba Đình"},"type":"hello"}`,
		`{"type":"hello","body":{}}`, `{"type":"hello","body":{"v":1,"v":2}}`, `{"type":"hello","body":{"w":007}}`, `{"type":"hello","body":{"w":-1}}`,
		`{"type":"hello","body":{"has":{"a":"1"},"has":{"b":"2"}}}`, `{"type":"hello","body":{"screen":"a\u0041"}}`, `{"type":"hello","body":{"Screen":"x"}}`,
		`{"type":"hello","body":{"relay":false,"key":null}}`, `{"type":"hello","body":{"proof":"AQE=","relay":true}}`, `{"type":"hello","body":{"proof":"?"}}`,
		`{"type":"hello","body":{"v":1,}}`, `{"type":"hello","body":{"v":1}} `, `{"type":"hello","type":"clock","body":{}}`, `{"type":"hello","body":{"v":1`,
	}
	files, err := filepath.Glob("testdata/v1/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.TrimSpace(string(b)))
	}
	return out
}

// A hello as our page and our agent write it goes the short way.
func TestOurHellosArePlain(t *testing.T) {
	written, err := os.ReadFile("testdata/v1/hello.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{hellos(t)[0], strings.TrimSpace(string(written))} {
		if _, ok := plainHello([]byte(text)); !ok {
			t.Errorf("not plain: %s", text)
		}
	}
}

// The short way reads nothing that encoding/json would refuse or read otherwise.
func FuzzHello(f *testing.F) {
	for _, text := range hellos(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if sane(b, MaxHello) != nil {
			return
		}
		quick, ok := plainHello(b)
		if !ok {
			return
		}
		if all, err := anyHello(b); err != nil || !reflect.DeepEqual(quick, all) {
			t.Fatalf("%q: %+v the short way, %+v (%v) the long", b, quick, all, err)
		}
	})
}

func BenchmarkDecodeHello(b *testing.B) {
	text := []byte(hellos(b)[0])
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := DecodeHello(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("any", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := anyHello(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

package players

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/blob/s3"
	"ngatu/internal/testkit/s3server"
)

// A clip that is in S3 and not here is sent on while the rest comes, and nobody keeps that answer.
// A part of it is right, and one that turns out to be another is cut before its end.
func TestAClipIsSentOnAsItComes(t *testing.T) {
	far := s3server.New(t)
	w, name := s3server.NewWire(t, far), far.Bucket(t)
	bucket := func(endpoint string) *s3.Bucket {
		t.Helper()
		b, err := s3.Open(s3.Options{Bucket: name, Endpoint: endpoint, Region: "us-east-1", Key: s3server.Key, Secret: s3server.Secret, Cache: t.TempDir(), Limit: 5 << 20})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	cache := bucket(w.Endpoint())
	app.Get("/media/:digest", newShelf(cache, nil, nil).serve)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go app.Listener(l) //nolint:errcheck // it ends with the test
	t.Cleanup(func() { app.Shutdown() })

	clip := append([]byte("\x00\x00\x00\x18ftypisom"), bytes.Repeat([]byte("ngã tư"), 400_000)...)
	n := len(clip)
	d, err := bucket(far.Endpoint()).PutBytes(t.Context(), clip)
	if err != nil {
		t.Fatal(err)
	}
	object := filepath.Join(far.Folder, name, string(d[:2]), string(d[2:4]), string(d))
	get := func(part, since string) *http.Response {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+l.Addr().String()+"/media/"+string(d), nil)
		if err != nil {
			panic(err) // of no address
		}
		if part != "" {
			req.Header.Set("Range", part)
		}
		if since != "" {
			req.Header.Set("If-Range", since)
		}
		got, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Error(err)
			return &http.Response{Body: http.NoBody}
		}
		t.Cleanup(func() { got.Body.Close() })
		return got
	}
	begin := func(part, since string) *http.Response {
		t.Helper()
		w.StopAfter(1 << 20)
		whole := get(part, since)
		head := make([]byte, 1<<19)
		if _, err := io.ReadFull(whole.Body, head); err != nil || !bytes.Equal(head, clip[:len(head)]) {
			t.Fatalf("the beginning, while the rest does not come: %v", err)
		}
		if whole.StatusCode != http.StatusOK || whole.ContentLength != int64(n) || whole.Header.Get("Content-Type") != "video/mp4" {
			t.Fatalf("the whole: %d, %v", whole.StatusCode, whole.Header)
		}
		if h := whole.Header; h.Get("Etag") != "" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("bytes that nobody has checked may be kept: %v", h)
		}
		return whole
	}

	other := bytes.Clone(clip)
	other[n-1]++
	if err := os.WriteFile(object, other, 0o600); err != nil {
		t.Fatal(err)
	}
	whole := begin("", "")
	w.StopAfter(math.MaxInt64)
	if got, err := io.ReadAll(whole.Body); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) >= n-1<<19 {
		t.Errorf("another clip: %d bytes more, %v", len(got), err)
	}
	if got := get("", ""); got.StatusCode != http.StatusNotFound {
		t.Errorf("another clip, again: %d", got.StatusCode)
	}
	clip[n-1]++ // a clip of its own
	if d, err = bucket(far.Endpoint()).PutBytes(t.Context(), clip); err != nil {
		t.Fatal(err)
	}
	whole = begin("", "")
	var asked sync.WaitGroup
	for part, want := range map[string][]byte{"bytes=500-700": clip[500:701], "bytes=-3": clip[n-3:], "bytes=9-": clip[9:]} {
		asked.Go(func() { // its last byte comes when all have
			got := get(part, "")
			if b, err := io.ReadAll(got.Body); err != nil || got.StatusCode != http.StatusPartialContent || !bytes.Equal(b, want) {
				t.Errorf("%s: %d with %d bytes, want %d, %v", part, got.StatusCode, len(b), len(want), err)
			}
		})
	}
	w.StopAfter(math.MaxInt64)
	if b, err := io.ReadAll(whole.Body); err != nil || !bytes.Equal(b, clip[1<<19:]) {
		t.Errorf("the rest: %d bytes, %v", len(b), err)
	}
	asked.Wait()
	again := get("", "")
	if b, err := io.ReadAll(again.Body); err != nil || !bytes.Equal(b, clip) || again.Header.Get("Content-Type") != "video/mp4" || again.Header.Get("Etag") != `"`+string(d)+`"` {
		t.Errorf("once it is here: %d bytes, %v", len(b), err)
	}

	for i := range 2 { // others take its room
		if _, err := cache.PutBytes(t.Context(), bytes.Repeat([]byte{byte(i)}, 2<<20)); err != nil {
			t.Fatal(err)
		}
	}
	whole = begin("bytes=9-", `"`+string(d)+`"`) // the end of what nobody has checked is joined to no beginning
	w.StopAfter(math.MaxInt64)
	if b, err := io.ReadAll(whole.Body); err != nil || !bytes.Equal(b, clip[1<<19:]) {
		t.Errorf("the rest, when it comes once more: %d bytes, %v", len(b), err)
	}
}

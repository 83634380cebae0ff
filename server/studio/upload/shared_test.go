package upload

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob/s3"
	"ngatu/internal/store"
	"ngatu/internal/testkit/s3server"
)

// A file comes through two servers in turn. A line that hangs is waited for by nobody, and what it
// still brings does not count. What was given up goes a day later, from the bucket too.
func TestAFileComesThroughTwoServers(t *testing.T) {
	ctx, server, dir := t.Context(), s3server.New(t), t.TempDir()
	st, err := store.Open(ctx, filepath.Join(dir, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	name := server.Bucket(t)
	open := func(at string) *shared {
		b, err := s3.Open(s3.Options{Bucket: name, Endpoint: server.Endpoint(), Region: "us-east-1", Key: s3server.Key, Secret: s3server.Secret, Cache: filepath.Join(dir, at), Limit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		p, err := newShared(st, b, dir)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	a, b := open("a"), open("b")
	send := func(p *shared, method, path string, body io.Reader, head ...string) *httptest.ResponseRecorder {
		q := httptest.NewRequestWithContext(context.WithValue(ctx, owner{}, "an"), method, path, body)
		q.Header.Set("Tus-Resumable", "1.0.0")
		q.Header.Set("Content-Type", "application/offset+octet-stream")
		for i := 0; i < len(head); i += 2 {
			q.Header.Set(head[i], head[i+1])
		}
		w := httptest.NewRecorder()
		p.tus.ServeHTTP(w, q)
		return w
	}
	at := send(a, http.MethodPost, "/", nil, "Upload-Length", "10").Header().Get("Location")
	at = at[strings.LastIndexByte(at, '/'):]
	hangs, line := io.Pipe()
	late := make(chan int)
	go func() { late <- send(a, http.MethodPatch, at, hangs, "Upload-Offset", "0").Code }()
	line.Write([]byte("abc")) // it has its turn now
	if w := send(b, http.MethodPatch, at, strings.NewReader("abcd"), "Upload-Offset", "0"); w.Code != http.StatusNoContent {
		t.Fatalf("beside a line that hangs: %d %s", w.Code, w.Body)
	}
	line.Close()
	if code := <-late; code != http.StatusConflict {
		t.Errorf("the line that hung: %d", code)
	}
	if w := send(a, http.MethodHead, at, nil); w.Header().Get("Upload-Offset") != "4" {
		t.Errorf("at the other server: %d, %s bytes", w.Code, w.Header().Get("Upload-Offset"))
	}
	for i, rest := range []string{"efg", "hij"} {
		if w := send(a, http.MethodPatch, at, strings.NewReader(rest), "Upload-Offset", string(rune('4'+3*i))); w.Code != http.StatusNoContent {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	whole, err := b.rows.Get(ctx, at[1:])
	if err != nil {
		t.Fatal(err)
	}
	f, err := b.fetch(ctx, whole)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := make([]byte, 11)
	if n, _ := f.ReadAt(got, 0); string(got[:n]) != "abcdefghij" {
		t.Errorf("it came as %q", got[:n])
	}
	for who, want := range map[string]bool{"an": true, "binh": false} {
		if owns, err := b.owns(ctx, who, at[1:]); owns != want || err != nil {
			t.Errorf("%s owns it: %v %v", who, owns, err)
		}
	}
	more := ""
	for i := range mostParted {
		want := http.StatusCreated
		if i == mostParted-1 {
			want = http.StatusTooManyRequests
		}
		w := send(a, http.MethodPost, "/", nil, "Upload-Length", "10")
		if w.Code != want {
			t.Errorf("file %d: %d", i, w.Code)
		}
		more = cmp.Or(w.Header().Get("Location"), more)
	}
	more = more[strings.LastIndexByte(more, '/'):]
	send(a, http.MethodPatch, more, strings.NewReader("0123456789"), "Upload-Offset", "0")
	err = a.rows.Want(ctx, more[1:], "{}")
	if err == nil {
		whole, err = a.rows.Take(ctx, "run", "it ends the server")
	}
	if err == nil {
		f, err = a.fetch(ctx, whole)
	}
	if err == nil {
		f.Close()
		err = a.rows.Made(ctx, more[1:], "run", "no right", false)
	}
	if err != nil {
		t.Fatal(err)
	}
	if w := send(a, http.MethodPost, "/", nil, "Upload-Length", "10"); w.Code != http.StatusCreated {
		t.Errorf("what was refused stands in the way of another file: %d", w.Code)
	}
	kept, _ := filepath.Glob(filepath.Join(server.Folder, name, "coming", more[1:]+"*"))
	if _, err := a.rows.Get(ctx, more[1:]); content.CodeOf(err) != content.NotFound || len(kept) > 0 {
		t.Errorf("of what gave way there is left %v: %v", kept, err)
	}
	if err := a.sweep(ctx, time.Hour); err != nil {
		t.Fatal(err)
	}
	if _, err := a.rows.Get(ctx, at[1:]); err != nil {
		t.Errorf("it is gone within an hour: %v", err)
	}
	if err := a.sweep(ctx, -time.Hour); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(server.Folder, name, "coming", "*"))
	if _, err := b.rows.Get(ctx, at[1:]); content.CodeOf(err) != content.NotFound || len(left) > 0 {
		t.Errorf("after a day %v is left: %v", left, err)
	}
	server.Stop()
	if w := send(a, http.MethodPost, "/", nil, "Upload-Length", "10"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "S3") {
		t.Errorf("while S3 is away: %d %s", w.Code, w.Body)
	}
}

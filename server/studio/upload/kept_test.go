package upload

import (
	"cmp"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Parts outlast a restart, and go a day after the last of them. One person does not fill the disk, and what was refused makes room.
func TestPartsAreKeptForADay(t *testing.T) {
	folder, room := t.TempDir(), func() error { return nil }
	send := func(p *parts, method, path, body string, head ...string) *httptest.ResponseRecorder {
		q := httptest.NewRequestWithContext(context.WithValue(t.Context(), owner{}, "an"), method, path, strings.NewReader(body))
		q.Header.Set("Tus-Resumable", "1.0.0")
		for i := 0; i < len(head); i += 2 {
			q.Header.Set(head[i], head[i+1])
		}
		w := httptest.NewRecorder()
		p.tus.ServeHTTP(w, q)
		return w
	}
	p, err := newParts(folder, room)
	if err != nil {
		t.Fatal(err)
	}
	at := send(p, http.MethodPost, "/", "", "Upload-Length", "10").Header().Get("Location")
	at = at[strings.LastIndexByte(at, '/'):]
	if w := send(p, http.MethodPatch, at, "abcd", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"); w.Code != http.StatusNoContent {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if p, err = newParts(folder, room); err != nil {
		t.Fatal(err)
	}
	if w := send(p, http.MethodHead, at, ""); w.Header().Get("Upload-Offset") != "4" {
		t.Errorf("after a restart: %d, %s bytes", w.Code, w.Header().Get("Upload-Offset"))
	}
	if p.owns("binh", at[1:]) || !p.owns("an", at[1:]) || p.owns("an", "../"+at[1:]) {
		t.Error("it has the wrong owner")
	}
	p.sweep(time.Now().Add(unfinished - time.Hour))
	if !p.owns("an", at[1:]) {
		t.Error("it is gone within a day")
	}
	p.sweep(time.Now().Add(unfinished + time.Hour))
	if p.owns("an", at[1:]) {
		t.Error("it stays for more than a day")
	}
	begun := ""
	for i := range mostParted + 1 {
		want := http.StatusCreated
		if i == mostParted {
			want = http.StatusTooManyRequests
		}
		w := send(p, http.MethodPost, "/", "", "Upload-Length", "10")
		if w.Code != want {
			t.Errorf("file %d: %d", i, w.Code)
		}
		begun = cmp.Or(w.Header().Get("Location"), begun)
	}
	begun = begun[strings.LastIndexByte(begun, '/'):]
	send(p, http.MethodPatch, begun, "0123456789", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	if err := p.want(begun[1:], wanted{}); err != nil {
		t.Fatal(err)
	}
	if w := send(p, http.MethodPost, "/", "", "Upload-Length", "10"); w.Code != http.StatusTooManyRequests || !p.owns("an", begun[1:]) {
		t.Errorf("beside one that is read: %d", w.Code)
	}
	p.unwant(begun[1:]) // it was refused
	if w := send(p, http.MethodPost, "/", "", "Upload-Length", "10"); w.Code != http.StatusCreated || p.owns("an", begun[1:]) {
		t.Errorf("what was refused stands in the way of another file: %d", w.Code)
	}
}

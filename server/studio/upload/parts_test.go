package upload_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// part sends one request of the tus protocol.
func part(u *studiotest.User, method, path string, body []byte, head map[string]string) *http.Response {
	u.Helper()
	q := u.Request(method, path, bytes.NewReader(body))
	q.Header.Set("Origin", u.Base)
	q.Header.Set("Tus-Resumable", "1.0.0")
	q.Header.Set("Accept", "application/json")
	q.Header.Set(signin.HeaderCSRF, u.CSRF)
	for name, value := range head {
		q.Header.Set(name, value)
	}
	r, err := u.Client.Do(q)
	if err != nil {
		u.Fatal(err)
	}
	said, _ := io.ReadAll(r.Body)
	r.Body.Close()
	u.Logf("%s %s: %d %s", method, path, r.StatusCode, said)
	return r
}

// A file that comes in parts goes on where a cut line ended, and is one draft, however often its
// sender asks what became of it. Nobody else sees it, goes on with it, takes it in or gives it up.
func TestAFileComesInParts(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	photo := append(studiotest.Photo(9), make([]byte, 600<<10)...) // what lies behind a picture is left out
	begin := func(size int) *http.Response {
		return part(u, http.MethodPost, "/studio/upload/parts", nil, map[string]string{
			"Upload-Length": strconv.Itoa(size), "Upload-Metadata": "owner " + base64.StdEncoding.EncodeToString([]byte("somebody")) + ",filename " + base64.StdEncoding.EncodeToString([]byte("lễ hội.jpg")),
		})
	}
	created := begin(len(photo))
	at := created.Header.Get("Location")
	if created.StatusCode != http.StatusCreated || !strings.HasPrefix(at, "/studio/upload/parts/") {
		t.Fatalf("%d, at %q", created.StatusCode, at)
	}
	if got := begin(501 << 20).StatusCode; got != http.StatusRequestEntityTooLarge {
		t.Errorf("one that is too large: %d", got)
	}
	q := u.Request(http.MethodPatch, at, nil) // the line is cut in the middle of a part
	line, err := net.Dial("tcp", strings.TrimPrefix(r.Base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	cookies := ""
	for _, c := range u.Client.Jar.Cookies(q.URL) {
		cookies += c.Name + "=" + c.Value + "; "
	}
	fmt.Fprintf(line, "PATCH %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\n%s: %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n",
		at, q.URL.Host, r.Base, cookies, signin.HeaderCSRF, u.CSRF, len(photo))
	line.Write(photo[:300<<10])
	line.Close()
	offset := func() (n int) {
		n, _ = strconv.Atoi(part(u, http.MethodHead, at, nil, nil).Header.Get("Upload-Offset"))
		return n
	}
	have := 0
	for late := time.Now().Add(20 * time.Second); have == 0 && time.Now().Before(late); {
		have = offset()
	}
	if have == 0 || have > 300<<10 {
		t.Fatalf("after the cut %d bytes are there", have)
	}

	other := r.Other("binh", signin.Editor, signin.Admin)
	id := at[strings.LastIndex(at, "/")+1:]
	for _, method := range []string{http.MethodHead, http.MethodPatch, http.MethodDelete} {
		body := photo[have:]
		if method != http.MethodPatch {
			body = nil
		}
		if got := part(other, method, at, body, map[string]string{"Upload-Offset": strconv.Itoa(have), "Content-Type": "application/offset+octet-stream"}).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s by somebody else: %d", method, got)
		}
	}
	take := func(u *studiotest.User) studiotest.Page {
		q := u.Request(http.MethodPost, "/studio/upload", strings.NewReader("part="+id+"&campaign="+u.Campaign))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("Accept", "application/json")
		q.Header.Set(signin.HeaderCSRF, u.CSRF)
		return u.Send(q)
	}
	if p := take(u); p.Status != http.StatusNotFound || !strings.Contains(p.HTML, "chưa gửi trọn") {
		t.Errorf("half a file is taken: %d %s", p.Status, p.HTML)
	}
	if got := part(u, http.MethodPatch, at, photo[have:], map[string]string{"Upload-Offset": strconv.Itoa(have), "Content-Type": "application/offset+octet-stream"}).StatusCode; got != http.StatusNoContent {
		t.Fatalf("the rest: %d", got)
	}
	if p := take(other); p.Status != http.StatusNotFound {
		t.Errorf("somebody else takes it: %d %s", p.Status, p.HTML)
	}
	var first, again struct{ ID, Title string }
	if p := take(u); p.Status != 200 || json.Unmarshal([]byte(p.HTML), &first) != nil || first.Title != "lễ hội" {
		t.Fatalf("it is not taken: %d %s", p.Status, p.HTML)
	}
	if p := take(u); p.Status != 200 || json.Unmarshal([]byte(p.HTML), &again) != nil || again != first || len(r.Slides()) != 1 {
		t.Errorf("asked again it is %+v: %d", again, p.Status)
	}
	if got := part(u, http.MethodHead, at, nil, nil).StatusCode; got != http.StatusNotFound {
		t.Errorf("its parts stay: %d", got)
	}
	u.Campaign = "another"
	if p := take(u); p.Status != http.StatusConflict || !strings.Contains(p.HTML, `"next":"anew"`) {
		t.Errorf("asked for another campaign its answer is that of the first: %d %s", p.Status, p.HTML)
	}
}

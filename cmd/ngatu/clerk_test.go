package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ngatu/internal/worker/workertest"
	"ngatu/server/signin"
)

const (
	clerkLogin    = "an.nguyen"
	clerkPassword = "mưa rào tháng bảy"
)

// clerk is a browser at the studio.
type clerk struct {
	url    string
	client *http.Client
	csrf   string
}

var csrfOf = regexp.MustCompile(`data-csrf="([^"]+)"`)

func newClerk(t *testing.T, url string) *clerk {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &clerk{url: url, client: &http.Client{Jar: jar}}
}

// begins makes the first account with a one-time link.
func (c *clerk) begins(t *testing.T, link string) {
	t.Helper()
	_, secret, _ := strings.Cut(link, "#")
	c.form(t, "/studio/begin", url.Values{"token": {secret}, "name": {"Nguyễn Thị An"}, "login": {clerkLogin}, "password": {clerkPassword}})
}

func (c *clerk) signsIn(t *testing.T) {
	t.Helper()
	c.form(t, "/studio/signin", url.Values{"login": {clerkLogin}, "password": {clerkPassword}})
	if c.csrf == "" {
		t.Fatal("the clerk cannot sign in")
	}
}

func (c *clerk) form(t *testing.T, path string, fields url.Values) {
	t.Helper()
	status, body := c.send(t, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
	if status != http.StatusOK {
		t.Fatalf("%s: %d %.500s", path, status, body)
	}
	if m := csrfOf.FindSubmatch(body); m != nil {
		c.csrf = string(m[1])
	}
}

// uploads sends a file as the studio's script does, and wants a refusal with a sentence.
func (c *clerk) uploads(t *testing.T, a workertest.Attack) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField("campaign", "inbox")
	w, err := m.CreateFormFile("file", a.Name)
	if err == nil {
		_, err = w.Write(a.Bytes)
	}
	if err != nil || m.Close() != nil {
		t.Error(err)
		return
	}
	status, body := c.send(t, "/studio/upload", m.FormDataContentType(), &b)
	var said struct {
		Error struct{ Code, Vi, En string }
	}
	if err := json.Unmarshal(body, &said); err != nil || status < 400 || status >= 500 || said.Error.Vi == "" {
		t.Errorf("%s uploaded: %d %.300s", a.Name, status, body)
	}
}

func (c *clerk) send(t *testing.T, path, kind string, body io.Reader) (int, []byte) {
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+path, body)
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	q.Header.Set("Content-Type", kind)
	q.Header.Set("Origin", c.url)
	q.Header.Set("Accept", "text/html")
	if strings.HasPrefix(kind, "multipart/") {
		q.Header.Set("Accept", "application/json")
	}
	q.Header.Set(signin.HeaderCSRF, c.csrf)
	r, err := c.client.Do(q)
	if err != nil {
		t.Error(err)
		return 0, nil
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return r.StatusCode, b
}

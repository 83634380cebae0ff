package app_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

func TestOperator(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	for _, c := range []struct {
		path   string
		header []string
		status int
		says   string
	}{
		{"/healthz", nil, 200, "ok"},
		{"/readyz", nil, 200, "ready"},
		{"/metrics", nil, 200, "ngatu_screens"},
		{"/metrics", []string{"X-Forwarded-For", "203.0.113.9"}, 404, "not_found"},
		{"/no/such/page", nil, 404, `"code":"not_found"`},
		{"/no/such/page", []string{"Accept", "text/html"}, 404, "Không có trang này."},
	} {
		if status, body := ask(t, "GET", a.Address()+c.path, "", c.header...); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s %q: %d %.200s", c.path, c.header, status, body)
		}
	}
	if err := a.Store().Close(); err != nil {
		t.Fatal(err)
	}
	if status, body := ask(t, "GET", a.Address()+"/readyz", ""); status != 500 || strings.Contains(body, "sql") {
		t.Errorf("without a database it is ready, or tells strangers why not: %d %s", status, body)
	}
	a.Stop(context.WithoutCancel(t.Context()))
}

// A body that is announced as larger than anything that is taken is refused before
// any of it is read.
func TestHugeBody(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	for _, head := range []string{
		"Content-Length: 999999999999\r\n", "Content-Length: 999999999999\r\nContent-Type: multipart/form-data; boundary=x\r\n",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(a.Address(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, "POST /api/enrol HTTP/1.1\r\nHost: x\r\n"+head+"\r\n--x\r\n"+strings.Repeat("x", 16<<10)) // fasthttp waits for the first 8 kB
		conn.SetReadDeadline(time.Now().Add(30 * time.Second))
		b := make([]byte, 200)
		n, err := io.ReadAtLeast(conn, b, 12)
		if err != nil || !strings.HasPrefix(string(b[:n]), "HTTP/1.1 413") {
			t.Errorf("%q: %q, %v", head, b[:n], err)
		}
	}
}

// ours are the stacks of goroutines that run or were begun by code of this project, but for tests.
func ours() (all []string) {
	b := make([]byte, 4<<20)
	for _, stack := range strings.Split(string(b[:runtime.Stack(b, true)]), "\n\n") {
		if strings.Contains(stack, "ngatu/") && !strings.Contains(stack, "app_test.Test") {
			all = append(all, stack)
		}
	}
	return all
}

// An internal error tells strangers nothing but the ID under which the operator
// finds it in the log.
func TestRequestsHaveIDs(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.Address()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Request-Id", "forged")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if id := resp.Header.Get("X-Request-Id"); len(id) != 10 || id == "forged" {
		t.Errorf("its ID is %q", id)
	}
	if err := a.Store().Close(); err != nil {
		t.Fatal(err)
	}
	status, body := ask(t, "GET", a.Address()+"/readyz", "")
	said := regexp.MustCompile(`báo cho người vận hành mã [a-z2-7]{10}\.`).MatchString(body)
	if status != 500 || !said {
		t.Errorf("%d %s", status, body)
	}
	a.Stop(context.WithoutCancel(t.Context()))
}

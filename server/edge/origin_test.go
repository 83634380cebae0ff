package edge_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/edge"
)

func TestOrigin(t *testing.T) {
	t.Parallel()
	const stranger, proxy = "203.0.113.7", "127.0.0.1"
	for name, c := range map[string]struct {
		remote, host, forwarded, origin string
		ours                            bool
	}{
		"the same host":                {stranger, "screens.example", "", "http://screens.example", true},
		"the same host and port":       {stranger, "screens.example:4080", "", "http://screens.example:4080", true},
		"capitals":                     {stranger, "Screens.Example", "", "https://SCREENS.example", true},
		"a port that https has anyway": {proxy, "screens.example:443", "", "https://screens.example", true},
		"another port":                 {stranger, "screens.example:4080", "", "http://screens.example", false},
		"another site":                 {stranger, "screens.example", "", "http://elsewhere.example", false},
		"no site":                      {stranger, "screens.example", "", "null", false},
		"nonsense":                     {stranger, "screens.example", "", "http://%zz", false},
		"a path behind it":             {stranger, "screens.example", "", "http://screens.example/x", false},
		"a configured address, whatever the proxy did": {proxy, "127.0.0.1:4080", "", "https://public.example", true},
		"a configured address without TLS":             {proxy, "127.0.0.1:4080", "", "http://public.example", false},
		"a proxy that leaves out Host":                 {proxy, "127.0.0.1:4080", "", "https://screens.example", false},
		"a proxy that sends it under another name":     {proxy, "127.0.0.1:4080", "screens.example", "https://screens.example", true},
		"what a client claims before the proxy's":      {proxy, "127.0.0.1:4080", "elsewhere.example, screens.example", "https://elsewhere.example", false},
		"a stranger who claims to be a proxy":          {stranger, "screens.example", "elsewhere.example", "https://elsewhere.example", false},
	} {
		var log bytes.Buffer
		e := open(t, edge.Options{Public: []string{"https://Public.example:443/"}, Log: slog.New(slog.NewTextHandler(&log, nil))})
		r := from(c.remote)
		r.Request().SetHost(c.host)
		r.Request().Header.Set(fiber.HeaderOrigin, c.origin)
		if c.forwarded != "" {
			r.Request().Header.Set(fiber.HeaderXForwardedHost, c.forwarded)
		}
		for _, check := range []func() error{func() error { return e.CheckOrigin(r, "socket") }, func() error { return e.CheckForm(r) }} {
			err := check()
			if c.ours != (err == nil) || err != nil && content.CodeOf(err) != content.Denied {
				t.Errorf("%s: %v", name, err)
			}
		}
		if named := strings.Contains(log.String(), "header=Host"); named == c.ours {
			t.Errorf("%s: the log says %q", name, &log)
		}
		e.CheckOrigin(r, "socket")
		if n := strings.Count(log.String(), "what=socket"); n > 1 {
			t.Errorf("%s: %d lines within a minute", name, n)
		}
	}
}

func TestFormsSayWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	e := open(t, edge.Options{})
	r := from("203.0.113.7")
	r.Request().SetHost("screens.example")
	if e.CheckOrigin(r, "socket") != nil {
		t.Error("a program without Origin gets no socket")
	}
	if e.CheckForm(r) == nil {
		t.Error("a form of nowhere passes")
	}
	r.Request().Header.Set("Sec-Fetch-Site", "same-origin")
	if err := e.CheckForm(r); err != nil {
		t.Errorf("a form of this site: %v", err)
	}
}

func TestBadPublicAddressIsRefused(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"screens.example", "ftp://screens.example", "https://", "https://a@screens.example", "https://screens.example/studio"} {
		if _, err := edge.New(edge.Options{Public: []string{bad}}); content.CodeOf(err) != content.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestLinksNameThePublicAddress(t *testing.T) {
	t.Parallel()
	c := from("127.0.0.1")
	c.Request().SetRequestURI("http://127.0.0.1:4080/studio")
	if got := open(t, edge.Options{}).Base(c); got != "http://127.0.0.1:4080" {
		t.Errorf("without a setting: %s", got)
	}
	e := open(t, edge.Options{Public: []string{"https://screens.example", "https://other.example"}})
	if got := e.Base(c); got != "https://screens.example" {
		t.Errorf("behind a proxy: %s", got)
	}
}

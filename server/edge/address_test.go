package edge_test

import (
	"net"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ngatu/content"
	"ngatu/server/edge"
)

func open(t testing.TB, o edge.Options) *edge.Edge {
	t.Helper()
	e, err := edge.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// from is a request as it comes from an address with these lines of X-Forwarded-For.
func from(remote string, lines ...string) *fiber.Ctx {
	var r fasthttp.RequestCtx
	r.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(remote), Port: 4711}, nil)
	for _, l := range lines {
		r.Request.Header.Add(fiber.HeaderXForwardedFor, l)
	}
	return fiber.New().AcquireCtx(&r)
}

func TestAddress(t *testing.T) {
	t.Parallel()
	e := open(t, edge.Options{Proxies: []string{"10.0.0.0/8", "192.0.2.7", "2001:db8:ffff::/48", "::ffff:198.51.100.0/120"}})
	for name, c := range map[string]struct {
		remote string
		lines  []string
		want   string
	}{
		"a stranger":                              {"203.0.113.7", nil, "203.0.113.7"},
		"a stranger who claims another address":   {"203.0.113.7", []string{"198.18.0.1"}, "203.0.113.7"},
		"a proxy here":                            {"127.0.0.1", []string{"203.0.113.7"}, "203.0.113.7"},
		"a proxy over IPv6":                       {"::1", []string{"203.0.113.7"}, "203.0.113.7"},
		"what the client added before":            {"127.0.0.1", []string{"198.18.0.1, 203.0.113.7"}, "203.0.113.7"},
		"a proxy that adds a line":                {"127.0.0.1", []string{"198.18.0.1", "203.0.113.7"}, "203.0.113.7"},
		"two proxies":                             {"127.0.0.1", []string{"198.18.0.1, 203.0.113.7, 10.1.2.3"}, "203.0.113.7"},
		"two proxies in two lines":                {"10.9.9.9", []string{"198.18.0.1, 203.0.113.7", "192.0.2.7"}, "203.0.113.7"},
		"a proxy that is not trusted":             {"192.0.2.8", []string{"203.0.113.7"}, "192.0.2.8"},
		"a trusted one behind one that is not":    {"127.0.0.1", []string{"203.0.113.7, 192.0.2.8"}, "192.0.2.8"},
		"a proxy that names nobody":               {"192.0.2.7", nil, "192.0.2.7"},
		"a proxy that names nonsense":             {"192.0.2.7", []string{"203.0.113.7, unknown"}, "192.0.2.7"},
		"only proxies":                            {"127.0.0.1", []string{"10.0.0.1"}, "10.0.0.1"},
		"with a port":                             {"127.0.0.1", []string{"203.0.113.7:55000"}, "203.0.113.7"},
		"IPv6 with a port":                        {"127.0.0.1", []string{"[2001:db8:1:2:3::4]:55000"}, "2001:db8:1:2::/64"},
		"one subscriber's IPv6":                   {"2001:db8:1:2:aaaa:bbbb:cccc:dddd", nil, "2001:db8:1:2::/64"},
		"the next address of the same subscriber": {"2001:db8:1:2::1", nil, "2001:db8:1:2::/64"},
		"IPv4 written as IPv6":                    {"127.0.0.1", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		"a trusted network written as IPv6":       {"198.51.100.9", []string{"203.0.113.7"}, "203.0.113.7"},
		"a zone":                                  {"127.0.0.1", []string{"fe80::1%eth0"}, "fe80::/64"},
		"a trusted network of IPv6":               {"2001:db8:ffff:1::1", []string{"203.0.113.7"}, "203.0.113.7"},
	} {
		if got := e.Address(from(c.remote, c.lines...)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	var none *edge.Edge
	if got := none.Address(from("10.0.0.1", "203.0.113.7")); got != "10.0.0.1" {
		t.Errorf("without a setting a proxy elsewhere was believed: %s", got)
	}
}

func TestTrustedShareAnAddress(t *testing.T) {
	t.Parallel()
	e := open(t, edge.Options{Proxies: []string{"192.0.2.7"}})
	for remote, want := range map[string]bool{"192.0.2.7": true, "127.0.0.1": true, "::1": true, "192.0.2.8": false} {
		if got := e.Client(from(remote)).Trusted; got != want {
			t.Errorf("%s: trusted %v", remote, got)
		}
	}
	if e.Client(from("192.0.2.7", "203.0.113.7")).Trusted {
		t.Error("whom a proxy names is not trusted itself")
	}
}

func TestBadProxyIsRefused(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"proxy.example", "10.0.0.0/33", "10.0.0", "*"} {
		if _, err := edge.New(edge.Options{Proxies: []string{bad}}); content.CodeOf(err) != content.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Whatever a client writes into the header, nobody but a trusted proxy chooses the address.
func FuzzAddress(f *testing.F) {
	f.Add("203.0.113.7, 10.0.0.1")
	f.Add("[::1]:80,,%")
	f.Fuzz(func(t *testing.T, line string) {
		e := open(t, edge.Options{})
		if got := e.Address(from("203.0.113.9", line)); got != "203.0.113.9" {
			t.Errorf("%q from a stranger gave %s", line, got)
		}
		if got := e.Address(from("127.0.0.1", line, "203.0.113.7")); got != "203.0.113.7" {
			t.Errorf("%q before the proxy's entry gave %s", line, got)
		}
	})
}

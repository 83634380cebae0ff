package outside

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"ngatu/content"
)

func TestWhatIsInside(t *testing.T) {
	for _, at := range []string{
		"127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
		"192.0.0.8", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
		"64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fec0::1",
	} {
		if !Refused(netip.MustParseAddr(at), nil) {
			t.Errorf("%s is let through", at)
		}
	}
	for _, at := range []string{"1.1.1.1", "203.113.131.1", "2606:4700::1111", "::ffff:8.8.8.8"} {
		if Refused(netip.MustParseAddr(at), nil) {
			t.Errorf("%s is refused", at)
		}
	}
	allowed := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	if Refused(netip.MustParseAddr("10.1.2.3"), allowed) || !Refused(netip.MustParseAddr("10.2.2.3"), allowed) {
		t.Error("what is allowed is not what is let through")
	}
}

// A name that leads to this machine is refused where it is connected to, and a redirect is not
// followed.
func TestConnections(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer s.Close()
	_, err := Client(nil, 10*time.Second).Get(s.URL)
	if content.CodeOf(err) != content.Denied || asked != 0 {
		t.Errorf("asked %d times, %v", asked, err)
	}
	answer, err := Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, 10*time.Second).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusFound || asked != 1 {
		t.Errorf("%d after %d requests", answer.StatusCode, asked)
	}
}

// Plain HTTP stays in the networks that are allowed.
func TestPlainHTTPStaysInside(t *testing.T) {
	_, err := Client([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, time.Second).Get("http://203.113.131.1/cap")
	if content.CodeOf(err) != content.Denied {
		t.Errorf("%v", err)
	}
}

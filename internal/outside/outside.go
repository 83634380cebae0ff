// Package outside reaches addresses that somebody typed, and refuses those that lead back inside:
// to this machine, to private networks, to the neighbours of a cloud. Plain HTTP reaches nothing but
// the networks that the operator allows: on the way through the internet anybody could answer.
//
// It owns that rule. The threat: an address of the internet whose name leads to 127.0.0.1 or to the
// service next door makes the server ask for a stranger. So what counts is the address that is
// connected to, after its name was looked up, at each connection; redirects are not followed.
package outside

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"ngatu/content"
)

// inside are networks that no address of the internet leads to, beside those that netip knows.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10"),
}

// Refused says whether an address leads inside, and none of the networks that the operator allows
// holds it.
func Refused(at netip.Addr, allowed []netip.Prefix) bool {
	at = at.Unmap().WithZone("")
	holds := func(p netip.Prefix) bool { return p.Contains(at) }
	if slices.ContainsFunc(allowed, holds) {
		return false
	}
	return !at.IsGlobalUnicast() || at.IsPrivate() || slices.ContainsFunc(inside, holds)
}

// Client asks addresses outside, and those that the operator allows. It follows no redirect, goes
// through no proxy, and gives up after a time for the whole answer.
func Client(allowed []netip.Prefix, patience time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: patience, ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if Refused(at.Addr(), allowed) {
			return &content.Error{
				Code: content.Denied,
				Vi:   fmt.Sprintf("Địa chỉ %s thuộc mạng nội bộ nên không gọi. Nếu đúng là nơi cần gọi, hãy cho phép mạng đó khi khởi động máy chủ.", at.Addr()),
				En:   fmt.Sprintf("The address %s is of an internal network and is not called. If it is meant, allow that network when the server is started.", at.Addr()),
			}
		}
		if holds := func(p netip.Prefix) bool { return p.Contains(at.Addr().Unmap().WithZone("")) }; ctx.Value(plainly{}) == true && !slices.ContainsFunc(allowed, holds) {
			return &content.Error{
				Code: content.Denied,
				Vi:   fmt.Sprintf("Địa chỉ %s không thuộc mạng nội bộ được phép nên không gọi bằng http://. Hãy dùng https://.", at.Addr()),
				En:   fmt.Sprintf("The address %s is in none of the allowed internal networks and is not called by http://. Use https://.", at.Addr()),
			}
		}
		return nil
	}}
	return &http.Client{
		Timeout:       patience,
		Transport:     transport{&http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: patience, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// plainly is the key under which a connection's context says that it is for plain HTTP.
type plainly struct{}

// transport tells the dialer which requests are plain HTTP.
type transport struct{ *http.Transport }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	return t.Transport.RoundTrip(r.WithContext(context.WithValue(r.Context(), plainly{}, r.URL.Scheme == "http")))
}

package edge

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// subscriber is the part of an IPv6 address that names one subscriber, in bits: a single customer
// has a whole /64.
const subscriber = 64

// Client is the sender of a request, as far as addresses tell.
type Client struct {
	Addr    netip.Prefix // one IPv4 address, or the /64 of an IPv6 address
	Trusted bool         // a trusted proxy that named no client, or a hall: many clients share the address
}

// String is the address as limits use it as a key and logs show it: 203.0.113.7 or
// 2001:db8:1:2::/64.
func (c Client) String() string {
	if c.Addr.IsSingleIP() {
		return c.Addr.Addr().String()
	}
	return c.Addr.String()
}

// Client says who sent a request: the last entry of X-Forwarded-For that a trusted proxy added or,
// without one, the other end of the connection. The client may have made up all entries before
// that.
func (e *Edge) Client(c *fiber.Ctx) Client {
	at := addrOf(c.Context().RemoteAddr())
	if !e.Trusts(at) {
		return e.client(at)
	}
	// A proxy may add a line of its own instead of an entry: all lines together are the list.
	lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	for _, line := range slices.Backward(lines) {
		entries := strings.Split(string(line), ",")
		for _, entry := range slices.Backward(entries) {
			before, ok := parseEntry(entry)
			if !ok {
				return e.client(at)
			}
			if at = before; !e.Trusts(at) {
				return e.client(at)
			}
		}
	}
	return e.client(at)
}

// Address is [Edge.Client] as text.
func (e *Edge) Address(c *fiber.Ctx) string { return e.Client(c).String() }

// Peer is the other end of a connection, before it has sent anything.
func (e *Edge) Peer(remote net.Addr) Client { return e.client(addrOf(remote)) }

func (e *Edge) client(a netip.Addr) Client {
	c := Client{Trusted: e.Trusts(a)}
	bits := a.BitLen()
	if a.Is6() {
		bits = subscriber
	}
	c.Addr, _ = a.Prefix(bits) // of an invalid address, the zero prefix
	return c
}

// addrOf is the address of one end of a connection.
func addrOf(remote net.Addr) netip.Addr {
	if tcp, ok := remote.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// parseEntry reads an entry of X-Forwarded-For; some proxies add the port.
func parseEntry(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		ap, err := netip.ParseAddrPort(s)
		if err != nil {
			return netip.Addr{}, false
		}
		a = ap.Addr()
	}
	return a.Unmap().WithZone(""), true
}

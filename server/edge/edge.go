package edge

import (
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"

	"ngatu/content"
)

// Options are what the operator says about the network in front of this server.
type Options struct {
	// Proxies are addresses (192.0.2.7) and networks (10.0.0.0/8) of proxies that may name the
	// client, and that count as many clients. This machine is always one of them.
	Proxies []string
	// Public are the addresses under which people reach this server: https://screens.example.vn.
	// Pages there are ours.
	Public []string
	Log    *slog.Logger // nil: nothing is logged
}

// Edge answers for one server. A nil Edge trusts only this machine. Many goroutines may call its
// methods.
type Edge struct {
	proxies []netip.Prefix
	public  map[string]bool // origins
	base    string          // the first of them; "" if none is set
	log     *slog.Logger
	bodies  bodies
	nodes   func() int // servers that are here; nil: this one is alone
	warned  sync.Map   // *rate.Sometimes by kind of request and header
}

// New reads the options. A bad one is a [content.Error] that names it.
func New(o Options) (*Edge, error) {
	e := &Edge{public: map[string]bool{}, log: o.Log}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	for _, text := range o.Public {
		origin, ok := originOf(text)
		if !ok {
			return nil, &content.Error{
				Code: content.Invalid,
				Vi:   fmt.Sprintf("--public “%s” không phải địa chỉ trang. Hãy ghi dạng https://manhinh.hanoi.gov.vn, không có đường dẫn phía sau.", text),
				En:   fmt.Sprintf("--public “%s” is no address of a site. Write it as https://screens.example.vn, with no path behind it.", text),
			}
		}
		e.public[origin] = true
		if e.base == "" {
			e.base = origin
		}
	}
	for _, text := range o.Proxies {
		p, err := parseNetwork(strings.TrimSpace(text))
		if err != nil {
			return nil, &content.Error{
				Code: content.Invalid, Err: err,
				Vi: fmt.Sprintf("--trusted-proxy “%s” không phải địa chỉ mạng. Hãy ghi dạng 10.0.0.5 hoặc 10.0.0.0/24.", text),
				En: fmt.Sprintf("--trusted-proxy “%s” is no network address. Write it as 10.0.0.5 or 10.0.0.0/24.", text),
			}
		}
		e.proxies = append(e.proxies, p)
	}
	return e, nil
}

// parseNetwork reads one address or a network.
func parseNetwork(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return p, err
	}
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p.Masked(), nil
}

// Trusts says whether an address is a proxy's, or one that counts as many clients.
func (e *Edge) Trusts(a netip.Addr) bool {
	if a.IsLoopback() {
		return true
	}
	if e == nil {
		return false
	}
	for _, p := range e.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Package link says where links may lead.
//
// The threat: a forged code or address on a city's screen that leads to somebody's copy of the app.
// It knows names of hosts and nothing of who asks.
package link

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"ngatu/content"
)

// Leads says whether a host is one of these domains, separated by spaces, or lies below one.
func Leads(host, domains string) bool {
	suffix, _ := publicsuffix.PublicSuffix(host)
	for _, d := range content.Domains(domains) {
		// Below amazonaws.com lies s3.amazonaws.com, where anybody can have a name: such a host is
		// not the domain's own.
		if (host == d || strings.HasSuffix(host, "."+d)) && len(suffix) < len(d) {
			return true
		}
	}
	return false
}

// OpenToAll says whether anybody can have a name directly below d, by the public suffix list:
// com.vn, com.au, vercel.app. Allowing d would allow everybody.
func OpenToAll(d string) bool {
	suffix, _ := publicsuffix.PublicSuffix(d)
	below, _ := publicsuffix.PublicSuffix("x." + d) // the list has rules such as *.kawasaki.jp
	return suffix == d || below == "x."+d
}

// Allowed says whether links of texts may lead to a host: to one of these domains, or to the
// address under which citizens reach this server, "" for none.
func Allowed(domains, public string) func(host string) bool {
	own := ""
	if u, err := url.Parse(public); err == nil {
		own = strings.ToLower(u.Hostname())
	}
	return func(host string) bool { return host != "" && host == own || Leads(host, domains) }
}

package origin

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guard checks every request first.
//
// The threat is a page of another site, open in a browser on this computer or in the hall's
// network. With a name that points here (DNS rebinding) it would talk to the agent as its own
// origin. So a request has to name the agent by an address or as localhost, which no foreign page
// can own, and if it has an Origin, that has to be the same.
func (o *Origin) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if !ownName(r.Host) {
			http.Error(w, "unknown host", http.StatusMisdirectedRequest)
			return
		}
		if !sameOrigin(r) {
			http.Error(w, "another origin", http.StatusForbidden)
			return
		}
		h.Set("Content-Security-Policy", policy(r.Host))
		next.ServeHTTP(w, r)
	})
}

// policy is what a page from here may load. The socket is listed beside 'self', which does not
// cover it in older browsers.
func policy(host string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
		"media-src 'self' blob:; font-src 'self' blob: data:; connect-src 'self' ws://" + host + "; worker-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// ownName says whether a Host header is an IP address or localhost.
func ownName(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	if strings.EqualFold(name, "localhost") {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil && !strings.ContainsAny(name, "%;, ")
}

// sameOrigin says whether a request comes from a page of this origin, or from no page at all.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && strings.EqualFold(u.Host, r.Host)
}

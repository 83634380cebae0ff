package page

import (
	"regexp"
	"slices"
	"strings"
)

// Policy is the Content-Security-Policy of the page: nothing inline, nothing from elsewhere.
const Policy = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; " +
	"img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// WorkerName is the file of the service worker, the one that is not immutable.
const WorkerName = "worker.js"

// File is one file of the page, served at /play/ and its name.
type File struct {
	Type string // MIME type with charset
	Body []byte // must not be written to
	Gzip []byte // Body compressed; nil where that would not make it smaller
	ETag string // strong, quoted
	// Headers are what must be sent beside type, length, coding and ETag: caching, and for the
	// worker its scope.
	Headers []Header
}

// Header is one line of a response's head.
type Header struct{ Name, Value string }

var (
	immutable = Header{"Cache-Control", "public, max-age=31536000, immutable"}
	checked   = Header{"Cache-Control", "no-cache"}
	noSniff   = Header{"X-Content-Type-Options", "nosniff"}
)

// IndexHeaders are the headers of the page itself, at /play.
func IndexHeaders() []Header {
	return []Header{
		{"Content-Type", "text/html; charset=utf-8"},
		{"Content-Security-Policy", Policy},
		{"Referrer-Policy", "no-referrer"},
		checked,
		noSniff,
	}
}

// hostName is what a Host header may look like to be put into a policy: anything else could end the
// directive.
var hostName = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$`)

// IndexHeadersAt are IndexHeaders for a page that was asked for under a Host: browsers before
// Chrome 58 do not take 'self' to cover the page's own socket, so the policy names it. A host that
// is not written as one is left out.
func IndexHeadersAt(host string) []Header {
	out := IndexHeaders()
	if !hostName.MatchString(host) {
		return out
	}
	for i, h := range out {
		if h.Name == "Content-Security-Policy" {
			out[i].Value = strings.Replace(h.Value, "connect-src 'self'", "connect-src 'self' ws://"+host+" wss://"+host, 1)
		}
	}
	return out
}

// headersOf are the headers of a file. Addresses carry the build, so all but the worker may be
// cached for ever.
func headersOf(name string, changing bool) []Header {
	h := []Header{noSniff}
	switch {
	case name == WorkerName:
		// The worker lives below /play/ but must also answer for /play itself.
		h = append(h, checked, Header{"Service-Worker-Allowed", "/play"})
	case changing:
		h = append(h, checked)
	default:
		h = append(h, immutable)
	}
	return slices.Clip(h)
}

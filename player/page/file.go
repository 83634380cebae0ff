package page

import "slices"

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
	// Headers are what must be sent beside type, length, coding and ETag: caching, and for the worker its scope.
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

// headersOf are the headers of a file. Addresses carry the build, so all but the worker may be cached for ever.
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

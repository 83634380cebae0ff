package protocoltest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// The media part of the contract is one that the standard library's file serving can keep.
func TestMediaContractCanBeKept(t *testing.T) {
	medium := bytes.Repeat([]byte("ngã tư "), 1000)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.TrimPrefix(r.URL.Path, protocol.PathMedia) != string(content.DigestOf(medium)) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Type", "image/webp")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(medium))
	}))
	defer s.Close()
	servesMedia(t, Origin{URL: s.URL, Medium: medium})
}

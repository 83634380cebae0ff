package protocoltest

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

func servesMedia(t *testing.T, o Origin) {
	address := o.URL + protocol.PathMedia + string(o.medium())
	get := func(t *testing.T, method, url string, header ...string) (*http.Response, []byte) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, b
	}

	resp, b := get(t, "GET", address)
	if resp.StatusCode != http.StatusOK || content.DigestOf(b) != o.medium() {
		t.Fatalf("status %d, digest of the body is right: %v", resp.StatusCode, content.DigestOf(b) == o.medium())
	}
	if c := resp.Header.Get("Cache-Control"); !strings.Contains(c, "immutable") || !strings.Contains(c, "max-age=31536000") {
		t.Errorf("Cache-Control %q: a medium never changes under its name", c)
	}
	if resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("without nosniff a browser may take a medium for a script")
	}

	if resp, b := get(t, "HEAD", address); resp.StatusCode != http.StatusOK || len(b) != 0 || resp.ContentLength != int64(len(o.Medium)) {
		t.Errorf("HEAD: status %d, length %d", resp.StatusCode, resp.ContentLength)
	}
	half := len(o.Medium) / 2
	if half > 0 {
		resp, b := get(t, "GET", address, "Range", "bytes=0-"+strconv.Itoa(half-1))
		if resp.StatusCode != http.StatusPartialContent || !bytes.Equal(b, o.Medium[:half]) {
			t.Errorf("first half: status %d, %d bytes", resp.StatusCode, len(b))
		}
		resp, b = get(t, "GET", address, "Range", "bytes="+strconv.Itoa(half)+"-")
		if resp.StatusCode != http.StatusPartialContent || !bytes.Equal(b, o.Medium[half:]) {
			t.Errorf("second half: status %d, %d bytes", resp.StatusCode, len(b))
		}
	}
	if resp, _ := get(t, "GET", address, "Range", "bytes="+strconv.Itoa(len(o.Medium)+5)+"-"); resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("range past the end: status %d", resp.StatusCode)
	}

	unknown := string(content.DigestOf([]byte("no such medium")))
	for _, name := range []string{unknown, "x", "..%2f..%2fetc%2fpasswd", strings.ToUpper(string(o.medium()))} {
		if resp, _ := get(t, "GET", o.URL+protocol.PathMedia+name); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", name, resp.StatusCode)
		}
	}
}

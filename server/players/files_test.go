package players_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

func digest(s string) content.Digest { return content.DigestOf([]byte(s)) }

// shelf opens the server's media folder beside it: several processes may use one.
func shelf(t testing.TB, inbox string) *blob.Folder {
	t.Helper()
	f, err := blob.Open(filepath.Join(filepath.Dir(inbox), "media"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (r *rig) medium() []byte {
	r.t.Helper()
	b := append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("picture "), 50_000)...)
	if _, err := shelf(r.t, r.Inbox()).PutBytes(r.t.Context(), b); err != nil {
		r.t.Fatal(err)
	}
	return b
}

func get(t testing.TB, url string, header ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
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

// lately is longer than the server gives a file without a look at the disk.
const lately = 150 * time.Millisecond

func TestMedia(t *testing.T) {
	// A folder as people name them: its path must not be taken for an address.
	a := testkit.Server(t, config.Config{Data: filepath.Join(t.TempDir(), "Dữ liệu 100% a%2fb ? #1")})
	folder := shelf(t, a.Inbox())
	put := func(s string) string {
		d, err := folder.PutBytes(t.Context(), []byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return a.Address() + protocol.PathMedia + string(d)
	}
	for _, c := range []struct{ bytes, mime string }{
		{"\xff\xd8\xff a picture", "image/jpeg"},
		{"\x89PNG\r\n", "image/png"},
		{"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"},
		{"\x00\x00\x00\x18ftypmp42", "video/mp4"},
		{`{"w":1}`, content.LayoutType},
		{"<script>alert(1)</script>", "application/octet-stream"},
		{"<svg onload=alert(1)>", "application/octet-stream"},
		{"", "application/octet-stream"},
	} {
		resp, b := get(t, put(c.bytes))
		if resp.StatusCode != http.StatusOK || string(b) != c.bytes || resp.Header.Get("Content-Type") != c.mime {
			t.Errorf("%q: %d %q as %s, want %s", c.bytes, resp.StatusCode, b, resp.Header.Get("Content-Type"), c.mime)
		}
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") {
			t.Errorf("%q: Content-Security-Policy %q", c.bytes, csp)
		}
	}
	never := func(t *testing.T, resp *http.Response) {
		t.Helper()
		if c := resp.Header.Get("Cache-Control"); c != "no-store" {
			t.Errorf("status %d may be cached: %q", resp.StatusCode, c)
		}
	}
	t.Run("what is not there may be there in a moment", func(t *testing.T) {
		resp, _ := get(t, a.Address()+protocol.PathMedia+string(digest("not here")))
		if never(t, resp); resp.StatusCode != http.StatusNotFound {
			t.Errorf("status %d", resp.StatusCode)
		}
	})
	t.Run("a range past the end is not for ever", func(t *testing.T) {
		resp, _ := get(t, put("\xff\xd8\xff a picture"), "Range", "bytes=5000-")
		if never(t, resp); resp.StatusCode != http.StatusRequestedRangeNotSatisfiable || resp.Header.Get("Content-Range") != "bytes */13" || resp.Header.Get("Etag") != "" {
			t.Errorf("status %d, %v", resp.StatusCode, resp.Header)
		}
	})
	for name, asked := range map[string]bool{"damaged before it was asked for": false, "damaged afterwards": true} {
		for weight, long := range map[string]string{"small": "", "large": strings.Repeat(" and more", 50_000)} {
			t.Run(name+", "+weight, func(t *testing.T) {
				bytes := "\xff\xd8\xff " + name + long
				url := put(bytes)
				d := content.Digest(url[len(url)-64:])
				if asked {
					get(t, url)
				}
				path, err := folder.Path(t.Context(), d)
				if err != nil {
					t.Fatal(err)
				}
				os.Chmod(path, 0o644)
				if err := os.WriteFile(path, []byte("\xff\xd8\xff  something else"+long), 0o644); err != nil {
					t.Fatal(err)
				}
				time.Sleep(lately)
				resp, b := get(t, url)
				if never(t, resp); resp.StatusCode != http.StatusNotFound || resp.Header.Get("Etag") != "" {
					t.Errorf("status %d with %.99q, %v", resp.StatusCode, b, resp.Header)
				}
				put(bytes) // the next import of the same picture heals it
				if resp, b := get(t, url); resp.StatusCode != http.StatusOK || content.DigestOf(b) != d {
					t.Errorf("put back: status %d with %.99q", resp.StatusCode, b)
				}
			})
			t.Run("removed, "+weight, func(t *testing.T) {
				url := put("\xff\xd8\xff removed" + long)
				get(t, url)
				if err := folder.Delete(content.Digest(url[len(url)-64:])); err != nil {
					t.Fatal(err)
				}
				time.Sleep(lately)
				resp, _ := get(t, url)
				if never(t, resp); resp.StatusCode != http.StatusNotFound {
					t.Errorf("status %d", resp.StatusCode)
				}
			})
		}
	}
}

func TestPage(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	resp, index := get(t, a.Address()+protocol.PathPage)
	csp := resp.Header.Get("Content-Security-Policy")
	if resp.StatusCode != http.StatusOK || !strings.Contains(csp, "default-src") || strings.Contains(csp, "unsafe-eval") || strings.Contains(csp, "*") {
		t.Errorf("status %d, Content-Security-Policy %q", resp.StatusCode, csp)
	}
	if c := resp.Header.Get("Cache-Control"); strings.Contains(c, "immutable") {
		t.Errorf("the page itself is cached for ever: %q", c)
	}
	_, rest, ok := strings.Cut(string(index), `src="/play/`)
	if !ok {
		t.Fatalf("the page has no scripts: %.300s", index)
	}
	src, _, _ := strings.Cut(rest, `"`)
	url := a.Address() + "/play/" + src
	plain, body := get(t, url, "Accept-Encoding", "identity")
	packed, small := get(t, url, "Accept-Encoding", "gzip, br")
	if plain.StatusCode != http.StatusOK || !strings.Contains(plain.Header.Get("Content-Type"), "javascript") || plain.Header.Get("Content-Encoding") != "" {
		t.Errorf("plain: %d %v", plain.StatusCode, plain.Header)
	}
	if packed.Header.Get("Content-Encoding") != "gzip" || packed.Header.Get("Vary") != "Accept-Encoding" || len(small) >= len(body) {
		t.Fatalf("packed: %v, %d of %d bytes", packed.Header, len(small), len(body))
	}
	z, err := gzip.NewReader(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if open, err := io.ReadAll(z); err != nil || !bytes.Equal(open, body) {
		t.Errorf("unpacked it is another file: %v", err)
	}
	if tag := plain.Header.Get("Etag"); tag == "" {
		t.Error("no ETag")
	} else if resp, b := get(t, url, "If-None-Match", `"other", `+tag); resp.StatusCode != http.StatusNotModified || len(b) != 0 {
		t.Errorf("with its ETag: %d and %d bytes", resp.StatusCode, len(b))
	}
	for _, name := range []string{"index.html", "..%2fpage.go", "none.js"} {
		if resp, _ := get(t, a.Address()+"/play/"+name); resp.StatusCode != http.StatusNotFound {
			t.Errorf("/play/%s: %d", name, resp.StatusCode)
		}
	}
}

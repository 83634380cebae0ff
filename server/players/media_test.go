package players_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// What is asked for in part or again is answered alike whether the bytes come from memory or from
// the disk.
func TestMediaInPartsAndAgain(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	folder := shelf(t, a.Inbox())
	for name, size := range map[string]int{"small": 1000, "large": 1_000_000} {
		b := append([]byte("\xff\xd8\xff"), bytes.Repeat([]byte("0123456789"), size/10)...)
		d, err := folder.PutBytes(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		n := len(b)
		url, tag, last := a.Address()+protocol.PathMedia+string(d), `"`+string(d)+`"`, strconv.Itoa(n-1)
		for _, c := range []struct {
			what    string
			headers []string
			status  int
			body    []byte
		}{
			{"all", nil, 200, b},
			{"the first bytes", []string{"Range", "bytes=0-9"}, 206, b[:10]},
			{"one byte", []string{"Range", "bytes=5-5"}, 206, b[5:6]},
			{"the rest", []string{"Range", "bytes=7-"}, 206, b[7:]},
			{"from the middle", []string{"Range", "bytes=500-700"}, 206, b[500:701]},
			{"the last bytes", []string{"Range", "bytes=-3"}, 206, b[n-3:]},
			{"more than there is at the end", []string{"Range", "bytes=-99999999"}, 206, b},
			{"more than there is", []string{"Range", "bytes=9-99999999"}, 206, b[9:]},
			{"all as a range", []string{"Range", "bytes=0-" + last}, 206, b},
			{"all as a film asks for it", []string{"Range", "bytes=0-"}, 206, b},
			{"past the end", []string{"Range", "bytes=" + strconv.Itoa(n) + "-"}, 416, nil},
			{"none of the end", []string{"Range", "bytes=-0"}, 416, nil},
			{"several", []string{"Range", "bytes=0-1,4-5"}, 200, b},
			{"another unit", []string{"Range", "lines=0-1"}, 200, b},
			{"nonsense", []string{"Range", "0-1"}, 200, b},
			{"a part of this", []string{"Range", "bytes=0-9", "If-Range", tag}, 206, b[:10]},
			{"a part of another", []string{"Range", "bytes=0-9", "If-Range", `"other"`}, 200, b},
			{"a part of a day", []string{"Range", "bytes=0-9", "If-Range", "Mon, 02 Mar 2026 10:00:00 GMT"}, 200, b},
			{"had", []string{"If-None-Match", tag}, 304, nil},
			{"had, weakly", []string{"If-None-Match", `"other", W/` + tag}, 304, nil},
			{"had any", []string{"If-None-Match", "*"}, 304, nil},
			{"had, and a part", []string{"If-None-Match", tag, "Range", "bytes=0-9"}, 304, nil},
			{"had another", []string{"If-None-Match", `"other"`}, 200, b},
		} {
			resp, got := get(t, url, c.headers...)
			if resp.StatusCode != c.status || !bytes.Equal(got, c.body) && c.body != nil {
				t.Errorf("%s, %s: %d with %d bytes, want %d with %d", name, c.what, resp.StatusCode, len(got), c.status, len(c.body))
			}
			if c.status == 416 {
				continue
			}
			if resp.Header.Get("Etag") != tag || !strings.Contains(resp.Header.Get("Cache-Control"), "immutable") || resp.Header.Get("Accept-Ranges") != "bytes" {
				t.Errorf("%s, %s: %v", name, c.what, resp.Header)
			}
		}
		headOf(t, url, n, d)
	}
}

// headOf asks for the headers alone; a range means nothing there.
func headOf(t *testing.T, url string, size int, d content.Digest) {
	t.Helper()
	for _, ranged := range []string{"", "bytes=0-9"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ranged != "" {
			req.Header.Set("Range", ranged)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK || resp.ContentLength != int64(size) || resp.Header.Get("Etag") != `"`+string(d)+`"` || resp.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("HEAD with range %q: %d, %d bytes, %v", ranged, resp.StatusCode, resp.ContentLength, resp.Header)
		}
	}
}

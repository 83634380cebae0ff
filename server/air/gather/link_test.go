package gather

import (
	"testing"

	"ngatu/internal/qr"
)

func TestInstallLink(t *testing.T) {
	for _, c := range []struct{ address, code, want string }{
		{"https://ihanoi.example.vn", "HK-1", "HTTPS://IHANOI.EXAMPLE.VN/I/HK-1"},
		{" https://ihanoi.example.vn/ ", "HK-1", "HTTPS://IHANOI.EXAMPLE.VN/I/HK-1"},
		{"http://127.0.0.1:4080", "SANH-01", "HTTP://127.0.0.1:4080/I/SANH-01"},
		{"https://ihanoi.example.vn", "hk a/b", "HTTPS://IHANOI.EXAMPLE.VN/I/hk%20a%2Fb"},
		{"", "HK-1", ""},
		{"ihanoi.example.vn", "HK-1", ""},
		{"javascript:alert(1)", "HK-1", ""},
		{"ftp://x", "HK-1", ""},
	} {
		link := InstallLink(c.address, c.code)
		if link != c.want {
			t.Errorf("%q, %q: %q, want %q", c.address, c.code, link, c.want)
		}
		if link == "" {
			continue
		}
		code, err := qr.Encode(link)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := qr.Decode(qr.Image(code, 3)); err != nil || text != link {
			t.Errorf("a phone reads %q, %v", text, err)
		}
	}
}

package outside

import (
	"net/netip"
	"testing"

	"ngatu/content"
)

func TestAddresses(t *testing.T) {
	inside := []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}
	for _, c := range []struct {
		address string
		inside  []netip.Prefix
		want    content.Code
	}{
		{"https://khituong.hanoi.gov.vn/cap", nil, ""},
		{"https://hanoi.gov.vn/cap?x=1", nil, ""},
		{"https://hanoi.gov.vn.ai-do.example/", nil, content.Denied},
		{"http://hanoi.gov.vn/cap", nil, content.Invalid},
		{"http://hanoi.gov.vn/cap", inside, ""},
		{"https://10.20.3.4/cap", inside, ""},
		{"https://10.21.3.4/cap", inside, content.Denied},
		{"https://10.20.3.4/cap", nil, content.Denied},
		{"https://a:b@hanoi.gov.vn/", nil, content.Invalid},
		{"file:///etc/passwd", inside, content.Invalid},
		{"https://", nil, content.Invalid},
		{"", nil, content.Invalid},
	} {
		if err := CheckAddress(c.address, "hanoi.gov.vn", c.inside); content.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", c.address, err, c.want)
		}
	}
}

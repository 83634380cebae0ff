package hook

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The example of the specification.
func TestTheSignature(t *testing.T) {
	s, err := ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
	if err != nil {
		t.Fatal(err)
	}
	got := s.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if shown := fmt.Sprintf("%v %+v %#v %s", s, Hook{Secret: s}, Hook{Secret: s}, s); strings.Contains(shown, "MfKQ") || strings.Contains(shown, "31, ") {
		t.Errorf("the secret shows: %s", shown)
	}
	for _, bad := range []string{"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_a2V5", "whsec_%"} {
		if _, err := ParseSecret(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestAddresses(t *testing.T) {
	for address, good := range map[string]bool{
		"https://ban-tin.example.vn/moc?x=1": true, "http://example.vn/": false, "https://a:b@example.vn/": false, "ftp://example.vn": false, "https:///x": false, "x": false,
	} {
		if err := CheckAddress(address, false); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
	if CheckAddress("http://10.0.0.5/moc", true) != nil {
		t.Error("plain http is refused where it is allowed")
	}
}

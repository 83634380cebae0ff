package studio

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"ngatu/server/signin"
)

// Profiles are for admins alone, and are what go tool pprof reads.
func TestProfiles(t *testing.T) {
	r := newRig(t)
	admin := r.first()
	for path, want := range map[string]int{
		"/studio/profile/heap": 200, "/studio/profile/goroutine": 200, "/studio/profile/cpu?seconds=1": 200, "/studio/profile/trace?seconds=1": 200,
		"/studio/profile/cmdline": 404, "/studio/profile/cpu?seconds=3600": 422, "/studio/profile/cpu?seconds=x": 422,
	} {
		got := admin.get(path)
		if got.status != want {
			t.Errorf("%s: %d, not %d", path, got.status, want)
		}
		if want == 200 && !strings.Contains(path, "trace") {
			z, err := gzip.NewReader(strings.NewReader(got.html))
			if err == nil {
				_, err = io.Copy(io.Discard, z)
			}
			if err != nil {
				t.Errorf("%s is no profile: %v", path, err)
			}
		}
	}
	if got := r.other("operator", signin.Operator).get("/studio/profile/heap"); got.status != 403 {
		t.Errorf("an operator gets one: %d", got.status)
	}
	if got := r.browser().get("/studio/profile/heap"); !strings.HasPrefix(got.path, pathSignin) {
		t.Error("a stranger gets one")
	}
}

package account_test

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// Profiles are for admins alone, and are what go tool pprof reads.
func TestProfiles(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	for path, want := range map[string]int{
		"/studio/profile/heap": 200, "/studio/profile/goroutine": 200, "/studio/profile/cpu?seconds=1": 200, "/studio/profile/trace?seconds=1": 200,
		"/studio/profile/cmdline": 404, "/studio/profile/cpu?seconds=3600": 422, "/studio/profile/cpu?seconds=x": 422,
	} {
		got := admin.Get(path)
		if got.Status != want {
			t.Errorf("%s: %d, not %d", path, got.Status, want)
		}
		if want == 200 && !strings.Contains(path, "trace") {
			z, err := gzip.NewReader(strings.NewReader(got.HTML))
			if err == nil {
				_, err = io.Copy(io.Discard, z)
			}
			if err != nil {
				t.Errorf("%s is no profile: %v", path, err)
			}
		}
	}
	if got := r.Other("operator", signin.Operator).Get("/studio/profile/heap"); got.Status != 403 {
		t.Errorf("an operator gets one: %d", got.Status)
	}
	if got := r.Browser().Get("/studio/profile/heap"); !strings.HasPrefix(got.Path, shell.PathSignin) {
		t.Error("a stranger gets one")
	}
}

package rendition

import (
	"strings"
	"testing"

	"ngatu/server/rendition/renditiontest"
)

func TestASmallPictureOnALargeCanvasIsTold(t *testing.T) {
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo...)
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"small.jpg", renditiontest.Photograph(320, 180), "1920×1080"},
		{"large.jpg", renditiontest.Photograph(1280, 720), ""},
	} {
		s := r.file(c.name, c.b)
		told := r.told(s)
		if c.want == "" && told != "" || !strings.Contains(told, c.want) {
			t.Errorf("%s: told %q, want %q", c.name, told, c.want)
		}
	}
}

package media

import (
	"testing"
	"time"
)

// The estimate of a copy goes by the file, its size on the screen and its codec, and is bounded by what
// the conversion lets through.
func TestCopyBytes(t *testing.T) {
	phone := Medium{Width: 3840, Height: 2160, Duration: time.Minute, Bytes: 100 << 20, Codec: "avc1.640033,mp4a.40.2"}
	newer := phone
	newer.Codec = ""
	for _, one := range []struct {
		film          Medium
		width, height int
		want          int64 // MB
	}{{phone, 3840, 2160, 85}, {phone, 1920, 1080, 35}, {phone, 432, 244, 3}, {newer, 1920, 1080, 70}, {Medium{Bytes: 7 << 20}, 100, 100, 7}} {
		if got := one.film.CopyBytes(one.width, one.height); got>>20 != one.want {
			t.Errorf("%+v in %d×%d: %d MB, want %d", one.film, one.width, one.height, got>>20, one.want)
		}
	}
}

package rendition

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/server/rendition/renditiontest"
)

func clip(t *testing.T, name string) []byte {
	return must(os.ReadFile("../../internal/media/testdata/" + name))(t)
}

// A clip is never on air without its still: both come with the same change.
func TestAClipComesWithItsStill(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("stills of clips take ffmpeg")
	}
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3])
	s := r.file("plain.mp4", clip(t, "plain.mp4"))
	lines := must(r.Store.Changes(t.Context(), 0, 1000))(t)
	at := map[int64][]string{}
	for _, l := range lines {
		if l.Noun == "slide" || l.Noun == "rendition" {
			at[l.Number] = append(at[l.Number], string(l.Noun))
		}
	}
	if len(at) > 1 {
		t.Errorf("slide and renditions came with %d changes: %v", len(at), at)
	}
	renditiontest.Whole(t, r.Store, r.Media, s, renditiontest.Demo[3])
}

// A clip that screens would show wrong is converted beside the rest: once for each size that is
// needed, and on air when that is done. Staff are told at once.
func TestAClipWithFaultsIsConverted(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("conversion takes ffmpeg")
	}
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3], renditiontest.Demo[4])
	s := r.file("cases/4k.mp4", clip(t, "cases/4k.mp4"))
	if told := r.told(s); !strings.Contains(told, "Full HD") || !strings.Contains(told, "tự chuyển mã") {
		t.Errorf("told %q", told)
	}
	if have := must(r.Store.Renditions(t.Context(), s.Medium))(t); len(have) > 0 {
		t.Errorf("before it is converted it has %d renditions", len(have))
	}
	r.no(r.Complete(t.Context()))
	renditiontest.Whole(t, r.Store, r.Media, s, renditiontest.Demo[3], renditiontest.Demo[4])
	im := media.NewImporter(media.Limits{})
	for _, c := range []struct{ on, want int }{{3, 1920}, {4, 1080}} {
		one := must(r.Store.Rendition(t.Context(), s.Medium, renditiontest.Demo[c.on].X, renditiontest.Demo[c.on].Y, s.FitKey()))(t)
		b := must(r.Media.Read(t.Context(), one.Ref.Digest))(t)
		m, _, err := im.Import(t.Context(), "a.mp4", strings.NewReader(string(b)), int64(len(b)))
		if err != nil || m.Width != c.want || len(m.Faults) > 0 {
			t.Errorf("for %v it is %+v, %v", renditiontest.Demo[c.on], m, err)
		}
	}
	if s.Kind != content.Video {
		t.Errorf("it is a %s", s.Kind)
	}
}

// A phone's clip is taken as it comes and shown as a copy that every screen plays. One that cannot be
// converted is not shown at all.
func TestAPhonesClipIsConverted(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("conversion takes ffmpeg")
	}
	hevc := clip(t, "hevc.mp4")
	broken := bytes.Clone(hevc)
	sets := bytes.Index(broken, []byte("hvcC"))
	for i := sets + 30; i < sets+60; i++ {
		broken[i] = 0xff
	}
	for _, c := range []struct {
		name   string
		bytes  []byte
		copies int
	}{{"a.mp4", hevc, 1}, {"IMG_1.MOV", clip(t, "quicktime.mov"), 1}, {"b.mp4", broken, 0}} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			renditiontest.Screens(t, r.Store, renditiontest.Demo[3])
			s := r.file(c.name, c.bytes)
			if told := r.told(s); !strings.Contains(told, "tự chuyển mã") {
				t.Errorf("told %q", told)
			}
			_ = r.Complete(t.Context())
			copies := 0
			for _, one := range must(r.Store.Renditions(t.Context(), s.Medium))(t) {
				if one.Ref.Digest == s.Medium || one.Ref.Type == "video/quicktime" {
					t.Errorf("it is shown as it came: %+v", one)
				}
				if one.Ref.Type == "video/mp4" {
					copies++
				}
			}
			if copies != c.copies {
				t.Errorf("%d copies, want %d", copies, c.copies)
			}
			if _, bad := r.failures.of(s.Medium); bad != (c.copies == 0) { // else it is tried at each sweep
				t.Errorf("hopeless: %v", bad)
			}
		})
	}
}

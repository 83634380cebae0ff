package box

import (
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// A clip that has to be converted first takes the place of what is on air when that is done, and
// not before.
func TestAClipIsConvertedBesideWhatIsOnAir(t *testing.T) {
	r := newRig(t, nil)
	r.screens(image.Pt(320, 160), image.Pt(1080, 1920))
	r.standing("")
	r.watch()
	r.run()
	film := func(name, key string) []byte {
		to := filepath.Join(t.TempDir(), name)
		out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x160:r=10:d=4", "-c:v", "libx264", "-preset", "ultrafast",
			"-pix_fmt", "yuv420p", "-g", key, "-sc_threshold", "0", to).CombinedOutput()
		if err != nil {
			t.Fatalf("ffmpeg: %v: %s", err, out)
		}
		return must(os.ReadFile(to))(t)
	}
	r.drop("phim.mp4", film("a.mp4", "10"))
	was := r.slide("phim.mp4")
	next := film("b.mp4", "999")
	r.drop("phim.mp4", next)
	r.until("it waits for its clip", func() bool {
		f := r.file("phim.mp4")
		return f.State == store.Held || f.Digest == content.DigestOf(next)
	})
	if s := must(r.Store.Slide(t.Context(), was.ID))(t); s.Medium == was.Medium && s.State != content.Approved {
		t.Errorf("while it is converted on air is %+v", s)
	}
	r.until("it took the other one's place", func() bool { return must(r.Store.Slide(t.Context(), was.ID))(t).Medium == content.DigestOf(next) })
	// at that moment all screens that show clips have it, converted
	made := must(r.Store.Renditions(t.Context(), content.DigestOf(next)))(t)
	if s := r.slide("phim.mp4"); s.ID != was.ID || s.State != content.Approved {
		t.Errorf("on air is %+v", s)
	}
	found := false
	for _, one := range made {
		if one.Fit == was.FitKey() && one.Width == 1080 {
			found = true
			if one.Ref.Digest == content.DigestOf(next) {
				t.Error("it is shown as it came")
			}
		}
	}
	if !found {
		t.Errorf("renditions: %+v", made)
	}
}

// The sentence about a folder that was deleted goes when staff have taken its slides off.
func TestTheSentenceOfADeletedFolderGoes(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.run()
	r.drop("Tây Hồ/a.png", renditiontest.Picture(4))
	r.drop("loose.png", renditiontest.Picture(5))
	s := r.slide("Tây Hồ/a.png")
	r.taken("loose.png")
	r.no(os.RemoveAll(filepath.Join(r.Root, "Tây Hồ")))
	sentence := filepath.Join(r.Root, "_tu-choi", "Tây Hồ.txt")
	there := func() bool { _, err := os.Stat(sentence); return err == nil }
	r.until("the sentence lies there", there)
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.PutSlide(t.Context(), content.FileGone(s)) })
	r.no(err)
	r.until("the sentence is gone", func() bool { return !there() })
	if f := r.file("Tây Hồ/a.png"); f.Sentence.Vi != "" {
		t.Errorf("its row still says %q", f.Sentence.Vi)
	}
}

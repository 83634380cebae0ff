package box

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// A file that was being read when the server ended is set aside after the next start, with a
// sentence and without being opened; a correction under its name is taken, and so is what was taken
// in just before the end.
func TestAFileOverWhichTheServerEnded(t *testing.T) {
	r := newRig(t, nil)
	r.screens(renditiontest.Demo[1])
	r.standing("")
	killer, corrected, done := "killer.jpg", "corrected.jpg", "done.jpg"
	for i, name := range []string{killer, corrected, done} {
		r.no(os.WriteFile(filepath.Join(r.Root, name), renditiontest.Photograph(320+i, 160), 0o644))
	}
	note := func(name string) {
		info := must(os.Stat(filepath.Join(r.Root, name)))(t)
		r.no(r.Store.Try(t.Context(), store.Trying{Path: name, Size: info.Size(), Modified: info.ModTime()}))
	}
	info := must(os.Stat(filepath.Join(r.Root, done)))(t)
	r.Inbox(t.Context(), inbox.Event{Kind: inbox.Settled, Path: done, Real: done, Size: info.Size(), ModTime: info.ModTime()})
	for _, name := range []string{killer, corrected, done} {
		note(name)
	}
	r.no(os.WriteFile(filepath.Join(r.Root, corrected), renditiontest.Photograph(400, 200), 0o644))

	r.shut()
	r.open(nil)
	r.watch()
	r.until("the corrected file is taken", func() bool { return r.file(corrected).State == store.Taken })
	r.until("the killer is refused", func() bool { return r.file(killer).State == store.Refused })
	r.until("a sentence lies beside it", func() bool {
		said, err := os.ReadFile(filepath.Join(r.Root, inbox.Refused, killer+".txt"))
		return err == nil && strings.Contains(string(said), "dừng đột ngột") && strings.Contains(string(said), killer)
	})
	if f := r.file(done); f.State != store.Taken {
		t.Errorf("what was taken in before the end is %v: %s", f.State, f.Sentence.Vi)
	}
	if len(r.slides()) != 2 {
		t.Errorf("the slides are %+v", r.slides())
	}
	r.until("nothing is being read", func() bool {
		left := must(r.Store.AllTrying(t.Context()))(t)
		return len(left) == 0 || len(left) == 1 && left[0].Path == done // nobody asked for it again
	})
}

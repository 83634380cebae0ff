package box

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/rendition/renditiontest"
)

func withCancel(t testing.TB) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func atOnce(o *Options) { o.AtOnce = true }

func TestDroppedPictureIsApprovedByWhoStandsForTheFolder(t *testing.T) {
	r := newRig(t, atOnce)
	r.screens(renditiontest.Demo[:2]...)
	r.standing("Đống Đa")
	r.watch()
	r.drop("Đống Đa/tuyên_truyền.png", renditiontest.Picture(4))
	r.drop("loose.png", renditiontest.Picture(6))
	s := r.slide("Đống Đa/tuyên_truyền.png")
	if s.State != content.Approved || s.Approval.By != "an" || s.Approval.Standing != "st-Đống Đa" || s.Approval.Document != "12/QĐ" || s.AtOnce.IsZero() {
		t.Errorf("under a standing approval: %+v", s)
	}
	if s.Campaign != "dong-da" || s.Title != "tuyên truyền" || s.Source != "inbox:Đống Đa/tuyên_truyền.png" {
		t.Errorf("the slide is %+v", s)
	}
	if c := must(r.Store.Campaign(t.Context(), "dong-da"))(t); c.Name != "Đống Đa" || c.Pool != "city" || c.Weight != 1 {
		t.Errorf("the campaign is %+v", c)
	}
	r.until("all stills are there", func() bool {
		return len(must(r.Store.Renditions(t.Context(), s.Medium))(t)) == 4
	})
	r.whole(s, renditiontest.Demo[:2]...)
	if s := r.slide("loose.png"); s.State != content.Submitted || !s.AtOnce.IsZero() || s.Campaign != intake.DefaultCampaign {
		t.Errorf("without a standing approval: %+v", s)
	}
	if f := r.file("loose.png"); !strings.Contains(f.Sentence.Vi, "chờ duyệt") {
		t.Errorf("staff are not told that it waits: %q", f.Sentence.Vi)
	}
}

func TestFileChangesAndGoes(t *testing.T) {
	r := newRig(t, nil)
	r.screens(renditiontest.Demo[1])
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(4))
	first := r.slide("a.png")
	r.drop("a.png", renditiontest.Picture(9))
	r.until("the medium is replaced", func() bool { return r.slide("a.png").Medium != first.Medium })
	s := r.slide("a.png")
	if s.ID != first.ID || s.State != content.Approved || s.Medium != content.DigestOf(renditiontest.Picture(9)) {
		t.Errorf("a changed file: %+v", s)
	}
	r.no(os.Remove(filepath.Join(r.Root, "a.png")))
	r.until("the slide is off", func() bool { return must(r.Store.Slide(t.Context(), s.ID))(t).State == content.TakenOff })
	r.drop("a.png", renditiontest.Picture(9))
	r.until("it is on again", func() bool { return must(r.Store.Slide(t.Context(), s.ID))(t).State == content.Approved })
	if n := len(r.slides()); n != 1 {
		t.Errorf("%d slides of one file", n)
	}
}

func TestCopiesAreOneSlide(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(4))
	s := r.slide("a.png")
	r.drop("b.png", renditiontest.Picture(4))
	if f := r.taken("b.png"); f.Slide != s.ID || !strings.Contains(f.Sentence.Vi, "giống hệt") {
		t.Errorf("a copy: %+v", f)
	}
	r.no(os.Remove(filepath.Join(r.Root, "a.png")))
	r.until("a.png is gone", func() bool { return r.file("a.png").State == store.Vanished })
	if s := r.slide("b.png"); s.State != content.Approved || s.Source != "inbox:b.png" {
		t.Errorf("the copy that is left does not hold the slide: %+v", s)
	}
	if f := r.file("b.png"); f.Sentence.Vi != "" {
		t.Errorf("the only one is told to be a copy: %q", f.Sentence.Vi)
	}
	r.until("the sentence is gone, too", func() bool {
		_, err := os.Stat(filepath.Join(r.Root, inbox.Refused, "b.png.txt"))
		return os.IsNotExist(err)
	})
	r.no(os.Rename(filepath.Join(r.Root, "b.png"), filepath.Join(r.Root, "c.png")))
	r.until("b.png is gone", func() bool { return r.file("b.png").State == store.Vanished })
	r.until("it moved", func() bool {
		s := r.slide("c.png")
		return s.State == content.Approved && s.Source == "inbox:c.png"
	})
	if n := len(r.slides()); n != 1 {
		t.Errorf("%d slides of one picture", n)
	}
}

// A hold that a person set stays on, whatever becomes of the file.
func TestAHoldOutlastsWhatItsFileDoes(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(4))
	s := r.slide("a.png")
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		h, err := content.SetHold(content.Hold{ID: "h", Scope: content.HoldSlide, Slide: s.ID}, "an", tx.Time())
		if err != nil {
			return err
		}
		return tx.PutHold(t.Context(), h)
	})
	r.no(err)
	off := func() {
		t.Helper()
		if !must(r.Store.SlideOff(t.Context(), s.ID))(t) {
			t.Error("it is back on")
		}
	}
	r.drop("a.png", renditiontest.Picture(9))
	r.until("the new file is live", func() bool {
		now := must(r.Store.Slide(t.Context(), s.ID))(t)
		return now.State == content.Approved && now.Medium == content.DigestOf(renditiontest.Picture(9))
	})
	off()
	if said := r.file("a.png").Sentence.Vi; !strings.Contains(said, "đang bị gỡ khỏi màn hình: tệp này chưa được chiếu") || strings.Contains(said, "duyệt") {
		t.Errorf("staff are told %q", said)
	}
	r.no(os.Remove(filepath.Join(r.Root, "a.png")))
	r.until("its file is gone", func() bool { return must(r.Store.Slide(t.Context(), s.ID))(t).State == content.TakenOff })
	r.drop("a.png", renditiontest.Picture(9))
	r.until("its file is back", func() bool { return must(r.Store.Slide(t.Context(), s.ID))(t).State == content.Approved })
	off()
}

// What a person took off, by its state as servers once did, does not come back because a file was
// touched.
func TestTakenOffByAPersonWaits(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(4))
	s := r.slide("a.png")
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.PutSlide(t.Context(), content.FileGone(s)) })
	r.no(err)
	r.drop("b.png", renditiontest.Picture(4))
	if s := r.slide("b.png"); s.State != content.Submitted {
		t.Errorf("a copy brought it back: %s", s.State)
	}
	_, err = r.Store.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.PutSlide(t.Context(), content.FileGone(r.slide("b.png"))) })
	r.no(err)
	r.drop("b.png", renditiontest.Picture(8))
	r.until("the file is taken again", func() bool { return r.file("b.png").Digest == content.DigestOf(renditiontest.Picture(8)) })
	s = r.slide("b.png")
	if s.State != content.Submitted {
		t.Errorf("a new version brought it back: %s", s.State)
	}
	if !slices.Equal(s.Authors(), []string{"an"}) {
		t.Errorf("it counts as the work of %v, not of who answers for the folder", s.Authors())
	}
}

func TestFolderThatVanishesTakesNothingOff(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("Tây Hồ/a.png", renditiontest.Picture(4))
	s := r.slide("Tây Hồ/a.png")
	r.drop("loose.png", renditiontest.Picture(5)) // so that the inbox is not empty
	r.taken("loose.png")
	r.no(os.Rename(filepath.Join(r.Root, "Tây Hồ"), filepath.Join(r.dir, "away")))
	time.Sleep(300 * time.Millisecond)
	if now := must(r.Store.Slide(t.Context(), s.ID))(t); now.State != content.Approved {
		t.Fatalf("it is %s", now.State)
	}
	r.no(os.Rename(filepath.Join(r.dir, "away"), filepath.Join(r.Root, "Ba Vì")))
	moved := r.slide("Ba Vì/a.png")
	if moved.ID != s.ID || moved.Campaign != "ba-vi" || moved.State != content.Approved || moved.Source != "inbox:Ba Vì/a.png" {
		t.Errorf("a renamed folder: %+v", moved)
	}
	if n := len(r.slides()); n != 2 {
		t.Errorf("%d slides", n)
	}
}

func TestRestartMakesNoDoubles(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	for i := range 5 {
		r.drop(fmt.Sprintf("%d.png", i), renditiontest.Picture(uint8(i)))
		r.drop(fmt.Sprintf("phố/%d.png", i), renditiontest.Picture(uint8(i)))
	}
	for i := range 5 {
		r.taken(fmt.Sprintf("%d.png", i))
		r.taken(fmt.Sprintf("phố/%d.png", i))
	}
	before := len(r.slides())
	root := r.Root
	r.shut()
	r.no(os.Remove(filepath.Join(root, "0.png")))
	r.no(os.RemoveAll(filepath.Join(root, "phố")))
	r.open(nil)
	r.drop("new.png", renditiontest.Picture(77))
	r.watch()
	r.taken("new.png")
	r.until("what was deleted is off", func() bool { return r.file("0.png").State == store.Vanished })
	if n := len(r.slides()); n != before+1 {
		t.Errorf("%d slides, %d before", n, before)
	}
	for _, s := range r.slides() {
		if off := s.State == content.TakenOff; off != (s.Source == "inbox:0.png") {
			t.Errorf("%s is %s", s.Source, s.State)
		}
	}
}

func TestRefusedFileIsSetAsideWithItsSentence(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("bản vẽ.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'></svg>"))
	r.drop("số liệu.csv", []byte("a,b\n1,2\n"))
	beside := filepath.Join(r.Root, inbox.Refused, "bản vẽ.svg.txt")
	r.until("it is set aside", func() bool { info, err := os.Stat(beside); return err == nil && info.Size() > 0 })
	if text := must(os.ReadFile(beside))(t); !bytes.Contains(text, []byte("SVG")) || !bytes.Contains(text, []byte("bản vẽ.svg")) {
		t.Errorf("the sentence is %q", text)
	}
	for _, name := range []string{"bản vẽ.svg", "số liệu.csv"} {
		r.until(name+" is refused", func() bool { return r.file(name).State == store.Refused })
	}
	if f := r.file("bản vẽ.svg"); f.State != store.Refused || f.Sentence.Vi == "" || f.Sentence.En == "" {
		t.Errorf("the record is %+v", f)
	}
	if f := r.file("số liệu.csv"); !strings.Contains(f.Sentence.Vi, "figures") {
		t.Errorf("a spreadsheet in the wrong place: %q", f.Sentence.Vi)
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("%d slides", n)
	}
}

func TestManyFilesAtOnce(t *testing.T) {
	const files = 60
	r := newRig(t, nil)
	r.screens(renditiontest.Demo[1])
	r.standing("")
	r.watch()
	began := time.Now()
	for i := range files {
		r.drop(fmt.Sprintf("nhiều/%03d.png", i), renditiontest.Picture(uint8(i)))
	}
	r.until("all are slides", func() bool { return len(must(r.Store.InboxFiles(t.Context(), "nhiều", "", 0))(t)) == files })
	t.Logf("%d files in %v", files, time.Since(began))
	seen := map[content.Digest]bool{}
	for _, s := range r.slides() {
		if s.State != content.Approved || seen[s.Medium] {
			t.Errorf("%s is %s, or there twice", s.Source, s.State)
		}
		seen[s.Medium] = true
	}
	if len(seen) != files {
		t.Errorf("%d slides", len(seen))
	}
}

// A file that is replaced where no standing approval covers it waits beside what is on air, which
// shows the old picture until somebody has approved the new one.
func TestAReplacedFileWaitsBesideTheOldPicture(t *testing.T) {
	r := newRig(t, nil)
	r.screens(renditiontest.Demo[1])
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(4))
	live := r.slide("a.png")
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.DeleteStanding(t.Context(), "st-") })
	r.no(err)
	waits := func(shade uint8) content.SlideDraft {
		t.Helper()
		r.drop("a.png", renditiontest.Picture(shade))
		digest := content.DigestOf(renditiontest.Picture(shade))
		r.until("the new file waits", func() bool {
			d := must(r.Store.SlideDraft(t.Context(), live.ID))(t)
			return d.Begun() && d.Doc.Medium == digest && d.Doc.State == content.Submitted
		})
		return must(r.Store.SlideDraft(t.Context(), live.ID))(t)
	}
	waits(9)
	d := waits(12)
	if content.SightOf(d.Live) != content.SightOf(live) {
		t.Errorf("on air is %+v", d.Live)
	}
	if f := r.file("a.png"); !strings.Contains(f.Sentence.Vi, "vẫn chiếu như cũ") {
		t.Errorf("staff are told %q", f.Sentence.Vi)
	}
	r.until("its renditions are there before it is approved", func() bool {
		return len(must(r.Store.Renditions(t.Context(), d.Doc.Medium))(t)) > 0
	})
	// The old file comes back: nothing waits any more.
	r.drop("a.png", renditiontest.Picture(4))
	r.until("nothing waits", func() bool { return !must(r.Store.SlideDraft(t.Context(), live.ID))(t).Begun() })

	d = waits(9)
	_, err = r.Store.Change(t.Context(), "binh", func(tx *store.Tx) error {
		s, err := d.Approve(content.Approval{By: "binh", At: tx.Time()}, d.Sight(nil), d.Sight(nil), false)
		if err != nil {
			return err
		}
		return tx.PutLive(t.Context(), s)
	})
	r.no(err)
	if s := r.slide("a.png"); s.ID != live.ID || s.Medium != content.DigestOf(renditiontest.Picture(9)) || s.State != content.Approved {
		t.Errorf("approved, on air is %+v", s)
	}
	waits(12)
	r.no(os.Remove(filepath.Join(r.Root, "a.png")))
	r.until("the slide is off and nothing waits", func() bool {
		d := must(r.Store.SlideDraft(t.Context(), live.ID))(t)
		return d.Live.State == content.TakenOff && !d.Beside
	})
}

// Who wrote on a slide that waits stays one of its authors when its file is replaced, and no
// standing approval lets their words on air.
func TestAReplacedFileKeepsWhoWroteOnItsSlide(t *testing.T) {
	for name, kind := range map[string]content.Kind{"within the standing approval": content.Picture, "beyond it": content.Video} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nil)
			r.screens(renditiontest.Demo[1])
			r.watch()
			r.drop("a.png", renditiontest.Picture(4))
			r.until("the slide waits", func() bool { return r.file("a.png").Slide != "" })
			s := r.slide("a.png")
			_, err := r.Store.Change(t.Context(), "binh", func(tx *store.Tx) error {
				s.Title, s.Author, s.Editors = "Lời của Bình", "binh", nil
				return tx.PutSlide(t.Context(), s)
			})
			r.no(err)
			r.standing("")
			_, err = r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
				return tx.PutStanding(t.Context(), content.Standing{ID: "st-", Editor: "chi", By: "an", At: tx.Time(), Kinds: []content.Kind{kind}})
			})
			r.no(err)
			next := renditiontest.Picture(9)
			r.drop("a.png", next)
			r.until("the new file is there", func() bool { return r.slide("a.png").Medium == content.DigestOf(next) })
			if s = r.slide("a.png"); s.State != content.Submitted || !slices.Equal(s.Authors(), []string{"binh", "chi"}) {
				t.Errorf("%s, by %v", s.State, s.Authors())
			}
		})
	}
}

package conversion_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The page of a slide says how far its clip is converted, and whoever may change the slide stops it:
// then the page says who did, and has a button that begins again.
func TestAConversionIsFollowedAndStopped(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("conversion takes ffmpeg")
	}
	r := studiotest.New(t)
	u := r.First()
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3])
	film := renditiontest.LongFilm(t, "../../../internal/media/testdata/cases/4k.mp4", 40)
	if p := u.Upload("/studio/upload", "lễ hội.mp4", film, "application/json"); !strings.Contains(p.HTML, `/conversion"`) {
		t.Errorf("a script is not told where to ask: %s", p.HTML)
	}
	s := r.Slides()[0]
	at := "/studio/slides/" + s.ID
	u.Get(at).Says(t, 200, "Video chờ đến lượt chuyển mã", "Dừng chuyển mã")
	if !strings.Contains(u.Get(at).HTML, `hx-trigger="every 2s"`) {
		t.Error("the page does not ask again")
	}

	ended := make(chan error, 1)
	go func() { ended <- r.Maker.Complete(t.Context()) }()
	part := u.Part(at + "/conversion?mark=waits.0&said=waits.0")
	for end := time.Now().Add(20 * time.Second); part.Status != 200; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody says how far it is")
		}
		part = u.Part(at + "/conversion?mark=waits.0&said=waits.0")
	}
	if !regexp.MustCompile(`<progress max="100" value="\d+" aria-label="Đã chuyển mã: lễ hội">`).MatchString(part.HTML) ||
		!strings.Contains(part.HTML, `role="status"`) {
		t.Errorf("it says %s", part.HTML)
	}

	audits := r.Other("kiem-tra", signin.Auditor)
	if p := audits.Get(at); p.Status != 200 || strings.Contains(p.HTML, "Dừng chuyển mã") {
		t.Error("whoever may not change the slide is offered to stop it")
	}
	audits.Post(at+"/conversion/stop").Says(t, 403)
	u.Post(at+"/conversion/stop").Says(t, 200, "Đã dừng chuyển mã. Tệp vẫn còn.", "đã dừng chuyển mã. Tệp vẫn còn; video chưa lên", "Chuyển mã lại", "dừng chuyển mã")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	u.Get(at+"/original?of=draft").Says(t, 200)
	if p := u.Get(at); strings.Contains(p.HTML, `hx-trigger="every 2s"`) {
		t.Error("a page on which nothing changes asks again and again")
	}
	u.Post(at+"/conversion/again").Says(t, 200, "chuyển mã lại từ đầu", "Video chờ đến lượt chuyển mã")

	// What waits for approval is taken back: nobody could approve it.
	change := func(do func(*store.Tx) error) {
		t.Helper()
		if _, err := r.Store.Change(t.Context(), "test", do); err != nil {
			t.Error(err)
		}
	}
	submit := func(tx *store.Tx) error {
		d, err := tx.SlideDraft(t.Context(), s.ID)
		if err == nil {
			d, err = d.Submit(s.Author)
		}
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(t.Context(), "submit", d)
	}
	state := func() content.State {
		t.Helper()
		d, err := r.Store.SlideDraft(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		return d.Doc.State
	}
	change(submit)
	u.Post(at+"/conversion/stop").Says(t, 200, "Đã dừng chuyển mã. Tệp vẫn còn.")
	if now := state(); now != content.Draft {
		t.Errorf("it is %s", now)
	}

	// One that is ready just when somebody stops it is not.
	u.Post(at + "/conversion/again")
	change(submit)
	var writing sync.Once
	begun, ready, said := make(chan struct{}), make(chan struct{}), make(chan studiotest.Page)
	put := store.Rendition{Medium: s.Medium, Width: 1920, Height: 1080, Fit: s.FitKey(), Ref: content.Ref{Digest: s.Medium, Type: "video/mp4", Size: 1}, Grade: store.Fine}
	go change(func(tx *store.Tx) error {
		writing.Do(func() { close(begun) })
		<-ready
		return tx.PutRendition(t.Context(), put)
	})
	<-begun
	go func() { said <- u.Post(at + "/conversion/stop") }()
	select {
	case p := <-said:
		t.Errorf("it did not wait for the change: %d", p.Status)
	case <-time.After(200 * time.Millisecond): // so that it has looked, if it looks before
	}
	close(ready)
	if p := <-said; !strings.Contains(p.HTML, "Video vừa chuyển mã xong") || state() != content.Submitted {
		t.Errorf("it is %s, and the page says %s", state(), p.HTML)
	}

	// What is approved goes on to a screen that comes later.
	change(func(tx *store.Tx) error {
		live, err := tx.Slide(t.Context(), s.ID)
		live.State = content.Approved
		if err == nil {
			err = tx.PutSlide(t.Context(), live)
		}
		return err
	})
	next := content.DigestOf([]byte("next")) // a file of the inbox is converted to take its place
	if err := store.SayConverting(t.Context(), r.Store, store.Conversion{Slide: s.ID, Medium: next, Percent: 40}); err != nil {
		t.Fatal(err)
	}
	u.Get(at).Says(t, 200, "Đang chuyển mã tệp mới từ hộp thả; màn hình vẫn chiếu tệp cũ đến khi xong: 40 %", "Dừng chuyển mã", "lưu lại tệp vào hộp thả")
	u.Post(at+"/conversion/stop").Says(t, 200, "Đã dừng chuyển mã. Tệp vẫn còn.").Lacks(t, "hộp thả; màn hình")
	if stopped, err := r.Store.ConversionStopped(t.Context(), s.ID, next); !stopped || err != nil {
		t.Errorf("it goes on: %v", err)
	}
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3], renditiontest.Demo[4])
	if p := u.Get(at); strings.Contains(p.HTML, "Dừng chuyển mã<") {
		t.Error("the page offers to stop what is approved")
	}
	u.Get(at).Says(t, 200, "Video chờ đến lượt chuyển mã", "Tấm đã được duyệt nên không dừng chuyển mã")
	u.Post(at+"/conversion/stop").Says(t, 409, "gỡ tấm")
}

package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// What the inbox has to say stands in the studio, the newest first, until it is over or somebody
// puts it away.
func TestInboxRows(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	if p := u.Get("/studio/inbox"); p.Status != 200 || !strings.Contains(p.HTML, "Không có gì cần xem") {
		t.Fatalf("an empty inbox: %d\n%s", p.Status, p.HTML)
	}
	if p := u.Get("/studio/slides"); strings.Contains(p.HTML, "Có tệp trong hộp thả") {
		t.Error("the list of slides speaks of files that are not there")
	}
	put := func(files ...store.InboxFile) {
		t.Helper()
		for _, f := range files {
			_, err := r.Store.Change(t.Context(), "inbox:", func(tx *store.Tx) error { return tx.PutInboxFile(context.Background(), f) })
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		for id, state := range map[string]content.State{"on": content.Approved, "off": content.TakenOff} {
			s := content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: id, State: state}
			if err := tx.PutSlide(context.Background(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put(
		store.InboxFile{Path: "quiet.png", State: store.Taken},
		store.InboxFile{Path: "Tây Hồ/<b>bản vẽ</b>.svg", State: store.Refused, Sentence: store.Notice{Vi: "Ảnh SVG không được nhận.", En: "SVG is not taken."}},
		store.InboxFile{Path: "poster.jpg.lnk", State: store.Held, Sentence: store.Notice{Vi: "Chỉ là lối tắt.", En: "Only a shortcut."}},
		store.InboxFile{Path: "x/a.png", State: store.Taken, Slide: "on", Sentence: store.Notice{Vi: "Vẫn đang phát.", En: "Stays on air."}},
		store.InboxFile{Path: "x/b.png", State: store.Taken, Slide: "off", Sentence: store.Notice{Vi: "Đã gỡ rồi.", En: "Is off."}},
	)
	p := u.Get("/studio/inbox")
	for _, words := range []string{"Ảnh SVG không được nhận.", "&lt;b&gt;bản vẽ&lt;/b&gt;.svg", "Tây Hồ", "Chỉ là lối tắt.", "Vẫn đang phát.", "/studio/slides/on"} {
		if !strings.Contains(p.HTML, words) {
			t.Errorf("%q is not on the page", words)
		}
	}
	for _, words := range []string{"quiet.png", "Đã gỡ rồi."} {
		if strings.Contains(p.HTML, words) {
			t.Errorf("%q is on the page", words)
		}
	}
	// Somebody takes the first slide off: what was said before is done, what is said of a file of later is not.
	_, err = r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		h, err := content.SetHold(content.Hold{ID: "h", Scope: content.HoldSlide, Slide: "on"}, "an", tx.Time())
		if err != nil {
			return err
		}
		return tx.PutHold(t.Context(), h)
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/inbox").Lacks(t, "Vẫn đang phát.")
	put(store.InboxFile{Path: "x/a.png", State: store.Taken, Slide: "on", Sentence: store.Notice{Vi: "Đang bị gỡ.", En: "Is taken off."}})
	u.Get("/studio/inbox").Says(t, 200, "Đang bị gỡ.")
	const off = "/studio/holds/new?scope=slide&amp;slide="
	if strings.Count(p.HTML, off) != 1 || !strings.Contains(p.HTML, off+"on") {
		t.Error("the slide that stays on air cannot be taken off from here, or another can")
	}
	if p := r.Other("soi", signin.Auditor).Get("/studio/inbox").Says(t, 200, "Đang bị gỡ."); strings.Contains(p.HTML, off) {
		t.Error("an auditor is offered to take it off")
	}
	if strings.Index(p.HTML, "Vẫn đang phát.") > strings.Index(p.HTML, "Ảnh SVG không được nhận.") {
		t.Error("the newest does not come first")
	}
	if p := u.Get("/studio/slides"); !strings.Contains(p.HTML, `href="/studio/inbox"`) || !strings.Contains(p.HTML, "Có tệp trong hộp thả") {
		t.Error("the list of slides does not lead to it")
	}
	if p := r.Other("auditor", signin.Operator).Post("/studio/inbox/forget", "path", "Tây Hồ/<b>bản vẽ</b>.svg"); p.Status != 403 {
		t.Errorf("an operator puts it away: %d", p.Status)
	}
	if p := u.Post("/studio/inbox/forget", "path", "Tây Hồ/<b>bản vẽ</b>.svg"); p.Status != 200 || strings.Contains(p.HTML, "SVG không") {
		t.Errorf("put away: %d", p.Status)
	}
	if p := u.Post("/studio/inbox/forget", "path", "poster.jpg.lnk"); p.Status != 409 || !strings.Contains(p.HTML, "Chỉ là lối tắt.") {
		t.Errorf("what still waits was put away: %d", p.Status)
	}
	for i := range 105 {
		put(store.InboxFile{Path: fmt.Sprintf("many/%03d.svg", i), State: store.Refused, Sentence: store.Notice{Vi: "Không.", En: "No."}})
	}
	p = u.Get("/studio/inbox")
	_, rest, more := strings.Cut(p.HTML, `href="/studio/inbox?`)
	if !more {
		t.Fatal("a long list has no second page")
	}
	next, _, _ := strings.Cut(rest, `"`)
	if p := u.Get("/studio/inbox?" + strings.ReplaceAll(next, "&amp;", "&")); !strings.Contains(p.HTML, "000.svg") || !strings.Contains(p.HTML, "poster.jpg.lnk") || strings.Contains(p.HTML, "050.svg") {
		t.Errorf("the second page: %d", p.Status)
	}
}

package submission_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The list has pages: what waits for others goes on behind the first fifty, what is decided behind
// the newest twenty, and nothing is on two of them or on none.
func TestTheListHasPages(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	u := r.Other("xem", signin.Editor)
	ctx := t.Context()
	put := func(id, title string, states ...content.State) {
		for _, state := range states {
			_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
				return tx.PutSlide(ctx, content.Slide{
					ID: id, Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: title, Words: content.Words{Head: "Họp"}, State: state, Author: "ai",
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range 53 {
		put(fmt.Sprint("w", i), fmt.Sprintf("Chờ-%02d.", i), content.Submitted)
	}
	for i := range 23 {
		put(fmt.Sprint("d", i), fmt.Sprintf("Xong-%02d.", i), content.Submitted, content.Approved)
	}
	seen := map[string]int{}
	names := regexp.MustCompile(`(Chờ|Xong)-\d\d\.`)
	look := func(at string) studiotest.Page {
		p := u.Get(at).Says(t, 200)
		for _, name := range names.FindAllString(p.HTML, -1) {
			seen[name]++
		}
		return p
	}
	first := look("/studio/submissions")
	for _, next := range regexp.MustCompile(`/studio/submissions\?[^"]+`).FindAllString(first.HTML, -1) {
		if strings.Contains(next, "skip=") || strings.Contains(next, "after=") {
			look(strings.ReplaceAll(next, "&amp;", "&")).Lacks(t, "Không có gì chờ bạn duyệt")
		}
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s is on %d pages", name, n)
		}
	}
	if len(seen) != 53+23 {
		t.Errorf("%d are listed", len(seen))
	}
	u.Get("/studio/submissions?skip=-3&at=x&after=%00").Says(t, 200, "Chờ bạn duyệt")
}

// The first page names what was given back to its authors, whatever it is of.
func TestWhatWasReturnedIsOnTheFirstPage(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	author, other := r.Other("soan", signin.Editor), r.Other("khac", signin.Editor)
	ctx := t.Context()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		who, err := tx.StaffByLogin(ctx, "soan")
		if err != nil {
			return err
		}
		id := who.ID
		st := content.DraftOf[content.Standing]{ID: "st", Doc: content.Standing{ID: "st", Folder: "Đống Đa"}, By: []string{id}, At: time.Now(), Kept: true, Returned: "Sai thư mục"}
		if err := tx.PutStandingDraft(ctx, st); err != nil {
			return err
		}
		c, err := tx.Campaign(ctx, "main")
		if err != nil {
			return err
		}
		changed := c
		changed.Weight = 3
		d := content.DraftOf[content.Campaign]{ID: c.ID, Doc: changed, Base: c, By: []string{id}, At: time.Now(), Kept: true}
		return tx.PutCampaignDraft(ctx, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	author.Get("/studio").Says(t, 200, "Đống Đa Phê duyệt thường trực · bị trả lại: Sai thư mục", "Tháng cao điểm", "bản sửa của bạn, chưa gửi duyệt")
	other.Get("/studio").Says(t, 200, "Không có gì chờ bạn")
}

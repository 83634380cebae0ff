package submission_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// The menu counts what waits for the person here, and the page says on whose desk the rest lies,
// since when, and that it went a step on.
func TestWhoseDesk(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	near, writer := r.Other("gan", signin.Approver), r.Other("soan", signin.Editor)
	r.Bound("gan", mandate.Mandate{Role: signin.Approver, Area: "2024-11/006"})
	ctx := t.Context()
	change := func(do func(*store.Tx) error) {
		t.Helper()
		if _, err := r.Store.Change(ctx, "test", do); err != nil {
			t.Fatal(err)
		}
	}
	writer.Get("/studio/submissions").Lacks(t, "mục chờ bạn")
	change(func(tx *store.Tx) error {
		return tx.PutSlide(ctx, content.Slide{
			ID: "tam", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Họp", Words: content.Words{Head: "Họp"},
			State: content.Submitted, Author: "ai", Targets: []content.Target{{Area: "2024-11/006"}},
		})
	})
	near.Get("/studio").Says(t, 200, "Bàn duyệt 1 mục chờ bạn")
	boss.Get("/studio").Says(t, 200, "Bàn duyệt 1 mục chờ bạn") // they may approve it as well
	writer.Get("/studio/submissions").Says(t, 200, "Chờ người khác duyệt", "Ở bàn của Trần Văn gan từ").Lacks(t, "mục chờ bạn")
	all, err := r.Store.Submissions(ctx)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	if strings.Contains(near.Get(shell.SubmissionPath(all[0].ID)).HTML, "at_once") || !strings.Contains(boss.Get(shell.SubmissionPath(all[0].ID)).HTML, "at_once") {
		t.Error("to show it at once is offered to whom the server refuses it, or not to who may")
	}
	if p := near.Get(shell.SubmissionPath(all[0].ID)); !strings.Contains(p.HTML, r.Base+shell.SubmissionPath(all[0].ID)) {
		t.Error("the page has no link of itself to pass on")
	}
	change(func(tx *store.Tx) error { return tx.StepSubmission(ctx, all[0].ID, nil) })
	writer.Get("/studio/submissions").Says(t, 200, "Ở bàn của Trần Văn gan, Nguyễn Thị Ước từ", "đã báo thêm một cấp")
	change(func(tx *store.Tx) error {
		slide, err := tx.Slide(ctx, "tam")
		if err != nil {
			return err
		}
		slide.State = content.Approved
		return tx.PutSlide(ctx, slide)
	})
	near.Get("/studio").Lacks(t, "mục chờ bạn")
}

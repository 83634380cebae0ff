package grounds_test

import (
	"context"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// The number that comes later leaves the ground as it was; what somebody slips in with it is named,
// and so is a number from somebody else.
func TestANumberThatCameLaterKeepsTheGround(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	for _, name := range []string{"Đúng", "Lách", "Người khác"} {
		editor.Post("/studio/notice", "campaign", "main", "head", name, "title", name, "style", "slogan").Says(t, 200)
	}
	by := map[string]content.Slide{}
	for _, s := range r.Slides() {
		at := shell.SlidePath(s.ID)
		editor.Post(at+"/submit").Says(t, 200)
		approver.Approve(at).Says(t, 200)
		of := approver.Get(at).Value("of")
		approver.Post(at+"/number", "number", "1/QĐ", "of", of).Says(t, 200)
		admin.Post(at+"/number", "number", "2/QĐ", "of", of).Says(t, 200)
	}
	for _, s := range r.Slides() {
		by[s.Title] = s
	}
	if found := check(t, r); len(found.Faults) > 0 || found.Live[content.ByApproval] != 3 {
		t.Fatalf("%+v", found)
	}
	ctx := context.Background()
	put := func(who string, s content.Slide) {
		t.Helper()
		person, err := r.Store.StaffByLogin(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Store.Change(ctx, person.ID, func(tx *store.Tx) error { return tx.PutNumbered(ctx, s) }); err != nil {
			t.Fatal(err)
		}
	}
	slipped, foreign := by["Lách"], by["Người khác"]
	slipped.Words.Head, foreign.Approval.Document = "Khác", "3/QĐ"
	put("duyet", slipped)
	put("soan", foreign)
	if found := check(t, r); len(found.Faults) != 2 || found.Live[content.ByApproval] != 1 {
		t.Errorf("%+v", found)
	}
}

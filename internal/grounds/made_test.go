package grounds_test

import (
	"context"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// An approver whose account an author made may approve what that author wrote. They are told before,
// the approval says so, whatever it is of, and the checker of grounds counts it.
func TestAnApproverWhoseAccountTheAuthorMade(t *testing.T) {
	r := studiotest.New(t)
	author := r.First()
	me, err := r.Store.StaffByLogin(context.Background(), "uoc")
	if err != nil {
		t.Fatal(err)
	}
	approver, other := r.MadeBy(me.ID, "duyet", signin.Approver), r.Other("nguoi-khac", signin.Approver)
	r.Bound("duyet", mandate.Mandate{Role: mandate.Approver})
	const told, says = "Tài khoản hoặc mật khẩu của bạn do một người soạn tạo", "tài khoản hoặc mật khẩu do người soạn tạo: Nguyễn Thị Ước"

	author.Post("/studio/notice", "campaign", "main", "head", "Cài iHanoi", "title", "Mời", "style", "slogan").Says(t, 200)
	at := shell.SlidePath(r.Slides()[0].ID)
	author.Post(at+"/submit").Says(t, 200)
	other.Get(at).Lacks(t, told)
	approver.Get(at).Says(t, 200, told)
	approver.Approve(at).Says(t, 200, says)

	author.Post("/studio/settings", content.SettingApp, "iHanoi").Says(t, 200, "Đã gửi duyệt")
	sentAt := sent.FindString(approver.Get("/studio/submissions").HTML)
	page := approver.Get(sentAt).Says(t, 200, told)
	key := keys.FindStringSubmatch(page.HTML)[2]
	approver.Post(sentAt, "do", "approve "+key, key+".seen", page.Value(key+".seen")).Says(t, 200)
	other.Get(sentAt).Says(t, 200, says)

	author.Post(at, "campaign", "main", "head", "Cài iHanoi ngay", "title", "Mời", "style", "slogan").Says(t, 200)
	author.Post(at+"/submit").Says(t, 200)
	before := check(t, r)
	other.Approve(at).Says(t, 200).Lacks(t, "do người soạn tạo")
	after := check(t, r)
	if len(after.Faults) > 0 || before.Made != 2 || after.Made != 1 {
		t.Errorf("%d, then %d of %v: %v", before.Made, after.Made, after.Live, after.Faults)
	}

	// whoever can sign in with the approver's account counts as who made it
	opened, err := r.Store.StaffByLogin(context.Background(), "nguoi-khac")
	if err != nil {
		t.Fatal(err)
	}
	opened.OpenedBy = me.ID
	if _, err := r.Store.Change(context.Background(), me.ID, func(tx *store.Tx) error { return tx.PutStaff(context.Background(), opened) }); err != nil {
		t.Fatal(err)
	}
	author.Post(at, "campaign", "main", "head", "Cài iHanoi hôm nay", "title", "Mời", "style", "slogan").Says(t, 200)
	author.Post(at+"/submit").Says(t, 200)
	other.Approve(at).Says(t, 200, says)
	if last := check(t, r); len(last.Faults) > 0 || last.Made != after.Made+1 {
		t.Errorf("%d, then %d: %v", after.Made, last.Made, last.Faults)
	}
}

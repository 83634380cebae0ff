package staff_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// What waits for another admin still waits, and can be confirmed, whatever else becomes of the
// person's mandates meanwhile; whoever granted the rest may confirm it.
func TestWhatWaitsStandsBesideOtherMandates(t *testing.T) {
	r := studiotest.New(t)
	boss, second := r.First(), r.Other("quan-tri", signin.Admin)
	r.Other("soan", signin.Reporter)
	person := at(r, "soan")
	grant := func(u *studiotest.User, role string) {
		t.Helper()
		u.Post(person+"/grant", "role", role, "reach", "all").Says(t, 200)
	}
	grant(boss, "approver")
	grant(second, "editor")
	second.Post(person+"/end", "mark", marks(second.Get(person))[0]).Says(t, 200, "Đã kết thúc")
	grant(boss, "admin")
	second.Post(person+"/confirm", "seen", seenOn(second.Get(person).Says(t, 200, "Đang chờ một quản trị khác"))).Says(t, 200, "Đã xác nhận")
	boss.Get(person).Says(t, 200, "Duyệt nội dung", "Quản trị", "Biên tập").Lacks(t, "Đang chờ một quản trị khác")
	p, err := r.Store.StaffByLogin(context.Background(), "soan")
	if err != nil || len(p.Mandates) != 4 || p.Mandates[0].Role != signin.Reporter || p.Mandates[0].Until.IsZero() {
		t.Errorf("the mandates are %+v, %v", p.Mandates, err)
	}
}

// Whoever made an account has its first link too: what another admin confirmed before that link was
// used rests until one confirms it again.
func TestTheFirstLinkGivesItsMakerNoApprovals(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	second := r.Other("quan-tri", signin.Admin)
	link, err := r.SignIn.Invite(context.Background(), strings.TrimPrefix(at(r, "uoc"), "/studio/staff/"), "Lê Thị Mai", "mai", []signin.Role{signin.Approver})
	if err != nil {
		t.Fatal(err)
	}
	person := at(r, "mai")
	confirms := func() {
		t.Helper()
		second.Post(person+"/confirm", "seen", seenOn(second.Get(person).Says(t, 200, "Duyệt nội dung"))).Says(t, 200, "Đã xác nhận")
	}
	confirms()
	_, token, _ := strings.Cut(link, "#")
	u := r.Browser()
	u.Post("/studio/begin", "token", token, "password", "hoa sữa mùa thu").Says(t, 200, "tạm nghỉ đến khi một quản trị khác")
	p, err := r.Store.StaffByLogin(context.Background(), "mai")
	if err != nil || p.OpenedBy != p.MadeBy {
		t.Errorf("it was opened by %q, %v", p.OpenedBy, err)
	}
	confirms()
	if p, err = r.Store.StaffByLogin(context.Background(), "mai"); err != nil || p.OpenedBy != "" {
		t.Errorf("after another admin has asked, it counts as %q's, %v", p.OpenedBy, err)
	}
}

package account_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A person gives the address for e-mail, takes it back, and chooses of what they get it.
func TestAnAddress(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	u := r.Other("soan", signin.Editor)
	for _, bad := range []string{"soan", "soan@", "Soan <soan@phuong.vn>", "a@b.vn, c@d.vn", "soan@phuong.vn\r\nBcc: x@y.vn"} {
		p := u.Post("/studio/account/email", "email", bad).Says(t, 422, "Địa chỉ thư điện tử không đúng")
		if p.Value("email") == "" {
			t.Errorf("%q is lost", bad)
		}
	}
	if p := u.Post("/studio/account/email", "email", "soan@phuong.example.vn").Says(t, 200, "Đã lưu địa chỉ thư"); p.Value("email") != "soan@phuong.example.vn" {
		t.Error("the address is not there")
	}
	if p := u.Post("/studio/account/email", "email", "").Says(t, 200, "Đã lưu"); p.Value("email") != "" {
		t.Error("the address is still there")
	}
	muted := func() []string {
		t.Helper()
		all, err := r.Store.AllStaff(t.Context(), "", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			if one.Email != "" {
				return one.Muted
			}
		}
		return nil
	}
	u.PostForm("/studio/account/email", url.Values{"email": {"soan@phuong.example.vn"}, "about": {"submitted", "returned", "held", "lapses", "waits", "proposed", "over"}}).Says(t, 200, "Đã lưu")
	if got := muted(); !slices.Equal(got, []string{"approved"}) {
		t.Errorf("no e-mail of %v", got)
	}
	if p := u.Get("/studio/account"); strings.Count(p.HTML, `name="about"`) != 8 || strings.Count(p.HTML, " checked") != 7 {
		t.Error("the page does not show what was chosen")
	}
	u.Post("/studio/account/email", "email", "soan@phuong.example.vn", "quiet", "tối").Says(t, 422, "giờ")
	u.Post("/studio/account/email", "email", "soan@phuong.example.vn", "quiet", "0h-12h, 12h-24h").Says(t, 422, "phủ kín cả ngày")
	if p := u.Post("/studio/account/email", "email", "soan@phuong.example.vn", "quiet", "22:00-06:00").Says(t, 200, "Đã lưu"); p.Value("quiet") != "22:00-06:00" || p.Value("any_hour") != "" {
		t.Error("the hours are not there")
	}
	if p := u.Post("/studio/account/email", "email", "soan@phuong.example.vn", "any_hour", "yes").Says(t, 200, "Đã lưu"); p.Value("quiet") != "" || p.Value("any_hour") != "yes" {
		t.Error("any hour is not chosen")
	}
}

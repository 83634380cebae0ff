package account_test

import (
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A person gives the address for e-mail, and takes it back.
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
}

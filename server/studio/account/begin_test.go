package account_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

func TestBeginInTheBrowsersOrder(t *testing.T) {
	r := studiotest.New(t)
	link, err := r.SignIn.NewLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path, token, _ := strings.Cut(link, "#")
	u := r.Browser()
	u.Get(path).Says(t, 200, "Đang kiểm tra liên kết")
	u.Get("/studio/signin").Says(t, 200, "Chưa có tài khoản nào")
	u.Post("/studio/begin/look", "token", token).Says(t, 200, "Họ và tên", "Mật khẩu")
	u.Post("/studio/begin/look", "token", "khác").Says(t, 403, "đã được dùng hoặc đã hết hạn")
	p := u.Post("/studio/begin", "token", token, "name", "Ước", "login", "uoc", "password", "admin12345678")
	p.Says(t, 422, "dễ đoán", "Họ và tên")
	if strings.Contains(p.HTML, "admin12345678") {
		t.Error("the password came back in the page")
	}
	u.Post("/studio/begin", "token", token, "name", "Ước", "login", "uoc", "password", studiotest.Password).Says(t, 200, "Tấm chiếu")
	r.Browser().Post("/studio/begin", "token", token, "name", "Ai", "login", "ai-do", "password", studiotest.Password).Says(t, 403, "đã được dùng")
	u.Post("/studio/signout").Says(t, 200, "Đã đăng xuất")
	if p := u.Get("/studio/slides"); !strings.HasPrefix(p.Path, shell.PathSignin) {
		t.Errorf("still signed in at %s", p.Path)
	}
}

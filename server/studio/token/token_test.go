package token_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

func TestTokensAreShownOnce(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	p := u.Post("/studio/tokens", "name", "Quận", "scope", "slides")
	m := regexp.MustCompile(`value="(ngatu_[a-z0-9]{52})"`).FindStringSubmatch(p.HTML)
	if m == nil {
		t.Fatalf("no token on the page: %s", studiotest.TextOf(p.HTML))
	}
	tok, err := r.Store.Token(context.Background(), content.DigestOf([]byte(m[1])))
	if err != nil || tok.Scope != "slides" {
		t.Fatalf("kept as %+v, %v", tok, err)
	}
	if p := u.Get("/studio/tokens"); strings.Contains(p.HTML, m[1]) {
		t.Error("the token is shown twice")
	}
	u.Post("/studio/tokens/"+tok.ID+"/revoke").Says(t, 200, "Đã thu hồi")
	if _, err := r.Store.Token(context.Background(), tok.Hash); content.CodeOf(err) != content.NotFound {
		t.Errorf("still good: %v", err)
	}
	u.Post("/studio/tokens", "name", "Quận", "scope", "everything").Says(t, 422, "Hãy chọn mã được làm gì")
}

// A token works as long as the account of who made it.
func TestATokenEndsWithItsMaker(t *testing.T) {
	r := studiotest.New(t)
	first := r.First()
	maker := r.Other("lan", signin.Admin, signin.Reporter)
	maker.Get("/studio/tokens")
	maker.Post("/studio/tokens", "name", "Hệ thống quận", "scope", "slides").Says(t, 403, "bạn không có quyền này")
	m := madeToken.FindStringSubmatch(maker.Post("/studio/tokens", "name", "Hệ thống quận", "scope", "figures").HTML)
	if m == nil {
		t.Fatal("no token was shown")
	}
	hash := content.DigestOf([]byte(m[1]))
	if _, err := r.Store.Token(context.Background(), hash); err != nil {
		t.Fatal(err)
	}
	p, err := r.Store.StaffByLogin(context.Background(), "lan")
	if err != nil {
		t.Fatal(err)
	}
	first.Get("/studio/tokens").Lacks(t, "ngừng: tài khoản")
	first.Post("/studio/staff/"+p.ID, "disabled", "yes").Says(t, 200)
	if _, err := r.Store.Token(context.Background(), hash); content.CodeOf(err) != content.NotFound {
		t.Errorf("the token of a disabled account: %v", err)
	}
	first.Get("/studio/tokens").Says(t, 200, "ngừng: tài khoản người tạo đã khóa")
	first.Post("/studio/staff/"+p.ID).Says(t, 200)
	if _, err := r.Store.Token(context.Background(), hash); err != nil {
		t.Errorf("the account is back, its token is not: %v", err)
	}
}

var madeToken = regexp.MustCompile(`value="(ngatu_[a-z0-9]+)"`)

// A token has an end, a year away where nobody says another, and may be for one area.
func TestTokensHaveBounds(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	if p := u.Get("/studio/tokens"); !strings.HasPrefix(p.Value("until"), "20") {
		t.Errorf("the end that is offered is %q", p.Value("until"))
	}
	u.Post("/studio/tokens", "name", "Quận", "scope", "slides", "until", "2020-01-31").Says(t, 422, "phải ở phía trước")
	u.Post("/studio/tokens", "name", "Quận", "scope", "slides", "area", "2025-07/99999").Says(t, 422, "Không có địa bàn")
	u.Post("/studio/tokens", "name", "Quận", "scope", "figures", "area", "2024-11/001").Says(t, 422, "của toàn thành phố")
	p := u.Post("/studio/tokens", "name", "Quận", "scope", "slides", "area", "2024-11/001", "until", "2099-12-31").Says(t, 200, "Ba Đình", "đến 00:00")
	m := madeToken.FindStringSubmatch(p.HTML)
	if m == nil {
		t.Fatal("no token was shown")
	}
	tok, err := r.Store.Token(context.Background(), content.DigestOf([]byte(m[1])))
	if err != nil || tok.Area != "2024-11/001" || tok.Expires.Year() != 2099 && tok.Expires.Year() != 2100 {
		t.Errorf("kept as %+v, %v", tok, err)
	}
}

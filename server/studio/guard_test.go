package studio

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
)

// posts are all paths of the studio that change something, as the table of routes has them.
func (r *rig) posts() (out []string) {
	for _, route := range r.app.GetRoutes(true) {
		if route.Method == "POST" {
			out = append(out, strings.NewReplacer(":id", "x", ":code", "NGATU-01").Replace(route.Path))
		}
	}
	if len(out) < 20 {
		r.Fatalf("only %d routes: %v", len(out), out)
	}
	return out
}

// TestEveryPostWantsItsToken: a route that is added later is held to it too.
func TestEveryPostWantsItsToken(t *testing.T) {
	r := newRig(t)
	u := r.first()
	before, err := r.store.LastChange(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range r.posts() {
		open := path == "/studio/signin" || strings.HasPrefix(path, "/studio/begin")
		foreign := u.request("POST", path, strings.NewReader("_csrf="+u.csrf))
		foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		foreign.Header.Set("Origin", "https://attacker.example")
		if p := u.send(foreign); p.status != 403 {
			t.Errorf("%s from another site: %d", path, p.status)
		}
		if open {
			continue // nobody is signed in there, so no session has a token
		}
		bare := u.request("POST", path, strings.NewReader("name=x"))
		bare.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p := u.send(bare); p.status != 403 {
			t.Errorf("%s without a token: %d", path, p.status)
		}
		if p := r.browser().post(path); p.path != "/studio/signin" {
			t.Errorf("a stranger who posts to %s is at %s", path, p.path)
		}
	}
	if after, err := r.store.LastChange(context.Background()); err != nil || after != before {
		t.Errorf("something was changed (%v)", err)
	}
}

// TestEveryPostIsBounded: a body that is too long, or does not say its length, is refused before any of it is read.
func TestEveryPostIsBounded(t *testing.T) {
	r := newRig(t)
	u := r.first()
	cookie := u.client.Jar.Cookies(u.request("GET", "/studio/", nil).URL)[0]
	host := strings.TrimPrefix(r.base, "http://")
	for _, path := range r.posts() {
		for _, length := range []string{fmt.Sprintf("Content-Length: %d", maxUpload+1), "Transfer-Encoding: chunked"} {
			c, err := net.Dial("tcp", host)
			if err != nil {
				t.Fatal(err)
			}
			c.SetDeadline(time.Now().Add(30 * time.Second))
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s=%s\r\n%s\r\n\r\n", path, host, r.base, cookie.Name, cookie.Value, length)
			if length[0] == 'C' {
				c.Write(make([]byte, 16<<10)) // what the server reads ahead
			}
			line, err := bufio.NewReader(c).ReadString('\n')
			if err != nil || !strings.Contains(line, " 413 ") {
				t.Errorf("%s with %s: %q %v", path, length, line, err)
			}
			c.Close()
		}
	}
}

// TestNamesAreTextAndNothingElse: whatever people and players call things, no page takes it for markup.
func TestNamesAreTextAndNothingElse(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	r := newRig(t)
	u := r.first()
	fill(t, r, u)
	ctx := context.Background()
	_, err := r.store.Change(ctx, "test", func(tx *store.Tx) error {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "evil", Name: evil, Weight: 1}); err != nil {
			return err
		}
		screen, err := tx.Screen(ctx, "NGATU-01")
		if err != nil {
			return err
		}
		screen.Name, screen.Places[0].Hall, screen.Places[0].Names = evil, evil, []string{evil}
		if err := tx.PutScreen(ctx, screen); err != nil {
			return err
		}
		return tx.PutStaff(ctx, store.Staff{ID: "p-evil", Name: evil, Login: evil})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.post("/studio/notice", "campaign", "evil", "title", evil, "head", evil, "foot", evil).says(t, 200)
	u.post("/studio/tokens", "name", evil, "scope", "figures")
	u.post("/studio/figures", "pasted", strings.Replace(sheetText, "Công an thành phố", evil, 1))
	u.upload("/studio/upload", evil+".jpg", photo(77), "text/html")
	r.presence = []hub.Presence{{Screen: "NGATU-01", Heard: time.Now()}}
	r.ran("NGATU-01", "j", playedUnder(evil))
	paths := append([]string{
		"/studio/plays?screen=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/studio/plays?day=%22%3E%3Cscript%3E", "/studio/screens/NGATU-01",
		"/studio/slides?after=%3Cscript%3E", "/studio/signin?done=%3Cscript%3E", "/studio/areas?area_name=%3Cscript%3E", "/studio/%3Cscript%3E",
	}, everyPage...)
	for _, s := range r.slides() {
		paths = append(paths, slidePath(s.ID))
	}
	for _, path := range paths {
		html := u.get(path).html
		for _, bad := range []string{"<script>alert", "<img src=x", "<script>\""} {
			if strings.Contains(html, bad) {
				t.Errorf("%s carries %q", path, bad)
			}
		}
	}
	u.get("/studio/slides").says(t, 200, evil)
	u.get("/studio/plays?screen=NGATU-01&day=2024-11-26").says(t, 200, `"><script>a`)
}

func TestRevokingAScreen(t *testing.T) {
	r := newRig(t)
	admin := r.first()
	operator := r.other("van-hanh", signin.Operator)
	newScreen(t, admin, "NGATU-01")
	operator.post("/studio/screens/NGATU-01/revoke").says(t, 409, "chưa được ghép")
	ctx := context.Background()
	_, err := r.store.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCredential(ctx, store.Credential{ID: "c1", Screen: "NGATU-01", Kind: store.ByKey, Value: make([]byte, 32)})
	})
	if err != nil {
		t.Fatal(err)
	}
	operator.get("/studio/screens/NGATU-01").says(t, 200, "Thu hồi quyền của màn hình")
	operator.post("/studio/screens/NGATU-01/revoke").says(t, 200, "Đã thu hồi", "ghép lại")
	if _, err := r.store.Credential(ctx, store.ByKey, make([]byte, 32)); content.CodeOf(err) != content.NotFound {
		t.Errorf("the credential is still good: %v", err)
	}
	operator.post("/studio/screens/NGATU-77/revoke").says(t, 404)
}

func TestStaffAreChangedAndNeverTheLastAdmin(t *testing.T) {
	r := newRig(t)
	admin := r.first()
	editor := r.other("bien-tap", signin.Editor)
	id := func(login string) string {
		p, err := r.store.StaffByLogin(context.Background(), login)
		if err != nil {
			t.Fatal(err)
		}
		return "/studio/staff/" + p.ID
	}
	mine, theirs := id("uoc"), id("bien-tap")
	if p := admin.get("/studio/staff"); strings.Contains(p.html, "argon2") {
		t.Error("the page has a hash of a password")
	}
	admin.post(mine, "role_editor", "yes").says(t, 409, "quản trị cuối cùng")
	admin.post(mine, "role_admin", "yes", "disabled", "yes").says(t, 409, "không tự khóa")
	admin.post(theirs).says(t, 422, "ít nhất một quyền")
	admin.post("/studio/staff/p-nobody", "role_editor", "yes").says(t, 404)

	editor.get("/studio/tokens").says(t, 403)
	admin.post(theirs, "role_admin", "yes", "role_approver", "yes").says(t, 200, "Đã lưu")
	editor.get("/studio/tokens").says(t, 200) // at once, without signing in again
	editor.get("/studio/upload").says(t, 403)

	admin.post(theirs+"/signout").says(t, 200, "Đã đăng xuất người này")
	if p := editor.get("/studio/slides"); p.path != "/studio/signin" {
		t.Errorf("still signed in at %s", p.path)
	}
	editor.post("/studio/signin", "login", "bien-tap", "password", goodPassword).says(t, 200, "Trang chiếu")
	admin.post(theirs, "role_admin", "yes", "disabled", "yes").says(t, 200, "đã khóa")
	if p := editor.get("/studio/slides"); p.path != "/studio/signin" {
		t.Errorf("a disabled account is at %s", p.path)
	}
	editor.post("/studio/signin", "login", "bien-tap", "password", goodPassword).says(t, 403, "không đúng")
	admin.post(mine, "role_editor", "yes").says(t, 409, "quản trị cuối cùng") // who is disabled is no admin
	invited, err := r.signin.Invite(context.Background(), "test", "Chưa Vào", "chua-vao", []signin.Role{signin.Admin})
	if err != nil {
		t.Fatal(err)
	}
	admin.post(mine, "role_editor", "yes").says(t, 409, "quản trị cuối cùng") // nor is who never came
	admin.post(id("chua-vao"), "disabled", "yes").says(t, 200)
	_, token, _ := strings.Cut(invited, "#")
	r.browser().post("/studio/begin", "token", token, "password", goodPassword).says(t, 403, "đã hết hạn")
}

func TestASlideMovesWithinAndBetweenCampaigns(t *testing.T) {
	r := newRig(t)
	u := r.first()
	ctx := context.Background()
	_, err := r.store.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCampaign(ctx, content.Campaign{ID: "ward", Name: "Phường Ba Đình", Weight: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.post("/studio/notice", "campaign", "main", "head", "Một")
	u.post("/studio/notice", "campaign", "main", "head", "Hai")
	at := slidePath(r.slides()[0].ID)
	u.get(at).says(t, 200, "Các trang cùng chiến dịch", "Hai")
	u.post(at, "title", "Một", "head", "Một", "campaign", "ward", "order", "7").says(t, 200, "Đã lưu", "Phường Ba Đình")
	s, err := r.store.Slide(ctx, strings.TrimPrefix(at, pathSlides+"/"))
	if err != nil || s.Campaign != "ward" || s.Order != 7 {
		t.Errorf("kept as %+v, %v", s, err)
	}
	u.post(at, "title", "Một", "head", "Một", "campaign", "nowhere").says(t, 404, "nowhere")
	u.post(at, "title", "Một", "head", "Một", "order", "-1").says(t, 422, "Thứ tự")
	u.post(at, "title", "Một", "head", "Một").says(t, 200)
	if s, _ = r.store.Slide(ctx, s.ID); s.Campaign != "ward" || s.Order != 7 {
		t.Errorf("a form without the fields moved it: %+v", s)
	}
}

package studio

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/signin"
)

const ordersPath = "/studio/screens/NGATU-01/orders"

// orderRig is a studio of two screens: one with a computer of its own, one that is a web page.
func orderRig(t *testing.T) (*rig, *user) {
	t.Helper()
	r := newRig(t)
	r.presence = []hub.Presence{{Screen: "NGATU-01", Heard: time.Now(), Relay: true}, {Screen: "TRANG-01", Heard: time.Now()}}
	u := r.first()
	newScreen(t, u, "NGATU-01").says(t, 200)
	newScreen(t, u, "TRANG-01").says(t, 200)
	return r, u
}

func (r *rig) last(screen string) store.Command {
	r.Helper()
	all, err := r.store.Commands(context.Background(), screen, 1)
	if err != nil || len(all) != 1 {
		r.Fatalf("%d commands, %v", len(all), err)
	}
	return all[0]
}

// part asks as the page's script does.
func (u *user) part(path string) page {
	u.Helper()
	req := u.request("GET", path, nil)
	req.Header.Set("HX-Request", "true")
	return u.send(req)
}

func TestOrderIsGivenAndFollowed(t *testing.T) {
	r, admin := orderRig(t)
	ctx := context.Background()
	u := r.other("van-hanh", signin.Operator)
	u.get("/studio/screens/NGATU-01").says(t, 200, "Lệnh", "Chưa gửi lệnh nào", "Chụp mặt kính", "Khởi động lại máy", "Xem nhật ký máy")

	u.post(ordersPath, "kind", protocol.Screenshot).says(t, 200, "Đã gửi lệnh", "Chụp mặt kính", "Đang chờ", "Trần Văn van-hanh")
	c := r.last("NGATU-01")
	if c.Kind != protocol.Screenshot || len(c.ID) < 20 || c.Expires.UnixMilli()-c.Number != (5*time.Minute).Milliseconds() {
		t.Errorf("given: %+v", c)
	}
	waiting := u.part(ordersPath)
	waiting.says(t, 200, "Đang chờ")
	if !strings.Contains(waiting.html, `hx-trigger="every 2s"`) {
		t.Error("the page does not look again while a command is open")
	}
	_, rest, _ := strings.Cut(waiting.html, "?mark=")
	mark, _, _ := strings.Cut(rest, `"`)
	if p := u.part(ordersPath + "?mark=" + mark); p.status != 204 {
		t.Errorf("nothing has changed, and the page is sent %d", p.status)
	}

	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.store.SentCommands(ctx, c.ID))
	u.part(ordersPath+"?mark="+mark).says(t, 200, "Đã gửi, đang làm")
	must(r.store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: c.ID, Type: "image/jpeg", Data: photo(5)}))
	must(r.store.DoneCommands(ctx, "NGATU-01", []string{c.ID}))
	done := u.part(ordersPath)
	done.says(t, 200, "Đã xong")
	if strings.Contains(done.html, "hx-trigger") || !strings.Contains(done.html, ordersPath+"/"+c.ID+".jpg") {
		t.Errorf("done: %s", done.html)
	}
	picture := u.get(ordersPath + "/" + c.ID + ".jpg")
	if picture.html != string(photo(5)) || picture.head.Get("Content-Type") != "image/jpeg" || picture.head.Get("Cache-Control") != "no-store" ||
		!strings.Contains(picture.head.Get("Content-Security-Policy"), "sandbox") || picture.head.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the picture: %d bytes, %v", len(picture.html), picture.head)
	}
	if p := r.browser().get(ordersPath + "/" + c.ID + ".jpg"); p.path != "/studio/signin" {
		t.Errorf("a stranger looks at the picture: %s", p.path)
	}
	u.get("/studio/screens/TRANG-01/orders/"+c.ID+".jpg").says(t, 404)

	u.post(ordersPath, "kind", protocol.LogTail)
	log := r.last("NGATU-01")
	must(r.store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: log.ID, Type: "text/plain; charset=utf-8", Data: []byte("<b>dòng 1</b>\ndòng 2")}))
	if p := u.part(ordersPath); !strings.Contains(p.html, "&lt;b&gt;dòng 1&lt;/b&gt;\ndòng 2</pre>") || log.Lines != 200 {
		t.Errorf("the log is shown as %s", p.html)
	}
	u.get(ordersPath+"/"+log.ID+".jpg").says(t, 404)

	admin.post(ordersPath, "kind", protocol.RestartMachine).says(t, 200, "Đã gửi lệnh")
	must(r.store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: r.last("NGATU-01").ID, Error: "not allowed on this computer"}))
	u.part(ordersPath).says(t, 200, "Không làm được", "not allowed on this computer")
	changes, err := r.store.ChangesOf(ctx, "command", "NGATU-01", 0, 0)
	if err != nil || len(changes) != 3 || changes[0].Who == changes[1].Who {
		t.Errorf("the log has %d lines, %v", len(changes), err)
	}
}

func TestOrdersAreRefused(t *testing.T) {
	r, u := orderRig(t)
	for _, c := range []struct {
		name   string
		screen string
		fields []string
		status int
		says   string
	}{
		{"unknown", "NGATU-01", []string{"kind", "shell"}, 422, "Không có lệnh này"},
		{"nothing", "NGATU-01", nil, 422, "Không có lệnh này"},
		{"too dark", "NGATU-01", []string{"kind", "dim", "level", "9", "minutes", "5"}, 422, "9"},
		{"half a percent", "NGATU-01", []string{"kind", "dim", "level", "40,5", "minutes", "5"}, 422, "số nguyên"},
		{"no level", "NGATU-01", []string{"kind", "dim", "minutes", "5"}, 422, "10 đến 100"},
		{"for days", "NGATU-01", []string{"kind", "dim", "level", "40", "minutes", "99999"}, 422, "720"},
		{"for no time", "NGATU-01", []string{"kind", "dim", "level", "40"}, 422, "1 đến 720"},
		{"a page has no machine", "TRANG-01", []string{"kind", protocol.RestartMachine}, 409, "không có máy riêng"},
		{"a page takes no pictures", "TRANG-01", []string{"kind", protocol.Screenshot}, 409, "không có máy riêng"},
		{"no such screen", "XA-99", []string{"kind", protocol.Identify}, 404, "XA-99"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u.T = t
			u.post("/studio/screens/"+c.screen+"/orders", c.fields...).says(t, c.status, c.says)
		})
	}
	u.T = t
	for _, screen := range []string{"NGATU-01", "TRANG-01"} {
		if all, err := r.store.Commands(context.Background(), screen, 0); err != nil || len(all) != 0 {
			t.Errorf("%s was given %d commands, %v", screen, len(all), err)
		}
	}
	r.other("bien-tap", signin.Editor, signin.Approver, signin.Auditor).post(ordersPath, "kind", protocol.Identify).says(t, 403, "không có quyền")

	p := u.get("/studio/screens/TRANG-01")
	p.says(t, 200, "không có máy riêng", "Hiện tên màn hình", "Giảm sáng")
	if strings.Contains(p.html, "restart-machine") || strings.Contains(p.html, `value="screenshot"`) {
		t.Error("a page is offered what it cannot do")
	}
	for range store.MaxOpenCommands {
		u.post(ordersPath, "kind", protocol.Identify)
	}
	u.post(ordersPath, "kind", protocol.Identify).says(t, 429, "20 lệnh chờ")
	req := u.request("POST", ordersPath, bytes.NewReader([]byte("_csrf="+u.csrf+"&kind=identify")))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("HX-Request", "true")
	over := u.send(req)
	over.says(t, 429, "20 lệnh chờ", "Hiện tên màn hình") // the list stays below the sentence
	if strings.Contains(over.html, "<html") {
		t.Error("the script is sent a whole page")
	}
}

func TestDimmingForAWhile(t *testing.T) {
	r, u := orderRig(t)
	u.post("/studio/screens/TRANG-01/orders", "kind", "dim", "level", "30", "minutes", "45").says(t, 200, "Giảm sáng", "30 %")
	c := r.last("TRANG-01")
	if left := time.UnixMilli(c.Until).Sub(c.At); c.Level != 30 || left != 45*time.Minute {
		t.Errorf("%d %% for %v", c.Level, left)
	}
	u.post("/studio/screens/TRANG-01/orders", "kind", "dim", "end", "yes").says(t, 200, "Bỏ giảm sáng")
	if c = r.last("TRANG-01"); c.Level != 100 || c.Until != c.At.UnixMilli() {
		t.Errorf("the end of dimming is %d %% until %d, given %d", c.Level, c.Until, c.At.UnixMilli())
	}
}

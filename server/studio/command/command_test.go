package command_test

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
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

const commandsPath = "/studio/screens/NGATU-01/commands"

// commandRig is a studio of two screens: one with a computer of its own, one that is a web page.
func commandRig(t *testing.T) (*studiotest.Rig, *studiotest.User) {
	t.Helper()
	r := studiotest.New(t)
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now(), Relay: true}, hub.Presence{Screen: "TRANG-01", Heard: time.Now()})
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01").Says(t, 200)
	studiotest.NewScreen(t, u, "TRANG-01").Says(t, 200)
	return r, u
}

func last(r *studiotest.Rig, screen string) store.Command {
	r.Helper()
	all, err := r.Store.Commands(context.Background(), screen, 1)
	if err != nil || len(all) != 1 {
		r.Fatalf("%d commands, %v", len(all), err)
	}
	return all[0]
}

func TestACommandIsGivenAndFollowed(t *testing.T) {
	r, admin := commandRig(t)
	ctx := context.Background()
	u := r.Other("van-hanh", signin.Operator)
	u.Get("/studio/screens/NGATU-01").Says(t, 200, "Lệnh", "Chưa gửi lệnh nào", "Chụp mặt kính", "Khởi động lại máy", "Xem nhật ký máy")

	u.Post(commandsPath, "kind", protocol.Screenshot).Says(t, 200, "Đã gửi lệnh", "Chụp mặt kính", "Đang chờ", "Trần Văn van-hanh")
	c := last(r, "NGATU-01")
	if c.Kind != protocol.Screenshot || len(c.ID) < 20 || c.Expires.UnixMilli()-c.Number != (5*time.Minute).Milliseconds() {
		t.Errorf("given: %+v", c)
	}
	waiting := u.Part(commandsPath)
	waiting.Says(t, 200, "Đang chờ")
	if !strings.Contains(waiting.HTML, `hx-trigger="every 2s"`) {
		t.Error("the page does not look again while a command is open")
	}
	_, rest, _ := strings.Cut(waiting.HTML, "?mark=")
	mark, _, _ := strings.Cut(rest, `"`)
	if p := u.Part(commandsPath + "?mark=" + mark); p.Status != 204 {
		t.Errorf("nothing has changed, and the page is sent %d", p.Status)
	}

	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.Store.SentCommands(ctx, c.ID))
	u.Part(commandsPath+"?mark="+mark).Says(t, 200, "Đã gửi, đang làm")
	must(r.Store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: c.ID, Type: "image/jpeg", Data: studiotest.Photo(5)}))
	must(r.Store.DoneCommands(ctx, "NGATU-01", []string{c.ID}))
	done := u.Part(commandsPath)
	done.Says(t, 200, "Đã xong")
	if strings.Contains(done.HTML, "hx-trigger") || !strings.Contains(done.HTML, commandsPath+"/"+c.ID+".jpg") {
		t.Errorf("done: %s", done.HTML)
	}
	picture := u.Get(commandsPath + "/" + c.ID + ".jpg")
	if picture.HTML != string(studiotest.Photo(5)) || picture.Head.Get("Content-Type") != "image/jpeg" || picture.Head.Get("Cache-Control") != "no-store" ||
		!strings.Contains(picture.Head.Get("Content-Security-Policy"), "sandbox") || picture.Head.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the picture: %d bytes, %v", len(picture.HTML), picture.Head)
	}
	if p := r.Browser().Get(commandsPath + "/" + c.ID + ".jpg"); !strings.HasPrefix(p.Path, shell.PathSignin) {
		t.Errorf("a stranger looks at the picture: %s", p.Path)
	}
	u.Get("/studio/screens/TRANG-01/commands/"+c.ID+".jpg").Says(t, 404)

	u.Post(commandsPath, "kind", protocol.LogTail)
	log := last(r, "NGATU-01")
	must(r.Store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: log.ID, Type: "text/plain; charset=utf-8", Data: []byte("<b>dòng 1</b>\ndòng 2")}))
	if p := u.Part(commandsPath); !strings.Contains(p.HTML, "&lt;b&gt;dòng 1&lt;/b&gt;\ndòng 2</pre>") || log.Lines != 200 {
		t.Errorf("the log is shown as %s", p.HTML)
	}
	u.Get(commandsPath+"/"+log.ID+".jpg").Says(t, 404)

	admin.Post(commandsPath, "kind", protocol.RestartMachine).Says(t, 200, "Đã gửi lệnh")
	must(r.Store.AnswerCommand(ctx, "NGATU-01", protocol.Answer{ID: last(r, "NGATU-01").ID, Error: "not allowed on this computer"}))
	u.Part(commandsPath).Says(t, 200, "Không làm được", "not allowed on this computer")
	changes, err := r.Store.ChangesOf(ctx, "command", "NGATU-01", 0, 0)
	if err != nil || len(changes) != 3 || changes[0].Who == changes[1].Who {
		t.Errorf("the log has %d lines, %v", len(changes), err)
	}
}

func TestCommandsAreRefused(t *testing.T) {
	r, u := commandRig(t)
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
			u.Post("/studio/screens/"+c.screen+"/commands", c.fields...).Says(t, c.status, c.says)
		})
	}
	u.T = t
	for _, screen := range []string{"NGATU-01", "TRANG-01"} {
		if all, err := r.Store.Commands(context.Background(), screen, 0); err != nil || len(all) != 0 {
			t.Errorf("%s was given %d commands, %v", screen, len(all), err)
		}
	}
	r.Other("bien-tap", signin.Editor, signin.Approver, signin.Auditor).Post(commandsPath, "kind", protocol.Identify).Says(t, 403, "không có quyền")

	p := u.Get("/studio/screens/TRANG-01")
	p.Says(t, 200, "không có máy riêng", "Hiện tên màn hình", "Giảm sáng")
	if strings.Contains(p.HTML, "restart-machine") || strings.Contains(p.HTML, `value="screenshot"`) {
		t.Error("a page is offered what it cannot do")
	}
	for range store.MaxOpenCommands {
		u.Post(commandsPath, "kind", protocol.Identify)
	}
	u.Post(commandsPath, "kind", protocol.Identify).Says(t, 429, "20 lệnh chờ")
	req := u.Request("POST", commandsPath, bytes.NewReader([]byte("_csrf="+u.CSRF+"&kind=identify")))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("HX-Request", "true")
	over := u.Send(req)
	over.Says(t, 429, "20 lệnh chờ", "Hiện tên màn hình") // the list stays below the sentence
	if strings.Contains(over.HTML, "<html") {
		t.Error("the script is sent a whole page")
	}
}

func TestDimmingForAWhile(t *testing.T) {
	r, u := commandRig(t)
	u.Post("/studio/screens/TRANG-01/commands", "kind", "dim", "level", "30", "minutes", "45").Says(t, 200, "Giảm sáng", "30 %")
	c := last(r, "TRANG-01")
	if left := time.UnixMilli(c.Until).Sub(c.At); c.Level != 30 || left != 45*time.Minute {
		t.Errorf("%d %% for %v", c.Level, left)
	}
	u.Post("/studio/screens/TRANG-01/commands", "kind", "dim", "end", "yes").Says(t, 200, "Bỏ giảm sáng")
	if c = last(r, "TRANG-01"); c.Level != 100 || c.Until != c.At.UnixMilli() {
		t.Errorf("the end of dimming is %d %% until %d, given %d", c.Level, c.Until, c.At.UnixMilli())
	}
}

package app_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
	"ngatu/player/protocol"
)

// line is a way to a server that can be cut.
type line struct {
	net.Listener
	to   string
	mu   sync.Mutex
	cut  bool
	open []net.Conn
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &line{Listener: l, to: to}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			w.mu.Lock()
			if w.cut || err != nil {
				near.Close()
			} else {
				w.open = append(w.open, near, far)
				go io.Copy(near, far)
				go io.Copy(far, near)
			}
			w.mu.Unlock()
		}
	}()
	t.Cleanup(func() { l.Close(); w.set(true) })
	return w
}

func (w *line) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut = cut; cut {
		for _, c := range w.open {
			c.Close()
		}
		w.open = nil
	}
}

// putSlide approves a slide of all screens.
func putSlide(t *testing.T, s *store.Store, id string) {
	t.Helper()
	if _, err := s.Change(t.Context(), "test", func(tx *store.Tx) error {
		return errors.Join(tx.PutCampaign(t.Context(), content.Campaign{ID: "phuong", Name: "Việc của phường", Pool: "city", Weight: 1}), tx.PutSlide(t.Context(), content.Slide{
			ID: id, Campaign: "phuong", Kind: content.Notice, Style: content.Slogan, Title: id, Words: content.Words{Head: "Đường dây nóng 1022"}, State: content.Approved,
		}))
	}); err != nil {
		t.Fatal(err)
	}
}

// plays says whether the newest programme that a player was sent has a slide, and gives it.
func (g *glass) plays(slide string) (f protocol.Frame, yes bool) {
	g.t.Helper()
	all := g.asks(protocol.TypeProgramme)
	if len(all) == 0 {
		return f, false
	}
	var p content.Programme
	if err := all[len(all)-1].Open(&p); err != nil {
		g.t.Error(err)
	}
	return all[len(all)-1], slices.ContainsFunc(p.Slides, func(s content.Shown) bool { return s.ID == slide })
}

// TestNodesWithoutTheDatabase: at each of two nodes somebody puts the same takeover on while
// PostgreSQL is away. Both enter, and both nodes' screens show both, without a gap. Who comes to
// the node that is not the maker meanwhile, for the first time or from the other one, gets what the
// maker has stored. A node that is cut off alone puts one on whose approval is taken back meanwhile
// at the other: it ends there when the node is back, and people read why at either. In the end a
// screen shows that the data were set back: see heldEverywhere.
func TestNodesWithoutTheDatabase(t *testing.T) {
	pg, media := postgres.New(t), s3server.New(t)
	bucket := media.Bucket(t)
	key, err := s3server.KeyFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	direct, err := url.Parse(pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	way := newLine(t, direct.Host)
	over := *direct
	over.Host = way.Addr().String()
	node := func(name, address string, from *app.App) *app.App {
		c := config.Config{
			Node: name, Data: filepath.Join(t.TempDir(), name), Database: config.Database{Database: address},
			Media: config.Media{Media: "s3://" + bucket + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
		}
		if from != nil {
			testkit.CopyKeys(t, filepath.Dir(from.Inbox()), c.Data)
		}
		return testkit.Server(t, c)
	}
	a := node("a", pg.Address(), nil)
	b := node("b", over.String(), a)
	an := begin(t, a)
	binh := &person{t: t, a: b, c: an.c} // one browser, which goes to either address
	putGlass(t, a.Store(), "HK-01", "HK-02", "HK-03")
	putSlide(t, a.Store(), "truoc")
	prepare(t, a.Store(), "t-flood")
	const page, on = "/studio/takeovers/t-flood", "/studio/takeovers/t-flood/on"
	here, there := connect(t, a, "HK-01"), connect(t, b, "HK-02")
	for _, one := range []*person{an, binh} {
		until(t, "the takeover is known", func() bool { status, _ := one.do(http.MethodGet, page, nil); return status == 200 })
	}
	until(t, "b has the programme", func() bool { _, yes := there.plays("truoc"); return yes })
	newest := func(typ protocol.Type, of string) store.SentFrame {
		t.Helper()
		f, err := a.Store().NewestFrame(t.Context(), typ, of)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	programme, _ := there.plays("truoc")
	stored, own := newest(protocol.TypeProgramme, programme.For), map[string]store.SentFrame{"HK-01": newest(protocol.TypeScreen, "HK-01"), "HK-03": newest(protocol.TypeScreen, "HK-03")}

	pg.Stop()
	for _, one := range []*app.App{a, b} {
		one.Store().LastChange(t.Context())
		until(t, "the database is away", one.Store().Outage.Away)
	}
	all := url.Values{"reach": {"all"}, "minutes": {"60"}, "drill": {"no"}}
	an.press(200, on, all, "Chỉ máy chủ này (a): 1 trên 3 màn hình")
	binh.press(200, on, all, "Chỉ máy chủ này (b): 1 trên 3 màn hình", "địa chỉ riêng")
	until(t, "each shows its own", func() bool {
		return len(here.shows()) == 1 && len(there.shows()) == 1 && here.shows()[0] != there.shows()[0]
	})
	if b.Store().Nodes.Making() {
		t.Fatal("b is the maker: the test says little")
	}
	for _, code := range []string{"HK-01", "HK-03"} {
		one := connect(t, b, code)
		is, yes := one.plays("truoc")
		if !yes || is.Number != stored.Number || is.Hash != stored.Hash || !slices.Equal(is.Sig, stored.Sig) {
			t.Errorf("%s, which was not at b, gets the programme %d %s, stored are %d %s", code, is.Number, is.Hash, stored.Number, stored.Hash)
		}
		if got := one.asks(protocol.TypeScreen); len(got) != 1 || got[0].Hash != own[code].Hash || got[0].Number < own[code].Number {
			t.Errorf("%s gets of its own %+v, stored is %d %s", code, got, own[code].Number, own[code].Hash)
		}
		if shows := one.shows(); !slices.Equal(shows, there.shows()) {
			t.Errorf("%s shows the takeovers %v", code, shows)
		}
		one.ws.Close()
	}
	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "both show both", func() bool { return len(here.shows()) == 2 && slices.Equal(here.shows(), there.shows()) })
	now, err := a.Store().Takeover(t.Context(), "t-flood")
	if presses := now.Presses(); err != nil || len(presses) != 2 || presses[0].Node == presses[1].Node {
		t.Errorf("entered: %+v %v", presses, err)
	}
	for _, g := range []*glass{here, there} {
		for _, press := range g.shows() {
			if _, gone := g.number(press); len(gone) > 0 {
				t.Errorf("%s: %v went", g.code, gone)
			}
		}
	}
	binh.press(200, "/studio/takeovers/t-flood/end", url.Values{})
	until(t, "both end", func() bool { return len(here.shows())+len(there.shows()) == 0 })

	binh.do(http.MethodGet, page, nil)
	way.set(true)
	b.Store().LastChange(t.Context())
	until(t, "the database is away for b", b.Store().Outage.Away)
	binh.press(200, on, all)
	until(t, "it is on at b", func() bool { return len(there.shows()) == 1 })
	an.press(200, "/studio/takeovers/t-flood/off", url.Values{})
	if len(here.shows()) > 0 || len(there.shows()) != 1 {
		t.Errorf("on at a: %v, at b: %v", here.shows(), there.shows())
	}
	way.set(false)
	until(t, "it ends at b", func() bool { return len(there.shows()) == 0 })
	for _, one := range []*person{an, binh} {
		until(t, "people read why", func() bool {
			_, html := one.do(http.MethodGet, page, nil)
			return strings.Contains(html, "không được giữ lại")
		})
		status, html := one.do(http.MethodGet, page, nil)
		one.says(page, status, 200, html, "Lần phát khi mất cơ sở dữ liệu không được giữ lại và đã dừng", "Phê duyệt của “Ngập nặng” đã được gỡ", "Nguyễn Thị An", "máy chủ b")
	}
	until(t, "no file is left", func() bool {
		left, err := os.ReadDir(filepath.Join(filepath.Dir(b.Inbox()), "presses"))
		return err == nil && len(left) == 0
	})
	heldEverywhere(t, an, binh, here, there)
}

var heldSince = regexp.MustCompile(`name="number" value="(\d+)"`)

// heldEverywhere: a screen shows, at the node that is not the maker, what the log lacks. Both nodes
// are held then, and say so: who is there and who comes is sent nothing that follows from the data,
// though somebody approves a slide, and a takeover is. A person continues at one, and both send it,
// above the number that was shown.
func heldEverywhere(t *testing.T, an, binh *person, here, there *glass) {
	t.Helper()
	number := time.Now().Add(10 * time.Minute).UnixMilli()
	shown, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: "HK-03", Number: number}, protocol.Takeover{ID: "lost"}, workingKey(t, filepath.Dir(binh.a.Inbox())))
	if err != nil {
		t.Fatal(err)
	}
	follows := []protocol.Type{protocol.TypeProgramme, protocol.TypeScreen, protocol.TypeFigures}
	players := []*glass{here, there}
	var was []int
	for _, g := range players {
		was = append(was, len(g.asks(follows...)))
	}
	players, was = append(players, connectWith(t, binh.a, "HK-03", protocol.HeadOf(shown))), append(was, 0) // refused once, then held
	if set, held, err := an.a.Store().Held(context.WithoutCancel(t.Context())); err != nil || !held || set.Because != store.ShownByScreen || set.From != "HK-03" || set.Highest != number {
		t.Fatalf("held %v: %+v (%v)", held, set, err)
	}
	const says = "Máy chủ đang tạm giữ vì dữ liệu bị lùi về trước"
	for _, one := range []*person{an, binh} {
		until(t, "the studio says that it is held", func() bool { _, html := one.do(http.MethodGet, "/studio", nil); return strings.Contains(html, says) })
		until(t, "who comes is sent nothing old", func() bool {
			g := connect(t, one.a, "HK-02")
			defer g.ws.Close()
			return len(g.asks(follows...)) == 0
		})
	}
	putSlide(t, an.a.Store(), "sau")
	prepare(t, an.a.Store(), "t-storm")
	an.press(200, "/studio/takeovers/t-storm/on", url.Values{"reach": {"all"}, "minutes": {"60"}, "drill": {"no"}})
	until(t, "all show the takeover", func() bool {
		return !slices.ContainsFunc(players, func(g *glass) bool { return len(g.shows()) != 1 })
	})
	binh.press(200, "/studio/takeovers/t-storm/end", url.Values{})
	until(t, "it ends", func() bool { return !slices.ContainsFunc(players, func(g *glass) bool { return len(g.shows()) > 0 }) })
	for i, g := range players {
		if got := g.asks(follows...)[was[i]:]; len(got) > 0 {
			t.Errorf("%s is sent while the fleet is held: %d frames, the first %s", g.code, len(got), got[0].Thing())
		}
	}
	_, html := binh.do(http.MethodGet, "/studio/held", nil)
	state := heldSince.FindStringSubmatch(html)
	if state == nil {
		t.Fatalf("nobody can continue: %s", html)
	}
	binh.press(200, "/studio/held/continue", url.Values{"number": {state[1]}, "seen": {"yes"}}, "Máy chủ hoạt động bình thường")
	for _, g := range append(players, connect(t, an.a, "HK-03")) {
		until(t, g.code+" goes on", func() bool { f, yes := g.plays("sau"); return yes && f.Number > number })
	}
	for _, one := range []*person{an, binh} {
		until(t, "the studio says it no more", func() bool { _, html := one.do(http.MethodGet, "/studio", nil); return !strings.Contains(html, says) })
	}
}

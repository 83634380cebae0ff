package player

import (
	"crypto/ed25519"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// A screen that staff revoke goes back to its code, says so, forgets what was on air, and can be
// enrolled again.
func TestARevokedScreenIsEnrolledAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	page := openPage(t, p)
	first := s.shownCode()

	s.confirmed(false)
	s.mu.Lock()
	s.revoked[screenCode] = true
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	page.await(protocol.TypeReleased)
	eventually(t, "it shows another code", func() bool { return s.shownCode() != first && p.enrolment().Code == s.shownCode() })
	if len(p.held(0)) != 0 {
		t.Error("it still holds what was on air")
	}
	if _, asked := postJSON(t, "http://"+p.Addr()+"/api/enrol", `{}`); asked["was"] != screenCode || asked["code"] != s.shownCode() {
		t.Errorf("its page hears %v", asked)
	}
	if _, text := get(t, "http://"+p.Addr()+"/"); !strings.Contains(text, "đã bị thu hồi") || !strings.Contains(text, s.shownCode()) {
		t.Error("the status page does not say that it was revoked")
	}
	stop()

	p, _ = agent(t, s.url(), dir)
	eventually(t, "it does so after a restart too", func() bool { return p.enrolment().Was == screenCode && p.enrolment().Code != "" })
	if frames, _ := os.ReadDir(filepath.Join(dir, "frames")); len(frames) != 0 {
		t.Errorf("%d frames are left on the disk", len(frames))
	}
	s.mu.Lock()
	s.revoked[screenCode] = false
	s.mu.Unlock()
	s.confirmed(true)
	eventually(t, "it is enrolled again and has everything", func() bool { return complete(p, s) && p.linked() })
	if p.enrolment().Was != "" {
		t.Error("it still says that it was revoked")
	}
}

// Nothing but the server's own word, for this device and of today, takes a screen off the air.
func TestNothingElseReleasesAScreen(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p, _ := enrolled(t, s, t.TempDir())
	_, thief, _ := ed25519.GenerateKey(nil)
	device := protocol.KeyName(p.key.Public().(ed25519.PublicKey))
	now := time.Now().UnixMilli()
	release := func(screen, device string, number int64, key ed25519.PrivateKey) protocol.Frame {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeReleased, For: screen, Number: number}, protocol.Released{Screen: screen, Device: device}, key)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	unsigned := release(screenCode, device, now, s.work)
	unsigned.Sig = nil
	for name, f := range map[string]protocol.Frame{
		"not signed":            unsigned,
		"another key":           release(screenCode, device, now, thief),
		"the recovery key":      release(screenCode, device, now, s.rescue),
		"another screen":        release("HN-9999", device, now, s.work),
		"another device":        release(screenCode, "0011223344556677", now, s.work),
		"of before it enrolled": release(screenCode, device, p.who.Since-1, s.work),
	} {
		hellos := s.count(func() int { return len(s.hellos) })
		s.inject(f)
		eventually(t, name+": it hangs up and comes back", func() bool { return s.count(func() int { return len(s.hellos) }) > hellos && p.linked() })
		if p.enrolment().Screen != screenCode || !complete(p, s) {
			t.Fatalf("%s: it was released", name)
		}
	}
}

// The status page tells a server that does not know the screen from one that is not there.
func TestRefusedAndUnreachableAreToldApart(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p, _ := enrolled(t, s, t.TempDir())
	page := openPage(t, p)
	says := func(words string) func() bool {
		return func() bool { _, text := get(t, "http://"+p.Addr()+"/"); return strings.Contains(text, words) }
	}
	s.stop()
	page.await(protocol.TypeLine)
	eventually(t, "no server", says("mất kết nối</span>"))
	s.mu.Lock()
	s.devices[screenCode] = nil
	s.mu.Unlock()
	s.start()
	eventually(t, "a server that does not know it", says("máy chủ không nhận màn hình này"))
	if p.enrolment().Line != protocol.LineRefused || len(p.held(0)) == 0 {
		t.Error("what is on air was given up")
	}
	for l := (protocol.Line{}); l.State != protocol.LineRefused; {
		if err := page.await(protocol.TypeLine).Open(&l); err != nil {
			t.Fatal(err)
		}
	}

	fresh, _ := agent(t, "http://127.0.0.1:1", t.TempDir())
	eventually(t, "a computer that was never enrolled, without a server", func() bool {
		status, asked := postJSON(t, "http://"+fresh.Addr()+"/api/enrol", `{}`)
		return status == http.StatusServiceUnavailable && asked["line"] == protocol.LineDown && asked["was"] == ""
	})
}

package player

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEnrolment(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := agent(t, s.url(), dir)
	local := "http://" + p.Addr()
	var asked map[string]any
	eventually(t, "the page gets the agent's code", func() bool {
		var status int
		status, asked = postJSON(t, local+"/api/enrol", `{"w":1,"h":1}`)
		return status == 200
	})
	if asked["code"] != s.shownCode() {
		t.Fatalf("the page shows %v", asked)
	}
	poll, _ := json.Marshal(map[string]any{"poll": asked["poll"]})
	if status, _ := postJSON(t, local+"/api/enrol/poll", string(poll)); status != 204 {
		t.Fatalf("poll before staff confirmed: %d", status)
	}
	if status, _ := postJSON(t, local+"/api/enrol/poll", `{"poll":"of yesterday"}`); status != 410 {
		t.Fatalf("poll of another code: %d", status)
	}
	if _, text := get(t, local+"/"); !strings.Contains(text, s.shownCode()) {
		t.Error("the status page does not show the code")
	}
	s.confirmed(true)
	eventually(t, "the page gets its screen", func() bool {
		status, got := postJSON(t, local+"/api/enrol/poll", string(poll))
		return status == 200 && got["screen"] == screenCode && got["token"] != ""
	})
	eventually(t, "the agent has everything", func() bool { return complete(p, s) })
	if info, err := os.Stat(filepath.Join(dir, keyFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
	if _, text := get(t, local+"/"); !strings.Contains(text, "Ngã tư Sở") || strings.Contains(text, s.shownCode()) {
		t.Error("the status page does not name the screen, or still shows the code")
	}
	stop()

	s.confirmed(false) // a second enrolment would hang
	p, _ = agent(t, "", dir)
	eventually(t, "after a restart it goes right on, knowing its server", func() bool { return complete(p, s) && p.linked() })
	if n := s.count(func() int { return s.denied }); n != 0 {
		t.Errorf("%d proofs refused", n)
	}
}

func TestCopiedFolderWithoutKeyGetsNoConnection(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	os.Remove(filepath.Join(dir, keyFile))
	p, _ := agent(t, s.url(), dir)
	eventually(t, "the server refuses it", func() bool { return s.count(func() int { return s.denied }) > 0 })
	if p.linked() {
		t.Error("connected with another key")
	}
}

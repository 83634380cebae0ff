//go:build unix

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// Without the machine's zone files, as in a container made of the program alone, screens get their
// programme all the same.
func TestNoZoneFiles(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: only root may change the root folder")
	}
	root := t.TempDir()
	for _, dir := range []string{"tmp", "data"} {
		if err := os.Mkdir(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(static(t), filepath.Join(root, "ngatu")); err != nil {
		b, err := os.ReadFile(static(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "ngatu"), b, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "/ngatu", "demo", "--data", "/data", "--listen", "127.0.0.1:0")
	cmd.Path, cmd.Dir, cmd.Env = "/ngatu", "/", []string{"TMPDIR=/tmp"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	s := start(t, cmd)
	defer s.stop(t)
	ws := join(t, s.url, "SANH-01")
	for deadline := time.Now().Add(testkit.Patience); ; {
		ws.SetReadDeadline(deadline)
		_, b, err := ws.ReadMessage()
		if err != nil {
			t.Fatalf("no programme came: %v", err)
		}
		var f protocol.Frame
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		if f.Type != protocol.TypeProgramme {
			continue
		}
		var p content.Programme
		if err := f.Open(&p); err != nil {
			t.Fatal(err)
		}
		if p.Zone != content.DefaultZone || len(p.Slides) == 0 {
			t.Errorf("a programme of %d slides in zone %q", len(p.Slides), p.Zone)
		}
		return
	}
}

// join says hello as a screen of the wall.
func join(t *testing.T, url, screen string) *websocket.Conn {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+url[len("http"):]+protocol.PathSocket, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	f, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen})
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.WriteMessage(websocket.TextMessage, b); err != nil {
		t.Fatal(err)
	}
	return ws
}

package player

import (
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

func TestForgedFramesChangeNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("true")
	p, _ := enrolled(t, s, t.TempDir())
	page := openPage(t, p)
	page.slides()
	s.mu.Lock()
	old := s.frames["programme/"+audience]
	s.mu.Unlock()
	s.programme("true", "newer")
	if got := page.slides(); got != "true newer" {
		t.Fatal(got)
	}
	_, thief, _ := ed25519.GenerateKey(nil)
	fresh := func() protocol.Frame {
		return s.seal(protocol.TypeProgramme, audience, content.Programme{Evergreen: -1})
	}
	change := func(f protocol.Frame, how func(*protocol.Frame)) protocol.Frame { how(&f); return f }
	stolen, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeProgramme, For: audience, Number: 1 << 50}, content.Programme{Evergreen: -1}, thief)
	for _, c := range []struct {
		name string
		f    protocol.Frame
		want string
	}{
		{"replayed", old, protocol.ErrOlder.Error()},
		{"another body", change(fresh(), func(f *protocol.Frame) { f.Body = json.RawMessage(`{"evil":1}`) }), protocol.ErrHash.Error()},
		{"body and hash", change(fresh(), func(f *protocol.Frame) {
			f.Body = json.RawMessage(`{"evil":1}`)
			f.Hash = string(content.DigestOf(f.Body))
		}), protocol.ErrSignature.Error()},
		{"another number", change(old, func(f *protocol.Frame) { f.Number += 1 << 40 }), protocol.ErrSignature.Error()},
		{"another key", stolen, protocol.ErrSignature.Error()},
		{"no signature", change(fresh(), func(f *protocol.Frame) { f.Sig, f.Key = nil, "" }), protocol.ErrSignature.Error()},
		{"another screen", s.seal(protocol.TypeScreen, "HN-0002", protocol.Screen{Code: "HN-0002"}), protocol.ErrNotMine.Error()},
		{"another audience", s.seal(protocol.TypeProgramme, "aud2", content.Programme{Evergreen: -1}), protocol.ErrNotMine.Error()},
		{"a command that is over", change(s.seal(protocol.TypeFigures, "x", 1), func(f *protocol.Frame) {
			g, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: f.Number, Until: time.Now().Add(-time.Second).UnixMilli()},
				protocol.Command{ID: "1", Kind: "reload"}, s.work)
			*f = g
		}), protocol.ErrExpired.Error()},
	} {
		s.inject(c.f)
		eventually(t, c.name+" is reported", func() bool { return strings.Contains(s.lastStatus().Trouble, c.want) })
		if got := openPage(t, p).slides(); got != "true newer" {
			t.Fatalf("%s: on air is %q", c.name, got)
		}
	}
	s.programme("after")
	if got := page.slides(); got != "after" {
		t.Fatalf("the next true frame is %q", got)
	}
}

func TestTamperedDiskIsNotUsed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	media := s.all("true")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	s.stop()
	entries, _ := filepath.Glob(filepath.Join(dir, "frames", "*.frame"))
	for _, path := range entries {
		b, _ := os.ReadFile(path)
		os.WriteFile(path, []byte(strings.Replace(string(b), `"id":"true"`, `"id":"fals"`, 1)), 0o600)
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "media", "??", "??", string(media[0])))
	if len(paths) != 1 {
		t.Fatalf("media on the disk: %v", paths)
	}
	os.WriteFile(paths[0], []byte(strings.Repeat("fals", 100)), 0o600)

	p, _ := agent(t, s.url(), dir)
	for _, f := range p.held(0) {
		if f.Type == protocol.TypeProgramme {
			t.Fatalf("a changed programme is on air: %s", f.Body)
		}
	}
	if status, _ := get(t, "http://"+p.Addr()+"/media/"+string(media[0])); status == 200 {
		t.Fatal("a changed picture is served")
	}
	s.start()
	eventually(t, "the server heals it", func() bool { return complete(p, s) })
	eventually(t, "the picture is right again", func() bool {
		status, body := get(t, "http://"+p.Addr()+"/media/"+string(media[0]))
		return status == 200 && strings.HasPrefix(body, "truetrue")
	})
	eventually(t, "the operator is told", func() bool { return strings.Contains(s.lastStatus().Trouble, "changed by somebody") })
}

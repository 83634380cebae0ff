package player

import (
	"crypto/ed25519"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// signedByAll says whether all that the agent holds bears the name of the server's key.
func signedByAll(p *Player, s *server) bool {
	s.mu.Lock()
	name := protocol.KeyName(s.work.Public().(ed25519.PublicKey))
	s.mu.Unlock()
	for _, f := range p.held(0) {
		if f.Key != name {
			return false
		}
	}
	return p.gate.Key() == name
}

func TestKeyIsHandedOver(t *testing.T) {
	for name, rescue := range map[string]bool{"by the working key": false, "by the recovery key": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.all("a", "b")
			dir := t.TempDir()
			p, stop := enrolled(t, s, dir)
			page := openPage(t, p)
			page.slides()
			s.stop()
			by := s.work
			if rescue {
				by = s.rescue
			}
			s.handOver(by)
			s.start()
			eventually(t, "the agent follows, and has all under the new key", func() bool { return signedByAll(p, s) && complete(p, s) && p.linked() })
			before := s.count(func() int { return s.fetched })
			s.programme("c")
			if got := page.slides(); got != "c" {
				t.Fatalf("under the new key the page is told %q", got)
			}
			eventually(t, "it has the medium", func() bool {
				return s.count(func() int { return s.fetched }) > before && complete(p, s)
			})
			fetched := s.count(func() int { return s.fetched })
			stop()
			s.stop()

			p, stop = agent(t, "", dir) // without a server: the chain is read back, and what is kept holds
			if got := openPage(t, p).slides(); got != "c" {
				t.Fatalf("after a restart the page is told %q", got)
			}
			s.start()
			eventually(t, "it connects again", p.linked)
			if n := s.count(func() int { return s.fetched }); n != fetched {
				t.Errorf("the hand-over cost %d downloads", n-fetched)
			}
			s.mu.Lock()
			named := s.hellos[len(s.hellos)-1].Key
			s.mu.Unlock()
			if named != p.gate.Key() {
				t.Errorf("its hello names key %q", named)
			}
			stop()
		})
	}
}

func TestBadHandoversChangeNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("true")
	p, _ := enrolled(t, s, t.TempDir())
	s.stop()
	s.handOver(s.work)
	s.handOver(s.work)
	good := slices.Clone(s.chain)
	thiefs, thief, _ := ed25519.GenerateKey(nil)
	for name, chain := range map[string][]protocol.Handover{
		"truncated":      good[1:],
		"tampered":       {func() protocol.Handover { h := good[0]; h.From++; return h }()},
		"wrongly signed": {protocol.SignHandover(thiefs, 1<<50, thief)},
	} {
		s.setChain(chain)
		s.start()
		eventually(t, name+" is reported", func() bool { return p.linked() && strings.Contains(p.status.Status().Trouble, "hand-over") })
		if got := openPage(t, p).slides(); got != "true" || p.gate.Key() != protocol.KeyName(s.first) {
			t.Fatalf("%s: on air is %q under %s", name, got, p.gate.Key())
		}
		s.stop()
		eventually(t, "the agent notices", func() bool { return !p.linked() })
		p.status.Trouble("")
	}
	s.setChain(good)
	s.start()
	eventually(t, "the true chain is followed", func() bool { return signedByAll(p, s) && complete(p, s) })
	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	p.status.Trouble("")
	s.setChain(good[:1])
	s.start()
	eventually(t, "an older chain, replayed, is reported", func() bool { return strings.Contains(p.status.Status().Trouble, "hand-over") })
	if !signedByAll(p, s) {
		t.Error("an older chain led back")
	}
}

func TestChangedChainOnTheDisk(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("true")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	s.stop()
	s.handOver(s.work)
	s.start()
	eventually(t, "the agent follows", func() bool { return signedByAll(p, s) && complete(p, s) })
	stop()
	path := filepath.Join(dir, stateFile)
	b, _ := os.ReadFile(path)
	os.WriteFile(path, []byte(strings.Replace(string(b), `"from": 1`, `"from": 2`, 1)), 0o600)
	p, _ = agent(t, "", dir)
	eventually(t, "the server leads it back", func() bool { return signedByAll(p, s) && complete(p, s) && p.linked() })
}

func TestCommandIsNotObeyedAgainAfterARestart(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	reload, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: time.Now().UnixMilli(), Until: time.Now().Add(time.Hour).UnixMilli()},
		protocol.Command{ID: "c1", Kind: "reload"}, s.work)
	page := openPage(t, p)
	s.inject(reload)
	page.await(protocol.TypeCommand)
	stop()
	p, _ = agent(t, "", dir)
	eventually(t, "it is back", p.linked)
	s.inject(reload) // replayed
	s.programme("b")
	eventually(t, "what came after it is here", func() bool { return complete(p, s) })
	if len(p.commands.ForPage()) != 0 {
		t.Error("the command is obeyed a second time")
	}
}

// Who stole the working key sends a frame with a number that nobody reaches. The screen shows it as
// long as that key counts; its clock does not move; and once the recovery key hands over, numbers
// start again, also for an agent that was restarted in between.
func TestAThiefsNumberDoesNotLast(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	eventually(t, "the clock is known", func() bool { return p.clock.Known() > 0 })
	for _, like := range p.held(0) {
		like.Number, like.Key = 1<<62, protocol.KeyName(s.work.Public().(ed25519.PublicKey))
		like.Sig = ed25519.Sign(s.work, like.SigningText())
		s.inject(like)
	}
	eventually(t, "the agent takes what is signed", func() bool { return p.gate.Highest() == 1<<62 })
	year := func() int64 { now, _ := p.clock.Now(); return now / (366 * 24 * 3600_000) }
	if at := year(); at > time.Now().UnixMilli()/(366*24*3600_000)+1 {
		t.Fatalf("the clock went to the year %d", 1970+at)
	}
	s.stop()
	stop()
	p, _ = agent(t, "", dir)
	if at := year(); at > time.Now().UnixMilli()/(366*24*3600_000)+1 {
		t.Errorf("after a restart the clock is in the year %d", 1970+at)
	}
	s.handOver(s.rescue)
	s.start()
	eventually(t, "the agent has all under the new key", func() bool { return signedByAll(p, s) && complete(p, s) && p.linked() })
	s.programme("b")
	eventually(t, "it hears what comes then", func() bool { return openPage(t, p).slides() == "b" })
	if p.gate.Highest() == 1<<62 {
		t.Error("the thief's number still counts")
	}
}

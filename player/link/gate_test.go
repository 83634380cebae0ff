package link

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"ngatu/player/protocol"
)

type signer struct {
	t   *testing.T
	key ed25519.PrivateKey
}

func (s signer) seal(f protocol.Frame, body any) protocol.Frame {
	s.t.Helper()
	f, err := protocol.Seal(f, body, s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

func (s signer) screen(n int64, audience string) protocol.Frame {
	return s.seal(protocol.Frame{Type: protocol.TypeScreen, For: "S1", Number: n}, protocol.Screen{Code: "S1", Audience: audience})
}

func (s signer) programme(n int64, audience, what string) protocol.Frame {
	return s.seal(protocol.Frame{Type: protocol.TypeProgramme, For: audience, Number: n}, map[string]string{"what": what})
}

func newGate(t *testing.T) (*Gate, signer) {
	pub, key, _ := ed25519.GenerateKey(nil)
	return NewGate("S1", protocol.NewKeys([]ed25519.PublicKey{pub})), signer{t, key}
}

func things(g *Gate, now int64) (out []string) {
	for _, f := range g.Held(now) {
		out = append(out, f.Thing())
	}
	return out
}

func same(a []string, b ...string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestProgrammeThatComesBeforeItsScreen(t *testing.T) {
	g, s := newGate(t)
	if _, err := g.Take(s.programme(5, "a", "x"), 0); !errors.Is(err, protocol.ErrNotMine) {
		t.Fatalf("taken before the screen named it: %v", err)
	}
	taken, err := g.Take(s.screen(6, "a"), 0)
	if err != nil || len(taken) != 2 || taken[1].For != "a" || !taken[1].Changed {
		t.Fatalf("with the screen came %v, %v", taken, err)
	}
}

func TestMoveToAnotherAudienceKeepsTheGlass(t *testing.T) {
	g, s := newGate(t)
	g.Take(s.screen(1, "a"), 0)
	g.Take(s.programme(2, "a", "x"), 0)
	g.Take(s.screen(3, "b"), 0)
	if got := things(g, 0); !same(got, "screen/S1", "programme/a") {
		t.Fatalf("until the new programme is here: %v", got)
	}
	if _, asks := g.Has()["programme/a"]; asks {
		t.Error("the hello says that it has what no longer counts")
	}
	g.Take(s.programme(4, "b", "y"), 0)
	if got := things(g, 0); !same(got, "screen/S1", "programme/b") {
		t.Fatalf("after: %v", got)
	}
}

func TestTakeoverEndsByItself(t *testing.T) {
	g, s := newGate(t)
	g.Take(s.screen(1, "a"), 0)
	over := s.seal(protocol.Frame{Type: protocol.TypeTakeover, For: "S1", Number: 2, Until: 1000}, protocol.Takeover{ID: "t"})
	if _, err := g.Take(over, 900); err != nil {
		t.Fatal(err)
	}
	for now, want := range map[int64]int{0: 2, 999: 2, 1000: 1} {
		if got := things(g, now); len(got) != want {
			t.Errorf("at %d: %v", now, got)
		}
	}
	if _, err := g.Take(over, 1001); !errors.Is(err, protocol.ErrExpired) {
		t.Errorf("replayed after its end: %v", err)
	}
}

func TestSameTruthAgainOnlyRaisesTheNumber(t *testing.T) {
	g, s := newGate(t)
	g.Take(s.screen(1, "a"), 0)
	taken, err := g.Take(s.screen(9, "a"), 0)
	if err != nil || len(taken) != 1 || taken[0].Changed || g.Highest() != 9 {
		t.Fatalf("%v, %v, highest %d", taken, err, g.Highest())
	}
	if _, err := g.Take(s.screen(8, "a"), 0); !errors.Is(err, protocol.ErrOlder) {
		t.Errorf("an older number: %v", err)
	}
}

func TestCommandIsObeyedOnce(t *testing.T) {
	g, s := newGate(t)
	command := s.seal(protocol.Frame{Type: protocol.TypeCommand, For: "S1", Number: 3, Until: 5000}, protocol.Command{ID: "1", Kind: "reload"})
	for i, want := range []bool{true, false} {
		taken, err := g.Take(command, 1000)
		if err != nil || len(taken) != 1 || taken[0].Changed != want {
			t.Errorf("time %d: %v, %v", i, taken, err)
		}
	}
	if got := things(g, 0); len(got) != 0 {
		t.Errorf("a command is held as a truth: %v", got)
	}
}

func TestAfterAHandOverAllIsAskedForAnew(t *testing.T) {
	g, s := newGate(t)
	g.Take(s.screen(1, "a"), 0)
	g.Take(s.programme(2, "a", "x"), 0)
	next, key, _ := ed25519.GenerateKey(nil)
	links, err := g.Follow([]protocol.Handover{protocol.SignHandover(next, 100, s.key)})
	if err != nil || len(links) != 1 || g.Key() != protocol.KeyName(next) {
		t.Fatalf("%d links, %v", len(links), err)
	}
	if got := things(g, 0); len(got) != 2 {
		t.Errorf("on air after the hand-over: %v", got)
	}
	if has := g.Has(); len(has) != 0 {
		t.Errorf("the hello does not ask for %v", has)
	}
	if _, err := g.Take(s.programme(3, "a", "y"), 0); !errors.Is(err, protocol.ErrSignature) {
		t.Errorf("the old key still rules: %v", err)
	}
	if _, err := g.Take((signer{t, key}).screen(1, "a"), 0); err != nil {
		t.Errorf("the same truth under the new key: %v", err)
	}
	if has := g.Has(); len(has) != 1 || has["screen/S1"] == "" {
		t.Errorf("the hello then has %v", has)
	}
}

func TestCommandsAreShortLived(t *testing.T) {
	g, s := newGate(t)
	g.Take(s.screen(10_000, "a"), 0)
	for _, c := range []struct {
		name               string
		number, until, now int64
		want               error
	}{
		{"fresh", 11_000, 12_000, 11_500, nil},
		{"fresh, clock unknown", 11_001, 12_000, 0, nil},
		{"over", 11_002, 12_000, 12_000, protocol.ErrExpired},
		{"over, clock unknown but known to be later", 9_000, 10_000, 0, protocol.ErrExpired},
		{"without an end", 11_003, 0, 11_500, protocol.ErrExpired},
		{"for a month", 11_004, 11_004 + 30*24*3600_000, 11_500, protocol.ErrExpired},
	} {
		f := s.seal(protocol.Frame{Type: protocol.TypeCommand, For: "S1", Number: c.number, Until: c.until}, protocol.Command{ID: c.name, Kind: "reload"})
		taken, err := g.Take(f, c.now)
		if !errors.Is(err, c.want) || c.want == nil && (len(taken) != 1 || !taken[0].Changed) {
			t.Errorf("%s: %v, %v", c.name, taken, err)
		}
	}
}

func TestCommandIsObeyedOnceOverARestart(t *testing.T) {
	g, s := newGate(t)
	command := s.seal(protocol.Frame{Type: protocol.TypeCommand, For: "S1", Number: 3, Until: 5000}, protocol.Command{ID: "1", Kind: "reload"})
	g.Take(command, 1000)
	again := NewGate("S1", protocol.NewKeys([]ed25519.PublicKey{s.key.Public().(ed25519.PublicKey)}))
	again.Remember(g.Obeyed())
	if taken, err := again.Take(command, 1000); err != nil || taken[0].Changed {
		t.Errorf("obeyed again after a restart: %v, %v", taken, err)
	}
}

package players_test

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/player/protocol"
)

// said counts the warnings and errors of a log by their messages.
type said struct {
	mu    sync.Mutex
	times map[string]int
	why   []string // hellos were refused
}

func (s *said) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelInfo }
func (s *said) WithAttrs([]slog.Attr) slog.Handler           { return s }
func (s *said) WithGroup(string) slog.Handler                { return s }

func (s *said) Handle(_ context.Context, r slog.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.times[r.Message]++
	if r.Message == "hello refused" {
		r.Attrs(func(a slog.Attr) bool { s.why = append(s.why, a.String()); return true })
	}
	return nil
}

func (s *said) all() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.times)
}

// onPostgres is a whole server whose database can be stopped.
func onPostgres(t *testing.T) (*rig, *postgres.Server, *said) {
	t.Helper()
	pg, log := postgres.New(t), &said{times: map[string]int{}}
	a, err := app.New(t.Context(), config.Config{
		Listen: "127.0.0.1:0", Data: filepath.Join(t.TempDir(), "data"), Database: config.Database{Database: pg.Address()},
	}, slog.New(log), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if testkit.Stop(t, a); t.Failed() {
			t.Log(log.why)
		}
	})
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rigOf(t, a), pg, log
}

// until waits for what must come.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it did not come: %s", what)
		}
	}
}

// brings are the frames that come to a player before the answer to its question, by type.
func (c *caller) brings() map[protocol.Type]protocol.Frame {
	c.t.Helper()
	c.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	out := map[protocol.Type]protocol.Frame{}
	for {
		f := c.frame()
		if out[f.Type] = f; f.Type == protocol.TypeClock {
			return out
		}
	}
}

// TestPlayersJoinWithoutTheDatabase: page, agent and long poll come to a server whose database is
// away, and get all that is on, a takeover too. What they showed is not acknowledged until it is
// stored. Who was revoked before stays out, who is not known is told to come back. Then the database
// is back: a command that waited comes by itself, what was shown is stored once, and who is not
// known is refused.
func TestPlayersJoinWithoutTheDatabase(t *testing.T) {
	r, pg, log := onPostgres(t)
	hello := func(screen, token string) func(string) protocol.Hello {
		return func(string) protocol.Hello { return protocol.Hello{Screen: screen, Token: token, Ranks: true} }
	}
	token, gone := r.enrol(nil, screenCode).Token, r.enrol(nil, "HK-02").Token
	was, err := r.Store().Credentials(t.Context(), "HK-02")
	if err != nil || len(was) != 1 {
		t.Fatalf("HK-02 has %v, %v", was, err)
	}
	pub, key := newKey(t)
	r.enrol(pub, "HK-02")
	r.change(func(ctx context.Context, tx *store.Tx) error {
		one, err := content.PutOn(content.Takeover{ID: "storm", Title: "Bão", State: content.Approved, Gravity: content.Danger, Words: content.Words{Head: "Bão đổ bộ tối nay. Ở trong nhà.", Brief: "Bão tối nay"}}, "an", tx.Time(), time.Hour, false)
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
	r.give(screenCode, "c1", protocol.Reload, time.Hour)
	leaves := r.knock(hello("HK-02", gone))
	leaves.await(protocol.TypeTakeover)
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredential(ctx, was[0].ID) })
	leaves.closed(patience) // so the server has heard of all that was enrolled before
	own, err := r.Store().NewestFrame(t.Context(), protocol.TypeScreen, screenCode)
	if err != nil {
		t.Fatal(err)
	}
	head := protocol.HeadOf(own.Frame)

	pg.Stop()
	until(t, "the outage is known", func() bool {
		_, err := r.Store().Screen(t.Context(), screenCode)
		return err != nil && r.Store().Outage.Away()
	})

	page := r.knock(hello(screenCode, token))
	got := page.brings()
	for _, want := range []protocol.Type{protocol.TypeWelcome, protocol.TypeScreen, protocol.TypeProgramme, protocol.TypeFigures, protocol.TypeTakeover} {
		if _, ok := got[want]; !ok {
			t.Errorf("a page that joins gets no %s, but %v", want, slices.Collect(maps.Keys(got)))
		}
	}
	if f := got[protocol.TypeScreen]; f.Hash != own.Hash || f.Number < own.Number || f.Verify([]ed25519.PublicKey{r.working().Public().(ed25519.PublicKey)}) != nil {
		t.Errorf("its own frame: %d %s, the store has %d %s", f.Number, f.Hash, own.Number, own.Hash)
	}
	agent := r.knock(func(challenge string) protocol.Hello {
		return protocol.Hello{
			Screen: "HK-02", Proof: ed25519.Sign(key, protocol.HelloText(challenge, "HK-02")), Nonce: "n", Ranks: true, Head: head,
			Has: map[string]string{got[protocol.TypeProgramme].Thing(): got[protocol.TypeProgramme].Hash},
		}
	})
	got = agent.brings()
	if _, again := got[protocol.TypeProgramme]; again || got[protocol.TypeScreen].Hash == "" || got[protocol.TypeTakeover].Hash == "" {
		t.Errorf("an agent that has the programme gets %v", slices.Collect(maps.Keys(got)))
	}
	_, polled := r.longPoll("", 5000, reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token}))
	if polled.ID == "" || polled.Closed != nil {
		t.Errorf("a page that polls is told %+v", polled)
	}
	for name, h := range map[string]func(string) protocol.Hello{"revoked": hello("HK-02", gone), "unknown": hello(screenCode, "another"), "no screen": hello("HK-99", "another")} {
		if code := r.knock(h).closed(patience); code != protocol.CloseInternal {
			t.Errorf("%s: closed with %d, not told to come back", name, code)
		}
	}
	shown := protocol.Plays{Journal: "j", Runs: []protocol.Run{{Seq: 1, Audience: "a", Programme: string(content.DigestOf(nil)), From: content.Epoch, Until: content.Epoch + 1000, Clock: "synced"}}}
	page.say(protocol.TypePlays, shown)
	if got := page.brings(); got[protocol.TypeAcked].Type != "" {
		t.Error("what is not stored is acknowledged")
	}
	for range 3 {
		page.say(protocol.TypePlays, shown)
		r.knock(hello(screenCode, "another")).closed(patience)
	}
	page.brings()

	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	if f := page.await(protocol.TypeCommand); f.For != screenCode {
		t.Errorf("a command that waited: %+v", f)
	}
	page.say(protocol.TypePlays, shown)
	if !page.acked("j", patience) {
		t.Error("the database is back, and plays are not acknowledged")
	}
	for name, h := range map[string]func(string) protocol.Hello{"revoked": hello("HK-02", gone), "unknown": hello(screenCode, "another")} {
		if code := r.knock(h).closed(patience); code != protocol.CloseDenied {
			t.Errorf("%s, once it is back: closed with %d", name, code)
		}
	}
	for message, n := range log.all() {
		if n > 1 && message != "hello refused" { // information, and not of the outage alone
			t.Errorf("logged %d times: %s", n, message)
		}
	}
	for _, want := range []string{"plays not stored", "the database does not answer; screens play on and join, the studio shows what is known, and nothing is stored", "the database is back; what waited goes on"} {
		if log.all()[want] != 1 {
			t.Errorf("logged %d times: %s", log.all()[want], want)
		}
	}
}

package e2e

import (
	"context"
	"image/color"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
)

// TestAgentPlaysOnWithoutTheServer: a screen's computer enrols by the code that it shows, mirrors
// to its disk, serves the page itself, goes on when the server is stopped, through a restart of its
// own too, and catches up when the server is back.
func TestAgentPlaysOnWithoutTheServer(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	data := filepath.Join(t.TempDir(), "data")
	a := testkit.Server(t, config.Config{Data: data, Demo: true})
	address, err := url.Parse(a.Address())
	if err != nil {
		t.Fatal(err)
	}
	codes := make(chan string, 10)
	agent := func() *player.Player {
		p, err := player.New(player.Config{
			Server: a.Address(), Data: filepath.Join(data, "..", "screen"), Listen: "127.0.0.1:0",
			Code: func(code string, _ time.Time) { codes <- code }, Poll: 100 * time.Millisecond,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Start(ctx); err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := agent()
	select {
	case code := <-codes:
		_, err := a.Store().Change(ctx, "test", func(tx *store.Tx) error {
			_, err := tx.ConfirmEnrolment(ctx, code, "SANH-01")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(testkit.Patience):
		t.Fatal("the agent shows no code")
	}
	b := testkit.Chromium(t)
	tab := b.Open(t, p.Page(), 1920, 1080)
	playing := "window.Ngatu && Ngatu.debug && Ngatu.debug.slide.indexOf('starter') === 0 && Ngatu.debug.missing === 0"
	tab.Until("a slide through the agent, with all media here", playing, 40*time.Second)

	if err := a.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	p = agent()
	tab = b.Open(t, p.Page(), 1920, 1080)
	tab.Until("a slide from the agent's disk, with no server", playing, 20*time.Second)

	a = testkit.Server(t, config.Config{Data: data, Demo: true, Listen: address.Host})
	red := color.RGBA{200, 30, 40, 255}
	drop(t, a, "mới.jpg", plain(t, 1600, 900, red))
	until(t, "the new picture through the agent", 45*time.Second, func() bool { return looks(t, tab, red) })
	if err := p.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
}

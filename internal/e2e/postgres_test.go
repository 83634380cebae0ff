package e2e

import (
	"image/color"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
)

// ask gets a page and says with what status and words it came.
func ask(t testing.TB, a *app.App, path, token string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.Address()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestOnPostgres: the database is a PostgreSQL server's. A picture written to the inbox is seen on
// the screen. The database goes away: the screen plays on, who asks gets a sentence, what is
// dropped waits. It comes back: what waited is on the screen, and nobody had to do anything.
func TestOnPostgres(t *testing.T) {
	pg := postgres.New(t)
	a := testkit.Server(t, config.Config{Demo: true, Database: config.Database{Database: pg.Address()}})
	hall := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 960, 540)
	hall.Until("a first slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)
	green, violet := color.RGBA{20, 180, 60, 255}, color.RGBA{150, 40, 200, 255}
	drop(t, a, "công viên.jpg", plain(t, 1600, 900, green))
	until(t, "the picture", 10*time.Second, func() bool { return looks(t, hall, green) })

	pg.Stop()
	for _, path := range []string{"/readyz", "/api/on"} {
		if status, says := ask(t, a, path, "any"); status != http.StatusServiceUnavailable || !strings.Contains(says, "Cơ sở dữ liệu tạm thời không trả lời") || strings.Contains(says, "127.0.0.1") {
			t.Errorf("%s while the database is away: %d %s", path, status, says)
		}
	}
	if status, says := ask(t, a, "/play?screen=SANH-01", ""); status != http.StatusOK || !strings.Contains(says, "<script") {
		t.Errorf("a browser that starts while the database is away: %d %s", status, says)
	}
	drop(t, a, "hồ sen.jpg", plain(t, 1600, 900, violet))
	var was, is string
	hall.Eval(`Ngatu.debug.slide`, &was)
	until(t, "the next slide, without the database", 30*time.Second, func() bool { hall.Eval(`Ngatu.debug.slide`, &is); return is != was && is != "" })

	hall.Eval(`window.before = true, location.reload()`, nil)
	hall.Until("a slide after the browser began anew, without the database", "!window.before && window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)

	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "what was dropped meanwhile", 30*time.Second, func() bool { return looks(t, hall, violet) })
	if status, says := ask(t, a, "/readyz", ""); status != http.StatusOK {
		t.Errorf("the database is back: %d %s", status, says)
	}
}

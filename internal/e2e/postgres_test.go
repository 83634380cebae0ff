package e2e

import (
	"context"
	"fmt"
	"image/color"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
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
// dropped waits, and who was in the studio puts a takeover on with three touches. It comes back: what
// waited is on the screen, the takeover goes on, and nobody had to do anything.
func TestOnPostgres(t *testing.T) {
	t.Parallel() // it mostly waits
	pg := postgres.New(t)
	a := testkit.Server(t, config.Config{Demo: true, Database: config.Database{Database: pg.Address()}})
	hall := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 960, 540)
	hall.Until("a first slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)
	green, violet := color.RGBA{20, 180, 60, 255}, color.RGBA{150, 40, 200, 255}
	drop(t, a, "công viên.jpg", plain(t, 1600, 900, green))
	until(t, "the picture", 10*time.Second, func() bool { return looks(t, hall, green) })
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sit(a, link); err != nil {
		t.Fatal(err)
	}
	changed(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, storm()) })
	duty := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/takeovers", 1366, 800), a, t}
	duty.signsIn()
	duty.says("Bão")

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

	duty.says("Chỉ máy chủ này: 1 trên") // the open page follows by itself
	duty.photographed("takeovers-apart")
	duty.Run(chromedp.Navigate(a.Address() + "/studio/takeovers/t-storm"))
	duty.says("Phát lên màn hình của máy chủ này")
	duty.accessible("a takeover without the database")
	duty.photographed("takeover-apart")
	for _, touch := range []string{"input[value=all]", "input[value='30']", "button[value=no]"} {
		duty.Eval(fmt.Sprintf(`document.querySelector("main .press").closest("form").querySelector(%q).click()`, touch), nil)
	}
	hall.Until("the takeover, without the database", fmt.Sprintf(takeoverShown, "trong nhà"), 10*time.Second)
	duty.says("Đã hiện trên 1 / 1 màn hình đang nối")
	duty.accessible("a takeover that is on without the database")
	duty.photographed("takeover-apart-on")

	hall.Eval(`window.gone = 0, setInterval(function () { if (!Ngatu.player.follow.takeoverAt(Ngatu.player.clock.now())) window.gone++ }, 10)`, nil)
	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	duty.says("Phát khi mất cơ sở dữ liệu")
	duty.until("nothing says that the database is away", `document.querySelector("main").innerText.indexOf("không trả lời") < 0`)
	duty.photographed("takeover-entered")
	var gone int
	if hall.Eval(`window.gone`, &gone); gone > 0 {
		t.Errorf("the takeover was off the glass %d times as it entered", gone)
	}
	duty.enters("Dừng ngay")
	duty.says("Đã dừng")
	until(t, "what was dropped meanwhile", 30*time.Second, func() bool { return looks(t, hall, violet) })
	if status, says := ask(t, a, "/readyz", ""); status != http.StatusOK {
		t.Errorf("the database is back: %d %s", status, says)
	}
}

package e2e

import (
	"context"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/worker/workertest"
	"ngatu/server/signin"
)

// clerk is somebody at a ward with files on the desk. A click is a press of the mouse or a finger,
// also to choose files; what is typed is no click.
type clerk struct {
	studioTab
	clicks int
}

// clicks presses what fits a selector and waits for what comes of it.
func (c *clerk) press(selector, then string) {
	c.t.Helper()
	c.until(selector, fmt.Sprintf(`document.readyState === "complete" && document.querySelector(%q)`, selector))
	c.Eval(fmt.Sprintf(`document.querySelector(%q).click()`, selector), nil)
	c.clicks++
	c.until("what "+selector+" leads to", then)
}

// mostClicks is what a set of files takes until it is on the approver's desk.
const mostClicks = 2

// TestAClerksHour: a deck in a font from before Unicode, a picture of an iPhone, a notice in Word, a
// scan and a clip from Zalo are sent at once, submitted together and approved by another person; each
// is in the programme of the LED, the lobby and the kiosk that it is for. On a laptop beside
// LibreOffice, and on a phone without it. The notice, whose page is too small to read, becomes cards.
func TestAClerksHour(t *testing.T) {
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		return tx.PutCampaign(ctx, content.Campaign{ID: "phuong", Name: "Việc của phường", Pool: mandate.CityPool(), Weight: 1})
	})
	glass := map[string]*testkit.Tab{}
	for code, size := range map[string][2]int{"NGATU-05": {432, 216}, "SANH-01": {1920, 1080}, "KIOSK-01": {1080, 1920}} {
		glass[code] = testkit.Chromium(t).Open(t, a.Address()+"/play?screen="+code, size[0], size[1])
	}
	approver := joins(t, a, admin, "duyet", 1366, mandate.Mandate{Role: signin.Approver})
	folder := t.TempDir()
	for _, run := range []struct {
		login, kind string
		width       int
		office      bool
	}{{"soan", "laptop", 1366, true}, {"soan2", "phone", 390, false}} {
		if !run.office {
			withoutOffice(t)
		}
		c := &clerk{studioTab: joins(t, a, admin, run.login, run.width, mandate.Mandate{Role: signin.Editor})}
		c.Run(chromedp.Navigate(a.Address() + "/studio/upload?campaign=phuong"))
		c.until("the form", `document.querySelector("main [name=campaign]") && document.querySelector("main [name=campaign]").value === "phuong"`)
		c.Run(chromedp.SetUploadFiles(`main input[name=file]`, deskFiles(t, filepath.Join(folder, run.kind), run.kind), chromedp.ByQuery))
		c.clicks++
		c.until("all five are drafts", `document.querySelectorAll("#files li.good").length === 5`)
		c.until("the form below them", `document.querySelectorAll("#set [name=item]").length >= 5`)
		c.photographed("hour-drafts-" + run.kind)
		c.types("main [name=despite]", "Phường đã xem trên màn hình")
		c.press("main button[value=send]", `location.pathname.indexOf("/studio/submissions/") === 0`)
		if c.clicks > mostClicks {
			t.Errorf("on a %s it took %d clicks", run.kind, c.clicks)
		}
		for _, one := range titled(t, a, "thông báo "+run.kind) { // beside LibreOffice as it looks, else its words
			if page := one.Kind == content.Picture; page != run.office {
				t.Errorf("on a %s the notice in Word became a %s", run.kind, one.Kind)
			}
		}
		approves(t, a, approver, c)
		if run.office {
			c.readable(a)
		}
		seenOn(t, a, glass, run.kind)
	}
}

// approves has another person approve what the clerk's page shows.
func approves(t *testing.T, a *app.App, approver studioTab, c *clerk) {
	t.Helper()
	var path string
	c.Eval("location.pathname", &path)
	until(t, "all is made", time.Minute, func() bool { // the clip is converted meanwhile
		approver.opens(path)
		var ready bool
		approver.Eval(`document.querySelectorAll("main .item .verdict, main .item .badge.approved").length === document.querySelectorAll("main .item").length`, &ready)
		return ready
	})
	approver.Eval(`(document.querySelector("main button[value='approve all']") || document.querySelector("main .verdict .primary")).click()`, nil)
	approver.says("Đã ghi quyết định")
}

// readable makes cards of the notice and has them submitted: the page is too small everywhere.
func (c *clerk) readable(a *app.App) {
	c.t.Helper()
	for _, s := range titled(c.t, a, "thông báo laptop") {
		c.opens("/studio/slides/" + s.ID + "/readable")
	}
	c.until("a card", `document.querySelector(".deck img") && document.querySelector(".deck img").naturalWidth > 0`)
	c.accessible("a page beside its cards")
	if os.Getenv("NGATU_SHOTS") != "" {
		c.Eval(`document.querySelectorAll("main img").forEach(function (i) { i.loading = "eager"; })`, nil)
		c.until("all pictures", `Array.from(document.querySelectorAll("main img")).every(function (i) { return i.complete && i.naturalWidth; })`)
		c.photographed("hour-readable")
		c.Run(chromedp.EmulateViewport(1366, 800))
	}
	c.clicks = 0
	c.press("main form[action$='/readable'] button.primary", `location.pathname === "/studio/upload/drafts"`)
	c.photographed("hour-cards")
}

// seenOn waits until the slides of a set are in the programmes of the screens that they are for.
func seenOn(t *testing.T, a *app.App, glass map[string]*testkit.Tab, of string) {
	t.Helper()
	for _, title := range []string{"họp phường", "IMG", "thông báo", "quét", "zalo"} {
		kind := of
		if title == "IMG" { // the same picture sent again is the slide that it is already
			kind = "laptop"
		}
		all := titled(t, a, title+" "+kind)
		if len(all) == 0 {
			t.Errorf("nothing is called %s %s", title, kind)
			continue
		}
		for code, tab := range glass {
			if title == "zalo" && code == "NGATU-05" {
				continue // clips are for halls
			}
			tab.Until(title+" on "+code, fmt.Sprintf(`window.Ngatu && Ngatu.player && (Ngatu.player.follow.waiting || Ngatu.player.follow.ruling || {programme: {slides: []}}).programme.slides.some(
				function (s) { return %s.indexOf(s.id) >= 0; })`, ids(all)), time.Minute)
		}
	}
}

func ids(all []content.Slide) string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%q", s.ID))
	}
	return "[" + strings.Join(out, ",") + "]"
}

// titled are the slides whose titles begin so.
func titled(t *testing.T, a *app.App, title string) (out []content.Slide) {
	t.Helper()
	all, err := a.Store().Slides(t.Context(), store.SlideQuery{Campaign: "phuong"})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(s content.Slide) bool { return !strings.HasPrefix(s.Title, title) })
}

// withoutOffice leaves every program on the path but LibreOffice.
func withoutOffice(t *testing.T) {
	t.Helper()
	bin := t.TempDir()
	for _, name := range []string{"ffmpeg", "ffprobe", "heif-convert", "heif-dec", "chromium"} {
		if path, err := exec.LookPath(name); err == nil {
			if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Setenv("PATH", bin)
}

// deskFiles are what lies on a ward's desk.
func deskFiles(t *testing.T, folder, kind string) (paths []string) {
	t.Helper()
	phone, err := os.ReadFile("../worker/testdata/phone.heic")
	if err != nil {
		t.Fatal(err)
	}
	shade := uint8(len(kind) * 20) // each set has pictures of its own
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"họp phường " + kind + ".pptx": workertest.Deck(workertest.Slide{Title: "Th«ng b¸o " + kind, Lines: []string{"Toµn d©n cµi øng dông iHanoi"}, Font: ".VnTime"}),
		"IMG " + kind + ".heic":        append(phone, kind...),
		"thông báo " + kind + ".docx": workertest.Text(workertest.Paragraph("", "THÔNG BÁO "+strings.ToUpper(kind))+
			workertest.Paragraph("", "Ủy ban nhân dân phường tổ chức tiếp công dân từ 8 giờ 00 ngày 5 tháng 12 năm 2026 tại bộ phận một cửa, số 12 phố Hàng Trống. Khi đi, đề nghị mang theo căn cước và giấy tờ liên quan.")+
			workertest.Paragraph("", "Mọi thắc mắc xin gọi 1022 nhánh 8. Trân trọng thông báo."), nil),
		"quét " + kind + ".jpg": plain(t, 1240, 1754, color.RGBA{R: 90, G: shade, B: 60}),
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	clip := filepath.Join(folder, "zalo "+kind+".mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc=size=640x360:rate=25:duration=%d", len(kind)/2), "-pix_fmt", "yuv420p", "-y", clip).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
	}
	return append(paths, clip)
}

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
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
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/worker/workertest"
	"ngatu/server/signin"
)

// clerk is somebody at a ward with files on the desk. A click is a press of the mouse or a finger,
// also to choose files; what is typed is no click.
type clerk struct {
	studioTab
	kind   string // of computer, which names the files
	office bool   // the server has LibreOffice
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

// TestAClerksHour: a deck in a font from before Unicode, a picture of an iPhone, a notice in Word with
// a stamp, a scan and a clip from Zalo are sent at once, submitted together and approved by another
// person; each is in the programme of the LED, the lobby and the kiosk that it is for. On a laptop and on
// a phone, beside LibreOffice and without it: the two of one server work at the same time. The notice,
// whose page is too small to read, becomes cards.
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
	var all []*clerk
	for _, office := range []bool{true, false} {
		if !office {
			withoutOffice(t)
		}
		for _, kind := range []string{"laptop", "phone"} {
			width := map[string]int{"laptop": 1366, "phone": 390}[kind]
			if !office {
				kind = "bare " + kind
			}
			c := &clerk{studioTab: joins(t, a, admin, strings.ReplaceAll(kind, " ", "."), width, mandate.Mandate{Role: signin.Editor}), kind: kind, office: office}
			c.sends(deskFiles(t, folder, kind, len(all)))
			all = append(all, c)
		}
		for _, c := range all[len(all)-2:] {
			c.submits(a)
		}
	}
	for _, c := range all {
		approves(t, a, approver, c)
		if c.kind == "laptop" {
			c.readable(a)
		}
	}
	for _, c := range all {
		seenOn(t, a, glass, c.kind)
	}
}

// sends chooses what lies on the desk.
func (c *clerk) sends(files []string) {
	c.t.Helper()
	c.Run(chromedp.Navigate(c.a.Address() + "/studio/upload?campaign=phuong"))
	c.until("the form", `document.querySelector("main [name=campaign]") && document.querySelector("main [name=campaign]").value === "phuong"`)
	c.Run(chromedp.SetUploadFiles(`main input[name=file]`, files, chromedp.ByQuery))
	c.clicks++
}

// submits waits until all files are drafts, and submits them together.
func (c *clerk) submits(a *app.App) {
	c.t.Helper()
	c.until("all five are drafts", `document.querySelectorAll("#files li.good").length === 5`)
	c.until("the form below them", `document.querySelectorAll("#set [name=item]").length >= 5`)
	c.until("how each looks, also what the browser cannot draw", `Array.from(document.querySelectorAll("#files .look")).every(function (l) { return l.querySelector("canvas, img"); })`)
	c.photographed("hour-drafts-" + strings.ReplaceAll(c.kind, " ", "-"))
	if !c.office { // a stamp this small is not shown, and the clerk is told so
		c.says("con dấu nhỏ")
	}
	c.types("main [name=despite]", "Phường đã xem trên màn hình")
	c.press("main button[value=send]", `location.pathname.indexOf("/studio/submissions/") === 0`)
	if c.clicks > mostClicks {
		c.t.Errorf("on a %s it took %d clicks", c.kind, c.clicks)
	}
	for _, one := range titled(c.t, a, "thông báo "+c.kind) { // beside LibreOffice as it looks, else its words
		if page := one.Kind == content.Picture; page != c.office {
			c.t.Errorf("on a %s the notice in Word became a %s", c.kind, one.Kind)
		} else if page && red(c.t, a, one.Medium) < 2000 {
			c.t.Errorf("on a %s the stamp is not on the page of the notice", c.kind)
		}
	}
}

// red is how many pixels of a picture are as red as a stamp.
func red(t *testing.T, a *app.App, d content.Digest) (n int) {
	t.Helper()
	media, err := blob.Open(filepath.Join(filepath.Dir(a.Inbox()), "media"))
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := blob.OpenSized(t.Context(), media, d)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, g, b, _ := m.At(x, y).RGBA(); r>>8 > 180 && g>>8 < 90 && b>>8 < 90 {
				n++
			}
		}
	}
	return n
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
func seenOn(t *testing.T, a *app.App, glass map[string]*testkit.Tab, kind string) {
	t.Helper()
	for _, title := range []string{"họp phường", "IMG", "thông báo", "quét", "zalo"} {
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

// deskFiles are what lies on a ward's desk, each set with pictures of its own.
func deskFiles(t *testing.T, folder, kind string, set int) (paths []string) {
	t.Helper()
	phone, err := os.ReadFile("../worker/testdata/phone.heic")
	if err != nil {
		t.Fatal(err)
	}
	phone[bytes.Index(phone, []byte("irot"))+4] = byte(set) // held another way: quarters of a turn
	for name, b := range map[string][]byte{
		"họp phường " + kind + ".pptx": workertest.Deck(workertest.Slide{Title: "Th«ng b¸o " + kind, Lines: []string{"Toµn d©n cµi øng dông iHanoi"}, Font: ".VnTime"}),
		"IMG " + kind + ".heic":        phone,
		"thông báo " + kind + ".docx": workertest.Text(workertest.Paragraph("", "THÔNG BÁO "+strings.ToUpper(kind))+
			workertest.Paragraph("", "Ủy ban nhân dân phường tổ chức tiếp công dân từ 8 giờ 00 ngày 5 tháng 12 năm 2026 tại bộ phận một cửa, số 12 phố Hàng Trống. Khi đi, đề nghị mang theo căn cước và giấy tờ liên quan.")+
			workertest.Paragraph("", "Mọi thắc mắc xin gọi 1022 nhánh 8. Trân trọng thông báo.")+workertest.Stamped, stamp(t)),
		"quét " + kind + ".jpg": plain(t, 1240, 1754, color.RGBA{R: 90, G: uint8(100 + set*30), B: 60}),
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	clip := filepath.Join(folder, "zalo "+kind+".mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc=size=640x360:rate=25:duration=2,hue=h=%d", set*40), "-pix_fmt", "yuv420p", "-y", clip).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
	}
	return append(paths, clip)
}

// stamp is the ring of an office's red stamp.
func stamp(t *testing.T) []byte {
	t.Helper()
	const side = 180
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if r := math.Hypot(float64(x-side/2), float64(y-side/2)); r < 88 && r > 70 || r < 12 {
				m.SetNRGBA(x, y, color.NRGBA{R: 215, G: 20, B: 30, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

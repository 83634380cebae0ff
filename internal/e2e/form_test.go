package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// studioTab is a browser at the studio's door, which somebody works by keyboard.
type studioTab struct {
	*testkit.Tab
	a *app.App
	t *testing.T
}

// knock makes the first account and opens the studio's sign-in page on the way to a page.
func knock(t *testing.T, next string, w, h int) studioTab {
	t.Helper()
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sit(a, link); err != nil {
		t.Fatal(err)
	}
	return studioTab{testkit.Chromium(t).Open(t, a.Address()+next, w, h), a, t}
}

// until waits for an expression to be true, also while one page gives way to the next.
func (s studioTab) until(what, js string) {
	s.t.Helper()
	s.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		for began := time.Now(); time.Since(began) < testkit.Patience; time.Sleep(20 * time.Millisecond) {
			var yes bool
			if err := chromedp.Evaluate("!!("+js+")", &yes).Do(ctx); err == nil && yes {
				return nil
			}
		}
		var page string
		_ = chromedp.Evaluate(`location.href + "\n" + document.body.innerText`, &page).Do(ctx)
		return fmt.Errorf("%s did not come about; the page is %s", what, page)
	}))
}

// types focuses a field and types.
func (s studioTab) types(selector, words string) {
	s.t.Helper()
	s.Run(chromedp.Focus(selector, chromedp.ByQuery), chromedp.KeyEvent("a", chromedp.KeyModifiers(2)), chromedp.KeyEvent(words))
}

// enters presses Enter on what has the words on it.
func (s studioTab) enters(button string) {
	s.t.Helper()
	var found bool
	s.Eval(fmt.Sprintf(`(function () { var b = Array.from(document.querySelectorAll("main button")).find(function (b) { return b.textContent.indexOf(%q) === 0 && b.offsetParent; }); if (b) b.focus(); return !!b; })()`, button), &found)
	if !found {
		s.t.Fatalf("no button %q", button)
	}
	s.Run(chromedp.KeyEvent(kb.Enter))
}

func (s studioTab) says(words string) {
	s.t.Helper()
	s.until(words, fmt.Sprintf(`document.querySelector("main") && document.querySelector("main").innerText.indexOf(%q) >= 0`, words))
}

// holds wants the value of a field.
func (s studioTab) holds(name, want string) {
	s.t.Helper()
	var got string
	s.Eval(fmt.Sprintf(`(document.querySelector("main [name=%s]") || {value: "no such field"}).value`, name), &got)
	if got != want {
		s.t.Errorf("the field %s holds %q, want %q", name, got, want)
	}
}

func (s studioTab) signsIn() {
	s.t.Helper()
	s.until("the form to sign in", `document.querySelector("main [name=password]")`)
	s.types("main [name=login]", "an.nguyen")
	s.types("main [name=password]", deskPassword)
	s.Run(chromedp.KeyEvent(kb.Enter))
}

// chooses takes the first choice of a list that has an empty one before it.
func (s studioTab) chooses(name string) {
	s.t.Helper()
	s.Eval(fmt.Sprintf(`(function () { var list = document.querySelector("main [name=%s]"); list.selectedIndex = 1;
		list.dispatchEvent(new Event("change", { bubbles: true })); })()`, name), nil)
}

func (s studioTab) online(yes bool) {
	s.t.Helper()
	s.Run(network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		all := []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1}}
		_, err := network.EmulateNetworkConditionsByRule(!yes, all).Do(ctx)
		return err
	}))
}

// photographed keeps a picture of the page at a phone's and a laptop's width where
// somebody asked for them.
func (s studioTab) photographed(name string) {
	s.t.Helper()
	folder := os.Getenv("NGATU_SHOTS")
	if folder == "" {
		return
	}
	for _, width := range []int64{390, 1366} {
		var b []byte
		s.Run(emulation.SetDeviceMetricsOverride(width, 800, 1, false), chromedp.FullScreenshot(&b, 100))
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width)), b, 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
}

// A notice is typed while first the network goes and then the session: nothing of it is lost,
// and it is saved once.
func TestATypedNoticeOutlivesNetworkAndSession(t *testing.T) {
	t.Parallel()
	s := knock(t, "/studio/notice", 1366, 800)
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/notice"`)
	const words = "Thứ bảy này phường tiếp công dân đến 17 giờ"
	s.types("main [name=head]", words)
	s.types("main [name=foot]", "Đường dây nóng 1022")
	s.chooses("campaign")
	s.until("a preview", `document.querySelector("#preview img")`)

	s.online(false)
	s.types("main [name=brief]", "Tiếp dân thứ bảy")
	s.says("chưa xem trước được")
	s.enters("Lưu bản nháp")
	s.says("Không nối được máy chủ. Những gì đã gõ còn nguyên")
	s.photographed("offline")
	s.holds("head", words)
	s.online(true)

	s.Run(network.ClearBrowserCookies())
	s.enters("Lưu bản nháp")
	s.says("Phiên làm việc đã hết. Đăng nhập lại là thấy ngay")
	s.photographed("lost")
	s.signsIn()
	s.says("Những gì đã gõ còn nguyên ở dưới nhưng chưa được lưu")
	s.until("the page's own address", `location.pathname === "/studio/notice" && !location.search`)
	s.holds("head", words)
	s.holds("brief", "Tiếp dân thứ bảy")
	s.holds("foot", "Đường dây nóng 1022")
	s.photographed("again")
	// What is kept as the form is sent is dropped once it is kept, also where that takes a while.
	s.Eval(`(function () {
		var real = window.fetch;
		sessionStorage.done = "";
		window.fetch = function (to, how) {
			var drops = String(to).indexOf("/studio/typed") === 0 && how && how.body && how.body.has("drop"), keeps = !drops && how && how.body && how.body.has && how.body.has("fields");
			if (drops) sessionStorage.done += "drop";
			return real(to, how).then(function (answer) {
				return !keeps ? answer : new Promise(function (then) { setTimeout(function () { sessionStorage.done += "kept "; then(answer); }, 300); });
			});
		};
	})()`, nil)
	s.types("main [name=foot]", "Đường dây nóng 1022, tiếng Anh 1022")
	s.enters("Lưu bản nháp")
	s.says("Đã tạo bản nháp")
	var done string
	if s.Eval(`sessionStorage.done`, &done); done != "kept drop" {
		t.Errorf("what was sent: %q", done)
	}
	var title string
	s.Eval(`document.querySelector("main h1").textContent`, &title)
	if title != words {
		t.Errorf("the draft is called %q", title)
	}

	// A guide of two pages comes back with both.
	kept := `document.querySelector(".kept") && /^Đã lưu \d\d:\d\d/.test(document.querySelector(".kept").textContent)`
	offered := `document.querySelector("form[data-keep] .note button")`
	leaves := func() { // for another window
		s.Eval(`Object.defineProperty(document, "visibilityState", {value: "hidden"}); document.dispatchEvent(new Event("visibilitychange"))`, nil)
		s.until("it is kept", kept)
	}
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/guides/new"))
	s.types("main [name=title]", "Cài đặt iHanoi")
	s.types("main [name=p0_title]", "Tìm ứng dụng")
	s.enters("Thêm một trang")
	s.until("a second page", `document.querySelector("main [name=p1_title]")`)
	s.types("main [name=p1_title]", "Đăng nhập bằng VNeID")
	leaves()
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/guides/new"))
	s.until("it is offered again", offered)
	s.Eval(offered+".click()", nil)
	s.until("both pages", `document.querySelector("main [name=p1_title]") && document.querySelector("main [name=p1_title]").value === "Đăng nhập bằng VNeID"`)
	s.holds("title", "Cài đặt iHanoi")

	// A screen comes back with its area and each of its parts of airtime; a campaign with the order of its
	// slides, and with the name that a colleague has given it meanwhile.
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/screens/new"))
	s.types("main [name=code]", "NGATU-77")
	s.types("main [name=area_name]", "dong da")
	s.until("an area", `document.querySelector("main [name=area]")`)
	s.Eval(`document.querySelector("main [name=area]").click()`, nil)
	s.Eval(`document.querySelector("main details:has([name=pool]) summary").click()`, nil)
	s.types("main [name=pool]", "city")
	s.types("main .fields:has([name=pool]) ~ .fields:has([name=pool]) [name=pool]", "vincom")
	leaves()
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/screens/new"))
	s.until("it is offered again", offered)
	s.Eval(offered+".click()", nil)
	s.until("the area is chosen", `document.querySelector("main [name=area]:checked")`)
	s.until("what came back is not folded away", `document.querySelector("main details:has([name=pool])").open`)
	s.holds("code", "NGATU-77")
	var pools string
	s.Eval(`Array.from(document.querySelectorAll("main [name=pool]")).map(function (f) { return f.value; }).join(" ")`, &pools)
	if pools != "city vincom" {
		t.Errorf("parts of airtime are %q", pools)
	}
	s.photographed("kept-screen")
	// Parts of airtime come back together, and not at all where a colleague has given them to others meanwhile.
	parts := func(names ...string) {
		changed(t, s.a, func(ctx context.Context, tx *store.Tx) error {
			screen, err := tx.Screen(ctx, "NGATU-05")
			if err != nil {
				return err
			}
			p := &screen.Places[len(screen.Places)-1]
			p.Pools = nil
			for _, name := range names {
				p.Pools = append(p.Pools, content.Pool{ID: name, Percent: 50})
			}
			return tx.PutScreen(ctx, screen)
		})
		s.Run(chromedp.Navigate(s.a.Address() + "/studio/screens/NGATU-05"))
	}
	shares := `Array.from(document.querySelectorAll("main [name=pool], main [name=pool_percent]")).map(function (f) { return f.value; }).join(" ").trim()`
	parts("city", "vincom")
	s.until("the screen", `document.querySelector("form[data-keep] .kept")`)
	s.types("main [name=pool_percent]", "70")
	leaves()
	for _, c := range []struct{ first, second, want string }{{"city", "vincom", "city 70 vincom 50"}, {"owner", "city", "owner 50 city 50"}} {
		parts(c.first, c.second)
		s.until("it is offered again", offered)
		s.Eval(offered+".click()", nil)
		var now string
		if s.Eval(shares, &now); now != c.want {
			t.Errorf("the parts are %q, want %q", now, c.want)
		}
	}
	s.says("Những dòng mà người khác đã đổi")
	s.photographed("kept-parts")
	order, was, is := `Array.from(document.querySelectorAll("main [name=sequence]")).map(function (f) { return f.value; }).join(" ")`, "", ""
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/campaigns/starter"))
	s.until("the slides", `document.querySelector("main [data-move='1']")`)
	s.Eval(`document.querySelector("main [data-move='1']").click()`, nil)
	s.Eval(order, &was)
	leaves()
	changed(t, s.a, func(ctx context.Context, tx *store.Tx) error {
		c, err := tx.Campaign(ctx, "starter")
		if err != nil {
			return err
		}
		c.Name = "Tháng cao điểm"
		return tx.PutCampaign(ctx, c)
	})
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/campaigns/starter"))
	s.until("it is offered again", offered)
	s.Eval(offered+".click()", nil)
	if s.Eval(order, &is); is != was || !strings.Contains(was, " ") {
		t.Errorf("the order is %q, was %q", is, was)
	}
	s.holds("name", "Tháng cao điểm")
}

// All that is wrong with a form is said at once, on top with the focus on it and at the fields, and
// what was typed stays.
func TestAFormSaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	s := knock(t, "/studio/screens/new", 390, 800)
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/screens/new"`)
	s.types("main [name=code]", "ngã tư 7")
	s.types("main [name=width]", "rộng")
	s.types("main [name=height]", "216")
	s.types("main [name=pitch]", "P5")
	s.types("main [name=distance]", "15m")
	s.enters("Lưu")
	s.says("chỗ cần sửa")
	s.until("the summary has the focus", `document.activeElement && document.activeElement.id === "faults"`)
	for name, value := range map[string]string{"code": "ngã tư 7", "width": "rộng", "height": "216", "pitch": "P5", "distance": "15m"} {
		s.holds(name, value)
	}
	var marked string
	s.Eval(`Array.from(document.querySelectorAll("main [aria-invalid=true]")).map(function (f) { return f.name; }).join(" ")`, &marked)
	if marked != "code name area_name width pitch distance" {
		t.Errorf("marked are %s", marked)
	}
	s.photographed("faults")
	s.Run(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	s.until("the field that the second line leads to", `document.activeElement && document.activeElement.name === "name"`)
	var labels string
	s.Eval(`document.querySelector("#e-pitch").textContent`, &labels)
	if !strings.Contains(labels, "P5") {
		t.Errorf("at the field it says %q", labels)
	}
}

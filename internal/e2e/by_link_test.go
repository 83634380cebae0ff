package e2e

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A leader who never opens the studio decides on a telephone: the link is opened, its secret leaves
// the address, the pictures come, the code comes by e-mail, and one press records it.
func TestALeaderDecidesOnAPhone(t *testing.T) {
	t.Parallel()
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	ctx := context.Background()
	if _, err := r.SignIn.Invite(ctx, "test", "Lê Minh Chủ Tịch", "chu-tich", nil); err != nil {
		t.Fatal(err)
	}
	r.Bound("chu-tich", mandate.Mandate{Role: signin.Approver})
	leader, err := r.Store.StaffByLogin(ctx, "chu-tich")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.SetEmail(ctx, leader.ID, "chutich@hanoi.gov.vn") }); err != nil {
		t.Fatal(err)
	}
	r.Stand("NGATU-01", true)
	p := editor.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi hôm nay", "style", "slogan").Says(t, 200)
	slide, _, _ := strings.Cut(p.Path, "?")
	editor.Post(slide+"/submit").Says(t, 200)
	r.Made()
	all, err := r.Store.Submissions(ctx)
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	shown := editor.Post("/studio/submissions/"+all[0].ID+"/links", "to", leader.ID, "way", "copy").Says(t, 200)
	link := regexp.MustCompile(`value="(http[^"]*/studio/bylink#[^"]+)"`).FindStringSubmatch(shown.HTML)[1]

	tab := testkit.Chromium(t).Open(t, link, 390, 800)
	tab.Until("the page of the link", `document.querySelector("[name=digits]") && document.querySelector(".preview img").naturalWidth > 0`, time.Minute)
	var address string
	if tab.Eval(`location.href`, &address); strings.Contains(address, "#") {
		t.Errorf("the secret stays in the address: %s", address)
	}
	var under, reach float64
	tab.Eval(`Math.min(...Array.from(document.querySelectorAll(".verdicts .check, #code button"), e => e.getBoundingClientRect().top)) -
		Math.max(...Array.from(document.querySelectorAll(".item img"), e => e.getBoundingClientRect().bottom))`, &under)
	tab.Eval(`Math.min(...Array.from(document.querySelectorAll(".verdicts .check, #code button"), e => e.getBoundingClientRect().height))`, &reach)
	if under < 0 || reach < 44 {
		t.Errorf("the act stands %g pixels below the pictures, and is %g high for a thumb", under, reach)
	}
	kept := func(name string) {
		if folder := os.Getenv("NGATU_SHOTS"); folder != "" {
			var b []byte
			tab.Run(emulation.SetDeviceMetricsOverride(390, 800, 1, false), chromedp.FullScreenshot(&b, 100))
			if err := os.WriteFile(filepath.Join(folder, name+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	kept("bylink")
	studioTab{tab, nil, t}.accessible("the page of the link")
	tab.Run(chromedp.Click(`[formaction="/studio/bylink/code"]`))
	tab.Until("that the code went out", `document.body.textContent.includes("Đã gửi mã đến")`, time.Minute)
	code := regexp.MustCompile(`\d{6}`).FindString((<-r.Mails).Text)
	tab.Run(chromedp.Click(`[value="return"]`))
	kept("bylink-code")
	tab.Run(chromedp.Click(`[value="approve"]`), chromedp.SendKeys(`[name=digits]`, code), chromedp.Click(`#code button.primary`))
	tab.Until("the record of it", `document.body.textContent.includes("Đã ghi quyết định")`, time.Minute)
	kept("bylink-done")
	if s, err := r.Store.Slide(ctx, strings.TrimPrefix(slide, "/studio/slides/")); err != nil || s.State != content.Approved || s.Approval.By != leader.ID {
		t.Errorf("it is %+v, %v", s.Approval, err)
	}
	tab.Run(chromedp.Navigate(r.Base + "/studio/slides"))
	tab.Until("the door", `location.pathname === "/studio/signin"`, time.Minute)
}

package e2e

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content/mandate"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/server/signin"
)

var madeLink = regexp.MustCompile(`value="(http[^"]*/studio/begin#[^"]+)"`)

// joins is the browser of somebody whom the admin has just added, signed in by the one-time link
// with these mandates.
func joins(t *testing.T, a *app.App, admin *desk, login string, width int, all ...mandate.Mandate) studioTab {
	t.Helper()
	page, err := admin.send("/studio/staff", "name", "Trần Văn "+login, "login", login)
	if err != nil {
		t.Fatal(err)
	}
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.StaffByLogin(ctx, login)
		if err != nil {
			return err
		}
		p.Mandates = all
		return tx.PutStaff(ctx, p)
	})
	s := studioTab{testkit.Chromium(t).Open(t, madeLink.FindStringSubmatch(page)[1], width, 800), a, t}
	s.until("the choice of a password", `document.querySelector("main [name=password]")`)
	s.types("main [name=password]", deskPassword)
	s.enters("Vào phòng biên tập")
	s.until("the first page", `location.pathname === "/studio" && document.readyState === "complete"`)
	return s
}

// opens goes to a page of the studio.
func (s studioTab) opens(path string) {
	s.t.Helper()
	s.Eval(fmt.Sprintf("location.href = %q", path), nil)
	s.until("the page "+path, fmt.Sprintf(`location.pathname === %q && document.readyState === "complete"`, path))
}

// The areas of the four people.
const (
	baDinh = "2024-11/001"
	dongDa = "2024-11/006"
)

// quarter is an editor and an approver of one district, an approver of the city and an officer on
// duty of another district, and the players of the hall of the first and of a street of the second.
type quarter struct {
	t                        *testing.T
	a                        *app.App
	hall, street             *testkit.Tab
	editor, near, city, duty studioTab
}

// TestFourPeopleInTwoAreas: four people of two districts are signed in at once, two of them on a
// phone, and five players are connected. A campaign is planned on a laptop and approved on a phone.
// A slide of it goes by a copied link to both approvers, who press at the same instant: one decides
// and the other reads that. Players show it when its page said that they would, and what the studio
// says is on is what the screens show. Takeovers of the other district, written, prepared and of others, cover no screen of the
// first, and their page hears that a colleague has ended them. The end of the campaign moves once,
// and what follows from it moves.
func TestFourPeopleInTwoAreas(t *testing.T) {
	t.Parallel()
	const newest = "(Ngatu.player.follow.waiting || Ngatu.player.follow.ruling).hash" // programme, also one that waits for the slot on the glass
	a := testkit.Server(t, config.Config{Demo: true, FeedInside: []string{"127.0.0.0/8"}})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	changed(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, storm()) })
	hall := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 960, 540)
	street := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=NGATU-04", 320, 160)
	for _, code := range []string{"KIOSK-01", "NGATU-05", "NGATU-10"} {
		<-screensOf(t, a.Address(), code)
	}
	editor := joins(t, a, admin, "soan", 1366, mandate.Mandate{Role: signin.Editor, Area: baDinh})
	near := joins(t, a, admin, "quan", 390, mandate.Mandate{Role: signin.Approver, Area: baDinh})
	city := joins(t, a, admin, "thanhpho", 1366, mandate.Mandate{Role: signin.Approver})
	duty := joins(t, a, admin, "truc", 390, mandate.Mandate{Role: signin.Operator, Area: dongDa})
	q := &quarter{t, a, hall, street, editor, near, city, duty}
	programme := func(glass *testkit.Tab) (hash string) {
		glass.Until("a slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", time.Minute)
		glass.Eval(newest, &hash)
		return hash
	}
	before, elsewhere := programme(hall), programme(street)
	campaign := q.planned()

	editor.opens("/studio/notice")
	editor.types("main [name=head]", "Cài đặt iHanoi hôm nay")
	editor.until("what is typed is kept", `/^Đã lưu \d\d:\d\d/.test(document.querySelector(".kept").textContent)`)
	editor.opens("/studio/notice") // the power was cut
	editor.until("it is offered again", `document.querySelector("form[data-keep] .note button")`)
	editor.Eval(`document.querySelector("form[data-keep] .note button").click()`, nil)
	editor.until("it is back", `document.querySelector("main [name=head]").value === "Cài đặt iHanoi hôm nay"`)
	editor.Eval(fmt.Sprintf(`document.querySelector("main [name=campaign]").value = %q`, campaign), nil)
	editor.enters("Lưu bản nháp")
	editor.says("Đã tạo bản nháp")
	var slide string
	editor.Eval("location.pathname", &slide)
	editor.enters("Gửi duyệt")
	editor.says("Xem lần gửi duyệt")
	near.until("what waits is counted", `fetch("/studio/submissions").then(r => r.text()).then(t => window.counted = t.includes("mục chờ bạn")), window.counted`)
	duty.opens("/studio/submissions")
	duty.until("nothing waits for the other district", `!document.querySelector("nav .waits")`)

	editor.Eval(`document.querySelector("main a[href^='/studio/submissions/']").click()`, nil)
	editor.until("the submission", `location.pathname.indexOf("/studio/submissions/") === 0 && document.querySelector("[data-copy-text]")`)
	var review, copied string
	editor.Eval(`document.querySelector("details.copy").open = true, document.querySelector("[data-copy]").click(), document.querySelector("[data-copy-text]").value`, &review)
	editor.Eval(`document.querySelector("[data-copy]").textContent + getSelection().toString()`, &copied)
	if copied != "Đã chép"+review {
		t.Errorf("it says %q of %q", copied, review)
	}
	for _, s := range []studioTab{near, city} {
		s.opens(strings.TrimPrefix(review, a.Address()))
		s.until("the pictures", `document.querySelector(".preview img") && document.querySelector(".preview img").naturalWidth > 0`)
	}
	at := time.Now().Add(200 * time.Millisecond).UnixMilli()
	for _, s := range []studioTab{near, city} {
		s.Eval(fmt.Sprintf(`setTimeout(function () { document.querySelector("main .verdict button[value^=approve]").click(); }, %d - Date.now())`, at), nil)
	}
	yes := 0
	for _, s := range []studioTab{near, city} {
		const done, late = "Đã ghi quyết định", "Không còn mục nào ở đây chờ bạn duyệt"
		s.until("an answer", fmt.Sprintf(`["%s", "%s"].some(function (w) { return document.body.innerText.includes(w); })`, done, late))
		var first bool
		if s.Eval(fmt.Sprintf(`document.body.innerText.includes("%s")`, done), &first); first {
			yes++
		}
	}
	if yes != 1 {
		t.Errorf("%d of two approvers have decided", yes)
	}
	hall.Until("the slide in the hall's programme", fmt.Sprintf("%s !== %q", newest, before), time.Minute)
	if programme(street) != elsewhere {
		t.Error("the other district shows something else")
	}
	editor.opens(slide)
	editor.says("trên 1 màn hình")
	q.found(slide)
	q.aFeed()

	duty.opens("/studio/takeovers/free")
	duty.types("main [name=head]", "Cháy ở phố Chùa Bộc, hãy đi đường khác")
	duty.types("main [name=brief]", "Cháy phố Chùa Bộc")
	duty.Eval(fmt.Sprintf(`["[name=gravity][value=warning]", "[name=reach][value='%s']", "[name=minutes]"].forEach(
		function (s) { document.querySelector("main " + s).click(); })`, dongDa), nil)
	duty.enters("Phát thật")
	duty.says("Đang phát")
	street.Until("the takeover in the street", fmt.Sprintf(takeoverShown, "Cháy"), time.Minute)
	duty.says("Đã hiện trên 1 / 1 màn hình")
	var covered bool
	if hall.Eval(fmt.Sprintf(takeoverShown, "Cháy"), &covered); covered {
		t.Error("it is on in the other district")
	}
	var takeover string
	duty.Eval("location.pathname", &takeover)
	duty.opens("/studio/takeovers")
	duty.Eval(`document.addEventListener("htmx:afterSwap", function () { window.asked = true; })`, nil)
	duty.until("receipts that stay in the list", `window.asked && document.querySelector("#list").innerText.includes("Đã hiện trên 1 / 1 màn hình")`)
	q.prepared(takeover)
	q.warned()
	q.promised(campaign, strings.TrimPrefix(slide, "/studio/slides/"))
	q.watched()

	with := programme(hall)
	near.opens(slide)
	near.Eval(`document.querySelector("main a[href^='/studio/holds/new']").click()`, nil)
	near.until("the form of taking off", `location.pathname === "/studio/holds/new" && document.readyState === "complete"`)
	near.enters("Gỡ khỏi màn hình")
	near.says("Đã gỡ khỏi màn hình")
	near.photographed("hold-on")
	hall.Until("the hall's programme without it", fmt.Sprintf("%s !== %q", newest, with), time.Minute)
	q.prolonged(campaign)
	fillsAForm(t, editor, campaign, baDinh, "thanhpho", hall)
}

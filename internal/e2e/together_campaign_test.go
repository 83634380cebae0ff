package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
)

// campaignName is what the campaign of the journey is called.
const campaignName = "Việc của Ba Đình"

// fills puts values into fields as a hand does: the form hears of each. They come in pairs.
func (s studioTab) fills(fields ...string) {
	s.t.Helper()
	for i := 0; i < len(fields); i += 2 {
		s.Eval(fmt.Sprintf(`(function (f) { f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("main [name=%s]"))`,
			fields[i+1], fields[i]), nil)
	}
}

// look waits until what the form would show says words.
func (s studioTab) look(words ...string) {
	s.t.Helper()
	for _, w := range words {
		s.until("“"+w+"” beside the form", fmt.Sprintf(`document.querySelector("#look").innerText.indexOf(%q) >= 0`, w))
	}
}

// firstEnd is the midnight at which the campaign ends at first.
func firstEnd() time.Time {
	y, m, d := time.Now().In(area.Local).Date()
	return time.Date(y, m, d+31, 0, 0, 0, 0, area.Local)
}

// planned has the editor plan a campaign on a laptop and the approver approve it on a telephone. It
// gives the campaign's ID.
func (q *quarter) planned() string {
	q.t.Helper()
	e, today := q.editor, time.Now().In(area.Local)
	e.opens("/studio/campaigns/new")
	e.until("the own area, chosen in the tree below the city", `(function (own) { var above = own.closest(".branches").closest("li");
		return own.checked && above && above.innerText.indexOf("5 màn hình") > 0 && own.closest("li").innerText.indexOf("1 màn hình") > 0; })(document.querySelector("main [name=area][value='`+baDinh+`']"))`)
	e.types("main [name=name]", campaignName)
	e.fills("from", today.AddDate(0, 0, -1).Format("2006-01-02T15:04"), "until", firstEnd().Format("2006-01-02T15:04"), "percent", "40")
	e.look("1 màn hình: 1 đang chiếu", "chưa có tấm đã duyệt nào vừa 1 màn hình")
	e.Eval(`document.querySelectorAll("main details.picked").forEach(function (d) { d.open = true; }), document.querySelector("main [name=venue][value=intersection]").click()`, nil)
	e.look("Không có màn hình nào được chọn")
	e.Eval(`document.querySelector("main [name=venue][value=intersection]").click(), document.querySelector("main [name=venue][value=reception]").click()`, nil)
	e.look("1 màn hình: 1 đang chiếu")
	off, holiday := today.AddDate(0, 0, 2), today.AddDate(0, 0, 4)
	e.Eval(`document.querySelector("main [name=open][value=weekly]").click(), document.querySelector("main details.dates").open = true`, nil)
	for day := range 7 {
		if day := time.Weekday(day); day != off.Weekday() {
			e.fills("on_"+strings.ToLower(day.String()[:3]), "00:00–24:00")
		}
	}
	e.fills("date_1", holiday.Format(time.DateOnly), "date_hours_1", "18:00–24:00")
	e.until("the week, drawn", `document.querySelectorAll("#look svg rect.lit").length === 6 && document.querySelectorAll("#look svg rect.rest").length === 7`)
	e.photographed("together-campaign")
	e.enters("Tạo và gửi duyệt")
	e.says("Chưa chiếu gì đến khi một người khác duyệt")
	var path string
	e.Eval("location.pathname", &path)
	id := strings.TrimPrefix(path, "/studio/campaigns/")

	near := phoneOf(q.near)
	near.opens("/studio")
	near.until("a picture of what is on", `(document.querySelector("main .previews img") || {}).naturalWidth > 0`)
	near.pictured("together-home")
	near.touch("main .found a", campaignName, `document.querySelector("main .verdict button")`)
	near.says("1 màn hình: 1 đang chiếu")
	near.says("40 % thời lượng của thành phố")
	near.pictured("together-campaign-desk")
	near.touch("main .verdict button", "Duyệt", `document.querySelector("main").innerText.indexOf("Đã ghi quyết định") >= 0`)
	if near.touches != 2 {
		q.t.Errorf("%d touches to approve what waits", near.touches)
	}
	c, err := q.a.Store().Campaign(q.t.Context(), id)
	if err != nil {
		q.t.Fatal(err)
	}
	if !c.Runs() || c.Percent != 40 || !c.Valid.Until.Equal(firstEnd()) || len(c.Targets) != 1 || c.Targets[0] != (content.Target{Area: baDinh, Venue: content.Reception}) ||
		len(c.Hours.Except) != 1 || c.Hours.Except[0].Date != hours.Date(holiday.Format(time.DateOnly)) {
		q.t.Errorf("approved is %+v", c)
	}
	return id
}

// promised has the city's approver show a slide at once, reads when the campaign's page says that it
// is on next, and asks the player.
func (q *quarter) promised(campaign, slide string) {
	q.t.Helper()
	q.city.opens("/studio/campaigns/" + campaign)
	q.city.Eval(`document.querySelector("main [name=slide]").closest("details").open = true`, nil)
	q.city.enters("Chiếu ngay")
	q.city.says("Đang chiếu ngay một lần")
	q.hall.Until("the slide on the glass", fmt.Sprintf(`Ngatu.debug.slide === %q && !Ngatu.debug.due`, slide), time.Minute)
	q.editor.opens("/studio/campaigns/" + campaign)
	q.editor.until("when it is on next", `/Lần kế tiếp \d\d:\d\d:\d\d.* trên 1 màn hình/.test(document.querySelector("#look .lead").innerText)`)
	var clock string
	q.editor.Eval(`document.querySelector("#look .lead").innerText.match(/\d\d:\d\d:\d\d/)[0]`, &clock)
	now := time.Now().In(area.Local)
	at, err := time.ParseInLocation("2006-01-02 15:04:05", now.Format(time.DateOnly)+" "+clock, area.Local)
	if err != nil {
		q.t.Fatal(err)
	}
	if at.Before(now.Add(-time.Hour)) { // after midnight
		at = at.AddDate(0, 0, 1)
	}
	if got := q.shows(at.Add(time.Second)); got != slide {
		q.t.Errorf("at %s, when %s is promised, the player shows %q", clock, slide, got)
	}
	q.editor.until("a picture at the size of the hall", `(function (img) { img.loading = "eager"; return img.naturalWidth > 0; })(document.querySelector("#look .shapes img"))`)
}

// prolonged moves the end of the campaign once, and all that follows from it moves: the approval of
// a slide that ended with it, which is held, since it names the old end.
func (q *quarter) prolonged(campaign string) {
	q.t.Helper()
	ctx, old := q.t.Context(), firstEnd()
	moved := old.AddDate(0, 0, 10)
	page := "/studio/campaigns/" + campaign
	changed(q.t, q.a, func(ctx context.Context, tx *store.Tx) error {
		one := content.Slide{
			ID: "ends", Campaign: campaign, Kind: content.Notice, Style: content.Slogan, Title: "Hạn cài đặt", State: content.Approved, Dwell: 20 * time.Second,
			Words: content.Words{Head: "Cài đặt iHanoi đến hết " + old.AddDate(0, 0, -1).Format("02/01/2006")},
		}
		one.Approval.By, one.Approval.At, one.Approval.Valid = "demo", tx.Time(), hours.Span{Until: old}
		return tx.PutSlide(ctx, one)
	})
	const inHall = `(Ngatu.player.follow.waiting || Ngatu.player.follow.ruling).programme.slides.some(function (s) { return s.id === "ends"; })`
	q.hall.Until("the slide that names the end", inHall, time.Minute)
	q.editor.opens(page)
	q.editor.fills("until", moved.Format("2006-01-02T15:04"))
	q.editor.look("đến hết " + moved.AddDate(0, 0, -1).Format("02/01/2006"))
	q.editor.enters("Gửi duyệt")
	q.editor.says("Ghi ngày kết thúc cũ")
	near := phoneOf(q.near)
	near.opens(page)
	near.says("Ghi ngày kết thúc cũ, không tự đổi")
	near.says("Phê duyệt riêng hết hạn sớm hơn chiến dịch: Hạn cài đặt")
	near.pictured("together-end-moves")
	near.touch("main button", "Duyệt", `document.querySelector("[data-done]")`)
	q.hall.Until("the programme without what names the old end", "!"+inHall, time.Minute)
	one, err := q.a.Store().Slide(ctx, "ends")
	if err != nil || !one.Approval.Valid.Until.Equal(moved) {
		q.t.Errorf("its approval holds until %v, %v", one.Approval.Valid.Until, err)
	}
	holds, err := q.a.Store().HoldsLeft(ctx, time.Now())
	if err != nil || !slices.ContainsFunc(holds, func(h content.Hold) bool { return h.Slide == "ends" && h.On(time.Now()) }) {
		q.t.Errorf("it is not held: %+v, %v", holds, err)
	}
	q.editor.opens("/studio/holds")
	q.editor.says("Hạn cài đặt")
}

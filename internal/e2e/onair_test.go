package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/internal/testkit"
)

// The time of the timeline is moved by keyboard, by dragging on the strip and by the field, and
// what is on follows without the page being left.
func TestTheTimelineIsMoved(t *testing.T) {
	t.Parallel()
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sit(a, link); err != nil {
		t.Fatal(err)
	}
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/signin", 1366, 900), a, t}
	s.until("the form to sign in", `document.querySelector("main [name=password]")`)
	s.signsIn()
	s.until("the studio", `location.pathname === "/studio"`)
	s.Run(chromedp.Navigate(a.Address() + "/studio/onair?screen=NGATU-05&day=2030-05-06&time=09:00:00"))
	s.until("the moment", `document.querySelector("#moment h2").textContent.indexOf("09:00:00") >= 0 && !document.querySelector("[data-range]").hidden`)
	s.accessible("the timeline")
	s.photographed("timeline")

	s.Run(chromedp.Focus(`[data-range] input`), chromedp.KeyEvent(kb.ArrowRight))
	s.until("a minute later", `document.querySelector("#moment h2").textContent.indexOf("09:01:00") >= 0 && location.search.indexOf("09%3A01%3A00") >= 0`)
	s.Run(chromedp.KeyEvent(kb.PageUp))
	s.until("an hour later", `document.querySelector("#moment h2").textContent.indexOf("10:01:00") >= 0`)

	var box struct{ X, Y, W float64 }
	s.Eval(`(() => { const r = document.querySelector(".days .strip").getBoundingClientRect(); return {X: r.left, Y: r.top + r.height / 2, W: r.width}; })()`, &box)
	s.Run(
		chromedp.MouseEvent("mousePressed", box.X+box.W/4, box.Y, chromedp.Button("left"), chromedp.ClickCount(1)),
		chromedp.MouseEvent("mouseMoved", box.X+box.W/2, box.Y, chromedp.Button("left")),
		chromedp.MouseEvent("mouseReleased", box.X+box.W*3/4, box.Y, chromedp.Button("left"), chromedp.ClickCount(1)),
	)
	s.until("about noon", `/ ?1[12]:[05][09]:/.test(document.querySelector("#moment h2").textContent)`)
	s.until("the same page", `document.querySelector(".days .strip .mark").getAttribute("x1") === document.querySelector("[data-range] input").value`)
	sequenced(s)
}

// sequenced puts the slides of a campaign in order, by the buttons of a line, from the keyboard, and
// by dragging: the place is said, and the form hears of it.
func sequenced(s studioTab) {
	s.t.Helper()
	s.Run(chromedp.Navigate(s.a.Address() + "/studio/campaigns"))
	s.Eval(`Array.from(document.querySelectorAll("main a")).find(a => /^\/studio\/campaigns\/(?!new)./.test(a.getAttribute("href"))).click()`, nil)
	s.until("the slides in their order", `document.readyState === "complete" && document.querySelectorAll("[data-sequence] li").length > 2`)
	s.Eval(`(() => {
		window.order = () => Array.from(document.querySelectorAll("[data-sequence] [name=sequence]")).map(f => f.value).join(" ");
		window.was = order().split(" ");
		for (let e = document.querySelector("[data-sequence]"); e; e = e.parentElement) { if (e.tagName === "DETAILS") e.open = true; }
		window.heard = 0;
		document.querySelector("[data-sequence]").closest("form").addEventListener("change", () => window.heard++);
		document.querySelector("[data-sequence] li [data-move='1']").focus();
	})()`, nil)
	s.Run(chromedp.KeyEvent(kb.Enter))
	s.until("the first slide is second", `order() === [was[1], was[0]].concat(was.slice(2)).join(" ") && heard === 1 &&
		document.querySelector("[data-moved]").textContent.includes(": vị trí 2 trên ") && document.activeElement.closest("li").querySelector("[name=sequence]").value === was[0]`)
	s.Eval(`(() => {
		const all = document.querySelectorAll("[data-sequence] li"), from = all[all.length - 1], to = all[0].getBoundingClientRect(), data = new DataTransfer();
		const fire = (on, type) => on.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data, clientX: to.left + 5, clientY: to.top + 1 }));
		fire(from, "dragstart"); fire(all[0], "dragover"); fire(all[0], "drop"); fire(from, "dragend");
	})()`, nil)
	s.until("the last slide is first", `order().split(" ")[0] === was[was.length - 1] && heard === 2 && document.querySelector("[data-moved]").textContent.includes(": vị trí 1 trên ")`)
}

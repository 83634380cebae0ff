package e2e

import (
	"fmt"
	"time"

	"ngatu/content/area"
)

// shows is what the player's page of the hall has on the glass at an instant, by what it follows.
func (q *quarter) shows(at time.Time) (slide string) {
	q.t.Helper()
	q.hall.Eval(fmt.Sprintf(`(function (by) { return by.slide ? by.slide.id : ""; })(Ngatu.player.follow.look(%d, true))`, at.UnixMilli()), &slide)
	return slide
}

// watched has somebody look at what a connected screen shows now and in seven minutes: it is what its
// page has on the glass, and what that will have.
func (q *quarter) watched() {
	q.t.Helper()
	s := q.city
	said := func() (slide string) {
		s.Eval(`(document.querySelector("#moment dd a") || {getAttribute: function () { return ""; }}).getAttribute("href").replace("/studio/slides/", "")`, &slide)
		return slide
	}
	asks := func(at time.Time) {
		at = at.In(area.Local)
		s.Eval(fmt.Sprintf("location.href = '/studio/onair?screen=SANH-01&day=%s&time=%s'", at.Format(time.DateOnly), at.Format("15:04:05")), nil)
		s.until("the moment "+at.Format("15:04:05"), fmt.Sprintf(`document.readyState === "complete" && location.pathname === "/studio/onair" && document.querySelector("#moment h2").innerText.indexOf(%q) === 0 &&
			document.querySelector("#moment .glass img").naturalWidth > 0`, at.Format("15:04:05")))
	}
	q.hall.Until("a slide in its middle", `!Ngatu.debug.due && Ngatu.debug.slide && Ngatu.debug.now - Math.max(Ngatu.debug.start, Ngatu.debug.entered) > 1200`, time.Minute)
	var glass struct {
		Slide string
		At    int64
	}
	q.hall.Eval(`({Slide: Ngatu.debug.slide, At: Math.floor(Ngatu.debug.now / 1000) * 1000})`, &glass)
	asks(time.UnixMilli(glass.At))
	if got := said(); got != glass.Slide {
		q.t.Errorf("%q is said to be on; the glass has %q", got, glass.Slide)
	}
	s.photographed("together-onair")

	ahead := time.Now().Add(7 * time.Minute).Truncate(time.Second)
	asks(ahead)
	if got, will := said(), q.shows(ahead); got != will || got == "" {
		q.t.Errorf("in seven minutes %q is said to be on; the page will have %q", got, will)
	}
}

// found has the approver search on the telephone.
func (q *quarter) found(slide string) {
	q.t.Helper()
	near := phoneOf(q.near)
	near.touch("header summary", "Mục", `document.querySelector("header [name=q]").getClientRects().length`)
	near.types("header [name=q]", "cai dat ihanoi hom nay\r")
	near.until("what was found", `document.readyState === "complete" && location.pathname === "/studio/find" && document.querySelector("main .found a")`)
	near.pictured("together-found")
	near.touch("main .found a[href='"+slide+"']", "", fmt.Sprintf("location.pathname === %q", slide))
}

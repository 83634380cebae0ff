package e2e

import (
	"context"
	"errors"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// Keys lead through the studio: g and a letter to a page, / to the search, ? to their list; they do
// nothing in a field, and can be switched off.
func TestKeysLeadThroughTheStudio(t *testing.T) {
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
	s.signsIn()
	s.until("the first page", `location.pathname === "/studio" && document.readyState === "complete" && document.querySelector("nav [data-key]")`)
	s.accessible("the first page")
	s.photographed("home")
	s.Run(chromedp.KeyEvent("gs"))
	s.until("the slides", `location.pathname === "/studio/slides" && document.readyState === "complete"`)
	s.Run(chromedp.KeyEvent("/"))
	s.until("the field", `document.activeElement.name === "q"`)
	s.Run(chromedp.KeyEvent("ban do gs"), chromedp.KeyEvent(kb.Enter))
	s.until("no key led away from the field", `location.pathname === "/studio/find"`)
	s.Run(chromedp.Navigate(a.Address() + "/studio/find?q=ban+do"))
	s.until("what was found", `document.querySelector("#found a[href^='/studio/slides/']")`)
	s.accessible("what was found")
	s.photographed("find")
	s.Run(chromedp.Navigate(a.Address()+"/studio/slides"), chromedp.KeyEvent("?"))
	s.until("the list of keys", `document.querySelector("dialog[open] kbd")`)
	s.accessible("the list of keys")
	s.Run(chromedp.Click(`dialog [data-keys-switch] input`), chromedp.KeyEvent(kb.Escape))
	s.until("the list is gone", `!document.querySelector("dialog")`)
	s.Run(chromedp.Evaluate(`document.activeElement.blur()`, nil), chromedp.KeyEvent("gm"), chromedp.KeyEvent("/"))
	s.until("keys are off", `location.pathname === "/studio/slides" && document.activeElement.name !== "q"`)
	s.Run(chromedp.Navigate(a.Address()+"/studio/nodes"), chromedp.Evaluate(`document.addEventListener("htmx:configRequest", function (e) {
		(window.asked = window.asked || {})[e.detail.triggeringEvent ? "pressed" : "alone"] = e.detail.headers["X-By-Itself"]; })`, nil))
	s.until("a page that asks by itself says so", `window.asked && window.asked.alone === "yes"`)
	changed(t, a, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.AllStaff(ctx, "", 10)
		for _, one := range all {
			err = errors.Join(err, tx.DeleteSessionsOf(ctx, one.ID, ""))
		}
		return err
	})
	s.until("once nobody is signed in any more it goes on showing what it has, and says why", `document.querySelector("#servers .lead") &&
		document.querySelectorAll("#servers > [data-away] a[href^='/studio/signin']").length === 1`)
}

package testkit

import (
	"net/http"
	"testing"
)

func TestServerAndBrowser(t *testing.T) {
	a := Demo(t)
	b := Chromium(t)
	for range 2 {
		tab := b.Open(t, a.Address()+"/", 1280, 720)
		tab.Until("the wall of five screens", `document.querySelectorAll("iframe").length === 5`, Patience)
		var width int
		if tab.Eval("innerWidth", &width); width != 1280 || len(tab.Screenshot()) == 0 {
			t.Errorf("the tab is %d px wide", width)
		}
	}
	Stop(t, a)
	if resp, err := http.Get(a.Address() + "/healthz"); err == nil {
		resp.Body.Close()
		t.Error("it still answers after Stop")
	}
}

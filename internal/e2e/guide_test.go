package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ngatu/internal/testkit"
)

// firstSheet opens the kiosk at the first sheet of its first guide, as two touches do.
const firstSheet = `Ngatu.player.kiosk.open(), Ngatu.player.kiosk.guides[0] && Ngatu.player.kiosk.go(function () { Ngatu.player.kiosk.guide(Ngatu.player.kiosk.guides[0]); }), true`

// sheetSays is whether the glass of a kiosk has some words on it.
func sheetSays(words string) string {
	return fmt.Sprintf(`document.getElementById('kiosk').textContent.indexOf(%q) >= 0`, words)
}

// TestGuideToKiosk: a guide that is changed in the studio and approved has its new words on a
// kiosk's sheet, and the page was not loaded again for it.
func TestGuideToKiosk(t *testing.T) {
	t.Parallel()
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	kiosk := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=KIOSK-01", 1080, 1920)
	kiosk.Until("the guides of the starter", `window.Ngatu && Ngatu.player && Ngatu.player.kiosk.guides.length === 4`, 40*time.Second)
	var done bool
	kiosk.Eval(`window.notReloaded = true`, &done)
	kiosk.Eval(firstSheet, &done)
	kiosk.Until("the starter's words", sheetSays("Tìm “iHanoi”"), 20*time.Second)

	const path = "/studio/slides/starter-guide-install"
	act := func(what string, fields ...string) {
		t.Helper()
		if err := d.post(path+what, fields...); err != nil {
			t.Fatal(err)
		}
	}
	words := []string{
		"kind", "pages", "icon", "phone", "title", "Cài đặt iHanoi", "title_en", "Install iHanoi", "pages", "1",
		"p0_body", "Hỏi cán bộ ở bàn số ba.", "p0_body_en", "Ask at desk three.",
	}
	act("", words...)
	act("/submit")
	kiosk.Eval(firstSheet, &done)
	kiosk.Until("the words that are approved, while others wait", sheetSays("Tìm “iHanoi”"), 20*time.Second)
	if err := d.approve(path, "document", "12/QĐ"); err != nil {
		t.Fatal(err)
	}
	kiosk.Eval(`Ngatu.player.kiosk.close(), true`, &done)
	kiosk.Until("the guide that was approved", `JSON.stringify(Ngatu.player.kiosk.guides).includes('Hỏi cán bộ ở bàn số ba.')`, 40*time.Second)
	kiosk.Eval(firstSheet, &done)
	kiosk.Until("the new words", sheetSays("Hỏi cán bộ ở bàn số ba."), 20*time.Second)
	kiosk.Eval(`Ngatu.player.kiosk.press('other'), true`, &done)
	kiosk.Until("them in English", sheetSays("Ask at desk three."), 20*time.Second)
	kiosk.Eval(`window.notReloaded === true`, &done)
	if !done {
		t.Error("the page was loaded again")
	}
	html, err := d.get(path)
	if err != nil || !strings.Contains(html, "Hỏi cán bộ") || !strings.Contains(html, "12/QĐ") {
		t.Errorf("the studio does not tell what is shown: %v", err)
	}
}

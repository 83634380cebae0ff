package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ngatu/server/rendition/renditiontest"
)

// followsAConversion sends a clip that takes a minute to convert: its row says how far it is, aloud
// once for each quarter, and its button stops it by the keyboard and keeps the focus. The slide's page
// then has it begin again.
func followsAConversion(t *testing.T, s studioTab) {
	t.Helper()
	film := filepath.Join(t.TempDir(), "phóng sự.mp4")
	if err := os.WriteFile(film, renditiontest.LongFilm(t, "../media/testdata/cases/4k.mp4", 40), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{film}, chromedp.ByQuery))
	row := `document.querySelector("#files li:last-child")`
	s.until("the row says how far it is", row+`.querySelector(".conversion progress")`)
	s.until("and says so aloud", row+`.querySelector("[role=status]").textContent.indexOf("Đã chuyển mã video") === 0`)
	s.photographed("conversion-row")
	s.Eval(row+`.querySelector(".conversion button").focus()`, nil)
	s.Run(chromedp.KeyEvent(kb.Enter))
	s.until("it was stopped, and the button has the focus", fmt.Sprintf(`document.activeElement.textContent.indexOf("Chuyển mã lại") === 0
		&& %s.querySelector("[role=status]").textContent.indexOf("Đã dừng chuyển mã") === 0 && location.pathname === "/studio/upload"`, row))
	var at string
	s.Eval(row+`.querySelector("[data-open] a").getAttribute("href")`, &at)
	s.opens(at)
	s.says("đã dừng chuyển mã")
	s.accessible("a clip whose conversion was stopped")
	s.photographed("conversion-stopped")
	s.Eval(`document.querySelector(".conversion button").click()`, nil)
	s.until("it begins again", `document.querySelector(".conversion progress")`)
	s.accessible("a clip that is being converted")
	s.photographed("conversion-runs")
	s.Eval(`document.querySelector(".conversion button").click()`, nil)
	s.until("it is stopped once more", `document.querySelector(".conversion .warn")`)
}

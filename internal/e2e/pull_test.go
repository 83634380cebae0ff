package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/server/studio/studiotest"
)

// An address that a reporter enters brings figures by itself, as of the time in the sheet, and the
// page of the measure says so.
func TestFiguresFromAnAddress(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, strings.Replace(studiotest.SheetText, "17:00", "18:30", 1))
	}))
	defer site.Close()
	a := testkit.Server(t, config.Config{Demo: true, FeedInside: []string{"127.0.0.0/8"}})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.post("/studio/measures/accounts/pulls", "pull_name", "Công an thành phố", "pull_address", site.URL+"/so-lieu.csv", "pull_minutes", "60"); err != nil {
		t.Fatal(err)
	}
	page := ""
	for end := time.Now().Add(20 * time.Second); !strings.Contains(page, "Bảng mới nhất đã công bố"); time.Sleep(50 * time.Millisecond) {
		if page, err = d.get("/studio/measures/accounts"); err != nil || time.Now().After(end) {
			t.Fatalf("nothing came: %v", err)
		}
	}
	r, err := a.Store().LatestRelease(t.Context(), figure.Accounts.ID, area.Nov2024)
	if err != nil || r.Sender != "url:Công an thành phố" || !r.AsOf.Equal(time.Date(2024, 11, 21, 18, 30, 0, 0, area.Local)) {
		t.Errorf("%+v, %v", r, err)
	}
	if os.Getenv("NGATU_SHOTS") != "" {
		s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/signin", 1366, 800), a, t}
		s.until("the form to sign in", `document.querySelector("main [name=password]")`)
		s.signsIn()
		s.until("the studio", `location.pathname === "/studio"`)
		s.Run(chromedp.Navigate(a.Address() + "/studio/measures/accounts"))
		s.photographed("pulled")
	}
}

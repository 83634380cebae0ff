package e2e

import (
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/s3server"
)

// Somebody sends a picture while S3 is away: the page says why it waits and keeps what was chosen, and
// a press takes it in once S3 is back.
func TestAnUploadWhileS3IsAway(t *testing.T) {
	t.Parallel() // it mostly waits
	media := s3server.New(t)
	key, err := s3server.KeyFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a := testkit.Server(t, config.Config{Demo: true, Media: config.Media{
		Media: "s3://" + media.Bucket(t) + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1,
	}})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sit(a, link); err != nil {
		t.Fatal(err)
	}
	photo := filepath.Join(t.TempDir(), "lễ hội.jpg")
	if err := os.WriteFile(photo, plain(t, 640, 360, color.RGBA{R: 200, G: 40, B: 40}), 0o600); err != nil {
		t.Fatal(err)
	}
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/upload", 1366, 800), a, t}
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/upload"`)
	media.Stop()
	s.chooses("campaign")
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.says("Kho tệp S3")
	s.until("it waits, with a button", `document.querySelector("#files li.bad [data-retry]:not([hidden])")`)
	s.until("what was chosen is kept", `document.querySelector("#files [data-name]").textContent === "lễ hội.jpg" && document.querySelector("main [name=campaign]").value !== ""`)
	s.photographed("upload-away")
	if err := media.Start(); err != nil {
		t.Fatal(err)
	}
	s.until("it is taken, as soon as the server has heard of it", `(function () {
		var again = document.querySelector("#files li.bad [data-retry]:not([hidden]) button");
		if (again) { again.click(); }
		return document.querySelector("#files li.good [data-open] a");
	})()`)
}

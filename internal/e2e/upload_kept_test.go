package e2e

import (
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// takesWhatIsKept: a file that was refused for something else than itself has a button that goes on with
// it, and is not sent again either where the page is loaded again and the file chosen once more. One that
// was taken while the line was cut, and is then sent to another campaign, is sent anew. One that a server
// reads by itself when it can holds up no other.
func takesWhatIsKept(t *testing.T, s studioTab, kept func() []string) {
	t.Helper()
	photo := filepath.Join(t.TempDir(), "được giữ.jpg")
	if err := os.WriteFile(photo, plain(t, 640, 360, color.RGBA{R: 120, G: 120, B: 10}), 0o600); err != nil {
		t.Fatal(err)
	}
	s.opens("/studio/upload")
	s.Eval(`(function (c) { c.add(new Option("?", "khong-co")); c.value = "khong-co"; })(document.querySelector("main [name=campaign]"))`, nil)
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.until("it is refused, with a button", `document.querySelector("#files li.bad [data-retry]:not([hidden])")`)
	s.photographed("upload-refused")
	s.Eval(`document.querySelector("#files [data-retry] button").click()`, nil)
	s.until("it is refused again", `document.querySelector("#files li.bad [data-retry]:not([hidden])")`)
	before := kept()
	s.opens("/studio/upload")
	s.chooses("campaign")
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.until("it is taken", `document.querySelector("#files li.good")`)
	if after := kept(); len(before) != 1 || len(after) > 0 {
		t.Errorf("of a file that is sent once there is kept %v, then %v", before, after)
	}
	var left int
	s.Eval(`Object.keys(localStorage).filter(function (k) { return k.indexOf("tus::") === 0; }).length`, &left)
	if left > 0 {
		t.Errorf("the page would go on with %d files that were taken", left)
	}
	s.opens("/studio/upload")
	s.chooses("campaign")
	s.Eval(`(function (p) {
		var send = p.send;
		p.send = function (body) {
			if (String(body).indexOf("part=") === 0) { p.send = send; this.onload = this.onerror; }
			return send.call(this, body);
		};
	})(XMLHttpRequest.prototype)`, nil)
	again := filepath.Join(t.TempDir(), "hai lần.jpg")
	if err := os.WriteFile(again, plain(t, 640, 360, color.RGBA{R: 20, G: 120, B: 110}), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{again}, chromedp.ByQuery))
	s.until("its answer is lost", `document.querySelector("#files li.bad [data-retry]:not([hidden])")`)
	s.Eval(`(function (c) { c.add(new Option("?", "khong-co")); c.value = "khong-co"; })(document.querySelector("main [name=campaign]"))`, nil)
	s.Eval(`document.querySelector("#files [data-retry] button").click()`, nil)
	s.until("the other campaign has its own answer", `document.querySelector("#files li.bad [data-retry]:not([hidden])")`)
	s.chooses("campaign")
	before = kept()
	s.Eval(`document.querySelector("#files [data-retry] button").click()`, nil)
	s.until("it is taken", `document.querySelector("#files li.good")`)
	if after := kept(); len(before) != 1 || len(after) > 0 {
		t.Errorf("sent to another campaign there is kept of it %v, then %v", before, after)
	}
	s.opens("/studio/upload")
	s.chooses("campaign")
	s.Eval(`(function (p) {
		var send = p.send;
		window.asked = [];
		document.querySelector("[data-upload]").setAttribute("data-shared", "");
		p.send = function (body) {
			var part = /^part=(\w+)/.exec(String(body));
			if (part && window.asked.push(part[1]) === 1) {
				Object.defineProperty(this, "status", { value: 503 });
				Object.defineProperty(this, "responseText", { value: '{"error":{"code":"away","vi":"Chờ đọc","en":"It waits","next":"behind"}}' });
			}
			return send.call(this, body);
		};
	})(XMLHttpRequest.prototype)`, nil)
	var two []string
	for i, name := range []string{"chờ.jpg", "sau.jpg"} {
		two = append(two, filepath.Join(t.TempDir(), name))
		if err := os.WriteFile(two[i], plain(t, 640, 360, color.RGBA{R: uint8(40 * i), G: 20, B: 160}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, two, chromedp.ByQuery))
	s.until("both are taken", `document.querySelectorAll("#files li.good").length === 2`)
	var behind bool
	if s.Eval(`asked.length === 3 && asked[0] === asked[2] && asked[0] !== asked[1]`, &behind); !behind {
		t.Error("a file that waits holds up the next")
	}
}

package e2e

import (
	"bytes"
	"context"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/internal/store"
)

// A file goes over a line that is cut twice, and over a reload of its page: it goes on where it was,
// and is one draft.
func TestAnUploadOutlastsACutLine(t *testing.T) {
	t.Parallel()
	s := knock(t, "/healthz", 1366, 800)
	at := newLine(t, strings.TrimPrefix(s.a.Address(), "http://"), nil, 2<<20, 5<<20).at
	photo := filepath.Join(t.TempDir(), "lễ hội.jpg")
	b := append(plain(t, 640, 360, color.RGBA{R: 200, G: 40, B: 40}), bytes.Repeat([]byte("x"), 8<<20)...) // what lies behind the picture is left out
	if err := os.WriteFile(photo, b, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Run(chromedp.Navigate("http://" + at + "/studio/upload"))
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/upload"`)
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.says("Hãy chọn chiến dịch ở trên")
	s.Run(network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error { // a line on which somebody can press a button in time
		_, err := network.EmulateNetworkConditionsByRule(false, []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: 5 << 20}}).Do(ctx)
		return err
	}))
	s.chooses("campaign")
	s.until("some of it is sent", `document.querySelector("#files progress").value > 20`)
	s.Eval(`document.querySelector("#files [data-pause]").click()`, nil)
	s.says("Đang tạm dừng")
	kept := func() (all []string) {
		all, _ = filepath.Glob(filepath.Join(filepath.Dir(s.a.Inbox()), "uploads", "*.info"))
		return all
	}
	if n := len(kept()); n != 1 {
		t.Fatalf("%d files are on their way", n)
	}
	s.Run(chromedp.Navigate("http://"+at+"/studio/upload"), chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.chooses("campaign")
	s.until("it is taken", `document.querySelector("#files li.good [data-open] a") && document.querySelector("#files li.good [data-open] a").href.indexOf("/studio/slides/") > 0`)
	if left := kept(); len(left) > 0 {
		t.Errorf("after the reload it did not go on with %v", left)
	}
	slides, err := s.a.Store().Slides(t.Context(), store.SlideQuery{State: content.Draft})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, one := range slides {
		if one.Title == "lễ hội" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("it became %d drafts", n)
	}
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.says("Tệp này đã có ở tấm “lễ hội” (bản nháp)")
	s.until("the choice, before any of it is sent", `Array.from(document.querySelectorAll("#files [data-sure]")).some(function (p) { return !p.hidden; })`)
	if n := len(kept()); n > 0 {
		t.Error("what is there already is sent without a word")
	}
	s.Eval(`document.querySelector("#files [data-sure]:not([hidden]) [data-no]").click()`, nil)
	s.Eval(`(function () {
		var from = document.createElement("canvas"), data = new DataTransfer();
		from.width = 64; from.height = 36; from.getContext("2d").fillRect(0, 0, 32, 36);
		from.toBlob(function (b) {
			data.items.add(new File([b], "image.png", { type: "image/png" }));
			document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
		});
	})()`, nil)
	s.until("what was pasted is taken", `Array.from(document.querySelectorAll("#files li.good [data-name]")).some(function (n) { return n.textContent.indexOf("Ảnh dán lúc") === 0; })`)
	folder := filepath.Join(t.TempDir(), "Ảnh lễ hội")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"10 sau.jpg": plain(t, 640, 360, color.RGBA{B: 200, A: 255}), "2 trước.jpg": plain(t, 640, 360, color.RGBA{G: 200, A: 255}), "ghi chú.txt": []byte("x"), ".DS_Store": {1},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.until("the form below the files", `document.querySelector("#set [name=until]")`)
	s.Eval(`document.querySelector("#set [name=until]").value = "2031-01-01T00:00"`, nil)
	s.Eval(`document.querySelector("#set [name=reach][value=area]").click()`, nil)
	s.types("#set [name=area_name]", "lang")
	s.until("the areas of that name", `document.querySelectorAll("#set [name=area]").length > 1`)
	var area string
	s.Eval(`(function () { var a = Array.from(document.querySelectorAll("#set [name=area]")).pop(); a.click(); return a.value; })()`, &area)
	s.Run(chromedp.SetUploadFiles(`main input[webkitdirectory]`, []string{folder}, chromedp.ByQuery))
	s.until("the files of a folder, in order", `Array.from(document.querySelectorAll("#files li")).slice(-3).map(function (li) { return li.className + " " + li.querySelector("[data-name]").textContent; }).join() ===
		"good 2 trước.jpg,good 10 sau.jpg,bad ghi chú.txt"`)
	s.says("Loại tệp này không chiếu được")
	s.until("how they look", `document.querySelectorAll("#files .look canvas").length === 4`)
	s.accessible("the upload with files")
	s.photographed("upload")
	s.until("the form for all of them", `document.querySelectorAll("#set [name=item]").length === 4`)
	s.until("its picture", `document.querySelector("#set .glass img").naturalWidth > 0`)
	s.holds("until", "2031-01-01T00:00") // as it was before the folder came
	s.holds("area_name", "lang")
	var still string
	s.Eval(`(document.querySelector("#set [name=area]:checked") || {value: "none"}).value`, &still)
	if still != area || area == "" {
		t.Errorf("the area %s was chosen, and %s is", area, still)
	}
	s.accessible("the form below the files")
	takesAPhoto(t, s)
	dropsAFolder(t, s)
	followsAConversion(t, s)
	takesWhatIsKept(t, s, kept)
	refusesTheHeavy(t, s, kept)
	keepsAPoint(t, s)
}

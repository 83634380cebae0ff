package e2e

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A proxy that takes less than the studio's pages send says 413. The page names that in a sentence,
// for a form and for a file, and nothing that was typed or chosen is lost.
func TestAProxyThatTakesLess(t *testing.T) {
	t.Parallel()
	s := knock(t, "/healthz", 1366, 800)
	l, err := net.Listen("tcp", "127.0.0.1:0") // nginx cannot choose a port by itself
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	l.Close()
	startNginx(t, l.Addr().(*net.TCPAddr).Port, fmt.Sprintf(`server {
		listen %s;
		client_max_body_size 3k;
		location / { proxy_pass %s; proxy_set_header Host $http_host; }
	}`, at, s.a.Address()))

	s.Run(chromedp.Navigate("http://" + at + "/studio/notice"))
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/notice"`)
	s.types("main [name=head]", "Thứ bảy này phường tiếp công dân")
	s.chooses("campaign")
	s.Eval(fmt.Sprintf(`(function () { document.querySelector("main [name=foot]").value = %q; })()`, strings.Repeat("dài ", 1500)), nil)
	s.enters("Lưu bản nháp")
	s.says("Máy chủ trung gian (proxy) không nhận dữ liệu lớn như vậy")
	s.holds("head", "Thứ bảy này phường tiếp công dân")

	photo := filepath.Join(t.TempDir(), "ảnh lớn.jpg")
	if err := os.WriteFile(photo, []byte("\xff\xd8\xff\xe0"+strings.Repeat("x", 100_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Run(chromedp.Navigate("http://"+at+"/studio/upload"), chromedp.SetUploadFiles(`main input[name=file]`, []string{photo}, chromedp.ByQuery))
	s.says("Hãy chọn chiến dịch ở trên")
	s.chooses("campaign")
	s.says("Máy chủ trung gian (proxy) không cho gửi tệp lớn như vậy")
	s.until("the file can be sent again", `Array.from(document.querySelectorAll("#files button")).some(function (b) { return b.offsetParent; })`)
}

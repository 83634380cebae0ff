package upload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

func TestRefusedFilesSayWhy(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Upload("/studio/upload", "trang.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "text/html").
		Says(t, 200, "trang.svg")
	p := u.Upload("/studio/upload", "hong.jpg", studiotest.Photo(1)[:400], "application/json")
	var got struct {
		Error struct{ Code, Vi, En string }
	}
	if err := json.Unmarshal([]byte(p.HTML), &got); err != nil || p.Status != 422 || got.Error.Vi == "" || got.Error.En == "" {
		t.Errorf("a cut file: %d %s", p.Status, p.HTML)
	}
	if n := len(r.Slides()); n != 0 {
		t.Errorf("refused files made %d slides", n)
	}
	big := u.Request("POST", "/studio/notice", strings.NewReader(strings.Repeat("a", shell.MaxForm+1)))
	big.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	u.Send(big).Says(t, 413, "lớn hơn")
}

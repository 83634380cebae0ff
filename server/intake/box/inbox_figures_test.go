package box

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

const good = "Tính đến 17h ngày 21/11/2024\nĐơn vị,Số tài khoản,Chỉ tiêu,Nguồn\nQuận Ba Đình,51.200,90.000,Công an thành phố\nQ. Hà Đông,80.100,120.000,Công an thành phố\n"

func TestFigureFolder(t *testing.T) {
	r := newRig(t, nil)
	r.standing("Số liệu")
	r.watch()
	r.drop("Số liệu/biểu.csv", []byte(good))
	r.taken("Số liệu/biểu.csv")
	rel := must(r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024))(t)
	if rel.By != "Nguyễn Thị An" {
		t.Errorf("released by %q", rel.By)
	}
	r.drop("Số liệu/sai.csv", []byte(good+"Quận Không Có,5,9,x\n"))
	r.drop("figures/khác.csv", []byte(good)) // nobody stands for this folder
	beside := filepath.Join(r.Root, inbox.Refused, "Số liệu", "sai.csv.txt")
	r.until("it is set aside", func() bool { info, err := os.Stat(beside); return err == nil && info.Size() > 0 })
	if text := string(must(os.ReadFile(beside))(t)); !strings.Contains(text, "Dòng 5") {
		t.Errorf("the sentence is %q", text)
	}
	r.until("the other is refused", func() bool { return r.file("figures/khác.csv").State == store.Refused })
	if n := len(must(r.Store.Releases(t.Context(), "", 0, 0))(t)); n != 1 {
		t.Errorf("%d releases", n)
	}
}

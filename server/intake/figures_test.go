package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

const good = "Tính đến 17h ngày 21/11/2024\nĐơn vị,Số tài khoản,Chỉ tiêu,Nguồn\nQuận Ba Đình,51.200,90.000,Công an thành phố\nQ. Hà Đông,80.100,120.000,Công an thành phố\n"

func TestFiguresAreTakenWhole(t *testing.T) {
	r := newRig(t, nil)
	got, err := r.Figures(t.Context(), "binh", "biểu.csv", strings.NewReader(good), FigureOptions{DryRun: true})
	r.no(err)
	if len(got.Figures) != 2 || got.Release.Period != area.Nov2024 || got.Release.Number != 0 {
		t.Fatalf("a dry run says %+v", got)
	}
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Fatalf("a dry run let figures out: %v", err)
	}
	got, err = r.Figures(t.Context(), "binh", "biểu.csv", strings.NewReader(good), FigureOptions{})
	r.no(err)
	stored := must(r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024))(t)
	if stored.ID != got.Release.ID || stored.Sample || stored.By != "binh" || stored.Source != "Công an thành phố" {
		t.Errorf("stored: %+v", stored)
	}
	figures := must(r.Store.Figures(t.Context(), stored))(t)
	if len(figures) != 2 || figures[0].Area.Code != "001" || figures[0].Value != 51_200 || figures[0].Target != 90_000 {
		t.Errorf("figures: %+v", figures)
	}
	older := strings.ReplaceAll(good, "21/11", "01/11")
	got, err = r.Figures(t.Context(), "binh", "cũ.csv", strings.NewReader(older), FigureOptions{})
	if err != nil || len(got.Notices) != 1 || !strings.Contains(got.Notices[0].Vi, "21/11/2024") {
		t.Errorf("older figures: %v, %+v", err, got.Notices)
	}
}

func TestFiguresAreRefusedWhole(t *testing.T) {
	r := newRig(t, nil)
	bad := good + "Quận Không Có,5,9,Công an thành phố\nQuận Tây Hồ,12 %,9,Công an thành phố\n"
	got, err := r.Figures(t.Context(), "binh", "biểu.csv", strings.NewReader(bad), FigureOptions{})
	if content.CodeOf(err) != content.Invalid || len(got.Problems) != 2 {
		t.Fatalf("%v, %+v", err, got.Problems)
	}
	for _, words := range []string{"“biểu.csv”", "Dòng 5", "Dòng 6", "Row 6"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q is not in %v", words, err)
		}
	}
	many := good
	for i := range 40 {
		many += fmt.Sprintf("Quận Lạ %d,5,9,x\n", i)
	}
	if _, err = r.Figures(t.Context(), "binh", "x.csv", strings.NewReader(many), FigureOptions{}); !strings.Contains(fmt.Sprint(err), "và 10 lỗi khác") {
		t.Errorf("many rows: %v", err)
	}
	future := strings.ReplaceAll(good, "2024", "2199")
	if _, err = r.Figures(t.Context(), "binh", "x.csv", strings.NewReader(future), FigureOptions{Period: area.Nov2024}); content.CodeOf(err) != content.Invalid {
		t.Errorf("figures of the future: %v", err)
	}
	late := strings.ReplaceAll(good, "21/11/2024", "21/08/2025")
	if _, err = r.Figures(t.Context(), "binh", "x.csv", strings.NewReader(late), FigureOptions{Period: area.Nov2024}); content.CodeOf(err) != content.Invalid {
		t.Errorf("districts after their end: %v", err)
	}
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Errorf("something was let out: %v", err)
	}
}

func TestFigureRows(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Sample, o.Period = true, area.Nov2024 })
	rows := []figure.Row{{Line: 1, Code: "001", Value: figure.Whole(7), AsOf: figure.ParseInstant("2026-01-02"), Source: "mẫu"}}
	got, err := r.FigureRows(t.Context(), "token:x", "API", rows, FigureOptions{})
	if err != nil || !got.Release.Sample || got.Figures[0].Area.Code != "001" || !got.Figures[0].Sample {
		t.Errorf("%v, %+v", err, got)
	}
}

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

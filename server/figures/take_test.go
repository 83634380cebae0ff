package figures

import (
	"fmt"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

const good = "Tính đến 17h ngày 21/11/2024\nĐơn vị,Số tài khoản,Chỉ tiêu,Nguồn\nQuận Ba Đình,51.200,90.000,Công an thành phố\nQ. Hà Đông,80.100,120.000,Công an thành phố\n"

func TestFiguresAreTakenWhole(t *testing.T) {
	r := newRig(t, nil)
	got, err := r.Take(t.Context(), "binh", "biểu.csv", strings.NewReader(good), TakeOptions{DryRun: true})
	r.no(err)
	if len(got.Figures) != 2 || got.Release.Period != area.Nov2024 || got.Release.Number != 0 {
		t.Fatalf("a dry run says %+v", got)
	}
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Fatalf("a dry run let figures out: %v", err)
	}
	got, err = r.Take(t.Context(), "binh", "biểu.csv", strings.NewReader(good), TakeOptions{})
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
	again, err := r.Take(t.Context(), "binh", "biểu.csv", strings.NewReader(good), TakeOptions{})
	if err != nil || again.Outcome != Same || again.Release.ID != stored.ID || len(must(r.Store.Releases(t.Context(), "", 0, 0))(t)) != 1 {
		t.Errorf("the same sheet again: %v, %+v", err, again)
	}
	less := strings.NewReplacer("51.200", "51.100", "17h", "18h").Replace(good)
	fewer, err := r.Take(t.Context(), "binh", "ít.csv", strings.NewReader(less), TakeOptions{DryRun: true})
	if err != nil || len(fewer.Changes) != 2 || fewer.Changes[0].By() != -100 || !strings.Contains(fmt.Sprint(fewer.Notices), "giảm ở 1 đơn vị: Quận Ba Đình (-100)") {
		t.Errorf("a total that falls: %v, %+v", err, fewer)
	}
	got, err = r.Take(t.Context(), "binh", "cũ.csv", strings.NewReader(older), TakeOptions{})
	if err != nil || len(got.Notices) != 2 || !strings.Contains(got.Notices[0].Vi, "Thiếu 28 trong 30 đơn vị") || !strings.Contains(got.Notices[1].Vi, "21/11/2024") {
		t.Errorf("older figures: %v, %+v", err, got.Notices)
	}
}

// What was released in error comes off: the figures of before are shown again, and the same sheet
// may be released again.
func TestAReleaseIsWithdrawn(t *testing.T) {
	r := newRig(t, nil)
	first := must(r.Take(t.Context(), "binh", "một.csv", strings.NewReader(good), TakeOptions{}))(t)
	later := strings.ReplaceAll(good, "17h", "18h")
	wrong := must(r.Take(t.Context(), "binh", "hai.csv", strings.NewReader(later), TakeOptions{}))(t)
	r.no(r.Withdraw(t.Context(), "an", wrong.Release.ID, ""))
	latest := must(r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024))(t)
	if latest.ID != first.Release.ID {
		t.Errorf("%s is shown", latest.ID)
	}
	if kept := must(r.Store.Release(t.Context(), wrong.Release.ID))(t); kept.Withdrawn.IsZero() {
		t.Error("what was withdrawn is not in the book")
	}
	if err := r.Withdraw(t.Context(), "an", wrong.Release.ID, ""); content.CodeOf(err) != content.NotFound {
		t.Errorf("withdrawn twice: %v", err)
	}
	again := must(r.Take(t.Context(), "binh", "hai.csv", strings.NewReader(later), TakeOptions{}))(t)
	if again.Outcome == Same || again.Release.ID == wrong.Release.ID {
		t.Errorf("released again: %+v", again.Release)
	}
}

func TestFiguresAreRefusedWhole(t *testing.T) {
	r := newRig(t, nil)
	bad := good + "Quận Không Có,5,9,Công an thành phố\nQuận Tây Hồ,12 %,9,Công an thành phố\n"
	got, err := r.Take(t.Context(), "binh", "biểu.csv", strings.NewReader(bad), TakeOptions{})
	if content.CodeOf(err) != content.Invalid || len(got.Problems) != 2 {
		t.Fatalf("%v, %+v", err, got.Problems)
	}
	for _, words := range []string{"“biểu.csv”", "Dòng 5", "Dòng 6", "Row 6"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q is not in %v", words, err)
		}
	}
	many := good
	for i := range 60 {
		many += fmt.Sprintf("Quận Lạ %d,5,9,Công an thành phố\n", i)
	}
	if _, err = r.Take(t.Context(), "binh", "x.csv", strings.NewReader(many), TakeOptions{}); !strings.Contains(fmt.Sprint(err), "và 10 lỗi khác") {
		t.Errorf("many rows: %v", err)
	}
	future := strings.ReplaceAll(good, "2024", "2199")
	if got, err := r.Take(t.Context(), "binh", "x.csv", strings.NewReader(future), TakeOptions{Period: area.Nov2024}); err != nil || got.Outcome != Asked {
		t.Errorf("figures of the future: %v, %s", err, got.Outcome)
	}
	late := strings.ReplaceAll(good, "21/11/2024", "21/08/2025")
	if _, err = r.Take(t.Context(), "binh", "x.csv", strings.NewReader(late), TakeOptions{Period: area.Nov2024}); content.CodeOf(err) != content.Invalid {
		t.Errorf("districts after their end: %v", err)
	}
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Errorf("something was let out: %v", err)
	}
}

func TestFigureRows(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Sample, o.Period = true, area.Nov2024 })
	rows := []figure.Row{{Line: 1, Code: "001", Value: figure.Whole(7), AsOf: figure.ParseInstant("2026-01-02"), Source: "mẫu"}}
	got, err := r.TakeRows(t.Context(), "token:x", "API", rows, TakeOptions{})
	if err != nil || !got.Release.Sample || got.Figures[0].Area.Code != "001" || !got.Figures[0].Sample {
		t.Errorf("%v, %+v", err, got)
	}
}

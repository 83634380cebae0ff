package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ngatu/internal/worker/workertest"
)

// Documents are looked at page by page, as LibreOffice prints them or by their words; what a sheet
// leaves open is asked. A foreign address in the text of any is an error.
func TestCheckDocuments(t *testing.T) {
	folder := t.TempDir()
	linked := workertest.Sheet{
		Red: 0.2, Draws: "BT 1 g /F1 20 Tf 50 50 Td (Xem tai bit.ly/abc) Tj ET", Resources: "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
	}
	foreign := workertest.Text(workertest.Paragraph("", "Tải ứng dụng tại bit.ly/abc")+workertest.Embedded, nil)
	for name, b := range map[string][]byte{
		"họp.pdf": workertest.PDF(append(workertest.Pages(1, 0.2), linked)...), "khoá.pdf": workertest.LockedPDF(workertest.Sheet{}),
		"thông báo.docx": foreign, "số liệu.csv": []byte("Đơn vị;Số tài khoản;Số máy;Ngày\nQuận Ba Đình;100;90;27/11/2024\nQuận Hoàn Kiếm;120;80;27/11/2024\n"),
		"rỗng.csv": []byte("\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bare := t.TempDir() // a machine without LibreOffice
	check := func(name, path string) (all []checked, err error) {
		t.Helper()
		cmd := ngatu(t, folder, "check", name, "--json", "--canvas", "1920x1080", "--domains", "hanoi.gov.vn")
		if path != "" {
			cmd.Env = append(cmd.Env, "PATH="+path)
		}
		out, err := cmd.Output()
		if bad := json.Unmarshal(out, &all); bad != nil {
			t.Fatalf("%s: %v: %s", name, bad, out)
		}
		return all, err
	}
	links := func(all []checked) (on []string) {
		for _, one := range all {
			for _, f := range one.Findings {
				if f.Rule == "link" && strings.Contains(f.Vi, "bit.ly") {
					on = append(on, one.Slide)
				}
			}
		}
		return on
	}
	all, err := check("họp.pdf", "")
	if err == nil || len(all) != 2 || !slices.Equal(links(all), []string{"họp.pdf (2)"}) {
		t.Errorf("a PDF: %v %v", err, all)
	}
	all, err = check("thông báo.docx", "")
	if err == nil || len(all) != 1 || len(links(all)) != 1 || len(all[0].Notes) > 1 {
		t.Errorf("a text as it looks: %v %v", err, all)
	}
	all, err = check("thông báo.docx", bare)
	if err == nil || len(all) == 0 || len(links(all)) != 1 || len(all[0].Notes) < 2 || !strings.Contains(all[0].Notes[1].Vi, "LibreOffice") {
		t.Errorf("a text by its words: %v %v", err, all)
	}
	all, err = check("số liệu.csv", "")
	if err != nil || len(all) != 1 || len(all[0].Asks) == 0 || !strings.Contains(all[0].Asks[0].Vi, "Số tài khoản") {
		t.Errorf("a sheet: %v %v", err, all)
	}
	for name, want := range map[string]string{"khoá.pdf": "mật khẩu", "rỗng.csv": "rỗng.csv"} {
		if out, err := said(t, folder, "check", name); err == nil || !strings.Contains(out, want) {
			t.Errorf("%s: %v %s", name, err, out)
		}
	}
}

package figures

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/figure"
)

// An old workbook is read as what it holds and always waits for a person, also where checks only
// inform; without LibreOffice it is refused with what to do.
func TestAnOldWorkbookWaits(t *testing.T) {
	r := newRig(t, nil)
	old, err := os.ReadFile(filepath.Join("..", "..", "internal", "sheet", "testdata", "old.xls"))
	r.no(err)
	got := must(r.Take(t.Context(), "binh", "cũ.xls", bytes.NewReader(old), TakeOptions{}))(t)
	if got.Outcome != Held || len(got.Figures) != 2 || got.Figures[1].Value != 80_100 || got.Figures[1].Target != 120_000 {
		t.Errorf("%s: %+v", got.Outcome, got.Figures)
	}
	if w := got.Verdict.Warnings; len(w) == 0 || w[len(w)-1].Kind != figure.Converted {
		t.Errorf("warned of %+v", w)
	}
	t.Setenv("PATH", t.TempDir())
	_, err = r.Take(t.Context(), "binh", "cũ.xls", bytes.NewReader(old), TakeOptions{})
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "“cũ.xls”") || !strings.Contains(err.Error(), "chưa cài LibreOffice") || !strings.Contains(err.Error(), ".xlsx") {
		t.Errorf("without LibreOffice: %v", err)
	}
}

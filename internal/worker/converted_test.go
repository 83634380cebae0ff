package worker

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content/reading"
)

// An old workbook is converted once: when its page is opened again nobody asks LibreOffice. A kept one
// that is damaged is made again.
func TestAnOldWorkbookIsConvertedOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "converted")
	p := New(Options{Folder: t.TempDir(), Converted: folder})
	t.Cleanup(p.Close)
	old, err := os.ReadFile(filepath.Join("..", "sheet", "testdata", "old.xls"))
	if err != nil {
		t.Fatal(err)
	}
	open := func() (reading.Book, error) {
		return p.Sheet(t.Context(), "cũ.xls", bytes.NewReader(old), int64(len(old)))
	}
	first, err := open()
	if err != nil || !first.Old {
		t.Fatal(first.Old, err)
	}
	path := os.Getenv("PATH")
	t.Setenv("PATH", t.TempDir()) // LibreOffice is gone
	again, err := open()
	if err != nil || !again.Old || len(again.Sheets) != len(first.Sheets) || len(again.Sheets[0].Lines) != len(first.Sheets[0].Lines) {
		t.Fatalf("again: %v, %+v", err, again)
	}
	kept, _ := filepath.Glob(filepath.Join(folder, "*.xlsx"))
	if len(kept) != 1 {
		t.Fatalf("kept %v", kept)
	}
	if err := os.WriteFile(kept[0], []byte("PK\x03\x04 cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(); err == nil || !strings.Contains(err.Error(), "chưa cài LibreOffice") {
		t.Fatalf("damaged, without LibreOffice: %v", err)
	}
	t.Setenv("PATH", path)
	if b, err := open(); err != nil || len(b.Sheets) != len(first.Sheets) {
		t.Fatalf("damaged: %v", err)
	}
}

// The workbooks that were used longest ago give way, and so does what a crash left behind.
func TestKeptWorkbooksGiveWay(t *testing.T) {
	c := converted{t.TempDir()}
	write := func(name string, age time.Duration) {
		at := filepath.Join(c.folder, name)
		when := time.Now().Add(-age)
		if err := os.WriteFile(at, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(at, when, when); err != nil {
			t.Fatal(err)
		}
	}
	for i := range keptBooks {
		write(strings.Repeat("a", i+1)+".xlsx", time.Duration(i+1)*time.Hour)
	}
	write("left.part", 2*time.Hour)
	write("new.part", time.Minute)
	name, err := c.name(strings.NewReader("old"), 3)
	if err != nil || c.put(name, strings.NewReader("new"), 3) != nil {
		t.Fatal(err)
	}
	var names []string
	entries, _ := os.ReadDir(c.folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	oldest := strings.Repeat("a", keptBooks) + ".xlsx"
	if len(names) != keptBooks+1 || slices.Contains(names, oldest) || slices.Contains(names, "left.part") || !slices.Contains(names, "new.part") || !slices.Contains(names, filepath.Base(name)) {
		t.Errorf("%d: %v", len(names), names)
	}
}

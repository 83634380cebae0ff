package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/sheet"
)

// An old workbook is known as one; where a part of it is missing it is refused, for the program
// that converts it would mend it without a word.
func TestOldWorkbooks(t *testing.T) {
	whole := fixture(t, "old.xls")
	b, err := sheet.Read(t.Context(), "cũ.xls", bytes.NewReader(whole))
	if err != nil || !b.Old || len(b.Sheets) > 0 {
		t.Errorf("%+v: %v", b, err)
	}
	for n := 8; n < len(whole)-512; n += 128 {
		if b, err := sheet.Read(t.Context(), "cũ.xls", bytes.NewReader(whole[:n])); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "“cũ.xls” bị hỏng") {
			t.Errorf("%d of %d bytes: %+v, %v", n, len(whole), b, err)
		}
	}
	text := bytes.ReplaceAll(whole, []byte("W\x00o\x00r\x00k\x00b"), []byte("W\x00o\x00r\x00d\x00b"))
	if _, err := sheet.Read(t.Context(), "cũ.doc", bytes.NewReader(text)); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "không phải bảng tính") {
		t.Errorf("a text: %v", err)
	}
}

func FuzzReadOld(f *testing.F) {
	f.Add(fixture(f, "old.xls")[8:])
	f.Fuzz(func(t *testing.T, b []byte) { check(t, append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), b...)) })
}

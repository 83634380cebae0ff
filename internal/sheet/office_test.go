package sheet_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/sheet"
)

// What LibreOffice and Gnumeric save is read as the same table, in either format.
func TestOfficeProgramsAgree(t *testing.T) {
	const want = `Mã|Quận/Huyện|Số tài khoản iHanoi|Chỉ tiêu
1|Ba Đình|123456|200000
2|Hoàn Kiếm|98765|150000
6|Đống Đa|234567|300000
`
	files, err := filepath.Glob("testdata/office/*.[ox]*")
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		b, err := sheet.Read(t.Context(), path, bytes.NewReader(fixture(t, "office/"+filepath.Base(path))))
		if err != nil || len(b.Sheets) != 1 {
			t.Errorf("%s: %d sheets, %v", path, len(b.Sheets), err)
			continue
		}
		got := ""
		for i, line := range b.Sheets[0].Lines {
			var cells []string
			for _, c := range line.Cells[:4] {
				cells = append(cells, c.Text)
			}
			got += strings.Join(cells, "|") + "\n"
			if rate := line.Cells[4]; i == 1 && !strings.HasPrefix(rate.Raw, "0.61728") {
				t.Errorf("%s: the rate is %+v", path, rate)
			}
		}
		if got != want {
			t.Errorf("%s:\n%s", path, got)
		}
	}
}

package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// byteOrderMark lets Excel read the file as UTF-8; without it Vietnamese comes out garbled.
const byteOrderMark = "\ufeff"

// CSV is a table for spreadsheets, the headings first: UTF-8 with a byte order mark, lines ended by
// CR LF, and no cell that a spreadsheet would take for a formula.
func CSV(headings []string, rows [][]string) ([]byte, error) {
	out := bytes.NewBufferString(byteOrderMark)
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for _, row := range append([][]string{headings}, rows...) {
		cells := make([]string, len(row))
		for i := range row {
			cells[i] = cell(row[i])
		}
		w.Write(cells) //nolint:errcheck // into memory; Error says so below
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// cell is text that a spreadsheet takes as text. The threat: somebody names a slide, a source or a
// hash =HYPERLINK(…), and it runs as a formula on the machine of whoever opens the file. So a cell
// that begins as a formula does gets an apostrophe; and since some spreadsheets cut lines at
// semicolons or tabs, neither is left to begin a cell with.
func cell(s string) string {
	s = strings.NewReplacer(";", ",", "\t", " ", "\r", " ", "\n", " ").Replace(strings.TrimSpace(s))
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

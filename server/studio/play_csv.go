package studio

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// byteOrderMark lets Excel read the file as UTF-8; without it Vietnamese comes out garbled.
const byteOrderMark = "\ufeff"

var playColumns = []string{
	"Màn hình · Screen", "Ngày · Day", "Mục · Kind", "ID", "Tên · Name", "Chiếu thay · Shown instead", "Lý do · Why",
	"Từ · From", "Đến · Until", "Số lần · Times", "Giây · Seconds", "Phần nghìn · Per mille",
}

// playCSV is the report as a table for spreadsheets: all lines, whole seconds, no thousands marks.
func (s *Studio) playCSV(c *fiber.Ctx) error {
	v, err := s.playsAsked(c)
	if err != nil {
		return err
	}
	out := bytes.NewBufferString(byteOrderMark)
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for _, row := range append([][]string{playColumns}, v.table()...) {
		for i := range row {
			row[i] = cell(row[i])
		}
		w.Write(row) //nolint:errcheck // into memory; Error tells below
	}
	if w.Flush(); w.Error() != nil {
		return w.Error()
	}
	name := "ngatu-" + v.Day
	if v.Screen != "" {
		name += "-" + v.Screen
	}
	c.Attachment(name + ".csv")
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	return c.Send(out.Bytes())
}

// table is the report's lines, in the order of the page.
func (v playsView) table() (rows [][]string) {
	add := func(kind, id, name, shown, why, from, until string, times int64, time clockTime, mille string) {
		seconds := ""
		if time > 0 {
			seconds = strconv.FormatInt((int64(time)+500)/1000, 10)
		}
		count := ""
		if times >= 0 {
			count = strconv.FormatInt(times, 10)
		}
		rows = append(rows, []string{v.Screen, v.Day, kind, id, name, shown, why, from, until, count, seconds, mille})
	}
	for _, l := range v.Lines {
		add(string(l.Kind), l.ID, l.Name.Vi, "", "", "", "", l.Times, l.Time, strconv.FormatInt(l.Mille, 10))
	}
	for _, l := range v.Swaps {
		add("exception", "", l.Planned.Vi, l.Shown.Vi, l.Why.Vi, l.First, l.Last, int64(l.Times), l.Time, "")
	}
	for _, l := range v.Clocks {
		add("clock", "", l.Name.Vi, "", "", "", "", -1, l.Time, "")
	}
	for _, l := range v.Gaps {
		add(string(l.Kind), "", l.Name.Vi, "", "", l.From, l.Until, -1, l.Time, "")
	}
	for _, l := range v.Scans {
		for _, h := range l.Hours {
			rows = append(rows, []string{l.Screen, v.Day, "scans", "", "", "", "", h.Hour, "", strconv.FormatInt(h.Count, 10), "", ""})
		}
	}
	return rows
}

// cell is text that a spreadsheet takes as text. The threat: somebody names a slide or sends a hash =HYPERLINK(…), and it
// runs as a formula on the machine of whoever opens the report. So a cell that begins as a formula does gets an
// apostrophe; and since some spreadsheets cut lines at semicolons or tabs, neither is left to begin a cell with.
func cell(s string) string {
	s = strings.NewReplacer(";", ",", "\t", " ", "\r", " ", "\n", " ").Replace(strings.TrimSpace(s))
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

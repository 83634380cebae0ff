package play

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/sheet"
	"ngatu/server/studio/shell"
)

var columns = []shell.Text{
	shell.Say("Màn hình", "Screen"), shell.Say("Ngày", "Day"), shell.Say("Mục", "Kind"), shell.Same("ID"), shell.Say("Tên", "Name"),
	shell.Say("Chiếu thay", "Shown instead"), shell.Say("Lý do", "Why"), shell.Say("Từ", "From"), shell.Say("Đến", "Until"),
	shell.Say("Số lần", "Times"), shell.Say("Giây", "Seconds"), shell.Say("Phần nghìn", "Per mille"),
}

// CSV is the report as a table for spreadsheets: all lines, whole seconds, no thousands marks.
func (s *Plays) CSV(c *fiber.Ctx) error {
	v, err := s.playsAsked(c)
	if err != nil {
		return err
	}
	l := shell.LanguageOf(c)
	var head []string
	for _, one := range columns {
		head = append(head, one.In(l))
	}
	file, err := sheet.CSV(head, v.table(l))
	if err != nil {
		return err
	}
	name := "ngatu-" + v.Day
	if v.Screen != "" {
		name += "-" + v.Screen
	}
	c.Attachment(name + ".csv")
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	return c.Send(file)
}

// table is the report's lines in a language, in the order of the page.
func (v view) table(in shell.Language) (rows [][]string) {
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
		add(string(l.Kind), l.ID, l.Name.In(in), "", "", "", "", l.Times, l.Time, strconv.FormatInt(l.Mille, 10))
	}
	for _, l := range v.Swaps {
		add("exception", "", l.Planned.In(in), l.Shown.In(in), l.Why.In(in), l.First, l.Last, int64(l.Times), l.Time, "")
	}
	for _, l := range v.Clocks {
		add("clock", "", l.Name.In(in), "", "", "", "", -1, l.Time, "")
	}
	for _, l := range v.Gaps {
		add(string(l.Kind), "", l.Name.In(in), "", "", l.From, l.Until, -1, l.Time, "")
	}
	for _, l := range v.Scans {
		for _, h := range l.Hours {
			rows = append(rows, []string{l.Screen, v.Day, "scans", "", "", "", "", v.Hour(h.At), "", strconv.FormatInt(h.Count, 10), "", ""})
		}
	}
	return rows
}

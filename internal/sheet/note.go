package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// readNotes takes what a line above the table says of all figures.
func (f *File) readNotes(g *grid, l line) error {
	_, err := f.readNote(g, l)
	return err
}

// readNote looks for "Tính đến: …", "Nguồn: …", "Mẫu số: …" and "Đơn vị tính: …" in a line, the words in one cell or in
// the label's cell and the next. It says whether there was one.
func (f *File) readNote(g *grid, l line) (bool, error) {
	noted := false
	for i, c := range l.cells {
		folded := area.Fold(c.text)
		rest, label := afterColon(c.text)
		next := following(l, i)
		if label && rest == "" {
			rest = next.text
		}
		switch {
		case folded == "":
		case hasWords(folded, "tinh den") || hasWords(folded, "as of") || label && (strings.HasPrefix(folded, "thoi diem") || strings.HasPrefix(folded, "ngay so lieu")):
			found := figure.FindInstant(c.text)
			if found.Fault != figure.None && len(next.text) > 0 {
				found = g.instant(next)
			}
			if found.IsEmpty() || found.Fault != figure.None && !label {
				continue // the words alone, as the name of a column
			}
			noted = true
			if err := f.setAsOf(found); err != nil {
				return true, err
			}
		case label && rest != "" && (strings.HasPrefix(folded, "nguon") || strings.HasPrefix(folded, "source")):
			f.Source, noted = rest, true
		case label && rest != "" && (strings.HasPrefix(folded, "mau so") || strings.HasPrefix(folded, "denominator")):
			f.DenominatorName, noted = rest, true
		case strings.HasPrefix(folded, "don vi tinh") || strings.HasPrefix(folded, "dvt"):
			if scaled(c.text) || label && scaled(rest) {
				return true, f.refuseScaled(c.text)
			}
			noted = noted || label
		}
	}
	return noted, nil
}

// afterColon gives what stands after "label:".
func afterColon(text string) (rest string, label bool) {
	before, rest, found := strings.Cut(text, ":")
	if !found || len(area.Fold(before)) > 40 {
		return "", false
	}
	return strings.TrimSpace(strings.TrimRight(rest, " )")), true
}

// following is the next cell in a line that has anything in it.
func following(l line, i int) cell {
	for _, c := range l.cells[i+1:] {
		if c.text != "" {
			return c
		}
	}
	return cell{}
}

// setAsOf refuses a file that gives two times for all its figures.
func (f *File) setAsOf(found figure.Instant) error {
	if old := f.AsOf; !old.IsEmpty() && !old.Time.Equal(found.Time) {
		return refuse(content.Invalid, f.Name, fmt.Sprintf("ghi hai thời điểm số liệu (“%s” và “%s”): hãy giữ một.", old.Text, found.Text),
			fmt.Sprintf("gives two as-of times (“%s” and “%s”): keep one.", old.Text, found.Text), nil)
	}
	f.AsOf = found
	return nil
}

// Days as Excel counts them, of 1/1/2000 and 31/12/2099; other numbers are no dates.
const firstDay, lastDay = 36526, 73051

// instant reads an as-of time: a date of Excel, which has no zone and is local, or text.
func (g *grid) instant(c cell) figure.Instant {
	if c.raw == "" {
		return figure.ParseInstant(c.text)
	}
	days, err := strconv.ParseFloat(c.raw, 64)
	if err != nil || math.IsNaN(days) {
		return figure.ParseInstant(c.text)
	}
	if g.date4 {
		days += 1462
	}
	if days < firstDay || days >= lastDay {
		return figure.ParseInstant(c.text)
	}
	t, err := excelize.ExcelDateToTime(days, false)
	if err != nil {
		return figure.ParseInstant(c.text)
	}
	t = t.Round(time.Second) // a fraction of a day is not exact
	return figure.At(time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, area.Local))
}

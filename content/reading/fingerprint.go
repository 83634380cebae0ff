package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Fingerprint is what makes two sheets one layout: the names, formats and hiddenness of their
// columns, the name of the sheet, how many tables are visible, and the doubtful words elsewhere.
// The order of columns, the number of rows, totals, the name of the file and looks do not matter.
// Text is for people, ID for comparing.
type Fingerprint struct {
	ID   string `json:"id"` // SHA-256 of Text, in hex
	Text string `json:"text"`
}

// totalsWords say that numbers are totals; a layout that loses or gains them is another.
var totalsWords = regexp.MustCompile(`lũy kế|cộng dồn`)

// fingerprint describes the table that was read.
func (t *table) fingerprint(tables int) Fingerprint {
	var lines []string
	for _, c := range t.h.columns {
		if c.Path == "" && t.numbersIn(c.Index) == 0 {
			continue
		}
		line := "cột: " + c.Key
		if c.Hidden {
			line += " | ẩn"
		}
		if class := t.class(c); class != "" {
			line += " | " + class
		}
		if t.formulas(c.Index) {
			line += " | công thức"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	lines = append(lines, "trang: "+t.skeleton(), fmt.Sprintf("số bảng: %d", tables))
	if words := t.words(); len(words) > 0 {
		lines = append(lines, "chữ: "+strings.Join(words, ", "))
	}
	text := strings.Join(lines, "\n")
	sum := sha256.Sum256([]byte(text))
	return Fingerprint{hex.EncodeToString(sum[:]), text}
}

// skeleton is the name of the sheet without its dates; the names that programs give are none.
func (t *table) skeleton() string { return skeleton(t.sheet.Name, t.when) }

func skeleton(name string, asOf time.Time) string {
	if defaultName.MatchString(name) {
		return ""
	}
	return mask(name, asOf)
}

// class is how a column shows what it holds. Of columns that the dictionary ignores it does not
// matter.
func (t *table) class(c Column) string {
	if roleOf(c.Path) == Ignored {
		return ""
	}
	found := map[Kind]bool{}
	numbers := false
	for _, l := range t.body() {
		cell := l.At(c.Index)
		switch {
		case cell.empty():
		case cell.Kind == Text && strings.HasSuffix(cell.Text, "%"):
			found[Percent] = true
		case cell.Kind == Text || cell.Kind == Number || cell.Kind == Failed || cell.Kind == Unworked:
			numbers = numbers || cell.numeric()
		default:
			found[cell.Kind] = true
		}
	}
	for _, k := range []Kind{Scaled, Padded, Percent, Dated, Unshown} {
		if found[k] {
			return string(k)
		}
	}
	if numbers {
		return string(Number)
	}
	return "chữ"
}

func (t *table) formulas(column int) bool {
	return slices.ContainsFunc(t.body(), func(l Line) bool { return l.At(column).Formula != "" })
}

// words are the doubtful words outside of the names of columns, and those for totals.
func (t *table) words() (out []string) {
	look := func(text string) {
		for _, w := range append(doubts(text), totalsWords.FindAllString(plain(text), -1)...) {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	for _, text := range t.around() {
		look(text)
	}
	slices.Sort(out)
	return out
}

// around lists what stands outside of the table: the name of the sheet, titles, remarks, notes, words
// beside the rows.
func (t *table) around() (out []string) {
	if !defaultName.MatchString(t.sheet.Name) {
		out = append(out, t.sheet.Name)
	}
	for _, l := range t.sheet.Lines[:t.h.first] {
		for i, c := range l.Cells {
			if c.Kind == Text && !behindAsOf(l, i) {
				out = append(out, c.Text)
			}
		}
	}
	return slices.Concat(out, t.remarks(), beside(t), t.sheet.Notes)
}

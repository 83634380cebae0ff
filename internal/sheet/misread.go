package sheet

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/reading"
)

// letters writes the texts of a book as they were meant where a program took their bytes for those of
// another encoding, and refuses a book whose letters are gone. old says that it was in such an
// encoding.
func letters(name string, b reading.Book) (old bool, err error) {
	if gone(b) {
		return false, refuse(content.Invalid, name,
			"đã mất dấu tiếng Việt (chữ bị thay bằng dấu hỏi) khi lưu: hãy mở tệp gốc và lưu lại dạng “Excel Workbook (.xlsx)” hoặc “CSV UTF-8”.",
			"lost its Vietnamese letters (they became question marks) when it was saved: open the original and save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.", nil)
	}
	if from1258(b) {
		return true, nil
	}
	return reading.Unicode(b), nil
}

// western are the bytes of a text that a program took for Windows-1252, or Latin-1; false where a letter
// is of neither.
func western(text string) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r >= 0x80 && r < 0xa0 { // places without a letter
			b, ok = byte(r), true
		}
		if !ok {
			return nil, false
		}
		out = append(out, b)
	}
	return out, true
}

// doubled is a text whose UTF-8 was taken for Windows-1252 and written as UTF-8 again: "Quáº­n". Any other
// text of Western letters is not UTF-8 by chance.
func doubled(text string) (string, bool) {
	b, ok := western(text)
	if !ok || len(b) == len(text) || !utf8.Valid(b) {
		return "", false
	}
	return string(b), true
}

// from1258 writes again the texts of a book whose Windows-1258 was taken for Windows-1252, where the
// names of its columns prove that.
func from1258(b reading.Book) bool {
	const sample = 60 // lines, in which a header stands
	decoded := func(text string) (string, bool) {
		w, ok := western(text)
		if !ok {
			return text, false
		}
		text, err := charmap.Windows1258.NewDecoder().String(string(w))
		return norm.NFC.String(text), err == nil
	}
	for _, s := range b.Sheets {
		head := reading.Sheet{Merges: s.Merges}
		changed := false
		for _, l := range s.Lines[:min(len(s.Lines), sample)] {
			cells := append([]reading.Cell(nil), l.Cells...)
			for i, c := range cells {
				text, ok := decoded(c.Text)
				if !ok {
					return false
				}
				changed = changed || text != c.Text
				cells[i].Text = text
			}
			head.Lines = append(head.Lines, reading.Line{Number: l.Number, Cells: cells})
		}
		if !changed || reading.Recognised(head) < proven || reading.Recognised(head) <= reading.Recognised(s) {
			continue
		}
		reading.EachText(b, func(text *string) {
			if t, ok := decoded(*text); ok {
				*text = clean(t)
			}
		})
		return true
	}
	return false
}

// asked is a question mark, or the sign for no letter, in the middle of a word.
var asked = regexp.MustCompile(`\p{L}[?\x{fffd}]\p{L}|[?\x{fffd}]{2}\p{L}|\p{L}[?\x{fffd}]{2}\p{L}|\x{fffd}`)

// gone says whether letters were lost in several visible texts.
func gone(b reading.Book) bool {
	const several = 5
	found := map[string]bool{}
	for _, s := range b.Sheets {
		for _, l := range s.Lines {
			for _, c := range l.Cells {
				if !s.Hidden && c.Kind == reading.Text && strings.ContainsAny(c.Text, "?\ufffd") && asked.MatchString(c.Text) && !strings.ContainsAny(c.Text, "/=") {
					if found[c.Text] = true; len(found) == several {
						return true
					}
				}
			}
		}
	}
	return false
}

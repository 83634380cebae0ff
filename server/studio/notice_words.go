package studio

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// wordsForm is the form of a slide's words.
type wordsForm struct {
	Kind   content.Kind
	Style  content.Style
	Words  content.Words
	Lines  string // one a line
	Styles []styleChoice
}

type styleChoice struct {
	Style content.Style
	Name  text
}

var styles = []styleChoice{
	{content.Statement, text{"Một thông điệp", "One message"}},
	{content.Slogan, text{"Khẩu hiệu lớn", "Slogan"}},
	{content.Steps, text{"Các bước đánh số", "Numbered steps"}},
	{content.List, text{"Danh sách", "List"}},
	{content.Number, text{"Một con số lớn", "One large number"}},
}

func wordsOf(s content.Slide) wordsForm {
	return wordsForm{Kind: s.Kind, Style: s.Style, Words: s.Words, Lines: strings.Join(s.Words.Lines, "\n"), Styles: styles}
}

// Limits of words: far more than a screen can show, so that layout's own sentence names what to shorten.
const (
	maxWords = 400 // letters of a field
	maxLines = 12
)

// readWords is a slide with the words of the form.
func readWords(c *fiber.Ctx, s content.Slide) (content.Slide, error) {
	w := s.Words
	w.Kicker, w.Head, w.Brief = field(c, "kicker"), field(c, "head"), field(c, "brief")
	w.Number, w.Foot, w.Lines = field(c, "number"), field(c, "foot"), lines(c, "lines")
	for _, one := range append([]string{w.Kicker, w.Head, w.Brief, w.Number, w.Foot}, w.Lines...) {
		if utf8.RuneCountInString(one) > maxWords {
			return s, invalid(
				fmt.Sprintf("Một ô dài quá %d ký tự. Người đi đường chỉ đọc được vài chữ.", maxWords),
				fmt.Sprintf("A field is longer than %d characters. Passers-by read only a few words.", maxWords))
		}
	}
	if len(w.Lines) > maxLines {
		return s, invalid(fmt.Sprintf("Nhiều nhất %d dòng.", maxLines), fmt.Sprintf("At most %d lines.", maxLines))
	}
	s.Words = w
	if s.Kind != content.Notice {
		return s, nil
	}
	s.Style = content.Statement
	for _, one := range styles {
		if field(c, "style") == string(one.Style) {
			s.Style = one.Style
		}
	}
	if w.Head == "" && w.Number == "" {
		return s, invalid("Hãy ghi nội dung chính.", "Write the message.")
	}
	return s, nil
}

// Package words is the room of the words of slides: the fields in which they are typed, and what is
// wrong with them before a layout looks.
//
// It owns how words are read from a form, for every room whose forms have them. It must not know a
// store, or what becomes of the words.
package words

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "words", Files: files, Parts: []string{"words"}}

// Form is what the fields of a slide's words are filled with.
type Form struct {
	Kind   content.Kind
	Style  content.Style
	Words  content.Words
	Lines  string // one a line
	Styles []Choice
}

// Choice is a style with its name.
type Choice struct {
	Style content.Style
	Name  shell.Text
}

// Styles are all that a notice can have.
var Styles = []Choice{
	{content.Statement, shell.Say("Một thông điệp", "One message")},
	{content.Slogan, shell.Say("Khẩu hiệu lớn", "Slogan")},
	{content.Steps, shell.Say("Các bước đánh số", "Numbered steps")},
	{content.List, shell.Say("Danh sách", "List")},
	{content.Number, shell.Say("Một con số lớn", "One large number")},
	{content.OpenHours, shell.Say("Giờ mở cửa (mỗi dòng: ngày: giờ)", "Opening hours (a line each: days: hours)")},
	{content.Event, shell.Say("Sự kiện (con số lớn là một ngày, các dòng là giờ và nơi)", "Event (the large number is one day, the lines are when and where)")},
	{content.BeforeAfter, shell.Say("Trước và nay (hai dòng)", "Before and after (two lines)")},
}

// Of is the form of a slide.
func Of(s content.Slide) Form {
	return Form{Kind: s.Kind, Style: s.Style, Words: s.Words, Lines: strings.Join(s.Words.Lines, "\n"), Styles: Styles}
}

// maxLines is far more than a screen can show, so that layout's own sentence names what to shorten.
const maxLines = 12

// Read is a slide with the words of the form.
func Read(f shell.Form, s content.Slide) (content.Slide, error) {
	w := s.Words
	w.Kicker, w.Head, w.Brief = f.Field("kicker"), f.Field("head"), f.Field("brief")
	w.Number, w.Foot, w.Lines = f.Field("number"), f.Field("foot"), f.Lines("lines")
	var bad shell.Faults
	for _, one := range []struct {
		field string
		texts []string
	}{
		{"kicker", []string{w.Kicker}},
		{"head", []string{w.Head}},
		{"brief", []string{w.Brief}},
		{"number", []string{w.Number}},
		{"lines", w.Lines},
		{"foot", []string{w.Foot}},
	} {
		if slices.ContainsFunc(one.texts, func(t string) bool { return utf8.RuneCountInString(t) > shell.MaxWords }) {
			bad.Add(shell.At(one.field, shell.Invalid(
				fmt.Sprintf("Ô này dài quá %d ký tự. Người đi đường chỉ đọc được vài chữ.", shell.MaxWords),
				fmt.Sprintf("This is longer than %d characters. Passers-by read only a few words.", shell.MaxWords))))
		}
	}
	if len(w.Lines) > maxLines {
		bad.Add(shell.At("lines", shell.Invalid(fmt.Sprintf("Nhiều nhất %d dòng.", maxLines), fmt.Sprintf("At most %d lines.", maxLines))))
	}
	s.Words = w
	if s.Kind != content.Notice {
		return s, bad.Err()
	}
	s.Style = content.Statement
	for _, one := range Styles {
		if f.Field("style") == string(one.Style) {
			s.Style = one.Style
		}
	}
	if s.Style == content.Event && w.Number == "" && w.Head != "" {
		bad.Add(shell.At("number", shell.Invalid("Hãy ghi ngày diễn ra, ví dụ: Thứ Bảy 14/12.", "Write the day, such as Thứ Bảy 14/12.")))
	}
	// what a form is filled in with is checked with its copies
	if s.Style == content.Event && w.Number != "" && !strings.Contains(w.Number, "{") {
		if _, err := content.LeafOf(w.Number); err != nil {
			bad.Add(shell.At("number", err))
		}
	}
	if s.Style == content.BeforeAfter && len(w.Lines) != 2 && w.Head != "" {
		bad.Add(shell.At("lines", shell.Invalid("Hãy ghi đúng hai dòng: trước và nay.", "Write just two lines: what was and what is.")))
	}
	if w.Head == "" && w.Number == "" {
		bad.Add(shell.At("head", shell.Invalid("Hãy ghi nội dung chính.", "Write the message.")))
	}
	return s, bad.Err()
}

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
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "words", Files: files, Parts: []string{"styles", "to_end", "words"}}

// Form is what the fields of a slide's words are filled with.
type Form struct {
	Kind   content.Kind
	Style  content.Style
	Words  content.Words
	Lines  string // one a line
	Styles []Choice

	Deadline time.Time // of a countdown
	ToEnd    bool      // it counts to the end of its campaign
}

// Choice is a style with its name, and how its fields are filled in where that needs saying.
type Choice struct {
	Style content.Style
	Name  shell.Text
	How   shell.Text
}

// Styles are all that a notice can have.
var Styles = []Choice{
	{content.Statement, shell.Say("Một thông điệp", "One message"), shell.Text{}},
	{content.Slogan, shell.Say("Khẩu hiệu", "Slogan"), shell.Text{}},
	{content.Steps, shell.Say("Các bước", "Steps"), shell.Text{}},
	{content.List, shell.Say("Danh sách", "List"), shell.Text{}},
	{content.Number, shell.Say("Một con số", "One number"), shell.Text{}},
	{content.OpenHours, shell.Say("Giờ mở cửa", "Opening hours"), shell.Say("mỗi dòng: ngày: giờ", "a line each: days: hours")},
	{content.Event, shell.Say("Sự kiện", "Event"), shell.Say("con số lớn là một ngày, các dòng là giờ và nơi", "the large number is one day, the lines are when and where")},
	{content.BeforeAfter, shell.Say("Trước và nay", "Before and after"), shell.Say("đúng hai dòng", "just two lines")},
}

// StyleOf is the style that a form or an address asks for; one message where there is no such.
func StyleOf(asked string) content.Style {
	for _, one := range Styles {
		if asked == string(one.Style) {
			return one.Style
		}
	}
	return content.Statement
}

// Of is the form of a slide.
func Of(s content.Slide) Form {
	return Form{Kind: s.Kind, Style: s.Style, Words: s.Words, Lines: strings.Join(s.Words.Lines, "\n"), Styles: Styles, Deadline: s.Deadline, ToEnd: s.ToEnd}
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
	if s.Kind == content.Countdown {
		var err error
		s, err = readDeadline(f, s)
		bad.Add(err)
	}
	if s.Kind != content.Notice {
		return s, bad.Err()
	}
	s.Style = StyleOf(f.Field("style"))
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

// Install are the words that a new install slide begins with, for an app and a hotline as the
// settings name them; either may be "".
func Install(app, hotline string) content.Words {
	if app == "" {
		app = "ứng dụng"
	}
	w := content.Words{
		Head: "Quét mã để cài đặt " + app, Brief: "Cài đặt " + app,
		Lines: []string{"Quét mã bằng điện thoại", "Cài đặt từ App\u00a0Store hoặc CH\u00a0Play", "Đăng nhập bằng VNeID"},
	}
	if hotline != "" {
		w.Foot = "Hỗ trợ: " + hotline
	}
	return w
}

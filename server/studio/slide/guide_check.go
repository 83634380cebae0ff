package slide

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ngatu/player/protocol"
	"ngatu/server/studio/shell"
)

// maxGuidePages is how many pages a guide may have; [protocol.ReadGuide] refuses more.
const maxGuidePages = 40

// check says in a sentence what keeps a guide from being shown, and where. What it does not know
// of, such as addresses in a text, [protocol.ReadGuide] refuses when the guide is kept.
func (f guideForm) check() error {
	var bad shell.Faults
	bad.Add(checkBoth("title", shell.Say("Tên hướng dẫn", "The guide's title"), f.Title))
	if f.Brief != (protocol.Both{}) {
		bad.Add(checkBoth("brief", shell.Say("Dòng dưới tên", "The line below the title"), f.Brief))
	}
	if n := len(f.Pages); n == 0 || n > maxGuidePages {
		bad.Add(shell.Invalid(
			fmt.Sprintf("Hướng dẫn cần từ 1 đến %d trang, đang có %d.", maxGuidePages, n),
			fmt.Sprintf("A guide has 1 to %d pages; this one has %d.", maxGuidePages, n)))
	}
	for i, p := range f.Pages {
		bad.Add(p.check(fmt.Sprintf("p%d_", i), f.Kind, shell.Textf("Trang %d", "Page %d", i+1)))
	}
	if f.Kind == protocol.GuideArea && (len(f.Pages) != 2 || f.Pages[0].Title.Vi == "" || !f.Pages[0].bare() || f.Pages[1].Body.Vi == "") {
		bad.Add(shell.At("kind", shell.Invalid(
			"Hướng dẫn kiểu tiến độ cần đúng hai trang: trang đầu chỉ có tên, là lời mời chọn địa bàn; đoạn văn của trang sau hiện khi chưa có số liệu.",
			"A guide of progress has two pages: the first is a title alone, which asks for an area; the text of the second shows while there are no figures.")))
	}
	return bad.Err()
}

// check is of one page of a guide of a kind; where names it, and its fields begin with prefix.
func (p guidePageForm) check(prefix string, kind protocol.GuideKind, where shell.Text) error {
	var bad shell.Faults
	if p.Title != (protocol.Both{}) {
		bad.Add(checkBoth(prefix+"title", shell.Textf("%s, tên trang", "%s, title", where), p.Title))
	} else if kind == protocol.GuideQuestions {
		bad.Add(shell.At(prefix+"title", shell.Invalid(where.Vi+" chưa có câu hỏi. Hãy ghi câu hỏi vào tên trang.", where.En+" has no question. Write it as the page's title.")))
	}
	for _, list := range []struct {
		field string
		lines protocol.Both
		name  shell.Text
	}{
		{"body", p.Body, shell.Say("đoạn văn", "paragraphs")}, {"steps", p.Steps, shell.Say("các bước", "steps")}, {"items", p.Items, shell.Say("gạch đầu dòng", "items")},
	} {
		bad.Add(checkLines(prefix+list.field, shell.Textf("%s, %s", "%s, %s", where, list.name), list.lines))
	}
	if p.bare() && kind != protocol.GuideArea {
		bad.Add(shell.At(prefix+"body", shell.Invalid(where.Vi+" chỉ có tên, chưa có nội dung. Hãy viết thêm hoặc bỏ trang này.", where.En+" has a title and nothing else. Write it or remove it.")))
	}
	return bad.Err()
}

// bare says whether a page has at most a title.
func (p guidePageForm) bare() bool {
	var none protocol.Both
	return p.Body == none && p.Steps == none && p.Items == none && !p.Code
}

// checkLines wants as many lines in either language.
func checkLines(field string, where shell.Text, lines protocol.Both) error {
	vi, en := len(splitLines(lines.Vi)), len(splitLines(lines.En))
	if vi != en {
		return shell.At(field, shell.Invalid(
			fmt.Sprintf("%s: tiếng Việt có %d dòng, tiếng Anh có %d. Mỗi dòng tiếng Việt cần một dòng tiếng Anh ở ô bên cạnh.", where.Vi, vi, en),
			fmt.Sprintf("%s: %d lines in Vietnamese, %d in English. Each line needs its partner in the field beside it.", where.En, vi, en)))
	}
	for _, one := range paired(lines) {
		if err := checkBoth(field, where, one); err != nil {
			return err
		}
	}
	return nil
}

// checkBoth wants a text in both languages, short enough for a sheet.
func checkBoth(field string, where shell.Text, t protocol.Both) error {
	for _, one := range []struct {
		said string
		lang shell.Text
	}{{t.Vi, shell.Say("tiếng Việt", "Vietnamese")}, {t.En, shell.Say("tiếng Anh", "English")}} {
		if one.lang.En == "English" {
			field += "_en"
		}
		if strings.TrimSpace(one.said) == "" {
			return shell.At(field, shell.Invalid(
				fmt.Sprintf("%s: thiếu %s. Kiosk hiện cả hai thứ tiếng.", where.Vi, one.lang.Vi),
				fmt.Sprintf("%s: the %s is missing. Kiosks show both languages.", where.En, one.lang.En)))
		}
		if n := utf8.RuneCountInString(one.said); n > protocol.MaxGuideText {
			return shell.At(field, shell.Invalid(
				fmt.Sprintf("%s: một dòng %s dài %d ký tự, nhiều nhất là %d. Hãy tách thành hai dòng.", where.Vi, one.lang.Vi, n, protocol.MaxGuideText),
				fmt.Sprintf("%s: a line of %s has %d characters; %d is the most. Make it two.", where.En, one.lang.En, n, protocol.MaxGuideText)))
		}
	}
	return nil
}

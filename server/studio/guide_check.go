package studio

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ngatu/player/protocol"
)

// maxGuidePages is how many pages a guide may have; [protocol.ReadGuide] refuses more.
const maxGuidePages = 40

// check says in a sentence what keeps a guide from being shown, and where. What it does not know of, such as addresses in
// a text, [protocol.ReadGuide] refuses when the guide is kept.
func (f guideForm) check() error {
	if err := checkBoth(text{"Tên hướng dẫn", "The guide's title"}, f.Title); err != nil {
		return err
	}
	if f.Brief != (protocol.Both{}) {
		if err := checkBoth(text{"Dòng dưới tên", "The line below the title"}, f.Brief); err != nil {
			return err
		}
	}
	if n := len(f.Pages); n == 0 || n > maxGuidePages {
		return invalid(
			fmt.Sprintf("Hướng dẫn cần từ 1 đến %d trang, đang có %d.", maxGuidePages, n),
			fmt.Sprintf("A guide has 1 to %d pages; this one has %d.", maxGuidePages, n))
	}
	for i, p := range f.Pages {
		if err := p.check(f.Kind, text{fmt.Sprintf("Trang %d", i+1), fmt.Sprintf("Page %d", i+1)}); err != nil {
			return err
		}
	}
	if f.Kind == protocol.GuideArea && (len(f.Pages) != 2 || f.Pages[0].Title.Vi == "" || !f.Pages[0].bare() || f.Pages[1].Body.Vi == "") {
		return invalid(
			"Hướng dẫn kiểu tiến độ cần đúng hai trang: trang đầu chỉ có tên, là lời mời chọn địa bàn; đoạn văn của trang sau hiện khi chưa có số liệu.",
			"A guide of progress has two pages: the first is a title alone, which asks for an area; the text of the second shows while there are no figures.")
	}
	return nil
}

// check is of one page of a guide of a kind; where names it.
func (p guidePageForm) check(kind protocol.GuideKind, where text) error {
	if p.Title != (protocol.Both{}) {
		if err := checkBoth(text{where.Vi + ", tên trang", where.En + ", title"}, p.Title); err != nil {
			return err
		}
	} else if kind == protocol.GuideQuestions {
		return invalid(where.Vi+" chưa có câu hỏi. Hãy ghi câu hỏi vào tên trang.", where.En+" has no question. Write it as the page's title.")
	}
	for _, list := range []struct {
		lines protocol.Both
		name  text
	}{
		{p.Body, text{"đoạn văn", "paragraphs"}}, {p.Steps, text{"các bước", "steps"}}, {p.Items, text{"gạch đầu dòng", "items"}},
	} {
		if err := checkLines(text{where.Vi + ", " + list.name.Vi, where.En + ", " + list.name.En}, list.lines); err != nil {
			return err
		}
	}
	if p.bare() && kind != protocol.GuideArea {
		return invalid(where.Vi+" chỉ có tên, chưa có nội dung. Hãy viết thêm hoặc bỏ trang này.", where.En+" has a title and nothing else. Write it or remove it.")
	}
	return nil
}

// bare says whether a page has at most a title.
func (p guidePageForm) bare() bool {
	var none protocol.Both
	return p.Body == none && p.Steps == none && p.Items == none && !p.Code
}

// checkLines wants as many lines in either language.
func checkLines(where text, lines protocol.Both) error {
	vi, en := len(splitLines(lines.Vi)), len(splitLines(lines.En))
	if vi != en {
		return invalid(
			fmt.Sprintf("%s: tiếng Việt có %d dòng, tiếng Anh có %d. Mỗi dòng tiếng Việt cần một dòng tiếng Anh ở ô bên cạnh.", where.Vi, vi, en),
			fmt.Sprintf("%s: %d lines in Vietnamese, %d in English. Each line needs its partner in the field beside it.", where.En, vi, en))
	}
	for _, one := range paired(lines) {
		if err := checkBoth(where, one); err != nil {
			return err
		}
	}
	return nil
}

// checkBoth wants a text in both languages, short enough for a sheet.
func checkBoth(where text, t protocol.Both) error {
	for _, one := range []struct {
		said string
		lang text
	}{{t.Vi, text{"tiếng Việt", "Vietnamese"}}, {t.En, text{"tiếng Anh", "English"}}} {
		if strings.TrimSpace(one.said) == "" {
			return invalid(
				fmt.Sprintf("%s: thiếu %s. Kiosk hiện cả hai thứ tiếng.", where.Vi, one.lang.Vi),
				fmt.Sprintf("%s: the %s is missing. Kiosks show both languages.", where.En, one.lang.En))
		}
		if n := utf8.RuneCountInString(one.said); n > protocol.MaxGuideText {
			return invalid(
				fmt.Sprintf("%s: một dòng %s dài %d ký tự, nhiều nhất là %d. Hãy tách thành hai dòng.", where.Vi, one.lang.Vi, n, protocol.MaxGuideText),
				fmt.Sprintf("%s: a line of %s has %d characters; %d is the most. Make it two.", where.En, one.lang.En, n, protocol.MaxGuideText))
		}
	}
	return nil
}

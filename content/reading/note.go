package reading

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"ngatu/content/figure"
)

var (
	sourceLabel = regexp.MustCompile(`(?i)^[(*–-]* ?(nguồn số liệu|nguồn dữ liệu|nguồn cung cấp|nguồn|source)(?: ?[:：] ?(.*))?$`)
	sourceIn    = regexp.MustCompile(`(?i)(?:^|[ (,;.–-])(nguồn số liệu|nguồn dữ liệu|nguồn|source) ?[:：] ?(.+)$`)
	asOfPart    = regexp.MustCompile(`(?i)[ (,;.–-]*(?:số liệu )?(?:được )?(?:tính|cập nhật|chốt|thống kê) (?:đến|tới)`)
	ofLabel     = regexp.MustCompile(`(?i)^\(?(mẫu số|denominator)(?: ?[:：] ?(.*))$`)
)

// MaxSource is how long a source may be, in letters.
const MaxSource = figure.MaxSource

// note takes what a line outside of the table says of all its figures. It says whether there was
// something.
func (t *table) note(l Line) bool {
	noted := false
	for i, c := range l.Cells {
		if c.Text == "" || c.Kind != Text {
			continue
		}
		if found, some := asOfIn(l, i); some {
			noted = true
			t.setAsOf(found)
			t.volatile(l, i)
			if m := sourceIn.FindStringSubmatch(c.Text); m != nil {
				text := m[2]
				if at := asOfPart.FindStringIndex(text); at != nil {
					text = text[:at[0]]
				}
				t.setSource(strings.TrimRight(labelled(text, l, i), " ."))
			}
			continue
		}
		if m := sourceLabel.FindStringSubmatch(c.Text); m != nil {
			if text := labelled(m[2], l, i); text != "" {
				noted = true
				t.setSource(text)
			}
		} else if m := ofLabel.FindStringSubmatch(c.Text); m != nil {
			if text := labelled(m[2], l, i); text != "" {
				t.of, noted = text, true
			}
		}
	}
	return noted
}

// setSource keeps the source. Two different ones are a question: one of them would stand on
// screens.
func (t *table) setSource(text string) {
	if was := t.out.Source; was != "" && plain(was) != plain(text) && t.answers.Source == "" {
		t.ask(Source, "Bảng ghi hai nguồn số liệu (“%s” và “%s”): hãy giữ một.", "The sheet gives two sources (“%s” and “%s”): keep one.", clip(was), clip(text))
		return
	}
	t.out.Source = text
}

// volatile asks about an as-of time that a program computed from its own clock.
func (t *table) volatile(l Line, i int) {
	for _, c := range []Cell{l.Cells[i], following(l, i)} {
		if f := strings.ToUpper(c.Formula); strings.Contains(f, "NOW(") || strings.Contains(f, "TODAY(") {
			t.ask(AsOf, "Thời điểm số liệu “%s” do công thức NOW/TODAY tính theo lúc mở tệp: hãy gõ thời điểm chốt số liệu.",
				"The as-of time “%s” comes from NOW or TODAY, the time at which the file was opened: type the time that the figures are of.", clip(c.Text))
			return
		}
	}
}

// labelled is the text behind a label, or that of the next cell. A bracket that opened before the
// label ends behind the text.
func labelled(text string, l Line, i int) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return following(l, i).Text
	}
	if strings.Count(text, ")") > strings.Count(text, "(") {
		text = strings.TrimSpace(strings.TrimSuffix(text, ")"))
	}
	return text
}

// setAsOf keeps the as-of time. Two different ones, and one that cannot be read to its last
// character, are questions.
func (t *table) setAsOf(found figure.Instant) {
	switch {
	case found.Fault != figure.None && isSpan(plain(found.Text)):
		t.askSpan(found.Text)
	case found.Fault != figure.None:
		t.ask(AsOf, "Thời điểm số liệu “%s” chưa rõ: hãy ghi theo mẫu “Tính đến 17h00 ngày 21/11/2024”.",
			"The as-of time “%s” is not clear: write it as “Tính đến 17h00 ngày 21/11/2024”.", clip(found.Text))
	case isSpan(plain(found.Text)):
		t.askSpan(found.Text)
	case !t.asOf.IsEmpty() && !t.asOf.Time.Equal(found.Time):
		t.ask(AsOf, "Bảng ghi hai thời điểm số liệu (“%s” và “%s”): hãy giữ một.", "The sheet gives two as-of times (“%s” and “%s”): keep one.",
			clip(t.asOf.Text), clip(found.Text))
	default:
		t.asOf = found
	}
}

func (t *table) askSpan(text string) {
	t.ask(AsOf, "“%s” là một khoảng thời gian: số liệu có phải lũy kế đến cuối khoảng không? Nếu phải, hãy chỉ ghi thời điểm cuối, ví dụ “Tính đến 17h00 ngày 21/11/2024”.",
		"“%s” is a span of time: are the figures totals until its end? If so, write its end alone, as “Tính đến 17h00 ngày 21/11/2024”.", clip(text))
}

// checkSource refuses a source that would not fit beside the figures, and several: one of them would
// stand for all.
func (t *table) checkSource() {
	long := utf8.RuneCountInString(t.out.Source) > MaxSource
	if t.answers.Source == "" {
		was := t.out.Source
		for _, r := range t.out.Rows {
			long = long || utf8.RuneCountInString(r.Source) > MaxSource
			if r.Source == "" {
				continue
			}
			if was != "" && plain(was) != plain(r.Source) {
				t.ask(Source, "Dòng %d ghi nguồn “%s”, khác nguồn “%s”: một bảng số liệu chỉ có một nguồn, hãy tách bảng hoặc ghi một tên chung.",
					"Row %d gives the source “%s”, which is not “%s”: a table has one source, so cut it in two or write one name for all.", r.Line, clip(r.Source), clip(was))
				break
			}
			was = r.Source
		}
	}
	if long {
		t.ask(Source, "Nguồn số liệu dài hơn %d ký tự: hãy ghi ngắn lại, tên này hiện trên màn hình.", "The source is longer than %d characters: shorten it, it is shown on screens.", MaxSource)
	}
}

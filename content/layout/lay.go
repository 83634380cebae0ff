package layout

import (
	"fmt"
	"strings"

	"ngatu/content"
)

// Lay lays out a slide of a kind that Ngatu sets itself (notice, install, board, countdown) on a
// canvas. Equal arguments give equal layouts on every machine.
//
// It fits words between a largest size and the least that is legible from the canvas's distance,
// never splits a word, and takes Words.Brief where Head does not fit. Where that does not fit
// either, the error is a [content.Error] of code Invalid that names the canvas and what to shorten:
// such a slide is not put on that screen. The day of an event that [content.LeafOf] refuses is
// refused on every canvas.
func Lay(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, error) {
	if err := canvas.Check(); err != nil {
		return Layout{}, err
	}
	if err := checkFaces(facts.Faces); err != nil {
		return Layout{}, err
	}
	facts = facts.For(slide.Kind)
	slide.Words = tidied(slide.Words)
	slide.Words.Mark = MarkOf(slide)
	if err := settable(slide, facts); err != nil {
		return Layout{}, err
	}
	if slide.Kind == content.Notice && slide.Style == content.Event && slide.Words.Number != "" {
		if _, err := content.LeafOf(slide.Words.Number); err != nil {
			return Layout{}, err
		}
	}
	var l Layout
	var ok bool
	switch slide.Kind {
	case content.Notice:
		l, ok = layNotice(slide, canvas, facts)
	case content.Install:
		l, ok = layInstall(slide, canvas, facts)
	case content.Board:
		l, ok = layBoard(slide, canvas, facts)
	case content.Countdown:
		l, ok = layCountdown(slide, canvas, facts)
	default:
		return Layout{}, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Tấm %s không phải loại do Ngatu dàn trang.", named(slide)),
			En:   fmt.Sprintf("Slide %s is not of a kind that Ngatu lays out.", named(slide)),
		}
	}
	if !ok {
		return Layout{}, tooLong(slide, canvas)
	}
	return l, nil
}

// attempt sets a slide in one way; it reports false where that does not fit.
type attempt func(p *page) bool

// first is the layout of the first attempt that fits, with headlines of the size they should have,
// and only if none fits with the least that they may have. A nil attempt is skipped. A mark is set
// beside every attempt; boards set their own.
func first(canvas content.Canvas, facts Facts, hue Hue, mark string, attempts ...attempt) (Layout, bool) {
	for _, tight := range []bool{false, true} {
		for _, try := range attempts {
			if try == nil {
				continue
			}
			p := newPage(canvas, facts, hue)
			if tight {
				p.least = p.scale.floor
			}
			p.ground()
			if p.keep(mark) && try(p) && p.stamp() {
				return p.layout(), true
			}
		}
	}
	return Layout{}, false
}

func checkFaces(faces Faces) error {
	for _, w := range []int{600, 800} {
		if f := faces[w]; f == nil || f.Cap <= 0 {
			return fmt.Errorf("layout: no face of weight %d", w)
		}
	}
	return nil
}

// tidied is w in whole letters, without control characters and doubled spaces. No-break spaces and line breaks stay.
func tidied(w content.Words) content.Words {
	clean := func(s string) string {
		lines := strings.Split(composed(s), "\n")
		for i, l := range lines {
			l = strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f || r == '\u200b' || r == '\ufeff' || r == '\u2028' || r == '\u2029' {
					return ' '
				}
				if r == '\u202f' || r == '\u2007' {
					return '\u00a0'
				}
				return r
			}, l)
			lines[i] = strings.Join(strings.FieldsFunc(l, func(r rune) bool { return r == ' ' }), " ")
		}
		return strings.Trim(strings.Join(lines, "\n"), "\n ")
	}
	w.Kicker, w.Head, w.Brief, w.Number = clean(w.Kicker), clean(w.Head), clean(w.Brief), clean(w.Number)
	w.Foot, w.Mark = clean(w.Foot), clean(w.Mark)
	var lines []string
	for _, l := range w.Lines {
		if l = clean(l); l != "" {
			lines = append(lines, l)
		}
	}
	w.Lines = lines
	return w
}

// settable refuses characters that the font lacks: on the page another font would take their place,
// with other widths.
func settable(slide content.Slide, facts Facts) error {
	w := slide.Words
	texts := append([]string{w.Kicker, w.Head, w.Brief, w.Number, w.Foot, w.Mark, facts.App, facts.Hotline, facts.Domain}, w.Lines...)
	for _, t := range texts {
		if r, lacks := facts.Faces[800].Lacks(strings.ReplaceAll(t, "\n", "")); lacks {
			return &content.Error{
				Code: content.Invalid,
				Vi:   fmt.Sprintf("Tấm %s có ký tự “%c” (U+%04X) mà phông chữ không có: hãy xóa hoặc thay ký tự đó.", named(slide), r, r),
				En:   fmt.Sprintf("Slide %s has the character “%c” (U+%04X), which the font lacks: remove or replace it.", named(slide), r, r),
			}
		}
	}
	return nil
}

// tooLong says which words do not fit legibly and what to do.
func tooLong(slide content.Slide, canvas content.Canvas) error {
	vi, en := "hãy đặt hoặc rút gọn câu ngắn", "set or shorten the brief"
	switch {
	case slide.Kind == content.Countdown && slide.Deadline.IsZero():
		vi, en = "hãy nhập thời hạn cần đếm ngược", "enter the deadline that it counts to"
	case slide.Kind == content.Board:
		vi, en = "hãy rút gọn tiêu đề và nguồn, hoặc chọn kiểu bảng khác", "shorten title and source, or choose another view"
	case len(slide.Words.Lines) == 0 && slide.Words.Head+slide.Words.Brief+slide.Words.Number == "":
		vi, en = "hãy nhập nội dung cho tấm", "enter its words"
	case slide.Style == content.Event && slide.Words.Number == "":
		vi, en = "hãy nhập ngày diễn ra ở ô con số lớn, ví dụ: Thứ Bảy 14/12", "enter the day as the large number, such as Thứ Bảy 14/12"
	case slide.Style == content.BeforeAfter && len(slide.Words.Lines) != 2:
		vi, en = "hãy nhập đúng hai dòng, trước và nay", "enter just two lines, what was and what is"
	case slide.Style == content.Number:
		vi, en = "hãy rút gọn con số, câu ngắn và dòng nguồn", "shorten the number, the brief and the source line"
	}
	at := fmt.Sprintf("%s (P%g, %g m)", canvas, canvas.PitchMM, canvas.DistanceM)
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Chữ của tấm %s không đủ chỗ để đọc được trên màn hình %s: %s. Tấm này chưa phát trên màn hình đó.", named(slide), at, vi),
		En:   fmt.Sprintf("The words of slide %s cannot be read on a screen of %s: %s. It is not shown on that screen.", named(slide), at, en),
	}
}

func named(slide content.Slide) string {
	if slide.Title != "" {
		return "“" + slide.Title + "”"
	}
	return "“" + slide.ID + "”"
}

// count is the number of words of texts, as a reader takes them.
func count(texts ...string) int {
	n := 0
	for _, t := range texts {
		n += len(strings.Fields(t))
	}
	return n
}

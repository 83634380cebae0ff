package card

import (
	"slices"
	"strings"
	"unicode"

	"ngatu/content"
)

// Section is a part of a page: what stands under a heading. The first of a page may have none.
type Section struct {
	Title      string
	Paragraphs []string
}

const (
	larger  = 1.15 // times the height of the text: a heading
	full    = 0.85 // of the width of the text: the line goes on in the next
	farther = 1.7  // times the usual way from line to line: a paragraph ends between
)

// Sections are the parts of a page by its lines: lines that a printer has broken are whole again,
// and what is larger than the text, or all in capitals, heads what comes after it. Every word stays,
// in its order.
func Sections(lines []content.Line) (out []Section) {
	p := proportions(lines)
	var last content.Line
	for i, l := range lines {
		if l.T = strings.Join(strings.Fields(l.T), " "); l.T == "" {
			continue
		}
		heads := p.heads(l)
		goesOn := i > 0 && len(out) > 0 && heads == p.heads(last) && p.goesOn(last, l)
		switch now := len(out) - 1; {
		case heads && goesOn && len(out[now].Paragraphs) == 0 && count(out[now].Title+" "+l.T) <= mostHead:
			out[now].Title += " " + l.T
		case heads:
			out = append(out, Section{Title: l.T})
		case now < 0:
			out = append(out, Section{Paragraphs: []string{l.T}})
		case goesOn && len(out[now].Paragraphs) > 0:
			all := out[now].Paragraphs
			all[len(all)-1] += " " + l.T
		default:
			out[now].Paragraphs = append(out[now].Paragraphs, l.T)
		}
		last = l
	}
	for _, s := range out {
		for i, p := range s.Paragraphs {
			s.Paragraphs[i] = unsigned(p)
		}
	}
	return out
}

// unsigned is an item without the sign before it: cards have their own.
func unsigned(item string) string {
	if sign, rest, more := strings.Cut(item, " "); more && letters(sign) == 1 && strings.Contains("-+*•–", sign) {
		return rest
	}
	return item
}

// shape is how the text of a page is set; what is not known is 0.
type shape struct {
	capital float64 // of the text
	right   int     // where its lines end
	left    int
	step    int // from line to line
	letters int // of the longest line
}

func proportions(lines []content.Line) (p shape) {
	var caps []float64
	var steps []int
	for i, l := range lines {
		p.letters = max(p.letters, letters(l.T))
		if l.Cap <= 0 {
			continue
		}
		for range min(letters(l.T), 200) { // by letters: a text has more of them than its headings
			caps = append(caps, l.Cap)
		}
		if p.right == 0 || l.X < p.left {
			p.left = l.X
		}
		p.right = max(p.right, l.X+l.W)
		if i > 0 && l.Y > lines[i-1].Y {
			steps = append(steps, l.Y-lines[i-1].Y)
		}
	}
	slices.Sort(caps)
	slices.Sort(steps)
	if len(caps) > 0 {
		p.capital = caps[len(caps)/2]
	}
	if len(steps) > 0 {
		p.step = steps[len(steps)/2]
	}
	return p
}

// heads says whether a line is a heading, or a part of one.
func (p shape) heads(l content.Line) bool {
	if count(l.T) > mostHead || strings.ContainsAny(l.T[len(l.T)-1:], ".,;") || numeral(l.T) && !strings.ContainsFunc(l.T, unicode.IsLetter) {
		return false
	}
	if p.capital > 0 && l.Cap > larger*p.capital {
		return true
	}
	capitals := 0
	for _, r := range l.T {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 3
}

// goesOn says whether a line goes on in the next.
func (p shape) goesOn(last, l content.Line) bool {
	if begins(l.T) {
		return false
	}
	if last.Cap > 0 && l.Cap > 0 {
		wide := float64(last.X+last.W-p.left) >= full*float64(p.right-p.left)
		near := l.Y > last.Y && float64(l.Y-last.Y) <= farther*float64(max(p.step, 1))
		return near && (wide || p.heads(l))
	}
	return float64(letters(last.T)) >= full*float64(p.letters) || p.heads(l)
}

// begins says whether a line begins an item of a list: with a sign, a number or a letter.
func begins(line string) bool {
	first, _, more := strings.Cut(line, " ")
	if !more {
		return false
	}
	if strings.ContainsAny(first[:1], "-+*") || strings.HasPrefix(first, "•") || strings.HasPrefix(first, "–") {
		return true
	}
	return letters(first) <= 3 && strings.ContainsAny(first[len(first)-1:], ".)/") || first == "Điều" || first == "Bước"
}

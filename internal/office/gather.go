package office

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ngatu/content/oldfont"
	"ngatu/internal/archive"
)

// gather takes up what a reader finds, in its order.
type gather struct {
	kind  string // of the document
	pages []Page
	parts []string       // of the pictures
	seen  map[string]int // pictures by part: a logo on each page is one
	fonts map[string]bool
	bytes int
	named int // runs whose font is an old one by its name

	line    strings.Builder // the paragraph being read
	cells   [][]string      // of the row being read, its paragraphs
	inRow   int             // depth of rows
	waiting []string        // paragraphs around the text box being read
}

// page begins a page, unless nothing stands on the last one.
func (g *gather) page() {
	if n := len(g.pages); n == 0 || g.pages[n-1].Title != "" || len(g.pages[n-1].Lines)+len(g.pages[n-1].Pictures) > 0 {
		g.pages = append(g.pages, Page{})
	}
}

func (g *gather) last() *Page {
	if len(g.pages) == 0 {
		g.page()
	}
	return &g.pages[len(g.pages)-1]
}

// say adds a run of text in a font.
func (g *gather) say(text, font string) error {
	if g.bytes += len(text); g.bytes > maxWords {
		return archive.ErrTooMuch
	}
	f, capitals := oldfont.Named(font)
	if f != oldfont.Unicode && !oldfont.Vietnamese(text) {
		g.named++
		if text = f.Text(text); capitals {
			text = strings.ToUpper(text)
		}
	}
	if font = clean(font); font != "" && len(font) <= MaxFont && strings.TrimSpace(text) != "" && len(g.fonts) < MaxFonts {
		g.fonts[font] = true
	}
	g.line.WriteString(text)
	return nil
}

// title ends a paragraph that is the title of its page, or a part of it.
func (g *gather) title() {
	p := g.last()
	p.Title = clean(p.Title + " " + g.line.String())
	g.line.Reset()
}

// heading ends a paragraph that begins a page of a text.
func (g *gather) heading() {
	if g.inRow > 0 {
		g.end()
		return
	}
	if p := g.last(); p.Title != "" || len(p.Lines)+len(p.Pictures) > 0 {
		g.pages = append(g.pages, Page{})
	}
	g.title()
}

// end ends a paragraph.
func (g *gather) end() {
	text := g.line.String()
	g.line.Reset()
	for one := range strings.SplitSeq(text, "\n") {
		if one = clean(one); one == "" || letterhead(one) {
			continue
		}
		if n := len(g.cells); g.inRow > 0 && n > 0 {
			g.cells[n-1] = append(g.cells[n-1], one)
			continue
		}
		g.last().Lines = append(g.last().Lines, one)
	}
}

// box puts the paragraph aside in which a text box stands; its own paragraphs come first.
func (g *gather) box(ends bool) {
	if !ends {
		g.waiting = append(g.waiting, g.line.String())
		g.line.Reset()
		return
	}
	if n := len(g.waiting); n > 0 {
		g.line.WriteString(g.waiting[n-1])
		g.waiting = g.waiting[:n-1]
	}
}

// row begins or ends a row of a table. Cells of a paragraph each are one line together.
func (g *gather) row(ends bool) {
	if !ends {
		g.inRow++
		return
	}
	if g.inRow = max(0, g.inRow-1); g.inRow > 0 {
		return
	}
	lines := slices.Concat(g.cells...)
	if !slices.ContainsFunc(g.cells, func(c []string) bool { return len(c) > 1 }) && len(lines) > 0 {
		lines = []string{strings.Join(lines, " · ")}
	}
	g.last().Lines = append(g.last().Lines, lines...)
	g.cells = nil
}

// cell begins a cell.
func (g *gather) cell() {
	if g.inRow == 1 {
		g.cells = append(g.cells, nil)
	}
}

// picture adds a picture where it is first seen.
func (g *gather) picture(part string) {
	if _, ok := g.seen[part]; ok || part == "" || len(g.parts) == MaxPictures {
		return
	}
	g.seen[part] = len(g.parts)
	p := g.last()
	p.Pictures = append(p.Pictures, len(g.parts))
	g.parts = append(g.parts, part)
}

// document is all of it, in Unicode.
func (g *gather) document() (d Document) {
	old := oldfont.Rewrite(func(f func(*string)) {
		for i := range g.pages {
			f(&g.pages[i].Title)
			for l := range g.pages[i].Lines {
				f(&g.pages[i].Lines[l])
			}
		}
	})
	for _, p := range g.pages {
		if p.Title == "" && len(p.Lines)+len(p.Pictures) == 0 {
			continue
		}
		p.Title = norm.NFC.String(p.Title)
		for l := range p.Lines {
			p.Lines[l] = norm.NFC.String(p.Lines[l])
		}
		d.Pages = append(d.Pages, p)
	}
	for f := range g.fonts {
		d.Fonts = append(d.Fonts, f)
	}
	slices.Sort(d.Fonts)
	d.Pictures, d.Old = len(g.parts), old || g.named > 0
	return d
}

// clean is a text on one line, without signs of symbol fonts and what is not seen. The soft hyphen
// stays: it is a letter of TCVN3.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u00ad':
			return r
		case unicode.Is(unicode.Co, r), !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// letterhead says whether a whole line is one that heads every document of an office and tells
// nobody anything, or a rule.
func letterhead(line string) bool {
	if len(line) > 200 {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(line)), func(r rune) bool {
		return r == '=' || unicode.IsSpace(r) || unicode.IsPunct(r)
	})
	switch strings.ReplaceAll(strings.Join(words, " "), "hoà", "hòa") {
	case "cộng hòa xã hội chủ nghĩa việt nam", "cộng hòa xã hội chủ nghĩa", "độc lập tự do hạnh phúc":
		return true
	}
	return strings.Trim(line, "-–—_=*. ") == ""
}

package office

import (
	"cmp"
	"strings"

	"ngatu/internal/archive"
)

// readText reads a DOCX. A heading begins a page, and so does a break.
func readText(a *archive.Archive, g *gather, main string) error {
	refs, err := a.Relations(main)
	if err != nil {
		return err
	}
	t := &text{g: g, refs: refs, styles: styles{}}
	for _, r := range refs {
		switch r.Kind {
		case "styles":
			err = a.Read(r.Part, t.takeStyle)
		case "theme":
			t.theme, err = typeface(a, r.Part)
		}
		if err != nil {
			return err
		}
	}
	g.page()
	return a.Read(main, t.take)
}

// style is what a style of paragraphs says.
type style struct {
	font, based string
	heading     bool
}

// styles are those of a document, by name.
type styles map[string]style

// font is the one that a style names, or one that it is based on; "" for none.
func (all styles) font(id string) string {
	for range 20 { // a circle ends too
		s := all[id]
		if s.font != "" {
			return s.font
		}
		if id = s.based; id == "" {
			break
		}
	}
	return ""
}

// text follows the paragraphs of a DOCX.
type text struct {
	g      *gather
	refs   map[string]archive.Relation
	styles styles
	theme  string // font of running text
	usual  string // font of what names none

	id        string // of the style being read
	inRun     bool
	run       string // font of the run, "" for the paragraph's
	paragraph string // style of the paragraph
	hidden    bool   // the run is
	skipped   int    // depth of what is there twice, or was deleted
}

func (t *text) takeStyle(e archive.Element) error {
	switch e.Name {
	case "docDefaults":
		t.id = ""
	case "style":
		t.id = e.Attr("styleId")
	case "rFonts":
		if font := fontIn(e); !e.End && t.id == "" {
			t.usual = cmp.Or(t.usual, font)
		} else if !e.End {
			s := t.styles[t.id]
			s.font = cmp.Or(s.font, font)
			t.styles[t.id] = s
		}
	case "basedOn", "name":
		if s := t.styles[t.id]; !e.End && t.id != "" && len(t.styles) < 5000 {
			if e.Name == "basedOn" {
				s.based = e.Attr("val")
			} else {
				name := strings.ToLower(e.Attr("val"))
				s.heading = strings.HasPrefix(name, "heading ") || name == "title"
			}
			t.styles[t.id] = s
		}
	}
	return nil
}

func fontIn(e archive.Element) string { return cmp.Or(e.Attr("ascii"), e.Attr("hAnsi")) }

// font is that of the run being read.
func (t *text) font() string {
	if t.run != "" {
		return t.run
	}
	return cmp.Or(t.styles.font(t.paragraph), t.usual, t.theme)
}

// take goes by one tag.
func (t *text) take(e archive.Element) error {
	switch e.Name {
	case "Fallback", "del", "moveFrom":
		t.skipped += step(e)
		return nil
	}
	if t.skipped > 0 {
		return nil
	}
	switch e.Name {
	case "r":
		t.inRun, t.run, t.hidden = !e.End, "", false
	case "rFonts":
		if !e.End && t.inRun {
			t.run = fontIn(e)
		}
	case "vanish":
		if v := e.Attr("val"); !e.End && t.inRun {
			t.hidden = v != "0" && v != "false"
		}
	case "pStyle":
		if !e.End {
			t.paragraph = e.Attr("val")
		}
	case "txbxContent":
		t.g.box(e.End)
	case "blip":
		if !e.End {
			t.g.picture(t.refs[e.Attr("embed")].Part)
		}
	case "imagedata":
		if !e.End {
			t.g.picture(t.refs[e.AttrIn("r", "id")].Part)
		}
	case "tr":
		t.g.row(e.End)
	case "tc":
		if !e.End {
			t.g.cell()
		}
	case "tab":
		if e.End && t.inRun {
			return t.g.say(" ", "")
		}
	case "noBreakHyphen":
		if e.End && t.inRun && !t.hidden {
			return t.g.say("-", "")
		}
	case "softHyphen": // LibreOffice writes so the letter of TCVN3 that stands there
		if e.End && t.inRun && !t.hidden {
			return t.g.say("\u00ad", t.font())
		}
	case "br", "cr":
		return t.lineBreak(e)
	case "t":
		if e.End && !t.hidden {
			return t.g.say(e.Text, t.font())
		}
	case "p":
		t.takeParagraph(e)
	}
	return nil
}

func (t *text) lineBreak(e archive.Element) error {
	if e.End {
		return nil
	}
	if e.Attr("type") != "page" {
		return t.g.say("\n", "")
	}
	t.g.end()
	t.g.page()
	return nil
}

func (t *text) takeParagraph(e archive.Element) {
	switch {
	case !e.End:
		t.paragraph = ""
	case t.styles[t.paragraph].heading || shouted(t.g.line.String()):
		t.g.heading()
	default:
		t.g.end()
	}
}

// mostShouted is how many words a heading has that is one by its capitals alone.
const mostShouted = 14

// shouted says whether a paragraph is a heading by its capitals, as notices of offices have them.
func shouted(line string) bool {
	line = clean(line)
	n := len(strings.Fields(line))
	return n > 0 && n <= mostShouted && !letterhead(line) && line == strings.ToUpper(line) && line != strings.ToLower(line) && !strings.ContainsAny(line, "0123456789")
}

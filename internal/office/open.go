package office

import (
	"cmp"
	"strings"

	"ngatu/internal/archive"
)

// readOpen reads an ODP or ODT.
func readOpen(a *archive.Archive, g *gather) error {
	o := &open{g: g, styles: styles{}, hidden: map[string]bool{}}
	for _, part := range []string{"styles.xml", "content.xml"} {
		o.inBody = false
		if err := a.Read(part, o.take); err != nil {
			return err
		}
		if part == "styles.xml" {
			g.pages, g.line = nil, strings.Builder{} // its texts are headers and footers
			g.parts, g.seen = nil, map[string]int{}
		}
	}
	if g.kind == "" {
		return errOther
	}
	return nil
}

// open follows the paragraphs of OpenDocument.
type open struct {
	g      *gather
	styles styles // by name; a paragraph style is called as one of letters at times, which does no harm

	hidden map[string]bool // styles of pages that are not shown, by name

	id      string // of the style being read
	inBody  bool
	class   string   // of the frame being read: "title"
	spans   []string // styles of what is open, the paragraph first
	inText  int      // depth of paragraphs
	skipped int      // depth of notes, remarks and hidden pages
}

// take goes by one tag.
func (o *open) take(e archive.Element) error {
	if o.inBody && o.skipped == 0 && o.inText > 0 && e.Text != "" {
		if err := o.g.say(strings.ReplaceAll(e.Text, "\n", " "), o.font()); err != nil {
			return err
		}
	}
	switch e.Name {
	case "note", "notes", "annotation", "tracked-changes", "forms":
		o.skipped += step(e)
		return nil
	case "page":
		if o.skipped > 0 || o.hidden[e.Attr("style-name")] && !e.End {
			o.skipped += step(e)
			return nil
		}
	case "body":
		o.inBody = !e.End
	}
	if !o.inBody {
		o.takeStyle(e)
		return nil
	}
	if o.skipped > 0 {
		return nil
	}
	switch e.Name {
	case "presentation":
		o.g.kind = "odp"
	case "text":
		o.g.kind = "odt"
	case "page":
		if !e.End {
			o.g.pages = append(o.g.pages, Page{})
		}
	case "frame":
		if o.class = e.Attr("class"); e.End {
			o.class = ""
		}
	case "image":
		if !e.End {
			o.g.picture(strings.TrimPrefix(e.Attr("href"), "./"))
		}
	case "text-box":
		if o.inText > 0 || e.End && len(o.g.waiting) > 0 {
			o.g.box(e.End)
		}
	case "table-row":
		o.g.row(e.End)
	case "table-cell":
		if !e.End {
			o.g.cell()
		}
	case "s", "tab", "line-break":
		if !e.End && o.inText > 0 {
			return o.g.say(map[string]string{"line-break": "\n"}[e.Name]+" ", "")
		}
	case "span":
		o.span(e)
	case "p", "h":
		o.takeParagraph(e)
	}
	return nil
}

func (o *open) takeStyle(e archive.Element) {
	switch {
	case e.Name == "style":
		if o.id = e.Attr("name"); !e.End && len(o.styles) < 5000 {
			o.styles[o.id] = style{based: e.Attr("parent-style-name")}
		}
		if e.Attr("family") == "drawing-page" { // one of content.xml takes the place of its namesake in styles.xml
			delete(o.hidden, o.id)
		}
	case e.Name == "drawing-page-properties" && !e.End:
		if e.Attr("visibility") == "hidden" && len(o.hidden) < 5000 {
			o.hidden[o.id] = true
		}
	case e.Name == "text-properties" && !e.End:
		if s, ok := o.styles[o.id]; ok {
			s.font = strings.Trim(cmp.Or(e.Attr("font-name"), e.Attr("font-family")), "'\"")
			o.styles[o.id] = s
		}
	}
}

func (o *open) font() string {
	for i := len(o.spans) - 1; i >= 0; i-- {
		if font := o.styles.font(o.spans[i]); font != "" {
			return font
		}
	}
	return ""
}

func (o *open) span(e archive.Element) {
	if !e.End {
		o.spans = append(o.spans, e.Attr("style-name"))
	} else if n := len(o.spans); n > 0 {
		o.spans = o.spans[:n-1]
	}
}

func (o *open) takeParagraph(e archive.Element) {
	o.span(e)
	if o.inText = max(0, o.inText+step(e)); !e.End {
		return
	}
	switch {
	case o.class == "title":
		o.g.title()
	case e.Name == "h", o.class == "" && shouted(o.g.line.String()):
		o.g.heading()
	default:
		o.g.end()
	}
}

package office

import (
	"cmp"

	"ngatu/internal/archive"
)

// readDeck reads the slides of a PPTX in their order, but those that are hidden.
func readDeck(a *archive.Archive, g *gather, main string) error {
	refs, err := a.Relations(main)
	if err != nil {
		return err
	}
	var slides []string
	err = a.Read(main, func(e archive.Element) error {
		if ref := refs[e.AttrIn("r", "id")]; e.Name == "sldId" && !e.End && ref.Kind == "slide" {
			slides = append(slides, ref.Part)
		}
		return nil
	})
	if err != nil {
		return err
	}
	font := ""
	for _, r := range refs {
		if r.Kind == "theme" {
			if font, err = typeface(a, r.Part); err != nil {
				return err
			}
		}
	}
	for _, part := range slides {
		if len(g.pages) > MaxPages {
			break
		}
		if err := readSlide(a, g, part, font); err != nil {
			return err
		}
	}
	return nil
}

// shape follows the shapes of a slide.
type shape struct {
	g     *gather
	refs  map[string]archive.Relation
	theme string // font of running text

	kind    string // of the placeholder: "title", "ctrTitle", "sldNum"; "" for any other shape
	font    string // of the shape
	run     string // font of the run
	inRun   bool   // inside the properties of one
	skipped int    // depth of what is there twice
}

func readSlide(a *archive.Archive, g *gather, part, font string) error {
	refs, err := a.Relations(part)
	if err != nil {
		return err
	}
	s := &shape{g: g, refs: refs, theme: font}
	before := len(g.pages)
	g.pages = append(g.pages, Page{})
	hidden := false
	err = a.Read(part, func(e archive.Element) error {
		if e.Name == "sld" && !e.End {
			show := e.Attr("show")
			hidden = show == "0" || show == "false"
		}
		if hidden {
			return nil
		}
		return s.take(e)
	})
	if hidden {
		g.pages = g.pages[:before]
	}
	for _, r := range refs {
		if r.Kind == "diagramData" && err == nil && !hidden {
			s.kind, s.font = "", ""
			err = a.Read(r.Part, s.take)
		}
	}
	return err
}

// take goes by one tag.
func (s *shape) take(e archive.Element) error {
	if e.Name == "Fallback" {
		s.skipped += step(e)
		return nil
	}
	if s.skipped > 0 {
		return nil
	}
	switch e.Name {
	case "sp", "graphicFrame", "pic":
		s.kind, s.font = "", ""
	case "ph":
		if !e.End {
			s.kind = e.Attr("type")
		}
	case "r", "fld":
		s.run = ""
	case "rPr":
		s.inRun = !e.End
	case "latin":
		s.face(e)
	case "blip":
		if !e.End {
			s.g.picture(s.refs[e.Attr("embed")].Part)
		}
	case "tr":
		s.g.row(e.End)
	case "tc":
		if !e.End {
			s.g.cell()
		}
	}
	if s.kind == "sldNum" || s.kind == "dt" || s.kind == "ftr" {
		return nil
	}
	switch {
	case e.Name == "br" && e.End:
		return s.g.say("\n", "")
	case e.Name == "t" && e.End:
		return s.g.say(e.Text, cmp.Or(s.run, s.font, s.theme))
	case e.Name == "p" && e.End && (s.kind == "title" || s.kind == "ctrTitle"):
		s.g.title()
	case e.Name == "p" && e.End:
		s.g.end()
	}
	return nil
}

// face is the font of a run, or of the whole shape where it stands before all runs.
func (s *shape) face(e archive.Element) {
	font := e.Attr("typeface")
	if e.End || len(font) > 0 && font[0] == '+' {
		return
	}
	if s.inRun {
		s.run = font
	} else if s.font == "" {
		s.font = font
	}
}

// step is 1 at the start of an element and -1 at its end.
func step(e archive.Element) int {
	if e.End {
		return -1
	}
	return 1
}

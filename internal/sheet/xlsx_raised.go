package sheet

import "ngatu/internal/archive"

// raised follows the runs of a text with formats: a footnote's mark that stands above the line
// ("91.234" with a small 1) must not become a digit of the number.
type raised struct{ up bool }

// take goes by one tag.
func (r *raised) take(e archive.Element) {
	switch {
	case e.Name == "r" || e.Name == "si" || e.Name == "is":
		r.up = false
	case e.Name == "vertAlign" && !e.End:
		r.up = e.Attr("val") == "superscript" || e.Attr("val") == "subscript"
	}
}

// text is a run as it is taken: in brackets where it is raised.
func (r *raised) text(run string) string {
	if r.up && run != "" {
		return "(" + run + ")"
	}
	return run
}

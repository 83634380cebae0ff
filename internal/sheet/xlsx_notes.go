package sheet

import (
	"regexp"

	"ngatu/content/reading"
	"ngatu/internal/archive"
)

// Limits of what stands on a sheet outside of its cells. All that is wanted of it are words that make
// numbers doubtful.
const (
	maxNotes     = 500
	maxNoteBytes = 2000
)

// printed are the codes in what is printed above and below pages: fonts, sizes, numbers of pages.
var printed = regexp.MustCompile(`&"[^"]*"|&\d{1,3}|&K[0-9A-Fa-f+-]{5,6}|&[A-Z]`)

// note keeps words that stand outside of cells.
func (in *cells) note(text string) { addNote(&in.out, text) }

func addNote(s *reading.Sheet, text string) {
	if text = clean(text[:min(len(text), maxNoteBytes)]); text != "" && len(s.Notes) < maxNotes {
		s.Notes = append(s.Notes, text)
	}
}

// notes reads the remarks on cells of a sheet and the boxes with words that lie on it.
func (in *cells) notes(part string) error {
	refs, err := in.Relations(part)
	if err != nil {
		return err
	}
	for _, r := range refs {
		switch r.Kind {
		case "comments":
			err = in.words(r.Part, "comment")
		case "drawing":
			err = in.words(r.Part, "txBody")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// words notes what stands in each element of a name, run by run.
func (in *cells) words(part, within string) error {
	text, inside := "", false
	return in.Read(part, func(e archive.Element) error {
		switch {
		case e.Name == within && !e.End:
			text, inside = "", true
		case e.Name == within:
			in.note(text)
			inside = false
		case e.Name == "p" && e.End:
			text += " "
		case e.Name == "t" && e.End && inside && len(text) < maxNoteBytes:
			text += e.Text
		}
		return nil
	})
}

package sheet

import "ngatu/internal/archive"

// printed notes what is printed above and below the pages of all sheets.
func (o *open) printed() error {
	var texts []string
	depth, hidden := 0, false
	err := o.Read("styles.xml", func(e archive.Element) error {
		switch e.Name {
		case "header", "footer", "header-left", "footer-left", "header-first", "footer-first":
			depth += step(e)
			hidden = !e.End && e.Attr("display") == "false"
		case "p", "span":
			if depth > 0 && !hidden && e.Text != "" && len(texts) < maxNotes {
				texts = append(texts, e.Text)
			}
		}
		return nil
	})
	for i := range o.book.Sheets {
		for _, text := range texts {
			addNote(&o.book.Sheets[i], text)
		}
	}
	return err
}

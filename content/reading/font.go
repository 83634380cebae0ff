package reading

import "ngatu/content/oldfont"

// Unicode writes the cells of a book in an old font as Unicode. old says whether the book is one.
func Unicode(b Book) (old bool) {
	return oldfont.Rewrite(func(f func(*string)) { EachText(b, f) })
}

// EachText hands every text of a book that is not plain ASCII to f, and the names of its sheets.
func EachText(b Book, f func(*string)) {
	for s := range b.Sheets {
		f(&b.Sheets[s].Name)
		for n := range b.Sheets[s].Notes {
			f(&b.Sheets[s].Notes[n])
		}
		for l := range b.Sheets[s].Lines {
			cells := b.Sheets[s].Lines[l].Cells
			for c := range cells {
				if cells[c].Kind == Text && !plainASCII(cells[c].Text) {
					f(&cells[c].Text)
				}
			}
		}
	}
}

package campaignfile

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/worker"
)

// maxOrder is how many files a campaign.yaml may put in order, and maxFileName how many letters one
// of them has, with its folders.
const (
	maxOrder    = 500
	maxFileName = 250
)

// order reads the files of the folder in the order of their slides.
func (y *yamlReader) order(n *worker.Node) (files []string) {
	y.list(n, maxOrder, func(n *worker.Node) {
		text := y.text(n, maxFileName)
		if text == "" {
			return
		}
		file := plainFile(text)
		if slices.Contains(files, file) {
			y.wrong(n, "được ghi hai lần", "is there twice")
			return
		}
		files = append(files, file)
	})
	return files
}

// plainFile is a file's name as names are compared: Windows does not tell capital letters apart and
// writes folders with a backslash, and a Mac takes letters with marks apart.
func plainFile(name string) string {
	return path.Clean(strings.ToLower(norm.NFC.String(strings.ReplaceAll(name, `\`, "/"))))
}

// Names reports whether the order names a file, given by its path in the folder.
func (s Settings) Names(file string) bool { return slices.Contains(s.Order, plainFile(file)) }

// Sequence is the IDs of the slides that the order names, in that order; the pages of a document
// follow each other. The source of a slide is the path of its file after folder, and for a page
// its number after mark. Files that are not there, or not yet, have no slide and are passed over.
func (s Settings) Sequence(folder, mark string, slides []content.Slide) []string {
	type turn struct {
		id         string
		file, page int
	}
	var all []turn
	for _, one := range slides {
		name, ours := strings.CutPrefix(one.Source, folder)
		if !ours {
			continue
		}
		t := turn{id: one.ID, file: slices.Index(s.Order, plainFile(name))}
		if at := strings.LastIndex(name, mark); t.file < 0 && at > 0 {
			if page, err := strconv.Atoi(name[at+len(mark):]); err == nil {
				t.file, t.page = slices.Index(s.Order, plainFile(name[:at])), page
			}
		}
		if t.file >= 0 {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b turn) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.page, b.page), cmp.Compare(a.id, b.id))
	})
	var ids []string
	for _, t := range all {
		ids = append(ids, t.id)
	}
	return ids
}

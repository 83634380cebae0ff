package eye

import (
	"image"
	"strconv"
	"strings"
	"unicode"

	"ngatu/content"
)

// sure is how certain, in percent, tesseract has to be of a word. In tries of ours numbers and words
// that it read rightly came with 50 to 97, and addresses with a wrong letter with 7 to 31.
const sure = 45

// Bounds of what is read in one picture: a page of close print has some 4,000 characters.
const (
	mostLines = 400
	mostRead  = 20_000 // bytes
)

// Words is what was read in a picture, line by line: those of which each word is sure, and those with
// one that is not. Without that word the others could say something else.
type Words struct{ Sure, Doubtful []content.Line }

// In are all lines, sure or not, as they stand in a picture of which they were read in a copy of
// another size; and what the two kinds say.
func (w Words) In(width, height int, read image.Point) (lines []content.Line, sure, doubtful []string) {
	add := func(all []content.Line, said *[]string) {
		for _, l := range all {
			*said = append(*said, l.T)
			l.X, l.W = l.X*width/max(read.X, 1), l.W*width/max(read.X, 1)
			l.Y, l.H = l.Y*height/max(read.Y, 1), l.H*height/max(read.Y, 1)
			lines = append(lines, l)
		}
	}
	add(w.Sure, &sure)
	add(w.Doubtful, &doubtful)
	return lines, sure, doubtful
}

// Read takes the table of words that tesseract gives (TSV: level, page, block, paragraph, line,
// word, left, top, width, height, confidence, text). Rows that are none are passed over: the
// picture is a stranger's, and what it makes of the program may be anything.
func Read(table string) (w Words) {
	type line struct {
		of                []string
		words             []string
		doubtful, written bool
		box               image.Rectangle
	}
	var at line
	end := func() {
		switch said := (content.Line{T: strings.Join(at.words, " "), X: at.box.Min.X, Y: at.box.Min.Y, W: at.box.Dx(), H: at.box.Dy()}); {
		case at.doubtful:
			w.Doubtful = append(w.Doubtful, said)
		case at.written:
			w.Sure = append(w.Sure, said)
		}
		at = line{}
	}
	bytes := 0
	for row := range strings.Lines(table) {
		f := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(f) < 12 || f[0] != "5" {
			continue
		}
		text := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(f[11], ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
		certain, err := strconv.ParseFloat(f[10], 64)
		if text == "" || err != nil || certain < 0 || certain > 100 {
			continue
		}
		if bytes += len(text); bytes > mostRead || len(w.Sure)+len(w.Doubtful) > mostLines {
			break
		}
		if at.written && !equal(at.of, f[1:5]) {
			end()
		}
		at.of, at.written = f[1:5], true
		at.box = at.box.Union(wordBox(f[6:10]))
		at.words, at.doubtful = append(at.words, text), at.doubtful || certain < sure
	}
	end()
	return w
}

// mostSide is more pixels than any picture has on a side.
const mostSide = 1 << 16

// wordBox is where a word stands: left, top, width, height. Numbers that cannot be are nowhere.
func wordBox(f []string) image.Rectangle {
	var n [4]int
	for i, text := range f {
		v, err := strconv.Atoi(text)
		if err != nil || v < 0 || v > mostSide {
			return image.Rectangle{}
		}
		n[i] = v
	}
	return image.Rect(n[0], n[1], n[0]+n[2], n[1]+n[3])
}

func equal(a, b []string) bool { return strings.Join(a, "\t") == strings.Join(b, "\t") }

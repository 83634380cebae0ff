package workertest

import (
	"bytes"
	"fmt"
)

// Sheet is a page of a PDF for tests: of one colour, but for its upper left quarter, which is
// black.
type Sheet struct {
	Width, Height    float64 // points; 0: A4
	Rotate           int     // degrees, clockwise
	Red, Green, Blue float64 // 0 to 1
	Draws            string  // more operators of its content
	Resources        string  // that those name
}

// Pages are so many pages, each of its own shade.
func Pages(n int, shade float64) []Sheet {
	pages := make([]Sheet, n)
	for i := range pages {
		pages[i] = Sheet{Red: shade, Green: float64(i%16) / 16, Blue: float64(i/16) / 32}
	}
	return pages
}

// PDF writes pages as programs do: objects, a table of where they are, a trailer.
func PDF(pages ...Sheet) []byte { return written("", pages) }

// LockedPDF is one that asks for a password.
func LockedPDF(pages ...Sheet) []byte {
	const key = "<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>"
	return written("/Encrypt <</Filter/Standard/V 1/R 2/O "+key+"/U "+key+"/P -4>> /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]", pages)
}

func written(trailer string, pages []Sheet) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var kids bytes.Buffer
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids.String())
	for i, p := range pages {
		if p.Width == 0 {
			p.Width, p.Height = 595, 842
		}
		draws := fmt.Sprintf("%g %g %g rg 0 0 %g %g re f 0 g 0 %g %g %g re f %s", p.Red, p.Green, p.Blue, p.Width, p.Height, p.Height/2, p.Width/2, p.Height/2, p.Draws)
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R/Resources<<%s>>>>", p.Width, p.Height, p.Rotate, 4+2*i, p.Resources)
		object("<</Length %d>>\nstream\n%s\nendstream", len(draws), draws)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

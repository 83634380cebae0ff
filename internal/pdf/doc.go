// Package pdf turns the pages of a PDF into pictures, with PDFium as WebAssembly.
//
// [Compile] makes machine code of PDFium once, which takes seconds and a lot of memory, and keeps
// it in a folder; [Open] starts from there. Both are for a worker: neither the engine nor the file
// is trusted there. This package must not know where files are kept or what becomes of the pages.
package pdf

// Limits of a document. What is beyond them is refused with a sentence.
const (
	MaxBytes = 100 << 20
	MaxPages = 300
	MaxSide  = 3840 // pixels of the longer side of a page's picture
)

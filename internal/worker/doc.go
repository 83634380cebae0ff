// Package worker parses untrusted files in separate processes, so that a parser that goes wrong
// harms nothing else.
//
// A worker is our own binary, started again ([Divert]) with an empty environment. Each process runs
// one job; the next one is started ahead. Before it gets a file, it drops every right that the
// kernel can take from it: files, sockets, other programs and processes, most memory and processor
// time (see confine). The file arrives as a descriptor. The answers are small and the caller checks
// them: what the file is, rows of a sheet, renditions encoded from pixels. If a worker dies, takes
// too long or breaks the protocol, its file is refused with a sentence, and nothing else is
// affected.
//
// A job is one source file with both of its ends: the method of [Pool] that the server calls, and
// the function in the table of jobs that runs inside. PDFs have workers of their own, which start
// PDFium before they drop their rights.
//
// This package must not know where files are kept, which slide they belong to, or who sent them.
// [ngatu/internal/media], [ngatu/internal/pdf] and [ngatu/internal/sheet] decide what a file is and
// what is valid; this package only decides where they run.
package worker

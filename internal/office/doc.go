// Package office reads the words and pictures of decks and texts: PPTX, DOCX, ODP and ODT.
//
// It reads what people wrote, page by page, not how it looked: where LibreOffice is installed, that
// makes pages instead (package worker). Text in the fonts from before Unicode is written as Unicode.
// What programs of 1997 wrote (DOC, PPT), which LibreOffice alone reads, and what has a password is
// refused with what to do. It belongs in a worker: the file is not trusted. This package must not
// know where files are kept or what becomes of the words.
package office

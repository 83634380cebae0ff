package media

import "bytes"

// otherFormats are marks of other formats that are looked for behind the end of a picture. A
// picture with one of these is at the same time a valid file of that format, which is how an upload
// gets run or opened as something else. What phones append by habit (a second picture, a depth map,
// a clip of the moment) is not among them.
var otherFormats = []struct {
	mark string
	what format
}{
	{"rar!\x1a\x07", formatZip},
	{"7z\xbc\xaf\x27\x1c", formatZip},
	{"%pdf-", formatPDF},
	{"<?php", formatProgram},
	{"<script", formatHTML},
	{"<html", formatHTML},
	{"<!doctype", formatHTML},
	{"<iframe", formatHTML},
	{"<svg", formatSVG},
}

// directoryReach is how far from its end a ZIP is looked for: the directory that makes one, with
// the longest comment.
const directoryReach = 22 + 65535

// suspicious reports whether the bytes behind a picture are another file. Marks of four letters
// count only where they make one: in the megabytes of a clip that a phone appends, they are there
// by chance.
func suspicious(tail []byte) (format, bool) {
	trimmed := bytes.TrimLeft(tail, "\x00\r\n\t ")
	for _, mark := range []string{"MZ", "#!", "\x7fELF"} {
		if bytes.HasPrefix(trimmed, []byte(mark)) {
			return formatProgram, true
		}
	}
	if bytes.HasPrefix(trimmed, []byte("PK\x03\x04")) || bytes.Contains(tail[max(0, len(tail)-directoryReach):], []byte("PK\x05\x06")) {
		return formatZip, true
	}
	text := lower(tail)
	for _, s := range otherFormats {
		if bytes.Contains(text, []byte(s.mark)) {
			return s.what, true
		}
	}
	return "", false
}

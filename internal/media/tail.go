package media

import "bytes"

// strangers are the marks of other formats that are looked for behind the end of a picture. A picture with one of
// these is at the same time a valid file of that format, which is how an upload gets run or opened as something else.
// What phones append by habit (a second picture, a depth map, a clip of the moment) is not among them.
var strangers = []struct {
	mark string
	what format
}{
	{"pk\x03\x04", formatZip},
	{"pk\x05\x06", formatZip},
	{"rar!\x1a\x07", formatZip},
	{"7z\xbc\xaf\x27\x1c", formatZip},
	{"%pdf-", formatPDF},
	{"<?php", formatProgram},
	{"<script", formatHTML},
	{"<html", formatHTML},
	{"<!doctype", formatHTML},
	{"<iframe", formatHTML},
	{"<svg", formatSVG},
	{"\x7felf", formatProgram},
}

// suspicious says whether the bytes behind a picture are another file.
func suspicious(tail []byte) (format, bool) {
	trimmed := bytes.TrimLeft(tail, "\x00\r\n\t ")
	if bytes.HasPrefix(trimmed, []byte("MZ")) || bytes.HasPrefix(trimmed, []byte("#!")) {
		return formatProgram, true
	}
	text := lower(tail)
	for _, s := range strangers {
		if bytes.Contains(text, []byte(s.mark)) {
			return s.what, true
		}
	}
	return "", false
}

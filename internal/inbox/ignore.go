package inbox

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Refused is the folder in the root that refused files are set aside to: "từ chối", written without marks so that every
// file system and share keeps the name. Nothing in it is told.
const Refused = "_tu-choi"

// ignoredNames are what systems leave in every folder they show, in lower case.
var ignoredNames = map[string]bool{
	Refused: true, "thumbs.db": true, "ehthumbs.db": true, "desktop.ini": true, "icon\r": true, "$recycle.bin": true,
	"system volume information": true, "lost+found": true, "__macosx": true, "@eadir": true, "#recycle": true,
}

// ignoredEnds mark files that an editor, a browser or a copier has not finished.
var ignoredEnds = []string{
	"~", ".swp", ".swo", ".swx", ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download",
}

// Ignored says whether a file or folder of that name (one element, not a path) is passed over: what begins with a dot,
// locks of office programs (~$…), unfinished downloads, editors' copies, what systems leave behind, and [Refused].
func Ignored(name string) bool {
	name = strings.ToLower(norm.NFC.String(name))
	if name == "" || ignoredNames[name] || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
		return true
	}
	if strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return true
	}
	for _, end := range ignoredEnds {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// readable says whether a name can be shown and stored: UTF-8 without control characters.
func readable(name string) bool {
	if !utf8.ValidString(name) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f })
}

package inbox

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Refused is the folder in the root that refused files are moved to: "từ chối", written without
// marks so that every file system and share keeps the name. Nothing in it is reported.
const Refused = "_tu-choi"

// ignoredNames are files that systems, shares and sync programs leave in every folder, in lower
// case.
var ignoredNames = map[string]bool{
	Refused: true, "thumbs.db": true, "ehthumbs.db": true, "ehthumbs_vista.db": true, "desktop.ini": true, "icon\r": true,
	"picasa.ini": true, "sync.ffs_db": true, "$recycle.bin": true, "recycler": true, "system volume information": true,
	"lost+found": true, "__macosx": true, "@eadir": true, "#recycle": true, "@recycle": true, "#snapshot": true,
	"network trash folder": true, "temporary items": true, "@recently-snapshot": true, "thevolumesettingsfolder": true,
	"desktop db": true, "desktop df": true, "found.000": true, "wpsettings.dat": true, "indexervolumeguid": true, "bthumbs.db": true,
}

// unfinished are the suffixes that browsers and copiers add to a name until the file is complete.
var unfinished = []string{
	".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".aria2", ".!ut", ".!qb", ".owncloudsync",
	".drivedownload", ".driveupload", ".ffs_tmp", ".!sync", ".bts", ".xltd", ".bc!", ".jc!",
}

// ignoredEnds are suffixes of editors' working copies.
var ignoredEnds = []string{
	"~", ".swp", ".swo", ".swx", ".tmp", ".temp", ".lck", ".lock", ".ffs_lock", ".asd", ".wbk", ".xlk", ".idlk", ".laccdb", ".dwl", ".dwl2", ".$$$",
	"zone.identifier", // Windows' note about a download, after a colon that shares turn into other characters
}

// streams are other metadata streams that a share may show as separate files.
var streams = regexp.MustCompile(`[:\x{f022}\x{f03a}](afp_afpinfo|afp_resource|com\.(dropbox|apple)\.[a-z._]*|smartscreen|encryptable|\$data|favicon|ms-properties|(document)?summaryinformation|wofcompresseddata)`)

// officeTemp are the files that Office programs save into before they give them their name: eight
// hexadecimal digits (Excel), and safe-save folders of macOS. Eight digits that are a date may be a
// clerk's.
var officeTemp = regexp.MustCompile(`^([0-9A-F]{8}|~WR[A-Z][0-9A-F]{4}.*|.*\.sb-[0-9a-f]{8}-[A-Za-z0-9]{6})$`)

var date = regexp.MustCompile(`^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$`)

// Ignored reports whether a file or folder of that name (one element, not a path) is skipped
// silently: names with a leading dot, locks and working copies of office programs, unfinished
// downloads, system files, and [Refused].
func Ignored(name string) bool {
	if name = norm.NFC.String(name); officeTemp.MatchString(name) && !date.MatchString(name) {
		return true
	}
	name = strings.ToLower(strings.TrimRight(name, " "))
	if name == "" || ignoredNames[name] || strings.HasPrefix(name, ".") && !stub.MatchString(name) || strings.HasPrefix(name, "~$") {
		return true
	}
	if strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return true
	}
	return endsIn(name, unfinished) || endsIn(name, ignoredEnds) || streams.MatchString(name)
}

func endsIn(name string, ends []string) bool {
	for _, end := range ends {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// stub matches placeholders of iCloud and Nextcloud for files that were not downloaded, shortcuts
// of Windows, macOS and Linux desktops, and links to documents on a web site.
var stub = regexp.MustCompile(`^\..+\.icloud$|^[^.].*\.(lnk|url|webloc|website|desktop|gsheet|gdoc|gslides|gdraw|gform|gmap|gnote|gtable|glink|gsite|gscript|gjam|appref-ms|` +
	`cloud|cloudf|nextcloud|owncloud|paper|papert|odlink)$`)

// readable reports whether a name can be shown and stored: UTF-8 without control characters.
func readable(name string) bool {
	return utf8.ValidString(name) && name == printable(name)
}

// printable returns a form of the name that can be shown and stored.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

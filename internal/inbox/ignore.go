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
	"network trash folder": true, "temporary items": true, "@recently-snapshot": true,
}

// unfinished are the suffixes that browsers and copiers add to a name until the file is complete.
var unfinished = []string{
	".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".aria2", ".!ut", ".!qb", ".owncloudsync",
	".drivedownload", ".driveupload", ".ffs_tmp", ".!sync", ".bts", ".xltd", ".bc!", ".jc!",
}

// ignoredEnds are suffixes of editors' working copies.
var ignoredEnds = []string{
	"~", ".swp", ".swo", ".swx", ".tmp", ".temp", ".lck", ".lock", ".ffs_lock", ".asd", ".wbk", ".xlk",
	"zone.identifier", // Windows' note about a download, after a colon that shares turn into other characters
}

// streams are other metadata streams that a share may show as separate files.
var streams = regexp.MustCompile(`[:\x{f022}\x{f03a}](afp_afpinfo|afp_resource|com\.dropbox\.attr[a-z]*|smartscreen|encryptable|\$data|favicon)`)

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

// Conflict copies. A sync program found two versions of a file and kept both; only a person knows
// which one is right. Syncthing: a.sync-conflict-20241128-101112-ABCDEFG.jpg. Dropbox: a (An's
// conflicted copy 2024-11-28).jpg, in the language of the computer. Nextcloud: a (conflicted copy
// 2024-11-28 101112).jpg, a_conflict-20241128-101112.jpg. Seafile: a (SFConflict an@x
// 2024-11-28-10-11-12).jpg. Synology: a_DESKTOP_Nov-28-101112-2024_Conflict.jpg. OneDrive:
// a-DESKTOP-4K2JQ1.jpg.
var (
	conflict = regexp.MustCompile(`[ ._(\[-](sf)?(user|sync-)?conflict(ed)?([ ._)\]-]|\d|$)|` +
		`\([^()]*(conflict|konflik|conflit|xung đột|競合|冲突|衝突|충돌|конфликт)[^()]*\)|\(slow sync[^()]*\)|\.\.path[12]$`)
	computer = regexp.MustCompile(`^(.+)-((DESKTOP|LAPTOP|WIN|MININT)-[A-Z0-9]{4,}|[A-Z0-9][A-Z0-9-]*-(PC|LAPTOP|DESKTOP)|[^-]*(MacBook|iMac|Mac[ -]mini)[^.]*)$`)
	// anyComputer may be a computer's name or the clerk's own words: it counts only if the file
	// without it is there too.
	anyComputer = regexp.MustCompile(`^(.+?)-((?:[A-Z0-9]+-)*(?:PC|MAY|MAYTINH|LAPTOP|DESKTOP|WS|MT)-?[0-9]+|[A-Z][A-Z0-9]*-[A-Z0-9-]*[A-Z0-9])$`)
)

// conflicting reports whether a name is that of a conflict copy. there tells whether another name
// exists in the same folder.
func conflicting(name string, there func(string) bool) bool {
	name = norm.NFC.String(name)
	stem, end := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		stem, end = name[:dot], name[dot:]
	}
	if conflict.MatchString(strings.ToLower(name)) || computer.MatchString(stem) {
		return true
	}
	m := anyComputer.FindStringSubmatch(stem)
	return m != nil && there(m[1]+end)
}

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

package inbox

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Conflict copies. A sync program found two versions of a file and kept both; only a person knows
// which one is right. Syncthing: a.sync-conflict-20241128-101112-ABCDEFG.jpg. Dropbox: a (An's
// conflicted copy 2024-11-28).jpg, in the language of the computer. Nextcloud: a (conflicted copy
// 2024-11-28 101112).jpg, a_conflict-20241128-101112.jpg, a (case clash from An).jpg; ownCloud: a
// (# Name clash 2024-11-28 abc #).jpg. Seafile: a (SFConflict an@x 2024-11-28-10-11-12).jpg.
// Synology: a_DESKTOP_Nov-28-101112-2024_CaseConflict.jpg. OneDrive: a-DESKTOP-4K2JQ1.jpg.
var (
	// conflict matches names in lower case. Outside of brackets the word ends the name, or a date or
	// a number follows: "conflict-free" is the clerk's own.
	conflict = regexp.MustCompile(`[ ._(\[@!#~-](sf|user|case|name|sync-)?conflict(ed)?([)\]]|[ ._-]*(\d|\.[^. ]*$|$)|[ ._-]+(copy|kopie)\b)|` +
		`\([^()]*(` + strings.Join(conflictWords, "|") + `)[^()]*\)|\.\.path[12]$`)
	computer = regexp.MustCompile(`^(.+)-((DESKTOP|LAPTOP|WIN|MININT)-[A-Z0-9]{4,}|[A-Z0-9][A-Z0-9-]*-(PC|LAPTOP|DESKTOP)|[^-]*(MacBook|iMac|Mac[ -]mini)[^.]*)$`)
	// numbered is a computer as offices number them: PC01, MAY-2.
	numbered = regexp.MustCompile(`^(?:(?:[A-Z0-9]+-)*(?:PC|MAY|MAYTINH|LAPTOP|DESKTOP|WS|MT)-?[0-9]+)$`)
	// given is a name that a computer may be given: Windows takes up to 15 letters, digits and
	// hyphens; a Mac calls itself "Máy của An".
	given = regexp.MustCompile(`^(?:[A-Za-z0-9][A-Za-z0-9_-]{1,14}|(?:Máy|Computer|PC)[ -].+)$`)
)

// conflictWords are what sync programs write in brackets, in the languages of their menus.
var conflictWords = []string{
	"conflict", "konflik", "conflit", "cakisan", "çakış", "kolizj", "koliduj", "gestoord", "motstrid", "modstrid", "bercanggah", "ristiriit", "ütköz",
	"xung đột", "bản (sao )?mâu thuẫn", "конфлікт", "конфликт", "διένεξ", "σύγκρουσ", "מתנגש", "התנגש", "تعارض", "متضارب", "ขัดแย้ง",
	"競合", "冲突", "衝突", "충돌", "name clash", "case clash", "slow sync",
}

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
	// What follows a hyphen may be a computer's name or the clerk's own words: it counts only if the
	// file without it is there too.
	for at := 1; at < len(stem); at++ {
		if stem[at] == '-' && computerName(stem[at+1:]) && there(stem[:at]+end) {
			return true
		}
	}
	return false
}

// computerName reports whether a computer is likely to be called so. One that is called like a
// version of a picture is not told from it.
func computerName(s string) bool {
	if numbered.MatchString(s) {
		return true
	}
	if !given.MatchString(s) || !strings.ContainsFunc(s, unicode.IsUpper) || utf8.RuneCountInString(s) > 40 {
		return false
	}
	// THANG11, 1920X1080 and WINTER2024 are words with numbers.
	parts := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, whole := range []string{strings.Join(parts, ""), strings.Join(parts, " ")} {
		if versionWords[strings.ToLower(whole)] {
			return false
		}
	}
	for _, part := range parts {
		if !versionWords[strings.ToLower(part)] && utf8.RuneCountInString(part) > 1 {
			return true
		}
	}
	return false
}

// versionWords are what clerks write behind a hyphen to tell versions of a picture apart, in lower
// case and without marks: shapes, places, seasons, agencies, areas of the city.
var versionWords = wordSet(`
	moi cu cuoi final draft nhap goc sua duyet ban copy new old ok edit edited cat crop cropped nen in print chinh phu mau demo test
	ngang doc vuong to nho lon vua small medium large big landscape portrait vertical horizontal square trai phai tren duoi left right top bottom
	truoc sau front back dark light sang toi trang den do xanh vang hong tim
	hd fhd uhd qhd sd k p x px dpi cm mm rgb cmyk led lcd tv web pc desktop mobile phone app zalo facebook fb youtube tiktok ihanoi
	poster banner backdrop standee bandroll phuon pano logo qr infographic slide cover thumb thumbnail icon bg background
	vn vi en eng viet vie anh tieng english vietnamese song ngu
	ngay thang nam tuan quy ky dot buoi gio phan tap so trang page part week day month year version ver v lan bai
	jan feb mar apr may jun jul aug sep oct nov dec xuan ha thu dong tet he noel winter summer spring autumn
	a b c q t h m y g
	quan huyen phuong xa tp hn hanoi ubnd hdnd mttq pccc cand csgt bhxh bhyt vneid dvc tthc cchc dtn ldld hlhpn covid atgt
	badinh hoankiem tayho longbien caugiay dongda haibatrung hoangmai thanhxuan socson donganh gialam namtuliem thanhtri bactuliem melinh hadong sontay bavi
	phuctho danphuong hoaiduc quocoai thachthat chuongmy thanhoai thuongtin phuxuyen unghoa myduc`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

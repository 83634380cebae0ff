package preflight

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// links: every address in the text leads to an allowed domain.
func links(f Facts) (out []Finding) {
	var reported []string
	for _, t := range f.texts() {
		for _, host := range hosts(t) {
			if f.leads(host) || slices.Contains(reported, host) {
				continue
			}
			reported = append(reported, host)
			out = append(out, Finding{
				Level: Error, Marks: f.marks(func(line string) bool { return slices.Contains(hosts(line), host) }),
				Vi: fmt.Sprintf("Địa chỉ “%s” không nằm trong danh sách được phép. Hãy bỏ đi, hoặc nhờ quản trị thêm tên miền trong cài đặt.", clipped(host)),
				En: fmt.Sprintf("The address “%s” is not on the list. Remove it, or ask an admin to add the domain in the settings.", clipped(host)),
			})
		}
	}
	for _, t := range f.Doubtful {
		for _, host := range hosts(t) {
			if f.leads(host) || slices.Contains(reported, host) {
				continue
			}
			reported = append(reported, host)
			out = append(out, Finding{
				Level: Warning, Marks: f.marks(func(line string) bool { return slices.Contains(hosts(line), host) }),
				Vi: fmt.Sprintf("Trong ảnh có vẻ ghi địa chỉ “%s”, không nằm trong danh sách được phép; đọc từ ảnh nên có thể sai vài chữ. Hãy xem lại ảnh.", clipped(host)),
				En: fmt.Sprintf("The picture seems to give the address “%s”, which is not on the list; some letters may be misread. Look at the picture.", clipped(host)),
			})
		}
	}
	if f.Unread {
		out = append(out, Finding{
			Level: Warning,
			Vi:    "Máy chủ không đọc được chữ trong ảnh này, nên địa chỉ và số điện thoại trong ảnh chưa được kiểm tra. Hãy xem kỹ ảnh.",
			En:    "The server could not read the words in this picture, so addresses and numbers in it were not checked. Look at it closely.",
		})
	}
	return out
}

// endings are last labels of names that stand in texts without "https://" or "www." before them:
// the country's, the common ones, and those of short links. Any other is taken for a name with a
// path behind it.
var endings = strings.Fields(`vn com net org info gov edu io me app dev xyz ly co top site online click link cc tk ml ga cf gq biz
	asia shop club live vip win fun store tv us uk cn ru jp kr hk tw sg th la kh my id in eu de fr es it nl pl ch at be br ca au nz
	gl ee to ai page news pro mobi name work life today icu cfd sbs buzz lol bet casino loan world space website tech cloud one gg
	ws bio bid date men party review trade stream download gd is im ink zip mov onl cyou rest monster quest`)

// hosts are the hosts of all addresses in a text, in lower case: with a scheme, with "www.", with a
// path, as e-mail addresses, and bare names with a usual ending.
func hosts(text string) (out []string) {
	for _, word := range strings.FieldsFunc(readable(text), unicode.IsSpace) {
		for _, one := range strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(",;()[]{}<>“”\"'«»|·…", r) }) {
			if host, ok := hostIn(one); ok && !slices.Contains(out, host) {
				out = append(out, host)
			}
		}
	}
	return out
}

// readable is a text as a reader takes it: signs that are not seen are gone, wide letters are
// narrow, other dots are dots, and no space stands beside a dot within a name.
func readable(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '。' || r == '．' || r == '｡' || r == '․':
			return '.'
		case r >= 0xff01 && r <= 0xff5e: // wide forms of ASCII
			r -= 0xfee0
		case r == '⁄' || r == '∕':
			return '/'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	for _, e := range []string{"vn", "com", "net", "org", "info", "me", "ly"} {
		for _, gap := range []string{" . ", " .", ". "} {
			text = joined(text, gap, e)
		}
	}
	return text
}

// joined closes the gap before an ending: "hanoi . gov . vn", "bit. ly/abc". A sentence may end
// before such a word, so a letter or digit must stand before the gap, and none after the ending.
func joined(text, gap, ending string) string {
	from := 0
	for {
		i := strings.Index(text[from:], gap+ending)
		if i < 0 {
			return text
		}
		i += from
		after := text[i+len(gap)+len(ending):]
		if i > 0 && isHostByte(text[i-1]) && (after == "" || strings.ContainsAny(after[:1], " /.,;:?!)")) {
			text = text[:i] + "." + ending + after
		}
		from = i + 1
	}
}

func isHostByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

// hostIn is the host of a word that is an address.
func hostIn(word string) (string, bool) {
	rest, sure := word, false
	if i := strings.Index(word, "://"); i >= 0 {
		rest, sure = word[i+3:], true
	}
	host := rest
	path := strings.IndexAny(rest, "/?#\\")
	if path >= 0 {
		host = rest[:path]
	}
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
		sure = sure || at > 0
	}
	if !strings.HasPrefix(host, "[") {
		host, _, _ = strings.Cut(host, ":")
	}
	host = strings.Trim(host, ".-!?*_&+=%$")
	if host == "" {
		return "", false
	}
	if sure {
		return host, true
	}
	if strings.HasPrefix(host, "www.") {
		return host, len(host) > len("www.")
	}
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	if len(labels) < 2 || slices.ContainsFunc(labels, func(l string) bool { return l == "" }) || !named(last) {
		return "", false
	}
	if last == "vn" || slices.Contains(endings, last) {
		return host, hasLetter(strings.Join(labels[:len(labels)-1], "")) || path >= 0
	}
	return host, path > 0 && len(last) >= 2 && len(labels[0]) > 2
}

// named says whether a last label is made of letters: 1.633.840 is no name.
func named(label string) bool {
	return !strings.ContainsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && !unicode.IsDigit(r) }) && hasLetter(label)
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

package sheet

import (
	"slices"
	"strings"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// role is what a column is for.
type role int

const (
	noRole role = iota
	codeRole
	districtCodeRole
	communeCodeRole
	nameRole
	districtRole
	communeRole
	parentRole
	valueRole
	targetRole
	denominatorRole
	denominatorNameRole
	asOfRole
	sourceRole
)

// title is the names of columns that have a role: folded and whole, or as the beginning of a longer one.
type title struct {
	role     role
	whole    string // separated by |
	starting string
}

// titles are tried in order; the first that fits counts.
var titles = []title{
	{noRole, "don vi tinh|dvt|stt|tt|so tt|ghi chu|note", "ty le|ti le|phan tram|percent|don vi tinh"},
	{denominatorNameRole, "ten mau so|denominator name|mau so la", ""},
	{denominatorRole, "mau so|denominator|dan so|dan so 15|population", "mau so|denominator|dan so tu|dan so 15|so nguoi tu 15|nguoi tu 15|so dan tu 15|cong dan tu 15"},
	{targetRole, "chi tieu|target|muc tieu|ke hoach|chi tieu giao|goal", "chi tieu|target|ke hoach giao"},
	{asOfRole, "tinh den|as of|asof|ngay|thoi diem|date|ngay so lieu|thoi diem so lieu|as of time", "tinh den|as of|so lieu tinh den|thoi diem so lieu"},
	{sourceRole, "nguon|source|nguon so lieu|don vi cung cap", "nguon so lieu"},
	{districtCodeRole, "", "ma quan|ma huyen|district code"},
	{communeCodeRole, "", "ma phuong|ma xa|ward code|commune code"},
	{codeRole, "ma|code|ma don vi|ma dvhc|ma so|area code|unit code", "ma don vi|ma dia ban|ma hanh chinh"},
	{parentRole, "cap tren|thuoc|parent|don vi cap tren|truc thuoc|belongs to", "thuoc |don vi cap tren"},
	{districtRole, "quan|huyen|district|quan huyen|ten quan huyen|ten quan|ten huyen", "quan huyen|ten quan huyen|cac quan|district"},
	{communeRole, "phuong|xa|ward|commune|phuong xa|xa phuong|ten phuong xa|ten xa phuong|ten phuong|ten xa", "phuong xa|xa phuong|ten phuong xa|ten xa phuong|ward"},
	{nameRole, "don vi|ten|ten don vi|dia ban|dia phuong|name|area|unit|don vi hanh chinh|ten dvhc|ten dia ban", "ten don vi|don vi hanh chinh"},
	{
		valueRole, "gia tri|so tai khoan|tai khoan|accounts|account|value|so luong|ket qua|thuc hien|luy ke|tong so tai khoan|so luong tai khoan|count",
		"gia tri|so tai khoan|tong so tai khoan|so luong tai khoan|so nguoi da|so nguoi cai|da cai dat|ket qua|accounts|luy ke",
	},
}

// increments tell columns of what was added, or what is left, from totals: the campaign's most repeated mistake.
var increments = []string{"moi", "tang", "new", "increase", "con lai", "chua", "giam"}

// roleOf is the role of a column by its name; whole says that the name is no more than a known one.
func roleOf(text string) (r role, whole bool) {
	folded := area.Fold(text)
	if folded == "" || len(folded) > 120 {
		return noRole, false
	}
	for _, t := range titles {
		if slices.Contains(strings.Split(t.whole, "|"), folded) {
			return t.role, true
		}
		for _, start := range strings.Split(t.starting, "|") {
			if start == "" || !strings.HasPrefix(folded, start) {
				continue
			}
			if t.role == valueRole && slices.ContainsFunc(increments, func(w string) bool { return hasWords(folded, w) }) {
				return noRole, false
			}
			return t.role, false
		}
	}
	return noRole, false
}

func hasWords(folded, words string) bool { return strings.Contains(" "+folded+" ", " "+words+" ") }

// header is where the columns are: -1 where there is none.
type header struct {
	last    int // index of its last line in the grid
	number  int // row number of its first line
	columns map[role]int
	texts   []string
	double  []string // names of several columns of values, none of them plain
}

func (h header) column(r role) int {
	if i, ok := h.columns[r]; ok {
		return i
	}
	return -1
}

// text is the name of a role's column as written.
func (h header) text(r role) string {
	if i := h.column(r); i >= 0 {
		return h.texts[i]
	}
	return ""
}

// usable says whether there are units and values.
func (h header) usable() bool {
	return (h.column(nameRole) >= 0 || h.column(codeRole) >= 0) && (h.column(valueRole) >= 0 || len(h.double) > 0)
}

// searched is how far down a header may stand; above it are titles.
const searched = 40

// findHeader looks for the first line, or two lines with merged cells, that names the columns.
func findHeader(g *grid) (header, bool) {
	for i := 0; i < len(g.lines) && i < searched; i++ {
		top := headerOf(g.lines[i], nil)
		if !top.hasUnit() {
			continue
		}
		if i+1 < len(g.lines) && g.lines[i+1].number == g.lines[i].number+1 && continues(g.lines[i+1], top) {
			if h := headerOf(g.lines[i], &g.lines[i+1]); h.usable() {
				h.last, h.number = i+1, g.lines[i].number
				return h, true
			}
		}
		if top.usable() {
			top.last, top.number = i, g.lines[i].number
			return top, true
		}
	}
	return header{}, false
}

// continues says whether a line is the second of a header: it names columns, holds no number, and leaves the units'
// columns to the cells merged from above.
func continues(below line, top header) bool {
	if below.at(top.column(nameRole)).text != "" || below.at(top.column(codeRole)).text != "" {
		return false
	}
	names := false
	for _, c := range below.cells {
		if c.raw != "" || figure.ParseNumber(c.text).Fault == figure.None {
			return false
		}
		r, _ := roleOf(c.text)
		names = names || r != noRole
	}
	return names
}

func (h header) hasUnit() bool { return h.column(nameRole) >= 0 || h.column(codeRole) >= 0 }

// headerOf gives each column its role; a second line, where it has text, stands for the first.
func headerOf(top line, below *line) header {
	h := header{columns: map[role]int{}}
	plain := map[role]bool{}
	width := len(top.cells)
	if below != nil {
		width = max(width, len(below.cells))
	}
	values := map[bool][]string{}
	for i := range width {
		text := top.at(i).text
		if below != nil && below.at(i).text != "" {
			text = below.at(i).text
		}
		h.texts = append(h.texts, text)
		r, whole := roleOf(text)
		if r == noRole {
			continue
		}
		if r == valueRole {
			values[whole] = append(values[whole], text)
		}
		if _, taken := h.columns[r]; !taken || whole && !plain[r] {
			h.columns[r], plain[r] = i, whole
		}
	}
	if best := values[len(values[true]) > 0]; len(best) > 1 {
		h.double = best
	}
	h.settle()
	return h
}

// settle makes of "quận/huyện" and "phường/xã" the unit and the one above it, or the unit where it stands alone.
func (h *header) settle() {
	move := func(from, to role) {
		i, ok := h.columns[from]
		if _, taken := h.columns[to]; ok && !taken {
			h.columns[to] = i
		}
		delete(h.columns, from)
	}
	if _, commune := h.columns[communeRole]; commune {
		move(districtRole, parentRole)
		move(communeRole, nameRole)
	}
	if _, named := h.columns[nameRole]; named {
		move(districtRole, parentRole)
	} else {
		move(districtRole, nameRole)
	}
	_, parent := h.columns[parentRole]
	if _, commune := h.columns[communeCodeRole]; commune {
		move(communeCodeRole, codeRole)
		move(districtCodeRole, parentRole)
	} else if !parent {
		move(districtCodeRole, codeRole)
	}
	delete(h.columns, districtCodeRole)
}

// recognised counts the columns that have a role, to tell separators apart.
func recognised(g *grid) int {
	h, ok := findHeader(g)
	if !ok {
		return 0
	}
	return len(h.columns)
}

package studio

import (
	"fmt"
	"html/template"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/server/signin"
)

// text is what staff read: Vietnamese, with English beside it.
type text struct{ Vi, En string }

// HTML is both, the English small.
func (t text) HTML() template.HTML {
	if t.En == "" {
		return template.HTML(template.HTMLEscapeString(t.Vi))
	}
	return template.HTML(template.HTMLEscapeString(t.Vi) + ` <small lang="en">` + template.HTMLEscapeString(t.En) + `</small>`)
}

// functions are what templates may call.
func (b *built) functions() template.FuncMap {
	return template.FuncMap{
		"say": func(vi, en string) template.HTML { return text{vi, en}.HTML() },
		"asset": func(name string) (string, error) {
			if a, ok := b.byName[name]; ok {
				return a, nil
			}
			return "", fmt.Errorf("there is no asset %q", name)
		},
		"when":  when,
		"local": local,
		"state": func(s content.State) text { return states[s] },
		"kind":  func(k content.Kind) text { return kinds[k] },
		"venue": func(v content.Venue) text { return venues[v] },
		"make":  func(k content.ScreenKind) text { return screenKinds[k] },
		"role":  func(r string) text { return roles[signin.Role(r)] },
		"inc":   func(n int) int { return n + 1 }, // places are counted from one
		"count": func(n int64) string { return figure.FormatCount(n) },
		"size":  size,
		"number": func(f float64) string {
			return strconv.FormatFloat(f, 'f', -1, 64)
		},
	}
}

// when is an instant as people in the city read it; a dash where there is none.
func when(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(area.Local).Format("15:04 02/01/2006")
}

// localForm is how browsers write a local time in a form.
const localForm = "2006-01-02T15:04"

// local is an instant for a form field of local time.
func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(area.Local).Format(localForm)
}

// size is a number of bytes in words.
func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", (n+1<<19)>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", n)
}

var states = map[content.State]text{
	content.Draft:     {"Bản nháp", "Draft"},
	content.Submitted: {"Chờ duyệt", "Awaiting approval"},
	content.Approved:  {"Đã duyệt", "Approved"},
	content.TakenOff:  {"Đã gỡ", "Taken off"},
}

var kinds = map[content.Kind]text{
	content.Picture:   {"Ảnh", "Picture"},
	content.Video:     {"Video", "Video"},
	content.Notice:    {"Thông báo", "Notice"},
	content.Install:   {"Mã cài đặt", "Install code"},
	content.Board:     {"Bảng số liệu", "Board"},
	content.Countdown: {"Đếm ngược", "Countdown"},
	content.Guide:     {"Hướng dẫn", "Guide"},
}

var venues = map[content.Venue]text{
	content.Intersection: {"Ngã tư, đường phố", "Intersection"},
	content.Reception:    {"Sảnh tiếp công dân", "Reception hall"},
	content.Apartment:    {"Chung cư", "Apartment block"},
	content.Mall:         {"Trung tâm thương mại", "Mall"},
	content.Supermarket:  {"Siêu thị", "Supermarket"},
	content.Office:       {"Trụ sở", "Office"},
}

var screenKinds = map[content.ScreenKind]text{
	content.LED:     {"Màn hình LED", "LED"},
	content.Monitor: {"Màn hình thường", "Monitor"},
	content.Kiosk:   {"Kiosk cảm ứng", "Touch kiosk"},
}

var roles = map[signin.Role]text{
	signin.Editor:   {"Biên tập", "Editor"},
	signin.Approver: {"Duyệt", "Approver"},
	signin.Reporter: {"Báo cáo số liệu", "Reporter"},
	signin.Operator: {"Vận hành màn hình", "Operator"},
	signin.Auditor:  {"Kiểm tra", "Auditor"},
	signin.Admin:    {"Quản trị", "Admin"},
}

package preflight

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// codeSide is what a code's side is divided from the distance by: it is read from ten times its
// side.
const codeSide = 10

// rounding is what a side that was found in pixels may be short of.
const rounding = 1.05

// codes are all codes of a slide by what they say, each once: those of the original and those of
// its canvases.
func (f Facts) codes() (out []Code) {
	add := func(all []Code) {
		for _, c := range all {
			if !slices.ContainsFunc(out, func(o Code) bool { return o.Text == c.Text }) {
				out = append(out, c)
			}
		}
	}
	for _, one := range f.halves() {
		if one.Picture != nil {
			add(one.Picture.Codes)
		}
	}
	for _, v := range f.Views {
		add(v.Drawn)
		add(v.Codes)
	}
	return out
}

// codeLinks: a code leads to an allowed domain or to nothing. The threat is a forged code, also one
// that asks for money; a barcode on a poster says nothing to a phone but its number, unless that is
// an address.
func codeLinks(f Facts) (out []Finding) {
	for _, c := range f.codes() {
		if f.trusted(c.Text) || c.Bars && !slices.ContainsFunc(hosts(c.Text), func(h string) bool { return !f.leads(h) }) {
			continue
		}
		said := clipped(c.Text)
		out = append(out, Finding{
			Level: Error,
			Vi:    fmt.Sprintf("Mã trong ảnh dẫn đến “%s”, không nằm trong danh sách được phép. Hãy thay mã, hoặc nhờ quản trị thêm tên miền.", said),
			En:    fmt.Sprintf("A code in the picture leads to “%s”, which is not on the list. Replace the code, or ask an admin to add the domain.", said),
		})
	}
	return out
}

// trusted says whether what a code says is a link to an allowed domain, or a number that may be printed.
func (f Facts) trusted(text string) bool {
	if rest, isCall := strings.CutPrefix(strings.ToLower(text), "tel:"); isCall {
		return f.callable(number{digits: digitsOf(rest)})
	}
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.User != nil || !strings.EqualFold(u.Scheme, "https") && !strings.EqualFold(u.Scheme, "http") {
		return false
	}
	return f.leads(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."))
}

// codesRead: a code that is in the picture, or was set there, and cannot be read on a canvas.
func codesRead(f Facts) []Finding {
	return f.onViews(Error, func(v View) (at []Box, vi, en string) {
		there := slices.Clone(v.Drawn)
		for _, one := range f.halves() {
			if one.Picture == nil {
				continue
			}
			for _, c := range one.Picture.Codes {
				c.Box = one.placed(c.Box, v)
				there = append(there, c)
			}
		}
		for _, c := range there {
			if slices.ContainsFunc(v.Codes, func(o Code) bool { return o.Text == c.Text }) {
				continue
			}
			at = append(at, c.Box)
			vi = fmt.Sprintf("Mã trong ảnh không đọc được trên màn hình %s: quá nhỏ hoặc bị cắt. Hãy bỏ mã, hoặc phóng to mã cho màn hình này.", v.Canvas)
			en = fmt.Sprintf("A code in the picture cannot be read on a screen of %s: it is too small or cut off. Leave it out, or make it larger for that screen.", v.Canvas)
		}
		return at, vi, en
	})
}

// placed is where a box of the original lies on a canvas.
func (f Facts) placed(b Box, v View) Box {
	if !f.Picture.known() {
		return b
	}
	times, _ := f.scale(v.Canvas)
	at, s := f.within(v.Canvas)
	x, y := 0.5, 0.5
	if s.Fit == "cover" {
		x, y = s.FocusX, s.FocusY
	}
	on := func(n int) int { return int(float64(n) * times) }
	left := (float64(at.W) - float64(f.Picture.Width)*times) * x
	top := (float64(at.H) - float64(f.Picture.Height)*times) * y
	return Box{X: at.X + on(b.X) + int(left), Y: at.Y + on(b.Y) + int(top), W: on(b.W), H: on(b.H)}
}

func codesFaint(f Facts) []Finding {
	return f.onViews(Warning, func(v View) (at []Box, vi, en string) {
		for _, c := range v.Codes {
			if c.Blurred && c.Dimmed {
				continue
			}
			at = append(at, c.Box)
			vi = fmt.Sprintf("Mã trên màn hình %s chỉ đọc được khi nét và sáng. Hãy phóng to mã, đủ viền trắng, đen trên trắng.", v.Canvas)
			en = fmt.Sprintf("A code on a screen of %s is read only while it is sharp and bright. Make it larger, with its white margin, black on white.", v.Canvas)
		}
		return at, vi, en
	})
}

func codesFar(f Facts) []Finding {
	return f.onViews(Warning, func(v View) (at []Box, vi, en string) {
		for _, c := range v.Codes {
			from := Reach(c, v.Canvas.PitchMM)
			if c.Bars || from*rounding >= v.Canvas.DistanceM {
				continue
			}
			at = append(at, c.Box)
			vi = fmt.Sprintf("Mã trên màn hình %s chỉ quét được từ %.1f m, mà người xem đứng cách %g m. Hãy phóng to mã hoặc chỉ ghi tên ứng dụng.", v.Canvas, from, v.Canvas.DistanceM)
			en = fmt.Sprintf("A code on a screen of %s is scanned from %.1f m, and people stand %g m away. Make it larger, or name the app alone.", v.Canvas, from, v.Canvas.DistanceM)
		}
		return at, vi, en
	})
}

// Reach is from how many metres a code is read on a canvas whose pixels are pitch millimetres
// apart.
func Reach(c Code, pitch float64) float64 {
	return float64(max(c.Box.W, c.Box.H)) * pitch / 1000 * codeSide
}

// clipped is a text short enough for a sentence.
func clipped(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

package preflight

import (
	"cmp"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/content/layout"
)

// fits: where a slide fits on no canvas it is shown nowhere; where it fits on some, it is left out
// on the others, and somebody should mean that.
func fits(f Facts) []Finding {
	bad := 0
	for _, v := range f.Views {
		if v.Fault != nil {
			bad++
		}
	}
	level := Warning
	if bad == len(f.Views) {
		level = Error
	}
	return f.onViews(level, func(v View) ([]Box, string, string) {
		if v.Fault == nil {
			return nil, "", ""
		}
		return nil, v.Fault.Vi, v.Fault.En
	})
}

// measured is how grave it is where text stands wrong. Ngatu sets text itself, and then that is an
// error. On the page of a document it is where the page's program says, and small print may be meant:
// a person says why it is shown all the same.
func (f Facts) measured() Level {
	if f.Slide.Kind.LaidOut() {
		return Error
	}
	return Warning
}

// heights: what nobody can read from where people stand.
func heights(f Facts) []Finding {
	return f.onViews(f.measured(), func(v View) (at []Box, vi, en string) {
		least, worst := layout.LeastCap(v.Canvas), Text{}
		for _, t := range v.Texts {
			if t.Cap > 0 && t.Cap < float64(least) {
				at = append(at, t.Box)
				if worst.Cap == 0 || t.Cap < worst.Cap {
					worst = t
				}
			}
		}
		if len(at) == 0 {
			return nil, "", ""
		}
		vi = fmt.Sprintf("Chữ cao %.0f điểm ảnh, quá nhỏ: từ %g m trên màn hình %s cần ít nhất %d. Hãy bớt chữ hoặc dùng chữ lớn hơn.", worst.Cap, v.Canvas.DistanceM, v.Canvas, least)
		en = fmt.Sprintf("Text %.0f pixels high is too small: from %g m on a screen of %s it needs at least %d. Use fewer words or larger text.", worst.Cap, v.Canvas.DistanceM, v.Canvas, least)
		return at, vi, en
	})
}

func overflows(f Facts) []Finding {
	return f.onViews(f.measured(), func(v View) (at []Box, vi, en string) {
		for _, t := range v.Texts {
			b := t.Box
			// a pixel at either side is rounding
			if t.Room > 0 && b.W > t.Room+1 || b.X < -1 || b.Y < -1 || b.X+b.W > v.Canvas.Width+1 || b.Y+b.H > v.Canvas.Height+1 {
				if at = append(at, b); vi == "" {
					vi = fmt.Sprintf("“%s” tràn ra ngoài chỗ của nó trên màn hình %s. Hãy rút gọn.", t.T, v.Canvas)
					en = fmt.Sprintf("“%s” runs out of its room on a screen of %s. Shorten it.", t.T, v.Canvas)
				}
			}
		}
		return at, vi, en
	})
}

// Contrasts of WCAG 2.2, criterion 1.4.3. All text that a screen shows is large in its sense (18
// points, or 14 in bold, at arm's length) where it keeps the legible height.
const leastContrast = 3.0

func contrasts(f Facts) []Finding {
	return f.onViews(Error, func(v View) (at []Box, vi, en string) {
		worst := 0.0
		for _, t := range v.Texts {
			if t.Contrast > 0 && t.Contrast < leastContrast {
				if at = append(at, t.Box); worst == 0 || t.Contrast < worst {
					worst = t.Contrast
				}
			}
		}
		if len(at) == 0 {
			return nil, "", ""
		}
		return at, fmt.Sprintf("Chữ gần trùng màu nền trên màn hình %s: tương phản %.1f:1, cần ít nhất %.0f:1. Hãy đổi màu chữ hoặc nền.", v.Canvas, worst, leastContrast),
			fmt.Sprintf("Text hardly differs from its ground on a screen of %s: contrast %.1f:1, at least %.0f:1 is needed. Change one of the colours.", v.Canvas, worst, leastContrast)
	})
}

func manyWords(f Facts) []Finding {
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		if !v.Street || v.Printed.Words <= layout.Glance {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("%d chữ trên màn hình %s: ở ngã tư người đi đường chỉ kịp đọc %d. Hãy đặt câu ngắn.", v.Printed.Words, v.Canvas, layout.Glance),
			fmt.Sprintf("%d words on a screen of %s: at a junction people read %d. Set a brief.", v.Printed.Words, v.Canvas, layout.Glance)
	})
}

// dwells: what was typed is less than the words take; programmes show it for as long as these. Of a
// page they know no words: it goes on before it is read.
func dwells(f Facts) []Finding {
	typed := f.Slide.Dwell
	if f.Slide.Kind == content.Picture && slices.ContainsFunc(f.Views, func(v View) bool { return v.Printed.Words > 0 }) {
		return pageDwells(f)
	}
	if typed == 0 || f.Slide.Kind == content.Video {
		return nil
	}
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		needed := v.Printed.ReadingTime(v.Street)
		if typed >= needed {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Đặt hiện %g giây, nhưng đọc hết trên màn hình %s cần %g giây: tấm sẽ hiện %g giây.", typed.Seconds(), v.Canvas, needed.Seconds(), needed.Seconds()),
			fmt.Sprintf("Set to %g seconds, but reading it on a screen of %s takes %g: it is shown for %g.", typed.Seconds(), v.Canvas, needed.Seconds(), needed.Seconds())
	})
}

func pageDwells(f Facts) []Finding {
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		shown := max(cmp.Or(f.Slide.Dwell, content.PictureDwell), content.Amount{}.ReadingTime(v.Street))
		needed := v.Printed.ReadingTime(v.Street)
		if shown >= needed {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Trang có %d chữ, đọc hết trên màn hình %s cần %g giây mà chỉ hiện %g giây. Hãy chia thành thẻ, hoặc tăng thời gian hiện.", v.Printed.Words, v.Canvas, needed.Seconds(), shown.Seconds()),
			fmt.Sprintf("The page has %d words; reading them on a screen of %s takes %g seconds, and it is shown for %g. Make cards of it, or show it for longer.", v.Printed.Words, v.Canvas, needed.Seconds(), shown.Seconds())
	})
}

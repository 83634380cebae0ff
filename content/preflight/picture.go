package preflight

import (
	"fmt"

	"ngatu/content"
	"ngatu/content/layout"
)

// BlownUp is how many times larger than it is, on each side, a picture may be shown before it looks
// blurred.
const BlownUp = 2.0

const (
	covered  = 0.6  // of the canvas that a picture covers at least
	tooLight = 0.55 // mean relative luminance of an LED that glares at night
)

// scale is how many times a picture is enlarged on a canvas, and how much of that it covers.
func (f Facts) scale(c content.Canvas) (times, cover float64) {
	at, s := f.within(c)
	across := float64(at.W) / float64(f.Picture.Width)
	down := float64(at.H) / float64(f.Picture.Height)
	if s.Fit == content.Cover {
		return max(across, down), 1
	}
	return min(across, down), min(across, down) / max(across, down)
}

// known says whether the size of the picture is known.
func (p *Picture) known() bool { return p != nil && p.Width > 0 && p.Height > 0 }

func resolution(f Facts) []Finding {
	if !f.Picture.known() {
		return nil
	}
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		worst, most := f, 0.0
		for _, one := range f.halves() {
			if times, _ := one.scale(v.Canvas); one.Picture.known() && times > most {
				worst, most = one, times
			}
		}
		if most <= BlownUp {
			return nil, "", ""
		}
		p := worst.Picture
		return nil, fmt.Sprintf("Tệp chỉ có %d×%d điểm ảnh, trên màn hình %s bị phóng to %.1f lần và trông mờ. Nên dùng tệp lớn hơn.", p.Width, p.Height, v.Canvas, most),
			fmt.Sprintf("The file has %d×%d pixels; on a screen of %s it is blown up %.1f times and looks blurred. Better use a larger file.", p.Width, p.Height, v.Canvas, most)
	})
}

func shape(f Facts) []Finding {
	if !f.Picture.known() {
		return nil
	}
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		_, cover := f.scale(v.Canvas)
		if cover >= covered {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Ảnh khác hình dạng màn hình %s nên chỉ phủ %.0f %%. Hãy chọn “Phủ kín” hoặc làm ảnh theo hình dạng đó.", v.Canvas, cover*100),
			fmt.Sprintf("The picture has another shape than a screen of %s and covers %.0f %% of it. Choose “Fill the screen” or make one of that shape.", v.Canvas, cover*100)
	})
}

func glare(f Facts) []Finding {
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		if !layout.IsLED(v.Canvas) || v.Light <= tooLight {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Nền quá sáng cho bảng LED %s: sáng trung bình %.0f %%, ban đêm gây chói. Hãy dùng nền tối, chữ sáng.", v.Canvas, v.Light*100),
			fmt.Sprintf("Too light for an LED wall of %s: %.0f %% on average, which glares at night. Use a dark ground with light text.", v.Canvas, v.Light*100)
	})
}

// size holds what is fetched of a slide against the budget of the settings, for each size of screen.
func size(f Facts) []Finding {
	most := f.Budget.orStandard()
	return f.onViews(Warning, func(v View) ([]Box, string, string) {
		all := v.Bytes * int64(max(v.Screens, 1))
		if !f.Budget.Heavy(v.Bytes, v.Screens) {
			return nil, "", ""
		}
		mb := func(n int64) float64 { return float64(n) / (1 << 20) }
		vi, en := "Nặng", ""
		if v.Rough {
			vi, en = "Ước tính khi chuyển mã xong nặng khoảng", "By an estimate, once it is converted: "
		}
		return nil, fmt.Sprintf("%s %.0f MB; %d màn hình %s sẽ tải tổng cộng %.0f MB. Hạn mức là %.0f MB một màn hình và %.0f MB tất cả. Hãy nén nhỏ hơn.",
				vi, mb(v.Bytes), max(v.Screens, 1), v.Canvas, mb(all), mb(most.Screen), mb(most.All)),
			fmt.Sprintf("%s%.0f MB; %d screens of %s fetch %.0f MB together. The budget is %.0f MB a screen and %.0f MB for all. Make it smaller.",
				en, mb(v.Bytes), max(v.Screens, 1), v.Canvas, mb(all), mb(most.Screen), mb(most.All))
	})
}

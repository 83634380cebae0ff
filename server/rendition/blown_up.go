package rendition

import (
	"fmt"

	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// blownUp is what staff are told of a picture or clip that is small for a canvas in use: the canvas
// that enlarges it most.
func blownUp(m media.Medium, sizes []size) []store.Notice {
	var worst size
	most := 0.0
	for _, s := range sizes {
		if m.Kind == media.KindVideo && !s.moves {
			continue
		}
		if times := min(float64(s.width)/float64(m.Width), float64(s.height)/float64(m.Height)); times > most {
			worst, most = s, times
		}
	}
	if most <= preflight.BlownUp {
		return nil
	}
	return []store.Notice{{
		Vi: fmt.Sprintf("Chỉ có %d×%d điểm ảnh: trên màn hình %d×%d sẽ bị phóng to %.0f lần và trông mờ. Nên dùng tệp lớn hơn.", m.Width, m.Height, worst.width, worst.height, most),
		En: fmt.Sprintf("It has %d×%d pixels only: on screens of %d×%d it is blown up %.0f times and looks blurred. Better use a larger file.", m.Width, m.Height, worst.width, worst.height, most),
	}}
}

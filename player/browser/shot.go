package browser

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"time"

	"ngatu/content"
)

// shotLimit is how long the browser may take to give a picture of its page.
const shotLimit = 15 * time.Second

// Screenshot is what the browser really draws, as a JPEG of at most so many bytes, smaller or
// coarser than the glass if necessary. If the browser gives none, the error is a [content.Error]
// with code Missing.
func (b *Browser) Screenshot(ctx context.Context, most int) ([]byte, error) {
	return b.Photograph(ctx, most, content.Fold{})
}

// Photograph is [Browser.Screenshot] as people look at it: a canvas that lies there in pieces is put
// together again.
func (b *Browser) Photograph(ctx context.Context, most int, fold content.Fold) ([]byte, error) {
	full, err := b.shot(ctx)
	if err == nil && !fold.IsZero() {
		full, err = unfolded(full, fold)
	}
	if err == nil {
		full, err = fitted(full, most)
	}
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   "Không chụp được màn hình từ trình duyệt. Hãy thử lại sau một phút, hoặc mở lại trình duyệt.",
			En:   "The browser gave no picture of the screen. Try again in a minute, or restart the browser.",
			Err:  err,
		}
	}
	return full, nil
}

// shot asks the browser on the glass for a picture in full size. It asks for nothing that would
// change the page's layout, because the public would see that.
func (b *Browser) shot(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, shotLimit)
	defer cancel()
	b.mu.Lock()
	l := b.lives[b.shown]
	b.mu.Unlock()
	if l == nil || l.pipe == nil {
		return nil, errNoPipe
	}
	session, leave, err := l.pipe.page(ctx, l.mark)
	if err != nil {
		return nil, err
	}
	defer leave()
	var got struct {
		Data []byte `json:"data"`
	}
	err = l.pipe.call(ctx, session, "Page.captureScreenshot", map[string]any{"format": "jpeg", "quality": 80}, &got)
	return got.Data, err
}

// fitted makes a JPEG of at most so many bytes: first coarser, then smaller.
func fitted(b []byte, most int) ([]byte, error) {
	if len(b) <= most {
		return b, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("browser: its picture cannot be read: %w", err)
	}
	full := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(full, full.Rect, img, img.Bounds().Min, draw.Src)
	for by := shrinks(full.Rect); ; by++ {
		small := smaller(full, by)
		for _, quality := range []int{75, 60, 45} {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
				return nil, err
			}
			if out.Len() <= most {
				return out.Bytes(), nil
			}
		}
		if b := small.Bounds(); b.Dx() < 16 || b.Dy() < 16 {
			return nil, fmt.Errorf("browser: no picture fits %d bytes", most)
		}
	}
}

// shrinks is the factor by which a picture is first made smaller: staff look at it in a window of
// about 1,300 pixels.
func shrinks(r image.Rectangle) int {
	const wide = 1300
	return max(1, (max(r.Dx(), r.Dy())+wide/2)/wide)
}

// smaller is a picture in which every pixel is the mean of by × by.
func smaller(img *image.RGBA, by int) *image.RGBA {
	if by <= 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(img.Rect.Dx()/by, 1), max(img.Rect.Dy()/by, 1)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			square := image.Rect(0, 0, by, by).Add(image.Pt(x*by, y*by)).Intersect(img.Rect)
			out.SetRGBA(x, y, mean(img, square))
		}
	}
	return out
}

func mean(img *image.RGBA, of image.Rectangle) color.RGBA {
	var red, green, blue uint32
	for y := of.Min.Y; y < of.Max.Y; y++ {
		row := img.Pix[img.PixOffset(of.Min.X, y):img.PixOffset(of.Max.X, y)]
		for i := 0; i+3 < len(row); i += 4 {
			red, green, blue = red+uint32(row[i]), green+uint32(row[i+1]), blue+uint32(row[i+2])
		}
	}
	n := uint32(max(of.Dx()*of.Dy(), 1))
	return color.RGBA{R: uint8(red / n), G: uint8(green / n), B: uint8(blue / n), A: 255}
}

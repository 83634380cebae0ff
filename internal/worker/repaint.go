package worker

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"io"

	"ngatu/content"
)

const jobRepaint = "repaint"

// repaintQuality is the JPEG quality of a screen's photograph, which people look at once.
const repaintQuality = 80

// Repaint decodes a JPEG of at most so many pixels in a worker and encodes it again, so that
// nothing but its pixels is kept.
func (p *Pool) Repaint(ctx context.Context, b []byte, pixels int64) ([]byte, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if int64(c.Width)*int64(c.Height) > pixels {
		return nil, &content.Error{Code: content.TooLarge, Vi: "Ảnh chụp màn hình quá lớn.", En: "The picture of the screen is too large."}
	}
	w, err := p.begin(ctx, ask{Job: jobRepaint, Size: int64(len(b))}, bytes.NewReader(b), &struct{}{})
	if err != nil {
		return nil, err
	}
	defer w.end()
	one, err := w.ask(ask{})
	if err != nil {
		return nil, err
	}
	r, err := w.wait(ctx, one)
	if err != nil {
		return nil, err
	}
	if out, err := jpeg.DecodeConfig(bytes.NewReader(r.body)); err != nil || out.Width != c.Width || out.Height != c.Height {
		return nil, w.refuse(errors.Join(errRendition, err))
	}
	return r.body, nil
}

func repaintInside(d *desk) {
	picture, err := jpeg.Decode(io.NewSectionReader(d.file, 0, d.first.Size))
	var out bytes.Buffer
	if err == nil {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: repaintQuality})
	}
	if d.answer(d.first.ID, struct{}{}, err); err != nil {
		return
	}
	a, err := d.next()
	if err != nil {
		return
	}
	d.send(answer{ID: a.ID, Type: "image/jpeg"}, out.Bytes())
}

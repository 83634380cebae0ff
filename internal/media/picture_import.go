package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"ngatu/content"
)

// anatomy is what the structure of a picture file tells without decoding it.
type anatomy struct {
	end         int  // offset behind the picture's last byte
	orientation int  // EXIF orientation, 1–8
	moving      bool // has more frames than one
}

func (im *Importer) importPicture(ctx context.Context, name string, f format, r io.ReaderAt, size int64) (Medium, *Picture, error) {
	if size > im.limits.PictureBytes {
		return Medium{}, nil, refuseBytes(name, im.limits.PictureBytes)
	}
	file := make([]byte, size)
	if n, err := r.ReadAt(file, 0); n < len(file) {
		return Medium{}, nil, refuseBroken(name, err)
	}
	a, err := dissect(f, file)
	if err != nil {
		return Medium{}, nil, refuseBroken(name, err)
	}
	m := Medium{Kind: KindPicture, Type: mediaTypes[f], Bytes: size}
	if what, bad := suspicious(file[a.end:]); bad {
		return Medium{}, nil, refusePolyglot(name, what)
	}
	cfg, err := decodeConfig(f, file)
	if err != nil {
		return Medium{}, nil, refuseBroken(name, err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width)*int64(cfg.Height) > im.limits.Pixels {
		return Medium{}, nil, refusePixels(name, cfg.Width, cfg.Height, im.limits.Pixels)
	}
	p, err := im.open(ctx, f, file, cfg, a)
	if err != nil {
		var known *content.Error
		if errors.As(err, &known) {
			return Medium{}, nil, err
		}
		return Medium{}, nil, refuseBroken(name, err)
	}
	m.Digest = content.DigestOf(file)
	m.Width, m.Height = p.Size()
	m.Alpha = p.alpha
	m.Notices = pictureNotices(a, cfg, len(file)-a.end)
	return m, p, nil
}

// open decodes within the limits on memory and time. Waiting for memory does not count as time.
func (im *Importer) open(ctx context.Context, f format, file []byte, cfg image.Config, a anatomy) (*Picture, error) {
	pixels := int64(cfg.Width) * int64(cfg.Height)
	cost := min(pixels*pixelCost(cfg), im.limits.Memory)
	if err := im.memory.Acquire(ctx, cost); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, im.limits.Time)
	defer cancel()
	img, err := decode(ctx, f, file, cfg)
	if err == nil && (img.Bounds().Dx() != cfg.Width || img.Bounds().Dy() != cfg.Height) {
		err = errors.New("media: decoded size differs from the header")
	}
	if err != nil {
		im.memory.Release(cost)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, err
	}
	rest := min(pixels*openCost, cost)
	im.memory.Release(cost - rest)
	return newPicture(img, a.orientation, func() { im.memory.Release(rest) }), nil
}

// openCost estimates the bytes that a pixel takes while its picture is open: as decoded, 8 at 16 bits a colour, and as
// the RGBA levels made from that (4 bytes, a quarter of it again for the next, and so on).
const openCost = 8 + 6

// pixelCost is the same while the picture is decoded: a progressive JPEG keeps four bytes a coefficient until its end.
func pixelCost(cfg image.Config) int64 {
	switch cfg.ColorModel {
	case color.YCbCrModel, color.CMYKModel:
		return 12 + 6
	}
	return openCost
}

func dissect(f format, file []byte) (anatomy, error) {
	switch f {
	case formatJPEG:
		return dissectJPEG(file)
	case formatPNG:
		return dissectPNG(file)
	case formatGIF:
		return dissectGIF(file)
	}
	return dissectWebP(file)
}

func decodeConfig(f format, file []byte) (image.Config, error) {
	r := bytes.NewReader(file)
	switch f {
	case formatJPEG:
		return jpeg.DecodeConfig(r)
	case formatPNG:
		return png.DecodeConfig(r)
	case formatGIF:
		return gif.DecodeConfig(r)
	}
	return webpConfig(file)
}

func decode(ctx context.Context, f format, file []byte, cfg image.Config) (image.Image, error) {
	r := &patient{ctx: ctx, r: bytes.NewReader(file)}
	switch f {
	case formatJPEG:
		return jpeg.Decode(r)
	case formatPNG:
		return png.Decode(r)
	case formatGIF:
		return firstGIF(r, cfg)
	}
	return firstWebP(ctx, file, cfg)
}

// firstGIF is the first frame of a GIF, on the whole of its canvas: a frame may cover a part of it alone.
func firstGIF(r io.Reader, cfg image.Config) (image.Image, error) {
	frame, err := gif.Decode(r)
	if err != nil {
		return nil, err
	}
	return onCanvas(frame, frame.Bounds().Min, cfg), nil
}

func pictureNotices(a anatomy, cfg image.Config, tail int) []Notice {
	var ns []Notice
	if a.moving {
		ns = append(ns, Notice{
			Vi: "Ảnh động: chỉ hình đầu tiên được chiếu. Muốn chuyển động, hãy dùng video MP4.",
			En: "Animated picture: its first frame alone is shown. For movement use an MP4 video.",
		})
	}
	if cfg.ColorModel == color.CMYKModel {
		ns = append(ns, Notice{
			Vi: "Ảnh dùng màu in (CMYK): màu trên màn hình có thể khác. Nên lưu lại ở hệ màu RGB.",
			En: "The picture has printing colours (CMYK): they may look different on screen. Better save it as RGB.",
		})
	}
	if tail > 0 {
		ns = append(ns, Notice{
			Vi: "Dữ liệu thừa sau phần ảnh đã được bỏ.",
			En: "Extra data behind the picture was left out.",
		})
	}
	return ns
}

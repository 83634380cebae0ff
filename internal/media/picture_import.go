package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"ngatu/content"
)

// anatomy is what the structure of a picture file tells without decoding it.
type anatomy struct {
	end         int      // offset behind the picture's last byte
	orientation int      // EXIF orientation, 1–8
	moving      bool     // has more frames than one
	pages       int      // of a scan, where there are more than one
	profile     []byte   // ICC profile; nil: sRGB
	colours     *colours // what a PNG says of its colours without a profile
	unknown     bool     // those are none that are converted
	grey        bool     // of one channel and alpha, which decoders make three
	decodable   []byte   // the file as our decoders take it, where that is not the file as it came
	coded       coded    // where a hole in it can be seen
	rare        *rare    // what it is, if our decoders read not all of its kind
}

func (im *Importer) importPicture(ctx context.Context, name string, f format, r io.ReaderAt, size int64) (Medium, *Picture, error) {
	if size > im.limits.PictureBytes {
		return Medium{}, nil, refuseBytes(name, im.limits.PictureBytes)
	}
	file := make([]byte, size)
	if n, err := r.ReadAt(file, 0); n < len(file) {
		return Medium{}, nil, refuseBroken(name, err)
	}
	a, err := codecs[f].dissect(file)
	if err != nil {
		return Medium{}, nil, refuseUndecoded(name, f, err)
	}
	m := Medium{Kind: KindPicture, Type: mediaTypes[f], Bytes: size}
	if what, bad := suspicious(file[a.end:]); bad {
		return Medium{}, nil, refusePolyglot(name, what)
	}
	whole := file
	if a.decodable != nil {
		file = a.decodable
	}
	cfg, err := codecs[f].config(file)
	if err != nil {
		return Medium{}, nil, refuseUndecoded(name, f, err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width)*int64(cfg.Height) > im.limits.Pixels {
		return Medium{}, nil, refusePixels(name, cfg.Width, cfg.Height, im.limits.Pixels)
	}
	if err := a.coded.check(cfg.Width * cfg.Height); err != nil {
		return Medium{}, nil, refuseBroken(name, err)
	}
	p, err := im.open(ctx, f, file, cfg, a)
	if err != nil {
		var known *content.Error
		if errors.As(err, &known) {
			return Medium{}, nil, err
		}
		if a.rare != nil && ctx.Err() == nil {
			err = a.rare
		}
		return Medium{}, nil, refuseUndecoded(name, f, err)
	}
	if p.ground == groundNone {
		p.Close()
		return Medium{}, nil, refuseInvisible(name)
	}
	m.Digest = content.DigestOf(whole)
	m.Width, m.Height = p.Size()
	m.Alpha, m.Origin = p.alpha, originOf(f, whole)
	m.Notices = append(pictureNotices(a, len(whole)-a.end), p.notices...)
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
	img, later, err := codecs[f].decode(ctx, file, cfg)
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
	c, notices := a.trueColours(cfg)
	if inks, ok := img.(*image.CMYK); ok && c != nil {
		img, c = c.tables.inks(inks), nil
	}
	p := newPicture(img, a.orientation, func() { im.memory.Release(rest) })
	p.colours = c
	p.notices = slices.Concat(notices, p.choose(img), later)
	return p, nil
}

// trueColours says how the picture's numbers become those of the screens; nil: they are.
func (a anatomy) trueColours(cfg image.Config) (*colours, []Notice) {
	if a.unknown {
		return nil, []Notice{{
			Vi: "Ảnh ghi không gian màu riêng (cICP, như HDR hay BT.2020) mà máy chủ không chuyển được: ảnh được chiếu như sRGB, màu có thể lệch. Nên xuất lại ảnh ở sRGB.",
			En: "The picture names colours of its own (cICP, such as HDR or BT.2020) that the server cannot convert: it is shown as sRGB and its colours may be off. Better export it as sRGB.",
		}}
	}
	channels := 3
	switch {
	case cfg.ColorModel == color.CMYKModel:
		channels = 4
	case a.grey || cfg.ColorModel == color.GrayModel || cfg.ColorModel == color.Gray16Model:
		channels = 1
	}
	c, err := readProfile(a.profile, channels)
	switch {
	case err != nil:
		return nil, []Notice{{
			Vi: "Hồ sơ màu (ICC) của ảnh hỏng hoặc thuộc loại máy chủ không đọc được: màu trên màn hình có thể lệch. Nên xuất lại ảnh ở sRGB.",
			En: "The picture's colour profile (ICC) is broken or of a kind that the server cannot read: its colours may be off on screen. Better export it as sRGB.",
		}}
	case channels == 4 && c == nil:
		return nil, []Notice{{
			Vi: "Ảnh dùng màu in (CMYK) mà không kèm hồ sơ màu: màu trên màn hình có thể khác. Nên lưu lại ở hệ màu RGB.",
			En: "The picture has printing colours (CMYK) and no profile of them: they may look different on screen. Better save it as RGB.",
		}}
	case c == nil:
		return a.colours, nil
	}
	return c, nil
}

// openCost estimates the bytes that a pixel takes while its picture is open: as decoded, 8 at 16
// bits a colour, and as the RGBA levels made from that (4 bytes, a quarter of it again for the
// next, and so on).
const openCost = 8 + 6

// pixelCost is the same while the picture is decoded: a progressive JPEG keeps four bytes a
// coefficient until its end.
func pixelCost(cfg image.Config) int64 {
	switch cfg.ColorModel {
	case color.YCbCrModel, color.CMYKModel:
		return 12 + 6
	}
	return openCost
}

// codec reads one format of pictures.
type codec struct {
	dissect func(file []byte) (anatomy, error)
	config  func(file []byte) (image.Config, error)
	decode  func(ctx context.Context, file []byte, cfg image.Config) (image.Image, []Notice, error)
}

var codecs = map[format]codec{
	formatJPEG: {dissectJPEG, configWith(jpeg.DecodeConfig), decodeWith(jpeg.Decode)},
	formatPNG:  {dissectPNG, configWith(png.DecodeConfig), bestPNG},
	formatGIF:  {dissectGIF, configWith(gif.DecodeConfig), bestGIF},
	formatWebP: {dissectWebP, webpConfig, bestWebP},
	formatTIFF: {dissectTIFF, configWith(tiff.DecodeConfig), decodeWith(tiff.Decode)},
	formatBMP:  {dissectBMP, configWith(bmp.DecodeConfig), decodeWith(bmp.Decode)},
}

func configWith(read func(io.Reader) (image.Config, error)) func([]byte) (image.Config, error) {
	return func(file []byte) (image.Config, error) { return read(bytes.NewReader(file)) }
}

func decodeWith(read func(io.Reader) (image.Image, error)) func(context.Context, []byte, image.Config) (image.Image, []Notice, error) {
	return func(ctx context.Context, file []byte, _ image.Config) (image.Image, []Notice, error) {
		m, err := read(&patient{ctx: ctx, r: bytes.NewReader(file)})
		return m, nil, err
	}
}

func pictureNotices(a anatomy, tail int) []Notice {
	var ns []Notice
	if a.pages > 1 {
		ns = append(ns, Notice{
			Vi: fmt.Sprintf("Tệp có %d trang: chỉ trang đầu được chiếu. Muốn chiếu các trang khác, hãy lưu mỗi trang thành một ảnh.", a.pages),
			En: fmt.Sprintf("The file has %d pages: its first one alone is shown. To show the others save each page as a picture.", a.pages),
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

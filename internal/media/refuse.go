package media

import (
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"strings"
	"unicode"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"ngatu/content"
)

// A refusal names the file, says what is wrong, and what to do next. The first argument of every
// sentence is the name.
func refuse(code content.Code, cause error, name, vi, en string, more ...any) error {
	args := append([]any{shownName(name)}, more...)
	return &content.Error{Code: code, Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...), Err: cause}
}

// shownName is a file's name as it may stand in a sentence: no folders, no control or direction
// characters (which can make "gpj.exe" read as "exe.jpg"), not longer than a line.
func shownName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(printed, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > 60 {
		name = string(runes[:40]) + "…" + string(runes[len(runes)-16:])
	}
	if name == "" || name == "." || name == "/" {
		return "?"
	}
	return name
}

// printed leaves out control and direction characters.
func printed(r rune) rune {
	if !unicode.IsPrint(r) {
		return -1
	}
	return r
}

func refuseName(name, have string, f format) error {
	return refuse(content.Invalid, nil, name,
		"%s có đuôi %s nhưng bên trong là tệp %s. Hãy đổi đuôi thành %s rồi tải lại.",
		"%s ends in %s but is a %s file inside. Rename it to end in %s and upload it again.", have, f, extensions[f][0])
}

// remedies are the sentences for formats that people really send and that no screen can show as
// they are.
var remedies = map[format][2]string{
	formatEmpty: {
		"%s rỗng (0 byte). Hãy chép lại tệp từ máy gốc.",
		"%s is empty (0 bytes). Copy the file again from where it came.",
	},
	formatHEIC: {
		"%s là ảnh HEIC của iPhone mà máy chủ này chưa cài chương trình đọc (heif-convert). Trên iPhone vào Cài đặt → Camera → Định dạng → Tương thích nhất rồi chụp lại; hoặc gửi ảnh cho chính mình qua Zalo hay Mail (gửi như ảnh, không phải tệp) rồi tải ảnh nhận được lên.",
		"%s is an iPhone HEIC picture, and this server lacks the program that reads those (heif-convert). On the iPhone choose Settings → Camera → Formats → Most Compatible and take it again; or send the picture to yourself by Zalo or Mail (as a photo, not as a file) and upload what arrives.",
	},
	formatAVIF: {
		"%s là ảnh AVIF, nhiều màn hình không đọc được. Hãy mở ảnh và lưu lại thành JPEG hoặc PNG.",
		"%s is an AVIF picture that many screens cannot read. Open it and save it as JPEG or PNG.",
	},
	formatSVG: {
		"%s là ảnh SVG, có thể chứa mã lệnh nên không được nhận. Hãy xuất thành PNG (trong Inkscape, Illustrator hay Canva: Xuất → PNG).",
		"%s is an SVG drawing, which may carry scripts and is not taken. Export it as PNG (in Inkscape, Illustrator or Canva: Export → PNG).",
	},
	formatHTML: {
		"%s là trang web (HTML), không được nhận. Hãy chụp màn hình trang đó và tải ảnh PNG lên.",
		"%s is a web page (HTML) and is not taken. Make a screenshot of the page and upload it as PNG.",
	},
	formatPDF: {
		"%s là tệp PDF, được chiếu theo từng trang. Ở đây cần một ảnh hoặc video: hãy lưu trang cần dùng thành ảnh PNG.",
		"%s is a PDF, which is shown by its pages. Here a picture or clip is needed: save the page that you mean as PNG.",
	},
	formatSlides: {
		"%s là tệp PowerPoint. Hãy chọn Tệp → Lưu thành → PDF rồi gửi tệp PDF: mỗi trang thành một tấm. Hoặc tải tệp này lên ở trang Tải lên: chữ và hình thành các bản nháp.",
		"%s is a PowerPoint file. Choose File → Save As → PDF and send that: each page becomes a slide. Or upload this file on the page Upload: its words and pictures become drafts.",
	},
	formatWord: {
		"%s là tệp Word. Hãy chọn Tệp → Lưu thành → PDF rồi gửi tệp PDF: mỗi trang thành một tấm. Hoặc tải tệp này lên ở trang Tải lên: chữ và hình thành các bản nháp.",
		"%s is a Word file. Choose File → Save As → PDF and send that: each page becomes a slide. Or upload this file on the page Upload: its words and pictures become drafts.",
	},
	formatSheet: {
		"%s là bảng tính Excel. Nếu là số liệu tiến độ, hãy bỏ vào thư mục figures; nếu muốn chiếu, hãy chụp thành ảnh PNG.",
		"%s is an Excel sheet. Progress figures belong in the folder figures; to show the sheet itself make a PNG picture of it.",
	},
	formatOffice: {
		"%s là tệp Office đời cũ (.doc, .ppt, .xls), chưa chiếu trực tiếp được. Hãy mở, chọn Tệp → Lưu thành → PDF rồi tải tệp PDF lên.",
		"%s is an old Office file (.doc, .ppt, .xls), which cannot be shown directly. Open it, choose File → Save As → PDF and upload that.",
	},
	formatZip: {
		"%s là tệp nén. Hãy giải nén rồi tải từng ảnh hoặc video lên.",
		"%s is an archive. Unpack it and upload the pictures or videos one by one.",
	},
	formatMOV: {
		"%[1]s là video QuickTime (MOV), không phải màn hình nào cũng phát được. Hãy chuyển sang MP4: HandBrake → Fast 1080p30, hoặc %[2]s",
		"%[1]s is a QuickTime video (MOV) that not every screen can play. Convert it to MP4: HandBrake → Fast 1080p30, or %[2]s",
	},
	formatFilm: {
		"%[1]s là video nhưng không phải MP4. Hãy chuyển sang MP4: HandBrake → Fast 1080p30, hoặc %[2]s",
		"%[1]s is a video but not an MP4. Convert it to MP4: HandBrake → Fast 1080p30, or %[2]s",
	},
	formatDocument: {
		"%s là tài liệu mà máy chủ không đọc được. Hãy mở bằng phần mềm đã tạo ra nó, xuất hoặc in thành PDF rồi tải tệp PDF lên: mỗi trang thành một tấm.",
		"%s is a document that the server cannot read. Open it in the program that made it, export or print it as PDF and upload that: each page becomes a slide.",
	},
	formatRaw: {
		"%s là ảnh RAW của máy ảnh, màn hình không đọc được. Hãy mở bằng phần mềm của máy ảnh hoặc Photos, xuất thành JPEG rồi tải lên.",
		"%s is a camera's RAW file that screens cannot read. Open it in the camera's program or in Photos, export it as JPEG and upload that.",
	},
	formatProgram: {
		"%s là chương trình hoặc mã lệnh, không được nhận. Nếu tệp này tự xuất hiện, hãy báo người quản trị.",
		"%s is a program or script and is not taken. If it appeared by itself, tell the operator.",
	},
	formatUnknown: {
		"%s không phải ảnh hay video mà màn hình đọc được. Hãy dùng JPEG, PNG, WebP, GIF, TIFF, BMP, PDF hoặc MP4 (H.264).",
		"%s is no picture or video that screens can read. Use JPEG, PNG, WebP, GIF, TIFF, BMP, PDF or MP4 (H.264).",
	},
}

func refuseFormat(name string, f format) error {
	s := remedies[f]
	if f == formatMOV || f == formatFilm {
		return refuse(content.Invalid, nil, name, s[0], s[1], Command(name))
	}
	return refuse(content.Invalid, nil, name, s[0], s[1])
}

func refuseBytes(name string, limit int64) error {
	return refuse(content.TooLarge, nil, name,
		"%s lớn hơn giới hạn %d MB. Hãy giảm kích thước hoặc chất lượng rồi tải lại.",
		"%s is over the limit of %d MB. Make it smaller or lower its quality and upload it again.", max(1, limit>>20))
}

func refusePixels(name string, w, h int, limit int64) error {
	return refuse(content.TooLarge, nil, name,
		"%s có %d×%d điểm ảnh, vượt giới hạn %d triệu. Hãy thu nhỏ (cạnh dài 4000 điểm ảnh là đủ) rồi tải lại.",
		"%s has %d×%d pixels, over the limit of %d million. Make it smaller (a long side of 4000 pixels is plenty) and upload it again.",
		w, h, max(1, limit/1_000_000))
}

func refusePolyglot(name string, what format) error {
	return refuse(content.Invalid, nil, name,
		"%s có dữ liệu %s giấu sau phần ảnh nên không được nhận. Hãy mở ảnh, lưu lại thành tệp mới rồi tải lên; nếu không biết tệp từ đâu ra, hãy báo người quản trị.",
		"%s hides %s data behind the picture and is not taken. Open the picture, save it as a new file and upload that; if you do not know where it came from, tell the operator.", what)
}

func refuseInvisible(name string) error {
	return refuse(content.Invalid, nil, name,
		"%s trong suốt hoàn toàn, không có gì để chiếu. Hãy mở ảnh, thêm nền rồi tải lại.",
		"%s is transparent all over: there is nothing to show. Open it, give it a ground and upload it again.")
}

// refuseUndecoded says why a picture's pixels could not be read: formats have variants that our
// decoders do not know.
func refuseUndecoded(name string, f format, cause error) error {
	var known *rare
	if errors.As(cause, &known) {
		return refuse(content.Invalid, cause, name,
			"Ảnh %[1]s %[2]s. Hãy mở ảnh và lưu lại thành PNG hoặc JPEG rồi tải lên.",
			"The picture %[1]s %[3]s. Open it, save it as PNG or JPEG and upload that.", known.vi, known.en)
	}
	var rareTIFF tiff.UnsupportedError
	var rareJPEG jpeg.UnsupportedError
	var rarePNG png.UnsupportedError
	if errors.As(cause, &rareTIFF) || errors.As(cause, &rareJPEG) || errors.As(cause, &rarePNG) || errors.Is(cause, bmp.ErrUnsupported) {
		return refuse(content.Invalid, cause, name,
			"%[1]s là ảnh %[2]s thuộc loại hiếm, máy chủ không đọc được. Hãy mở ảnh và lưu lại thành PNG hoặc JPEG rồi tải lên.",
			"%[1]s is a %[2]s picture of a rare kind that the server cannot read. Open it, save it as PNG or JPEG and upload that.", f)
	}
	return refuseBroken(name, cause)
}

// refuseBroken says why a file of a known format could not be read.
func refuseBroken(name string, cause error) error {
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		return refuse(content.TooLarge, cause, name,
			"%s mất quá nhiều thời gian để đọc. Hãy mở ảnh, lưu lại nhỏ hơn rồi tải lên.",
			"%s takes too long to read. Open the picture, save it smaller and upload that.")
	case errors.Is(cause, context.Canceled):
		return cause
	case errors.Is(cause, io.ErrUnexpectedEOF), errors.Is(cause, io.EOF):
		return refuse(content.Invalid, cause, name,
			"%s bị cắt cụt, thiếu phần cuối. Hãy chép lại tệp từ máy gốc.",
			"%s is cut off, its end is missing. Copy the file again from where it came.")
	}
	return refuse(content.Invalid, cause, name,
		"%s bị hỏng, không đọc được. Hãy mở bằng phần mềm ảnh hoặc video, lưu lại thành tệp mới rồi tải lên.",
		"%s is broken and cannot be read. Open it in a picture or video program, save it as a new file and upload that.")
}

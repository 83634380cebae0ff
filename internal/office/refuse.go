package office

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"ngatu/content"
	"ngatu/internal/archive"
)

// A refusal names the file, says what is wrong, and what to do next.
func refuse(code content.Code, cause error, name, vi, en string, more ...any) error {
	if name = path.Base(strings.ReplaceAll(name, `\`, "/")); name == "." || name == "/" {
		name = "Tài liệu"
	}
	args := append([]any{name}, more...)
	return &content.Error{Code: code, Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...), Err: cause}
}

const (
	lockedVi = "%s có mật khẩu nên không đọc được. Hãy mở bằng mật khẩu, vào Tệp → Thông tin → Bảo vệ và bỏ mật khẩu (hoặc lưu thành PDF), rồi tải tệp mới lên."
	lockedEn = "%s has a password and cannot be read. Open it with the password, remove that in File → Info → Protect (or save it as PDF), and upload the new file."
)

// Unread is why a DOC or PPT is refused where there is no LibreOffice.
func Unread(name, ofKind string) error {
	if ofKind == string(isOldText) {
		return refuse(content.Invalid, nil, name,
			"%s là tệp Word đời cũ (.doc), máy chủ này chưa đọc được. Hãy mở bằng Word, chọn Tệp → Lưu thành → PDF (giữ nguyên hình thức) hoặc .docx, rồi tải tệp mới lên.",
			"%s is an old Word file (.doc), which this server cannot read. Open it in Word, choose File → Save As → PDF (it keeps its look) or .docx, and upload the new file.")
	}
	return refuse(content.Invalid, nil, name,
		"%s là tệp PowerPoint đời cũ (.ppt), máy chủ này chưa đọc được. Hãy mở bằng PowerPoint, chọn Tệp → Lưu thành → PDF (giữ nguyên hình thức) hoặc .pptx, rồi tải tệp mới lên.",
		"%s is an old PowerPoint file (.ppt), which this server cannot read. Open it in PowerPoint, choose File → Save As → PDF (it keeps its look) or .pptx, and upload the new file.")
}

func refuseCompound(name string, k kind) error {
	if k == isLocked {
		return refuse(content.Invalid, nil, name, lockedVi, lockedEn)
	}
	return refuse(content.Invalid, nil, name,
		"%s là tệp Office đời cũ, không phải bài trình chiếu hay văn bản. Hãy mở, chọn Tệp → Lưu thành → PDF rồi tải tệp PDF lên.",
		"%s is an old Office file, and neither a deck nor a text. Open it, choose File → Save As → PDF and upload that.")
}

func unreadable(name string, cause error) error {
	switch {
	case errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		return cause
	case errors.Is(cause, archive.ErrTooMuch):
		return refuse(content.TooLarge, cause, name,
			"%s chứa quá nhiều chữ hoặc hình. Hãy chỉ giữ các trang cần chiếu, lưu thành tệp mới rồi tải lên.",
			"%s holds too much text or too many pictures. Keep the pages that are to be shown, save them as a new file and upload that.")
	case errors.Is(cause, errOther):
		return refuse(content.Invalid, cause, name,
			"%s không phải bài trình chiếu hay văn bản mà máy chủ đọc được. Hãy mở bằng phần mềm đã tạo ra nó, lưu thành PDF rồi tải tệp PDF lên.",
			"%s is no deck and no text that the server can read. Open it in the program that made it, save it as PDF and upload that.")
	}
	return refuse(content.Invalid, cause, name,
		"%s bị hỏng hoặc chép chưa xong, không mở được. Hãy mở trên máy gốc, lưu lại thành tệp mới rồi tải lên.",
		"%s is broken or was not copied whole and cannot be opened. Open it where it came from, save it as a new file and upload that.")
}

func tooLarge(name string) error {
	return refuse(content.TooLarge, nil, name,
		"%s lớn hơn giới hạn %d MB. Hãy nén hình trong tệp (Tệp → Nén ảnh) hoặc tách thành nhiều tệp.",
		"%s is over the limit of %d MB. Compress its pictures (File → Compress Pictures) or split it into several files.", MaxBytes>>20)
}

func tooMany(name string, pages int) error {
	return refuse(content.TooLarge, nil, name,
		"%s có %d trang, giới hạn là %d. Hãy chỉ giữ các trang cần chiếu rồi lưu thành tệp mới.",
		"%s has %d pages, the limit is %d. Keep the pages that are to be shown and save them as a new file.", pages, MaxPages)
}

func empty(name string) error {
	return refuse(content.Invalid, nil, name,
		"%s không có chữ hay hình nào để chiếu. Hãy kiểm tra lại tệp.",
		"%s has neither words nor pictures to show. Look at the file again.")
}

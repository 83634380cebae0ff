package pdf

import (
	"fmt"
	"path"
	"strings"

	"ngatu/content"
)

// A refusal names the file, says what is wrong, and what to do next.
func refuse(code content.Code, cause error, name, vi, en string, more ...any) error {
	if name = path.Base(strings.ReplaceAll(name, `\`, "/")); name == "." || name == "/" {
		name = "PDF"
	}
	args := append([]any{name}, more...)
	return &content.Error{Code: code, Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...), Err: cause}
}

func tooLarge(name string) error {
	return refuse(content.TooLarge, nil, name,
		"%s lớn hơn giới hạn %d MB. Hãy lưu lại PDF ở chất lượng thấp hơn, hoặc tách thành nhiều tệp.",
		"%s is over the limit of %d MB. Save the PDF at a lower quality, or split it into several files.", MaxBytes>>20)
}

func tooMany(name string, pages int) error {
	return refuse(content.TooLarge, nil, name,
		"%s có %d trang, giới hạn là %d. Hãy chỉ lưu các trang cần chiếu thành một tệp PDF mới.",
		"%s has %d pages, the limit is %d. Save the pages that are to be shown alone as a new PDF.", pages, MaxPages)
}

func locked(name string, cause error) error {
	return refuse(content.Invalid, cause, name,
		"%s có mật khẩu nên không đọc được. Hãy mở bằng mật khẩu rồi in ra PDF (In → Lưu thành PDF) và tải tệp mới lên.",
		"%s has a password and cannot be read. Open it with the password, print it to PDF (Print → Save as PDF) and upload the new file.")
}

func broken(name string, cause error) error {
	return refuse(content.Invalid, cause, name,
		"%s bị hỏng hoặc chép chưa xong, không mở được. Hãy mở trên máy gốc, in ra PDF (In → Lưu thành PDF) và tải tệp mới lên.",
		"%s is broken or was not copied whole and cannot be opened. Open it where it came from, print it to PDF (Print → Save as PDF) and upload the new file.")
}

func brokenPage(name string, page int, cause error) error {
	return refuse(content.Invalid, cause, name,
		"Trang %[2]d của %[1]s không đọc được nên cả tệp chưa được nhận. Hãy mở tệp, in ra PDF (In → Lưu thành PDF) hoặc bỏ trang đó, rồi tải tệp mới lên.",
		"Page %[2]d of %[1]s cannot be read, so nothing of it was taken. Open the file, print it to PDF (Print → Save as PDF) or leave the page out, and upload the new file.", page)
}

func empty(name string) error {
	return refuse(content.Invalid, nil, name,
		"%s không có trang nào để chiếu. Hãy kiểm tra lại tệp.",
		"%s has no page to show. Look at the file again.")
}

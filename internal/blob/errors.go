package blob

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"ngatu/content"
)

func notFound(d content.Digest, cause error) error {
	return &content.Error{
		Code: content.NotFound,
		Vi:   fmt.Sprintf("Không có tệp %s trong kho. Hãy tải tệp lên lại.", d.Short()),
		En:   fmt.Sprintf("File %s is not in the media folder. Upload it again.", d.Short()),
		Err:  cause,
	}
}

func damaged(d content.Digest, cause error) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("Tệp %s trong kho đã hỏng nên được để riêng. Hãy tải tệp lên lại và kiểm tra ổ đĩa.", d.Short()),
		En:   fmt.Sprintf("File %s in the media folder is damaged and was set aside. Upload it again and check the disk.", d.Short()),
		Err:  cause,
	}
}

func unreadable(d content.Digest, cause error) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("Không đọc được tệp %s trong kho. Hãy kiểm tra ổ đĩa và quyền của thư mục.", d.Short()),
		En:   fmt.Sprintf("File %s in the media folder cannot be read. Check the disk and the rights of the folder.", d.Short()),
		Err:  cause,
	}
}

func tooLarge(limit int64) error {
	return &content.Error{
		Code: content.TooLarge,
		Vi:   fmt.Sprintf("Tệp lớn hơn giới hạn %d MB. Hãy giảm kích thước rồi tải lại.", max(1, limit>>20)),
		En:   fmt.Sprintf("The file is over the limit of %d MB. Make it smaller and upload it again.", max(1, limit>>20)),
	}
}

func unusable(dir string, cause error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không dùng được thư mục lưu tệp %q. Hãy chọn thư mục khác hoặc cấp quyền ghi.", dir),
		En:   fmt.Sprintf("The media folder %q cannot be used. Choose another or give the right to write in it.", dir),
		Err:  cause,
	}
}

// writing turns a failed write into a sentence. A full disk has its own, because staff can act on
// it.
func writing(cause error) error {
	if errors.Is(cause, syscall.ENOSPC) || errors.Is(cause, syscall.EDQUOT) {
		return &content.Error{
			Code: content.Exhausted,
			Vi:   "Ổ đĩa đã đầy nên không lưu được tệp. Hãy báo người quản trị dọn ổ đĩa rồi tải lại.",
			En:   "The disk is full and the file could not be kept. Ask the operator to free space, then upload again.",
			Err:  cause,
		}
	}
	return fmt.Errorf("blob: write: %w", cause)
}

// escapeGlob keeps a folder name with brackets or stars in it from being read as a pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`[`, `\[`, `*`, `\*`, `?`, `\?`).Replace(dir)
}

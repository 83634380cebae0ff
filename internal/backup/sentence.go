package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"ngatu/content"
)

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &content.Error{
			Code: content.NotFound, Err: err,
			Vi: "Không có " + path + ". Hãy kiểm tra đường dẫn, hoặc gắn ổ đĩa sao lưu rồi thử lại.",
			En: path + " is not there. Check the path, or mount the backup disk, then try again.",
		}
	}
	return &content.Error{
		Code: content.Missing, Err: err,
		Vi: fmt.Sprintf("Không đọc được %s (%v). Hãy kiểm tra ổ đĩa và quyền đọc.", path, err),
		En: fmt.Sprintf("%s cannot be read (%v). Check the disk and who may read it.", path, err),
	}
}

func unwritable(path string, err error) error {
	if content.CodeOf(err) != "" {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &content.Error{
			Code: content.Exhausted, Err: err,
			Vi: "Ổ đĩa chứa " + path + " đã đầy. Hãy dọn ổ đĩa hoặc chọn ổ đĩa khác rồi chạy lại.",
			En: "The disk of " + path + " is full. Free some space or choose another disk, then run it again.",
		}
	}
	return &content.Error{
		Code: content.Missing, Err: err,
		Vi: fmt.Sprintf("Không ghi được %s (%v). Hãy kiểm tra ổ đĩa và quyền ghi.", path, err),
		En: fmt.Sprintf("%s cannot be written (%v). Check the disk and who may write there.", path, err),
	}
}

func harmed(path string, err error) error {
	return &content.Error{
		Code: content.Damaged, Err: err,
		Vi: fmt.Sprintf("Bản sao lưu bị hỏng: %s (%v). Hãy dùng bản sao lưu khác bằng --at.", path, err),
		En: fmt.Sprintf("The backup is damaged: %s (%v). Use another one with --at.", path, err),
	}
}

// mostNamed limits how many files a sentence names.
const mostNamed = 10

// lacking is the error that names missing or damaged media.
func lacking(bad []string, vi, en string) error {
	names := strings.Join(bad[:min(len(bad), mostNamed)], "\n")
	if n := len(bad) - mostNamed; n > 0 {
		names += fmt.Sprintf("\n… +%d", n)
	}
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf(vi, len(bad)) + "\n" + names,
		En:   fmt.Sprintf(en, len(bad)),
	}
}

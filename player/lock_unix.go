//go:build unix

package player

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"ngatu/content"
)

// lockFolder takes a folder for this process; the kernel gives it back however the process ends.
func lockFolder(dir string) (release func(), err error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, &content.Error{
			Code: content.Conflict,
			Vi:   fmt.Sprintf("Thư mục dữ liệu %q đang được một ngatu-player khác dùng. Hãy dừng chương trình đó hoặc chọn thư mục khác bằng --data.", dir),
			En:   fmt.Sprintf("The data folder %q is in use by another ngatu-player. Stop that one or choose another folder with --data.", dir),
			Err:  err,
		}
	}
	return func() { file.Close() }, nil
}

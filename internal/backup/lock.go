package backup

import (
	"path/filepath"

	"github.com/gofrs/flock"

	"ngatu/content"
	"ngatu/internal/durable"
)

// lock keeps a second backup out of the folder: one backup must not delete files that another one
// relies on.
func lock(folder string) (free func(), err error) {
	l := flock.New(filepath.Join(folder, ".lock"), flock.SetPermissions(0o600))
	taken, err := l.TryLock()
	if err == nil && !taken {
		return nil, &content.Error{
			Code: content.Conflict,
			Vi:   "Đang có một lần sao lưu khác vào " + folder + ". Hãy đợi nó xong rồi chạy lại.",
			En:   "Another backup into " + folder + " is running. Wait for its end, then run it again.",
		}
	}
	if err != nil && durable.Writable(folder) != nil {
		return nil, unwritable(folder, err)
	}
	return func() { l.Close() }, nil // some network disks have no locks
}

package store

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"

	"ngatu/content"
)

// lockPatience is how long a lock is waited for: a server that was just stopped
// may still be closing.
const lockPatience = 300 * time.Millisecond

// lockBeside keeps a second process away from the database file at path. The lock is the operating
// system's, on a file beside it, so it ends with the process however that ends.
func lockBeside(ctx context.Context, path string) (*flock.Flock, error) {
	beside := path + ".lock"
	lock := flock.New(beside, flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	taken, err := lock.TryLockContext(ctx, lockPatience/10)
	switch {
	case taken:
		return lock, nil
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return nil, &content.Error{
			Code: content.Conflict,
			Vi:   "Một chương trình Ngatu khác đang dùng " + path + ". Hãy tắt chương trình đó, hoặc chọn thư mục khác bằng --data.",
			En:   "Another Ngatu is using " + path + ". Stop it, or choose another folder with --data.",
			Err:  err,
		}
	case ctx.Err() == nil:
		return nil, unwritable(beside, err)
	}
	return nil, err
}
